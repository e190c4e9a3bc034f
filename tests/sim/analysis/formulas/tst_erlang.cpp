// Values: c5-erlang-b-c, computed there by other code; published tables; else the theory in the comment.
#include "sim/analysis/formulas/erlang.hpp"
#include "sim/analysis/formulas/queues.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace nueves::analysis;

namespace {

constexpr double kCase = 1e-6; // rel_tol of the case

const Mmc kCalls{0.2, 1.0 / 240.0, 55}; // 0.2/s, 240 s, 55 agents

} // namespace

class TestErlang : public QObject {
    Q_OBJECT

  private slots:
    void blockingOfLines_data();
    void blockingOfLines();
    void loadThatLosesOnePercent();
    void callsWait();
    void blockingAgainstItsSum_data();
    void blockingAgainstItsSum();
    void inversesGiveBackWhatWasAsked();
    void fewestServersAreTheFewest();
    void oneServerIsMm1();
    void responseTailAgainstItsIntegral();
    void quantilesInvertTails();
    void noServerNoLoadAndFullLoad();
};

void TestErlang::blockingOfLines_data() {
    QTest::addColumn<int>("lines");
    QTest::addColumn<double>("offered");
    QTest::addColumn<double>("blocking");
    QTest::newRow("erlang_b_15_8.108") << 15 << 8.108 << 0.009999631942598777;
    QTest::newRow("erlang_b_10_4.4612") << 10 << 4.4612 << 0.010000289644411674;
    QTest::newRow("erlang_b_20_12.031") << 20 << 12.031 << 0.010002591800192999;
    QTest::newRow("erlang_b_50_37.901") << 50 << 37.901 << 0.009998689503524338;
    QTest::newRow("erlang_b_100_84.064") << 100 << 84.064 << 0.00999968290265025;
}
void TestErlang::blockingOfLines() {
    QFETCH(int, lines);
    QFETCH(double, offered);
    QFETCH(double, blocking);
    VERIFY_NEAR(erlangB(lines, offered), blocking, kCase);
}

void TestErlang::loadThatLosesOnePercent() { // and 8.108 is what the printed table says
    VERIFY_NEAR(erlangBOffered(15, 0.01), 8.108042797184451, kCase);
    VERIFY_NEAR(erlangBOffered(15, 0.01), 8.108, 1e-4);
}

void TestErlang::callsWait() {
    VERIFY_NEAR(kCalls.waitProbability(), 0.2387009363780092, kCase);
    VERIFY_NEAR(kCalls.meanWait(), 8.184032104388887, kCase);
    VERIFY_NEAR(kCalls.waitAtMost(15.0), 0.8458830921705803, kCase);
    VERIFY_NEAR(kCalls.utilisation(), 0.8727272727272727, kCase);
    VERIFY_NEAR(kCalls.meanNumber() - kCalls.meanQueue(), 48.0, 1e-12); // busy agents = the load
}

void TestErlang::blockingAgainstItsSum_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("offered");
    for (const auto& [servers, offered] :
         {std::pair{1, 0.1}, {1, 30.0}, {4, 3.6}, {30, 0.5}, {200, 190.0}, {1000, 1010.0}})
        QTest::addRow("%d servers, %g erlang", servers, offered) << servers << offered;
}
// B = (a^c / c!) / sum of a^k / k!, summed from the last term down: each is the one above times k / a.
void TestErlang::blockingAgainstItsSum() {
    QFETCH(int, servers);
    QFETCH(double, offered);
    double sum = 0.0, term = 1.0;
    for (int k = servers; k >= 0; --k) {
        sum += term;
        term *= k / offered;
    }
    VERIFY_NEAR(erlangB(servers, offered), 1.0 / sum, 1e-12);
}

void TestErlang::inversesGiveBackWhatWasAsked() {
    for (const int servers : {1, 7, 300, 5000})
        for (const double blocking : {1e-9, 0.01, 0.5, 0.999})
            VERIFY_NEAR(erlangB(servers, erlangBOffered(servers, blocking)), blocking, 1e-9);
}

