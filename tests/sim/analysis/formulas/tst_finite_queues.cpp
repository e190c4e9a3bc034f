// Values: c5-mmck-loss and c5-machine-interference, computed there by other code in exact fractions; else the
// theory in the comment.
#include "sim/analysis/formulas/birth_death.hpp"
#include "sim/analysis/formulas/erlang.hpp"
#include "sim/analysis/formulas/finite_queues.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace nueves::analysis;

namespace {

constexpr double kCase = 1e-6; // rel_tol of the cases

} // namespace

class TestFiniteQueues : public QObject {
    Q_OBJECT

  private slots:
    void eightServersAndTwelvePlacesOverloaded();
    void usersWhoThink();
    void noPlaceToWaitIsErlangB();
    void roomForAllIsErlangC();
    void tailsHaveTheirMeans();
    void oneServersResponsesAreSumsOfServices();
    void longLinesKeepTheirDigits();
    void thinkersAreMachines();
    void oneCustomerNeverWaits();
};

void TestFiniteQueues::eightServersAndTwelvePlacesOverloaded() { // c5-mmck-loss: 90/s, 8 x 10/s, 20 places
    const MmcK queue(90.0, 10.0, 8, 20);
    VERIFY_NEAR(queue.loss(), 0.13069123634770516, kCase);
    VERIFY_NEAR(queue.throughput(), 78.23778872870653, kCase);
    VERIFY_NEAR(queue.utilisation(), 0.9779723591088317, kCase);
    VERIFY_NEAR(queue.meanNumber(), 14.818205796512727, kCase);
    VERIFY_NEAR(queue.meanWait() * 1e3, 89.39959880379033, kCase);
    VERIFY_NEAR(queue.meanResponse() * 1e3, 189.39959880379033, kCase);
    VERIFY_NEAR(queue.states().front(), 2.978493419904909e-05, kCase);
    VERIFY_NEAR(std::accumulate(queue.states().begin(), queue.states().end(), 0.0), 1.0, 1e-14);
    VERIFY_NEAR(queue.meanQueue(), queue.throughput() * queue.meanWait(), 1e-12); // Little, on the line alone
}

void TestFiniteQueues::usersWhoThink() { // c5-machine-interference: 20 users, 30 s, 2 s
    const FiniteSource one(20, 30.0, 2.0, 1), three(20, 30.0, 2.0, 3);
    VERIFY_NEAR(one.throughput(), 0.47720339220509406, kCase);
    VERIFY_NEAR(one.meanResponse(), 11.910850439647195, kCase);
    VERIFY_NEAR(one.meanNumber(), 5.683898233847177, kCase);
    VERIFY_NEAR(one.idle(), 0.04559321558981184, kCase);
    VERIFY_NEAR(one.utilisation(), 1.0 - one.idle(), 1e-12);
    VERIFY_NEAR(three.throughput(), 0.6225377813478442, kCase);
    VERIFY_NEAR(three.meanResponse(), 2.12656420096849, kCase);
}

void TestFiniteQueues::noPlaceToWaitIsErlangB() {
    for (const auto& [servers, offered] : {std::pair{1, 0.5}, {8, 12.0}, {300, 280.0}}) {
        const MmcK queue(offered, 1.0, servers, servers);
        VERIFY_NEAR(queue.loss(), erlangB(servers, offered), 1e-11);
        QCOMPARE(queue.waitTail(0.0), 0.0);
        VERIFY_NEAR(queue.responseTail(1.3), std::exp(-1.3), 1e-12);
    }
}

// 2000 places at 80 %: 0.8^1990 is nothing.
void TestFiniteQueues::roomForAllIsErlangC() {
    const MmcK wide(8.0, 1.0, 10, 2000);
    const Mmc open{8.0, 1.0, 10};
    VERIFY_NEAR(wide.waitTail(0.0), open.waitProbability(), 1e-11);
    VERIFY_NEAR(wide.meanWait(), open.meanWait(), 1e-10);
    for (const double t : {0.1, 1.0, 4.0}) {
        VERIFY_NEAR(wide.waitTail(t), open.waitTail(t), 1e-10);
        VERIFY_NEAR(wide.responseTail(t), open.responseTail(t), 1e-10);
    }
}

