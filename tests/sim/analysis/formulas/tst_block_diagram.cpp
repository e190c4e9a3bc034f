// Values: exact fractions of the validation cases named in each test (rel_tol 1e-6 there; 1e-12 is asked for
// here).
#include "sim/analysis/formulas/block_diagram.hpp"

#include <QtTest>

#include <array>
#include <cmath>
#include <vector>

using namespace nueves::analysis;

namespace {

bool near(double x, double y, double relative = 1e-12) {
    const bool good = std::abs(x - y) <= relative * std::abs(y);
    if (!good) qWarning("%.17g is not %.17g", x, y);
    return good;
}

} // namespace

class TestBlockDiagram : public QObject {
    Q_OBJECT

  private slots:
    void twoOfThreeIndependent() { // c1-kofn-2of3-independent
        const double unit = renewalUnavailability(1000.0, 10.0);
        const double u = kOfNUnavailability(2, 3, unit), rate = kOfNOutageRate(2, 3, 1000.0, 10.0);
        QVERIFY(near(u, 301.0 / 1030301.0));
        QVERIFY(near(rate * 8760.0, 525600.0 / 1030301.0));
        QVERIFY(near(u / rate, 301.0 / 60.0));          // mean down time, h
        QVERIFY(near((1.0 - u) / rate, 51500.0 / 3.0)); // mean up time, h
        QVERIFY(near(kOfNMeanLife(2, std::array{1e-3, 1e-3, 1e-3}), 2500.0 / 3.0));
    }

    void threeTiers() { // c2-three-tier-series-parallel
        const double lb = kOfNUnavailability(1, 2, renewalUnavailability(8000.0, 2.0));
        const double app = kOfNUnavailability(3, 5, renewalUnavailability(700.0, 0.5));
        const double db = kOfNUnavailability(1, 2, renewalUnavailability(3000.0, 6.0));
        const double net = renewalUnavailability(20000.0, 3.0);
        const std::array sources{renewalUnavailability(2500.0, 5.0), renewalUnavailability(4000.0, 12.0)};
        const double power = parallelUnavailability(sources);
        QVERIFY(near(lb, 1.0 / 16008001.0));
        QVERIFY(near(app, 6535667.0 / 1799158486535667.0));
        QVERIFY(near(db, 1.0 / 251001.0));
        QVERIFY(near(net, 3.0 / 20003.0));
        QVERIFY(near(power, 1.0 / 167501.0));
        const double whole = seriesUnavailability(std::array{lb, app, db, net, power});
        QVERIFY(near(1.0 - whole, 0.9998400037610096, 1e-15));
        QVERIFY(near(whole * 8760.0 * 60.0, 84.09402321335953, 1e-11)); // the case took it from 1 - A
    }

    void quorums() {                                                          // c4-quorum-majority
        QVERIFY(near(kOfNUnavailability(2, 3, 0.01), 1.0 - 0.999702, 1e-10)); // six decimals, given as A
        QVERIFY(near(kOfNUnavailability(4, 7, 0.001), 1.0 - 0.9999999999650839, 1e-5));
        QVERIFY(near(kOfNUnavailability(3, 4, 0.01), 1.0 - 0.99940797, 1e-10));
        const double unit = renewalUnavailability(2160.0, 1.0);
        QVERIFY(near(kOfNUnavailability(2, 3, unit), 6.422109715657112e-07));
        QVERIFY(near(kOfNUnavailability(3, 5, unit), 9.902257068560279e-10));
        QVERIFY(near(kOfNOutageRate(2, 3, 2160.0, 1.0) * 8760.0, 0.011249800141562502));
    }

    void renewalNeedsMeansOnly() { // c8-weibull-lognormal-renewal, c8-deterministic-repair-downtime
        const double u = renewalUnavailability(5000.0 * std::tgamma(1.0 + 1.0 / 1.6), 6.0);
        QVERIFY(near(1.0 - u, 0.9986633611291199, 1e-15));
        QVERIFY(near(parallelUnavailability(std::array{u, u}), 1.7866034711476056e-06));
        QVERIFY(near(1.0 - renewalUnavailability(1000.0, 2.0), 0.998003992015968, 1e-15));
        // c8-detection-plus-repair: 10 s + 5 min + 0.2 x 3 h an outage
        QVERIFY(near(renewalUnavailability(1500.0, 41.0 / 60.0 + 10.0 / 3600.0), 1.0 - 0.9995428017184733,
                     1e-11));
    }

    void unequalLivesWithoutRepair() { // c6-first-passage-2of3: Storm's voting3.dft
        QVERIFY(near(kOfNMeanLife(2, std::array{0.3, 0.4, 1.0}), 2685.0 / 1547.0));
        QVERIFY(near(kOfNMeanLife(1, std::array{0.5, 0.5}), 3.0)); // 1/(2 L) + 1/L
    }

    void unlikeUnitsAsCountedByHand() {
        const std::array units{0.1, 0.2, 0.3};
        // two down: 0.1 0.2 0.7 + 0.1 0.8 0.3 + 0.9 0.2 0.3 = 0.092; three: 0.006
        QVERIFY(near(kOfNUnavailability(2, units), 0.098));
        QVERIFY(near(kOfNUnavailability(3, units), seriesUnavailability(units)));
        QVERIFY(near(kOfNUnavailability(1, units), 0.006));
        QCOMPARE(kOfNUnavailability(0, units), 0.0);
        QCOMPARE(seriesUnavailability({}), 0.0);
        QCOMPARE(parallelUnavailability({}), 1.0);
    }

    void rareFailuresKeepTheirDigits() {
        QVERIFY(near(seriesUnavailability(std::array{1e-18, 2e-18}), 3e-18));
        QVERIFY(near(kOfNUnavailability(2, 3, 1e-12), 3e-24, 1e-11));
    }
};

QTEST_APPLESS_MAIN(TestBlockDiagram)
#include "tst_block_diagram.moc"