void TestErlang::fewestServersAreTheFewest() {
    for (const double offered : {0.01, 3.0, 48.0, 2000.0}) {
        const int lines = erlangBServers(offered, 0.02);
        QVERIFY(erlangB(lines, offered) <= 0.02 && (lines == 0 || erlangB(lines - 1, offered) > 0.02));
    }
    for (const double rate : {0.001, 0.2, 5.0}) {
        const int agents = serversForWait(rate, 1.0 / 240.0, 15.0, 0.8);
        QVERIFY((Mmc{rate, 1.0 / 240.0, agents}.waitAtMost(15.0)) >= 0.8);
        QVERIFY(agents == 1 || (Mmc{rate, 1.0 / 240.0, agents - 1}.waitAtMost(15.0)) < 0.8);
        const auto pods = serversForResponse(rate, 1.0 / 240.0, 800.0, 0.95); // service alone: 0.9643
        QVERIFY(pods.has_value());
        QVERIFY((Mmc{rate, 1.0 / 240.0, *pods}.responseTail(800.0)) <= 0.05);
        QVERIFY(*pods == 1 || (Mmc{rate, 1.0 / 240.0, *pods - 1}.responseTail(800.0)) > 0.05);
    }
    QVERIFY(!serversForResponse(0.2, 1.0 / 240.0, 700.0, 0.95).has_value()); // e^(-700/240) > 0.05
    QVERIFY(erlangBServers(0.0, 0.5) == 1 && erlangBServers(5.0, 1.0) == 0);
}

void TestErlang::oneServerIsMm1() {
    const Mmc one{80.0, 100.0, 1};
    const Mm1 textbook{80.0, 100.0};
    VERIFY_NEAR(one.waitProbability(), 0.8, 1e-14);
    VERIFY_NEAR(one.meanWait(), textbook.meanWait(), 1e-13);
    VERIFY_NEAR(one.meanNumber(), textbook.meanNumber(), 1e-13);
    for (const double t : {0.0, 0.001, 0.05, 0.4})
        VERIFY_NEAR(one.responseTail(t), textbook.responseTail(t), 1e-12);
    VERIFY_NEAR(one.responseQuantile(0.99), textbook.responseQuantile(0.99), 1e-12);
}

// The integral of a tail is the mean. Trapezium rule, steps of h = 0.002: error below h^2 / 12 of the slope,
// and e^-60 is left at the end. c = 3 at a = 2: the line clears at the rate of a service, the case with its
// own limit; a little above and below it; and a line that clears slowly.
void TestErlang::responseTailAgainstItsIntegral() {
    for (const auto& [servers, offered] :
         {std::pair{3, 2.0}, {3, 2.0 - 1e-7}, {3, 2.0 + 1e-7}, {3, 1.0}, {4, 3.5}, {40, 5.0}}) {
        const Mmc queue{offered, 1.0, servers};
        const double h = 0.002;
        double sum = 0.5;
        for (double t = h; t < 120.0; t += h) sum += queue.responseTail(t);
        VERIFY_NEAR(sum * h, queue.meanResponse(), 1e-6);
    }
}

void TestErlang::quantilesInvertTails() {
    for (const double p : {0.5, 0.9, 0.99, 0.999999}) {
        VERIFY_NEAR(kCalls.responseTail(kCalls.responseQuantile(p)), 1.0 - p, 1e-9);
        const double wait = kCalls.waitQuantile(p);
        if (wait > 0.0)
            VERIFY_NEAR(kCalls.waitTail(wait), 1.0 - p, 1e-9);
        else
            QVERIFY(1.0 - p >= kCalls.waitProbability());
    }
    QCOMPARE(kCalls.waitQuantile(0.5), 0.0); // three of four do not wait
    QVERIFY(kCalls.waitQuantile(0.9) > 0.0);
}

void TestErlang::noServerNoLoadAndFullLoad() {
    QCOMPARE(erlangB(0, 3.0), 1.0);
    QCOMPARE(erlangB(5, 0.0), 0.0);
    const Mmc full{5.0, 1.0, 5}, over{6.0, 1.0, 5};
    for (const Mmc& queue : {full, over}) {
        QCOMPARE(queue.waitProbability(), 1.0);
        QVERIFY(std::isinf(queue.meanWait()) && std::isinf(queue.responseQuantile(0.1)));
        QVERIFY(queue.responseTail(1e6) == 1.0 && queue.waitTail(1e6) == 1.0);
    }
}

QTEST_APPLESS_MAIN(TestErlang)
#include "tst_erlang.moc"