// The integral of a tail is the mean; Simpson's rule, 20 000 steps to 40 mean services, past the longest
// line.
void TestFiniteQueues::tailsHaveTheirMeans() {
    for (const auto& [arrivals, servers, places] :
         {std::tuple{90.0, 8, 20}, {5.0, 1, 12}, {15.0, 2, 9}, {30.0, 4, 4}}) {
        const MmcK queue(arrivals, 10.0, servers, places);
        const int steps = 20000;
        const double h = 4.0 / steps;
        double wait = 0.0, response = 0.0;
        for (int i = 0; i <= steps; ++i) {
            const double weight = i == 0 || i == steps ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
            wait += weight * queue.waitTail(i * h);
            response += weight * queue.responseTail(i * h);
        }
        QVERIFY(std::abs(wait * h / 3.0 - queue.meanWait()) < 1e-7 * queue.meanResponse());
        VERIFY_NEAR(response * h / 3.0, queue.meanResponse(), 1e-7);
    }
}

// Whoever is accepted by one server with k ahead stays for k + 1 services: P(response > t) is a Poisson sum.
void TestFiniteQueues::oneServersResponsesAreSumsOfServices() {
    const MmcK queue(0.9, 1.0, 1, 30);
    for (const double t : {0.2, 3.0, 20.0}) {
        double expected = 0.0, within = 0.0, poisson = std::exp(-t);
        for (std::size_t n = 0; n < 30; ++n) {
            within += poisson; // P(at most n services end by t)
            poisson *= t / static_cast<double>(n + 1);
            expected += queue.states()[n] * within / (1.0 - queue.loss());
        }
        VERIFY_NEAR(queue.responseTail(t), expected, 1e-12);
    }
}

// 2 servers, 20 000 places, twice the load: the line is full, and an accepted request waits for some 19 998
// departures at rate 2: 9999 on average, give or take sqrt(19 998) / 2 = 71. Half of them wait longer than
// that, and a service more changes that little.
void TestFiniteQueues::longLinesKeepTheirDigits() {
    const MmcK queue(4.0, 1.0, 2, 20000);
    VERIFY_NEAR(queue.loss(), 0.5, 1e-12);
    VERIFY_NEAR(queue.meanWait(), 9999.0 - 0.5, 1e-4);
    const double median = queue.waitTail(queue.meanWait());
    QVERIFY2(std::abs(median - 0.5) < 0.01, qPrintable(QString::number(median)));
    const double later = queue.responseTail(queue.meanWait());
    QVERIFY2(later > median && later < median + 0.02, qPrintable(QString::number(later)));
    QVERIFY(queue.responseTail(9999.0 + 6 * 71.0) < 1e-7);
    QVERIFY(queue.responseTail(9999.0 - 6 * 71.0) > 1.0 - 1e-7);
}

void TestFiniteQueues::thinkersAreMachines() {
    for (const int servers : {1, 2, 6, 9}) {
        const FiniteSource users(6, 1000.0, 12.0, servers);
        const MachineRepairman machines{6, static_cast<std::size_t>(servers), 1.0 / 1000.0, 1.0 / 12.0};
        VERIFY_NEAR(users.meanNumber(), machines.meanFailed(), 1e-12);
        VERIFY_NEAR(users.throughput(), machines.failuresPerTime(), 1e-12);
        VERIFY_NEAR(users.meanResponse(), machines.meanRestoration(), 1e-11);
    }
}

void TestFiniteQueues::oneCustomerNeverWaits() {
    const FiniteSource alone(1, 30.0, 2.0, 3);
    VERIFY_NEAR(alone.meanResponse(), 2.0, 1e-13);
    VERIFY_NEAR(alone.throughput(), 1.0 / 32.0, 1e-14);
}

QTEST_APPLESS_MAIN(TestFiniteQueues)
#include "tst_finite_queues.moc"
