// Loads from 0.1 to 0.99, request by request, against Erlang C, Pollaczek and Khinchine, processor sharing,
// and lines of which one is chosen. Twenty independent histories; the mean of the formula lies in their 99.9
// % interval.
//
// A line of relaxation time R (about 1 / (c m (1 - sqrt(load))^2), longer as service varies) starts empty:
// warm-ups of 5 R leave less than 1 % of that, and the intervals of the highest loads are far wider;
// histories last at least 6 R.
#include "support/replications.hpp"
#include "support/stations.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace nueves;
using test::Replications;
using test::Traffic;

namespace {

constexpr int kHistories = 20;

double relaxation(double servers, double load, double scv) { // in mean services
    const double gap = 1.0 - std::sqrt(load);
    return std::max(1.0, 0.5 * (1.0 + scv)) / (servers * gap * gap);
}

// P(an arrival waits) at c servers: Erlang's C from his B, by its recursion.
double erlangC(int servers, double load) {
    const double offered = servers * load;
    double b = 1.0;
    for (int c = 1; c <= servers; ++c) b = offered * b / (c + offered * b);
    return b / (1.0 - load * (1.0 - b));
}

struct Seen {
    Replications wait, number, response;
};

// A station whose mean service is 1 s. scv: squared variation of a service. least: s of service a history.
Seen watch(const Traffic& traffic, double servers, double load, double scv, double least) {
    const double r = relaxation(servers, load, scv);
    const double lasts = std::max(6.0 * r, least / servers);
    methods::RequestWindow window;
    window.measureFrom = methods::nanosOf(5.0 * r + 10.0);
    window.lasts = window.measureFrom + methods::nanosOf(lasts);
    Seen seen;
    for (std::uint64_t history = 0; history != kHistories; ++history) {
        const auto record = traffic.replay(window, 7, history);
        seen.wait.add(record.stations[0].wait.mean());
        seen.number.add(record.meanPresent(0));
        seen.response.add(record.demands[0].latency.mean());
    }
    return seen;
}

#define VERIFY_COVERED(seen, what, value)                                                                    \
    QVERIFY2((seen).covers(value), qPrintable((seen).against(what, value)))

core::Law lawNamed(const QString& name) { // of mean 1 s
    if (name == "fixed") return core::Law::fixed(1.0);
    if (name == "uniform") return core::Law::uniform(0.0, 2.0);
    if (name == "exponential") return core::Law::exponential(1.0);
    if (name == "weibull, shape 0.5") return core::Law::weibullFromMean(1.0, 0.5); // squared variation 5
    return core::Law::logNormalFromMean(1.0, 2.0);
}

} // namespace

class LoadGridTest : public QObject {
    Q_OBJECT

  private slots:
    void severalServersWaitAsErlangSays_data();
    void severalServersWaitAsErlangSays();
    void oneServerWaitsAsPollaczekAndKhinchineSay_data();
    void oneServerWaitsAsPollaczekAndKhinchineSay();
    void aSharedCpuAsksForTheMeanOnly_data();
    void aSharedCpuAsksForTheMeanOnly();
    void coresOfATargetAreSharedAsServersAre();
    void coresOfAMachineAreSharedByItsTargets();
    void onlyTheCpuPartIsSlowedDown();
    void takingTurnsEvensOutArrivals();
    void twoChoicesAreFarBetterThanOne();
    void theLastFirstWaitAsLongOnAverage();
    void timeOutsCutTheTail();
};

void LoadGridTest::severalServersWaitAsErlangSays_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    for (const int servers : {1, 4, 32})
        for (const double load : {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99}) {
            if (servers == 32 && load < 0.5) continue; // P(wait) below 1e-6: nothing to see in a test's time
            QTest::addRow("%d servers at %g", servers, load) << servers << load;
        }
}

void LoadGridTest::severalServersWaitAsErlangSays() {
    QFETCH(int, servers);
    QFETCH(double, load);
    Traffic traffic;
    traffic.open("users", traffic.station("web", lawNamed("exponential"), servers), servers * load);
    const double wait = erlangC(servers, load) / (servers * (1.0 - load));
    // Few wait at low loads: more requests.
    const double least = wait < 0.01 ? 2e5 : 3e4;
    const Seen seen = watch(traffic, servers, load, 1.0, least);
    VERIFY_COVERED(seen.wait, "wait", wait);
    VERIFY_COVERED(seen.number, "number", servers * load * (1.0 + wait));
    VERIFY_COVERED(seen.response, "response", 1.0 + wait);
    QVERIFY2(seen.number.halfWidth() < (load < 0.9 ? 0.06 : 0.6) * servers * load * (1.0 + wait),
             "too wide to tell");
}

void LoadGridTest::oneServerWaitsAsPollaczekAndKhinchineSay_data() {
    QTest::addColumn<QString>("law");
    QTest::addColumn<double>("load");
    for (const char* law : {"fixed", "uniform", "weibull, shape 0.5", "lognormal, cv 2"})
        for (const double load : {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99})
            QTest::addRow("%s at %g", law, load) << QString(law) << load;
}

