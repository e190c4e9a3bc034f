// Values: the validation cases named in each test, computed there by other code; else the theory in the
// comment.
#include "sim/analysis/formulas/erlang.hpp"
#include "sim/analysis/formulas/finite_queues.hpp"
#include "sim/analysis/formulas/queues.hpp"
#include "sim/core/law.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <utility>

using namespace nueves::analysis;
using nueves::core::Law;

namespace {

constexpr double kCase = 1e-6; // rel_tol of the cases of class 5

} // namespace

class TestQueues : public QObject {
    Q_OBJECT

  private slots:
    void oneServerAtEightyPercent();
    void serviceLawsWithTheSameMean_data();
    void serviceLawsWithTheSameMean();
    void retriesOfOneServer();
    void asManyServersAsAskedFor();
    void transientOfServicesOfOneLength();
    void fullLoadHasNoSteadyState();
    void approximationIsExactWhereItShouldBe();
};

void TestQueues::oneServerAtEightyPercent() { // c5-mm1: 80/s, 100/s
    const Mm1 queue{80.0, 100.0};
    VERIFY_NEAR(queue.meanNumber(), 4.0, kCase);
    VERIFY_NEAR(queue.meanQueue(), 3.2, kCase);
    VERIFY_NEAR(queue.meanResponse() * 1e3, 50.0, kCase);
    VERIFY_NEAR(queue.meanWait() * 1e3, 40.0, kCase);
    VERIFY_NEAR(queue.numberAtLeast(10), 0.10737418240000006, kCase);
    VERIFY_NEAR(queue.utilisation(), 0.8, kCase);
    for (const auto& [p, ms] : {std::pair{0.5, 34.657359027997266},
                                {0.9, 115.12925464970229},
                                {0.95, 149.7866136776995},
                                {0.99, 230.25850929940455},
                                {0.999, 345.3877639491068}}) {
        VERIFY_NEAR(queue.responseQuantile(p) * 1e3, ms, kCase);
        VERIFY_NEAR(queue.responseTail(ms / 1e3), 1.0 - p, kCase);
    }
}

void TestQueues::serviceLawsWithTheSameMean_data() { // c5-mg1-pollaczek-khinchine: 7/s, 0.1 s
    QTest::addColumn<double>("variation");
    QTest::addColumn<double>("wait");
    QTest::addColumn<double>("number");
    QTest::newRow("deterministic") << 0.0 << 0.11666666666666671 << 1.516666666666667;
    QTest::newRow("erlang4") << 0.25 << 0.14583333333333337 << 1.7208333333333337;
    QTest::newRow("exponential") << 1.0 << 0.23333333333333342 << 2.333333333333334;
    QTest::newRow("lognormal_cv2") << 4.0 << 0.5833333333333335 << 4.783333333333334;
    QTest::newRow("hyperexp_cv3") << 9.0 << 1.166666666666667 << 8.866666666666669;
}
void TestQueues::serviceLawsWithTheSameMean() {
    QFETCH(double, variation);
    QFETCH(double, wait);
    QFETCH(double, number);
    const Mg1 queue{7.0, 0.1, variation};
    VERIFY_NEAR(queue.meanWait(), wait, kCase);
    VERIFY_NEAR(queue.meanNumber(), number, kCase);
    VERIFY_NEAR(queue.meanQueue() + queue.utilisation(), number, kCase); // Little, on the line and the server
    VERIFY_NEAR(queue.meanResponse(), wait + 0.1, kCase);
}

