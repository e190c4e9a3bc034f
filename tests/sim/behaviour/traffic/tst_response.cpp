// Tables of response times, against the laws they are made of and processor sharing as theory has it.
#include "sim/behaviour/traffic/response.hpp"
#include "sim/behaviour/traffic/response_quantile.hpp"
#include "support/both_clocks.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using behaviour::traffic::LineGrid;
using behaviour::traffic::ResponseTable;
using behaviour::traffic::TimeBins;
using core::Law;

class TestResponse : public QObject {
    Q_OBJECT

  private slots:
    // Bins hold at most 1/32, at their ends and half way what the law has: a straight law is met exactly.
    void aUniformLawIsStraight() {
        const TimeBins bins(Law::uniform(1.0, 3.0));
        for (double t = 1.0; t < 3.0; t += 0.003) QVERIFY(std::abs(bins.within(t) + 0.5 - 0.5 * t) < 2e-6);
    }

    void lawsAreMetHalfWayToo_data() {
        QTest::addColumn<double>("scv");
        QTest::addColumn<int>("kind");
        QTest::newRow("exponential") << 1.0 << 0;
        QTest::newRow("Erlang, 4 phases") << 0.25 << 1;
        QTest::newRow("log-normal") << 1.0 << 2;
        QTest::newRow("log-normal, wide") << 4.0 << 2;
        QTest::newRow("Weibull, early") << 2.0 << 3;
    }
    void lawsAreMetHalfWayToo() {
        QFETCH(double, scv);
        QFETCH(int, kind);
        const Law law = kind == 0   ? Law::exponential(1.0)
                        : kind == 1 ? Law::erlang(1.0, 4)
                        : kind == 2 ? Law::logNormalFromMean(1.0, std::sqrt(scv))
                                    : Law::weibullFromMean(1.0, 0.7);
        const TimeBins bins(law);
        for (std::size_t i = 1; i + 1 < TimeBins::kBins; ++i)
            QVERIFY(std::abs(bins.within(bins.middle(i)) - 1.0 + law.survival(bins.middle(i))) < 1e-12);
        double before = 0.0;
        for (double t = 0.0; t < 20.0; t += 0.001) {
            QVERIFY(bins.within(t) >= before); // never falls
            before = bins.within(t);
        }
    }

    // Alone on a machine, what always takes as long: nobody before it, everybody from then on. The bins of
    // the sums are 5 % wide; times 12 % apart put the 95 % 5 % too late.
    void aConstantServiceTakesAsLongAsItTakes() {
        test::Traffic traffic;
        const auto web = traffic.station("web", Law::fixed(1.0), 16);
        traffic.open("users", web, 3.2);
        test::Rates rates(traffic);
        rates.pass(100.0, 200.0);
        for (const double share : {0.05, 0.5, 0.95}) {
            const double t = behaviour::traffic::responseQuantile(rates.sums.demands[0].responses, share);
            QVERIFY2(t > 1.0 / 1.05 && t < 1.05, qPrintable(QString::number(t)));
        }
        const ResponseTable table(LineGrid(4, 8), TimeBins(Law::fixed(1.0)), 4.0);
        const std::vector<double> empty{1.0};
        QVERIFY(table.within(empty, 0.9999) < 1e-9 && table.within(empty, 1.0001) > 1.0 - 1e-9);
    }

    // M/M/1 with processor sharing (Coffman, Muntz & Trotter 1970): mean 1 / (1 - rho), variance
    // (2 + rho) / (2 - rho) / (1 - rho)^2. At 0.99 most find so many that rows stand for several of them.
    void manyWhoShareOneCoreTakeAsLongAsTheoryHasIt() {
        const double rho = 0.99;
        const LineGrid grid(2000, 2001);
        const ResponseTable table(grid, TimeBins(Law::exponential(1.0)), 1.0);
        const auto& nodes = grid.nodes();
        std::vector<double> found, within;
        for (std::size_t i = 0; i != nodes.size(); ++i) { // each stands for those up to half way to the next
            const double from = i == 0 ? 0.0 : std::floor(0.5 * (nodes[i - 1] + nodes[i])) + 1.0;
            const double to = i + 1 == nodes.size() ? nodes[i] : std::floor(0.5 * (nodes[i] + nodes[i + 1]));
            found.push_back(std::pow(rho, from) - std::pow(rho, to + 1.0));
        }
        table.cumulative(found, within);
        double mean = 0.0, square = 0.0, before = 0.0, from = 0.0;
        for (std::size_t j = 0; j != within.size(); ++j) {
            const double to = table.times()[j], middle = 0.5 * (from + to);
            mean += (within[j] - before) * middle;
            square += (within[j] - before) * (middle * middle + (to - from) * (to - from) / 12.0);
            before = within[j];
            from = to;
        }
        VERIFY_NEAR(mean, 100.0, 0.02);
        VERIFY_NEAR(square - mean * mean, (2.0 + rho) / (2.0 - rho) * 1e4, 0.06);
    }
};

QTEST_APPLESS_MAIN(TestResponse)
#include "tst_response.moc"