void LoadGridTest::oneServerWaitsAsPollaczekAndKhinchineSay() {
    QFETCH(QString, law);
    QFETCH(double, load);
    Traffic traffic;
    const core::Law takes = lawNamed(law);
    traffic.open("users", traffic.station("web", takes, 1), load);
    const double scv = takes.variance();
    const double wait = load * (1.0 + scv) / (2.0 * (1.0 - load));
    const Seen seen = watch(traffic, 1.0, load, scv, 3e4);
    VERIFY_COVERED(seen.wait, "wait", wait);
    VERIFY_COVERED(seen.number, "number", load * (1.0 + wait));
    QVERIFY2(seen.number.halfWidth() < (load < 0.9 ? 0.3 : 0.8) * load * (1.0 + wait), "too wide to tell");
}

// M/G/1 with processor sharing: mean response E[S] / (1 - load), whatever the law (Kleinrock, Queueing
// Systems II, 4.4).
void LoadGridTest::aSharedCpuAsksForTheMeanOnly_data() {
    QTest::addColumn<QString>("law");
    QTest::addColumn<double>("load");
    for (const char* law : {"fixed", "exponential", "weibull, shape 0.5"})
        for (const double load : {0.2, 0.5, 0.8, 0.9})
            QTest::addRow("%s at %g", law, load) << QString(law) << load;
}

void LoadGridTest::aSharedCpuAsksForTheMeanOnly() {
    QFETCH(QString, law);
    QFETCH(double, load);
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed(law), 10000);
    traffic.plan.stations[to].cores = 1.0;
    traffic.open("users", to, load);
    const Seen seen = watch(traffic, 1.0, load, 5.0, 8e4);
    VERIFY_COVERED(seen.response, "response", 1.0 / (1.0 - load));
    VERIFY_COVERED(seen.number, "number", load / (1.0 - load));
    QVERIFY2(seen.number.halfWidth() < 0.2 * load / (1.0 - load), "too wide to tell");
}

// Exponential work on c cores shared by all: the number present moves up and down as at c servers.
void LoadGridTest::coresOfATargetAreSharedAsServersAre() {
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed("exponential"), 10000);
    traffic.plan.stations[to].cores = 4.0;
    traffic.open("users", to, 3.2);
    const Seen seen = watch(traffic, 4.0, 0.8, 1.0, 1e5);
    VERIFY_COVERED(seen.number, "number", 3.2 + 0.8 * erlangC(4, 0.8) / 0.2);
    QVERIFY(seen.number.halfWidth() < 0.05 * seen.number.mean());
}

// Two stations with three cores each to use, on a machine of four: together as one station of four cores.
void LoadGridTest::coresOfAMachineAreSharedByItsTargets() {
    Traffic traffic;
    for (const char* name : {"web", "search"}) {
        const auto to = traffic.station(name, lawNamed("exponential"), 10000);
        traffic.plan.stations[to].cores = 4.0;
        traffic.open(std::string(name) + " users", to, name[0] == 'w' ? 1.2 : 2.0);
    }
    traffic.plan.machines = {{.cores = 4.0, .users = {{0, 0}, {1, 0}}}};
    methods::RequestWindow window;
    window.measureFrom = methods::nanosOf(300.0);
    window.lasts = methods::nanosOf(50300.0);
    Replications both, share;
    for (std::uint64_t history = 0; history != kHistories; ++history) {
        const auto record = traffic.replay(window, 3, history);
        both.add(record.meanPresent(0) + record.meanPresent(1));
        share.add(record.meanPresent(0) / (record.meanPresent(0) + record.meanPresent(1)));
    }
    VERIFY_COVERED(both, "both", 3.2 + 0.8 * erlangC(4, 0.8) / 0.2);
    VERIFY_COVERED(share, "share of the first", 1.2 / 3.2); // each thread is served alike
    QVERIFY(both.halfWidth() < 0.05 * both.mean());
}

void LoadGridTest::onlyTheCpuPartIsSlowedDown() {
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed("exponential"), 10000);
    traffic.plan.stations[to].cores = 1.0;
    traffic.plan.stations[to].cpuShare = 0.4;
    traffic.open("users", to, 2.0); // load 0.8
    const Seen seen = watch(traffic, 1.0, 0.8, 1.0, 5e4);
    VERIFY_COVERED(seen.response, "response", 0.4 / (1.0 - 0.8) + 0.6);
    QVERIFY(seen.response.halfWidth() < 0.1 * seen.response.mean());
}

