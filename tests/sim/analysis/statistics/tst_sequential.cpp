// The counts, the decision, and the coverage of the intervals with the stop rule on.
#include "sim/analysis/statistics/intervals.hpp"
#include "sim/analysis/statistics/sequential.hpp"
#include "sim/core/law.hpp"
#include "sim/core/random.hpp"

#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace nueves::analysis;
using nueves::core::DrawSource;
using nueves::core::Law;

namespace {

Seen seen(double value, double half, std::uint64_t touched) {
    return {{value, value - half, value + half, Method::simulated}, touched};
}

double downtime(const DrawSource& source, double perYear, const Law& length) {
    const Law gap = Law::exponential(1.0 / perYear);
    double sum = 0.0;
    double t = gap.quantile(source.uniform(1, 0));
    for (std::uint64_t k = 1; t < 1.0; ++k) {
        sum += length.quantile(source.uniform(2, k));
        t += gap.quantile(source.uniform(1, k));
    }
    return sum;
}

// A whole run of one seed under the rule.
Seen runToTheEnd(const StopRule& rule, std::uint64_t seed, double perYear, const Law& length) {
    Moments moments;
    Seen result;
    Decision decision = Decision::goOn;
    while (decision == Decision::goOn) {
        const std::uint64_t next = nextCount(rule, moments.count());
        for (std::uint64_t h = moments.count(); h < next; ++h) {
            const double x = downtime({seed, h, 0}, perYear, length);
            moments.add(x);
            result.touched += x > 0.0;
        }
        result.estimate = within(meanInterval(moments), 0.0, 1e9);
        decision = decide(rule, moments.count(), std::array{result});
    }
    return result;
}

const std::vector<Law>& lengths() {
    static const std::vector<Law> laws{Law::exponential(5.0), Law::logNormalFromMean(5.0, 1.0),
                                       Law::logNormalFromMedian(5.0, 1.0), Law::fixed(5.0),
                                       Law::logNormalFromMean(5.0, 2.0)};
    return laws;
}

} // namespace

class TestSequential : public QObject {
    Q_OBJECT

  private slots:
    void countsDoubleFromTheFirst() {
        const StopRule rule;
        QCOMPARE(nextCount(rule, 0), std::uint64_t{64});
        QCOMPARE(nextCount(rule, 63), std::uint64_t{64});
        QCOMPARE(nextCount(rule, 64), std::uint64_t{128});
        QCOMPARE(nextCount(rule, 100), std::uint64_t{128});
        QCOMPARE(nextCount(rule, 4096), std::uint64_t{8192});
    }

    void theLimitCutsTheLastCount() {
        const StopRule rule{0.05, 64, 64, 1000};
        QCOMPARE(nextCount(rule, 512), std::uint64_t{1000});
        QCOMPARE(nextCount(rule, 1000), std::uint64_t{1000});
        QCOMPARE(nextCount({0.05, 64, 64, 10}, 0), std::uint64_t{10});
        const StopRule endless{0.05, 64, 64, std::numeric_limits<std::uint64_t>::max()};
        QCOMPARE(nextCount(endless, std::uint64_t{1} << 63), std::numeric_limits<std::uint64_t>::max());
    }

    void halfWidthIsRelativeToTheValue() {
        QCOMPARE(relativeHalfWidth({2.0, 1.5, 3.5, Method::simulated}), 0.5);
        QCOMPARE(relativeHalfWidth({-2.0, -3.0, -1.0, Method::simulated}), 0.5);
        QCOMPARE(relativeHalfWidth({2.0, 2.0, 2.0, Method::exact}), 0.0);
        QCOMPARE(relativeHalfWidth({0.0, 0.0, 0.0, Method::exact}), 0.0);
        QVERIFY(std::isinf(relativeHalfWidth({0.0, 0.0, 0.1, Method::bound})));
        QVERIFY(std::isinf(
            relativeHalfWidth({1.0, 0.0, std::numeric_limits<double>::infinity(), Method::simulated})));
    }

    void everyServiceMustBePrecise() {
        const StopRule rule{0.05, 64, 64, 4096};
        const std::array precise{seen(1.0, 0.04, 100), seen(2.0, 0.09, 64)};
        const std::array wide{seen(1.0, 0.04, 100), seen(2.0, 0.11, 500)};
        const std::array few{seen(1.0, 0.04, 63), seen(2.0, 0.09, 64)};
        QVERIFY(decide(rule, 512, precise) == Decision::precise);
        QVERIFY(decide(rule, 512, wide) == Decision::goOn);
        QVERIFY(decide(rule, 512, few) == Decision::goOn);
        QVERIFY(decide(rule, 4096, wide) == Decision::limit);
        QVERIFY(decide(rule, 4096, precise) == Decision::precise);
    }