void TestQueues::retriesOfOneServer() { // c5-retrial-mm1: 0.6/s, 1/s, 0.5/s
    const Mm1Retrial queue{0.6, 1.0, 0.5};
    VERIFY_NEAR(queue.busy(), 0.6, 1e-9);
    VERIFY_NEAR(queue.meanOrbit(), 2.7, 1e-9);
    VERIFY_NEAR(queue.meanDelay(), 4.5, 1e-9);
    VERIFY_NEAR(queue.attemptRate(), 1.35, 1e-9);
    // Another unit of time; and who retries at once is a customer in line: rho^2 / (1 - rho) of them.
    VERIFY_NEAR((Mm1Retrial{36.0, 60.0, 30.0}.meanOrbit()), 2.7, 1e-12);
    VERIFY_NEAR((Mm1Retrial{0.6, 1.0, 1e12}.meanOrbit()), (Mm1{0.6, 1.0}.meanQueue()), 1e-9);
}

void TestQueues::asManyServersAsAskedFor() { // c8-mg-infinity: 12/h, lognormal 0.25 h, cv 2
    const MgInfinity pods{12.0, 0.25};
    const Law holding = Law::logNormalFromMean(0.25, 2.0);
    const auto survival = [&](double t) { return holding.survival(t); };
    VERIFY_NEAR(pods.meanBusy(), 3.0, 1e-12);
    VERIFY_NEAR(pods.varianceBusy(), 3.0, 1e-12);
    VERIFY_NEAR(pods.busyMoreThan(8), 0.003802992061675955, 1e-10);
    VERIFY_NEAR(pods.meanBusyAt(0.1, survival), 0.9044192241264337, 1e-8);
    VERIFY_NEAR(pods.meanBusyAt(0.5, survival), 2.108056792251186, 1e-8);
    QCOMPARE(pods.meanBusyAt(0.0, survival), 0.0);
    VERIFY_NEAR(pods.meanBusyAt(2000.0, survival), 3.0, 1e-6);
}

void TestQueues::transientOfServicesOfOneLength() { // 12 x min(t, 0.25)
    const MgInfinity pods{12.0, 0.25};
    const auto survival = [](double t) { return t < 0.25 ? 1.0 : 0.0; };
    VERIFY_NEAR(pods.meanBusyAt(0.1, survival), 1.2, 1e-9);
    VERIFY_NEAR(pods.meanBusyAt(1.0, survival), 3.0, 1e-6);
}

void TestQueues::fullLoadHasNoSteadyState() {
    for (const double load : {1.0, 1.5}) {
        const Mm1 queue{load, 1.0};
        QVERIFY(!queue.isStable());
        QVERIFY(std::isinf(queue.meanNumber()) && std::isinf(queue.meanWait()));
        QVERIFY(std::isinf(queue.responseQuantile(0.5)) && std::isinf(queue.meanQueue()));
        QCOMPARE(queue.responseTail(1e9), 1.0);
        QCOMPARE(queue.numberAtLeast(1000), 1.0);
        QVERIFY(std::isinf(Mg1({load, 1.0, 0.0}).meanWait()) &&
                std::isinf(Mg1({load, 1.0, 0.0}).meanNumber()));
        QVERIFY(std::isinf(Mm1Retrial({load, 1.0, 1.0}).meanOrbit()));
        QCOMPARE(Mm1Retrial({load, 1.0, 1.0}).busy(), 1.0);
    }
}

// Allen-Cunneen is an equation for M/M/c and for M/G/1, and says so only there.
void TestQueues::approximationIsExactWhereItShouldBe() {
    for (const int servers : {1, 4, 50})
        VERIFY_NEAR(allenCunneenMeanWait(0.9 * servers, 1.0, servers, 1.0, 1.0),
                    (Mmc{0.9 * servers, 1.0, servers}.meanWait()), 1e-12);
    for (const double variation : {0.0, 0.25, 9.0})
        VERIFY_NEAR(allenCunneenMeanWait(7.0, 0.1, 1, 1.0, variation), (Mg1{7.0, 0.1, variation}.meanWait()),
                    1e-12);
    QCOMPARE(allenCunneenMeanWait(0.5, 1.0, 1, 0.0, 0.0), 0.0); // clockwork never waits
}

QTEST_APPLESS_MAIN(TestQueues)
#include "tst_queues.moc"