// Of two targets in turn each gets every second arrival, an Erlang-2 gap: the wait is s / (1 - s) mean
// services, s the root of s = (2a / (2a + 1 - s))^2 for a load a (Kleinrock I, 6.4, G/M/1).
void LoadGridTest::takingTurnsEvensOutArrivals() {
    constexpr double kLoad = 0.8;
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed("exponential"), 1, 2);
    traffic.plan.stations[to].choice = model::Choice::roundRobin;
    traffic.open("users", to, 2.0 * kLoad);
    double s = 0.5;
    for (int i = 0; i != 200; ++i) s = std::pow(2.0 * kLoad / (2.0 * kLoad + 1.0 - s), 2.0);
    const Seen seen = watch(traffic, 1.0, kLoad, 1.0, 1e5);
    VERIFY_COVERED(seen.wait, "wait", s / (1.0 - s));
    QVERIFY(seen.wait.halfWidth() < 0.05 * seen.wait.mean());
    QVERIFY(seen.wait.mean() + seen.wait.halfWidth() < kLoad / (1.0 - kLoad)); // better than at random
}

// Infinitely many lines at load a, two choices: mean response sum a^(2^i - 2), i = 1, 2, ... (Mitzenmacher
// 2001, eq. 4): 2.614 at 0.9. A hundred lines are within a few per cent of that (his table 1). At random: 10;
// the shortest: least.
void LoadGridTest::twoChoicesAreFarBetterThanOne() {
    constexpr double kLoad = 0.9;
    double limit = 0.0;
    for (double power = 2.0; power < 5000.0; power *= 2.0) limit += std::pow(kLoad, power - 2.0);
    Replications response[3];
    const model::Choice choices[] = {model::Choice::uniform, model::Choice::twoChoices,
                                     model::Choice::leastConnections};
    for (int c = 0; c != 3; ++c) {
        Traffic traffic;
        const auto to = traffic.station("web", lawNamed("exponential"), 1, 100);
        traffic.plan.stations[to].choice = choices[c];
        traffic.open("users", to, 100.0 * kLoad);
        methods::RequestWindow window;
        window.measureFrom = methods::nanosOf(1000.0);
        window.lasts = methods::nanosOf(3000.0);
        for (std::uint64_t history = 0; history != 4; ++history)
            response[c].add(traffic.replay(window, 5, history).demands[0].latency.mean());
    }
    VERIFY_COVERED(response[0], "at random", 1.0 / (1.0 - kLoad));
    QVERIFY2(std::abs(response[1].mean() / limit - 1.0) < 0.03,
             qPrintable(response[1].against("two", limit)));
    QVERIFY(response[1].mean() + response[1].halfWidth() < 0.5 * response[0].mean());
    QVERIFY(response[2].mean() + response[2].halfWidth() < 0.6 * response[1].mean());
}

// The order does not matter to the mean wait, but E[W^2] of last come, first served is that of first come,
// first served divided by 1 - load (Kleinrock II, 3.4): more than half wait less, a few far longer.
void LoadGridTest::theLastFirstWaitAsLongOnAverage() {
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed("exponential"), 1);
    traffic.open("users", to, 0.8);
    const auto fifo = traffic.replay(1e6, 1e3);
    traffic.plan.stations[to].order = model::Order::lifo;
    const Seen seen = watch(traffic, 1.0, 0.8, 1.0, 5e4);
    VERIFY_COVERED(seen.wait, "wait", 4.0);
    const auto lifo = traffic.replay(1e6, 1e3);
    QVERIFY(lifo.stations[0].wait.quantile(0.5) < 0.7 * fifo.stations[0].wait.quantile(0.5));
    QVERIFY(lifo.stations[0].wait.quantile(0.999) > 2.0 * fifo.stations[0].wait.quantile(0.999));
}

// Who goes away is served all the same, so the line is that of M/M/1 and P(in time) = 1 - exp(-(m - l)
// time-out).
void LoadGridTest::timeOutsCutTheTail() {
    Traffic traffic;
    const auto to = traffic.station("web", lawNamed("exponential"), 1);
    traffic.open("users", to, 0.7);
    traffic.edgeOf(0).timeout = 5.0;
    methods::RequestWindow window;
    window.measureFrom = methods::nanosOf(1000.0);
    window.lasts = methods::nanosOf(101000.0);
    Replications inTime, wasted;
    for (std::uint64_t history = 0; history != kHistories; ++history) {
        const auto record = traffic.replay(window, 2, history);
        const auto& users = record.demands[0];
        QCOMPARE(users.answered + users.lost + users.underWay, users.intents);
        inTime.add(static_cast<double>(users.answered) / static_cast<double>(users.answered + users.lost));
        wasted.add(static_cast<double>(users.wasted) / static_cast<double>(record.stations[0].served));
    }
    VERIFY_COVERED(inTime, "in time", 1.0 - std::exp(-0.3 * 5.0));
    VERIFY_COVERED(wasted, "wasted", std::exp(-0.3 * 5.0));
    QVERIFY(inTime.halfWidth() < 0.01);
}

QTEST_APPLESS_MAIN(LoadGridTest)
#include "tst_load_grid.moc"
