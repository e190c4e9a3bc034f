// Values: the validation cases named in each test, computed there by other code.
#include "sim/analysis/formulas/downtime.hpp"

#include <QtTest>

#include <cmath>
#include <utility>

using namespace nueves::analysis;

namespace {

bool near(double x, double y, double relative) {
    const bool good = std::abs(x - y) <= relative * std::abs(y);
    if (!good) qWarning("%.17g is not %.17g", x, y);
    return good;
}

const ExponentialUnit kYear{1000.0, 2.0, 8760.0}; // c6-yearly-downtime-distribution

} // namespace

class TestDowntime : public QObject {
    Q_OBJECT

  private slots:
    void yearlyDowntimeOfOneUnit() {
        QVERIFY(near(kYear.noFailure(), 0.00015688460858652242, 1e-12));
        QVERIFY(near(kYear.downtimeAtMost(0.0), kYear.noFailure(), 1e-15));
        QVERIFY(near(kYear.meanDowntime(), 17.481045892247682, 1e-10));
        for (const auto& [x, p] : {std::pair{4.38, 0.027230639335883693},
                                   {8.76, 0.13994118677834763},
                                   {17.52, 0.5496897288456388},
                                   {43.8, 0.99442298288526}})
            QVERIFY(near(kYear.downtimeAtMost(x), p, 1e-11));
    }

    void quantilesOfThatDowntime() {
        for (const auto& [p, x] : {std::pair{0.5, 16.476861216789136},
                                   {0.9, 28.666632594144616},
                                   {0.95, 32.71960532811282},
                                   {0.99, 41.0322555810623},
                                   {0.999, 51.44894438782625}})
            QVERIFY(near(kYear.downtimeQuantile(p), x, 1e-9));
        QCOMPARE(kYear.downtimeQuantile(1e-4), 0.0); // less than the chance of no failure at all
    }

    // Mean = integral of P(D > x): Simpson's rule in 4000 steps of 0.05 h to 200 h, where e^-80 is left.
    void theLawHasItsMean() {
        const int steps = 4000;
        const double h = 200.0 / steps;
        double sum = 0.0;
        for (int i = 0; i <= steps; ++i) {
            const double weight = i == 0 || i == steps ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
            sum += weight * (1.0 - kYear.downtimeAtMost(i * h));
        }
        QVERIFY(near(sum * h / 3.0, kYear.meanDowntime(), 1e-8));
    }

    void downtimeStaysInsideTheHorizon() {
        QCOMPARE(kYear.downtimeAtMost(8760.0), 1.0);
        QCOMPARE(kYear.downtimeAtMost(-1.0), 0.0);
        // Most likely down from the first failure to the end. P(D > x) is at most that of a first failure
        // before T - x, and at least that of its repair lasting to the end too.
        const ExponentialUnit fragile{10.0, 1000.0, 100.0};
        const double early = 1.0 - std::exp(-5.0); // P(first failure before 50)
        QVERIFY(1.0 - fragile.downtimeAtMost(50.0) < early);
        QVERIFY(1.0 - fragile.downtimeAtMost(50.0) > early * std::exp(-100.0 / 1000.0));
        QVERIFY(near(fragile.downtimeAtMost(fragile.downtimeQuantile(0.3)), 0.3, 1e-10));
    }

    void missionsOfOneUnit_data() { // c6-interval-availability-single: 1000 h, 10 h
        QTest::addColumn<double>("hours");
        QTest::addColumn<double>("point");
        QTest::addColumn<double>("interval");
        QTest::addColumn<double>("noFailure");
        QTest::newRow("10 h") << 10.0 << 0.9937051384115992 << 0.9963315461271295 << 0.9900498337491681;
        QTest::newRow("100 h") << 100.0 << 0.9900994166292596 << 0.9910792656802713 << 0.9048374180359595;
        QTest::newRow("720 h") << 720.0 << 0.9900990099009901 << 0.9902351621300743 << 0.4867522559599717;
        QTest::newRow("8760 h") << 8760.0 << 0.9900990099009901 << 0.9901102004951614
                                << 0.00015688460858652242;
    }
    void missionsOfOneUnit() {
        QFETCH(double, hours);
        QFETCH(double, point);
        QFETCH(double, interval);
        QFETCH(double, noFailure);
        const ExponentialUnit unit{1000.0, 10.0, hours};
        QVERIFY(near(unit.pointAvailability(), point, 1e-12));
        QVERIFY(near(unit.intervalAvailability(), interval, 1e-12));
        QVERIFY(near(unit.noFailure(), noFailure, 1e-12));
    }

    void failuresOfAMission() {
        QVERIFY(near(ExponentialUnit({1000.0, 10.0, 720.0}).meanFailures(), 0.7129693167336535, 1e-12));
        QVERIFY(near(ExponentialUnit({1000.0, 10.0, 8760.0}).meanFailures(), 8.673365356337614, 1e-12));
    }

    void repairsOfOneLength() { // c8-deterministic-repair-downtime: 1000 h, 2 h
        for (const auto& [x, p] : {std::pair{1.0, 0.0001570415716635671},
                                   {5.0, 0.007580823456624114},
                                   {9.0, 0.06396815420342725},
                                   {17.0, 0.48996377993665996},
                                   {25.0, 0.8941973311409883},
                                   {33.0, 0.991576079469783}})
            QVERIFY(near(fixedRepairDowntimeAtMost(1000.0, 2.0, 8760.0, x), p, 1e-11));
    }
};

QTEST_APPLESS_MAIN(TestDowntime)
#include "tst_downtime.moc"