    void nothingSeenGoesOnToTheLimit() {
        const StopRule rule{0.05, 64, 64, 1024};
        const std::array none{Seen{nothingSeen(512), 0}};
        QVERIFY(decide(rule, 512, none) == Decision::goOn);
        QVERIFY(decide(rule, 1024, none) == Decision::limit);
    }

    void exactFiguresAndNoFiguresNeedNoMore() {
        const StopRule rule;
        QVERIFY(decide(rule, 64, std::array{Seen{{0.1, 0.1, 0.1, Method::exact}, 0}}) == Decision::precise);
        QVERIFY(decide(rule, 64, {}) == Decision::precise);
    }

    void expectedCountFollowsTheWidthAndTheOutages() {
        const StopRule rule{0.05, 64, 64, 1 << 20};
        // four times too wide: 16 times as many
        QCOMPARE(expectedHistories(rule, 64, std::array{seen(1.0, 0.2, 64)}), std::uint64_t{1024});
        // precise but 16 outages only: four times as many
        QCOMPARE(expectedHistories(rule, 64, std::array{seen(1.0, 0.04, 16)}), std::uint64_t{256});
        QCOMPARE(expectedHistories(rule, 128, std::array{seen(1.0, 0.04, 70)}), std::uint64_t{128});
        QCOMPARE(expectedHistories(rule, 64, std::array{Seen{nothingSeen(64), 0}}), std::uint64_t{1 << 20});
    }

    void coverageHoldsWithTheRuleOn_data() {
        QTest::addColumn<double>("perYear");
        QTest::addColumn<int>("length");
        QTest::addColumn<double>("precision");
        QTest::newRow("a 2-of-3 group, 5 %") << 0.5 << 0 << 0.05;
        QTest::newRow("a 2-of-3 group, 20 %") << 0.5 << 0 << 0.2;
        QTest::newRow("a 2-of-3 group, any width") << 0.5 << 0 << 10.0;
        QTest::newRow("one outage in 20 years, 30 %") << 0.05 << 0 << 0.3;
        QTest::newRow("one outage in 20 years, any width") << 0.05 << 0 << 10.0;
        QTest::newRow("ten outages a year, 10 %") << 10.0 << 0 << 0.1;
        QTest::newRow("log-normal cv 1, 20 %") << 0.2 << 1 << 0.2;
        QTest::newRow("log-normal cv 1, any width") << 0.2 << 1 << 10.0;
        QTest::newRow("log-normal sigma 1, 20 %") << 0.5 << 2 << 0.2;
        QTest::newRow("log-normal sigma 1, any width") << 0.5 << 2 << 10.0;
        QTest::newRow("equal outages, 20 %") << 0.2 << 3 << 0.2;
    }
    // 4000 seeds: sd of the share held sqrt(0.95 x 0.05 / 4000) = 0.34 %. 93 to 97 % is 5.8 of them around
    // the nominal level: an honest rule fails once in 1e8, one that covers 92 % fails with 99.9 %. Each side
    // separately: nominal 2.5 %, sd 0.25 %, so under 4.5 % unless the correction for skewness is wrong.
    void coverageHoldsWithTheRuleOn() {
        QFETCH(double, perYear);
        QFETCH(int, length);
        QFETCH(double, precision);
        const Law& law = lengths()[static_cast<std::size_t>(length)];
        const StopRule rule{precision, 64, 64, 1 << 18};
        const double truth = perYear * law.mean();
        const int seeds = 4000;
        int below = 0, above = 0;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            const Estimate e = runToTheEnd(rule, seed, perYear, law).estimate;
            below += truth < e.low;
            above += truth > e.high;
        }
        const double share = 1.0 - (below + above) / double(seeds);
        qInfo("coverage %.2f %%, missed below %.2f %%, above %.2f %%", 100.0 * share, 100.0 * below / seeds,
              100.0 * above / seeds);
        QVERIFY(share > 0.93 && share < 0.97);
        QVERIFY(below < 0.045 * seeds && above < 0.045 * seeds);
    }

    // The known limit: outages with cv 2 and no precision asked for. Documented as 92 %; 2000 seeds, sd 0.6
    // %.
    void aHeavyTailCoversAlmost() {
        const StopRule rule{10.0, 64, 64, 1 << 18};
        int held = 0;
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            const Estimate e = runToTheEnd(rule, seed, 0.5, lengths()[4]).estimate;
            held += e.low <= 2.5 && 2.5 <= e.high;
        }
        QVERIFY2(held > 0.90 * 2000, qPrintable(QString::number(held)));
    }

    void theAnswerIsThatOfTheFirstHistoriesOnly() {
        const StopRule rule{0.5, 64, 64, 4096};
        const Seen once = runToTheEnd(rule, 5, 0.5, lengths()[0]),
                   again = runToTheEnd(rule, 5, 0.5, lengths()[0]);
        QCOMPARE(once.estimate.value, again.estimate.value);
        QCOMPARE(once.touched, again.touched);
    }
};

QTEST_APPLESS_MAIN(TestSequential)
#include "tst_sequential.moc"
