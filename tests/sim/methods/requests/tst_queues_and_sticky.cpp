// Services fed from a queue, and users who stay with their replica: as rates, request by request, and by
// theory.
#include "sim/analysis/formulas/erlang.hpp"
#include "support/both_clocks.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using test::Traffic;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// A front that puts one message for each of its requests into the queue of two workers of 0.1 s each.
Traffic fed(double rate, double timeout) {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.1), 1, 2);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 100);
    traffic.open("users", front, rate);
    traffic.call(front, back, timeout).call.later = true;
    traffic.plan.stations[back].fed = true;
    return traffic;
}

// Two replicas for 200 users who think 1 s and need 1 ms.
Traffic sticky() {
    Traffic traffic;
    const auto web = traffic.station("web", core::Law::exponential(0.001), 10, 2);
    traffic.plan.stations[web].choice = model::Choice::sticky;
    traffic.closed("users", web, 200.0, core::Law::exponential(1.0));
    return traffic;
}

// Replica 1 is out of rotation from 20 s to 40 s.
methods::RequestWindow outage(double seconds) {
    methods::RequestWindow window;
    window.lasts = methods::nanosOf(seconds);
    window.measureFrom = 100 * kSecond;
    window.targets = {{20 * kSecond, 0, 1, model::Conduct::serves, 1.0, false},
                      {40 * kSecond, 0, 1, model::Conduct::serves, 1.0, true}};
    return window;
}

} // namespace

class QueuesAndStickyTest : public QObject {
    Q_OBJECT

  private slots:
    void allReplicasTakeFromOneQueue();
    void theCallerDoesNotWait();
    void lateIsNotInTime();
    void delayedIsNotLost();
    void whatADyingReplicaLeavesIsDoneByAnother();
    void aSilentTargetKeepsItsConnections_data();
    void aSilentTargetKeepsItsConnections();
    void usersStayAwayFromAReplicaThatComesBack();
};

// M/M/2 of 1.6 erlang: one queue for both.
void QueuesAndStickyTest::allReplicasTakeFromOneQueue() {
    const Traffic traffic = fed(16.0, test::kForeverSeconds);
    const double present = 1.6 + analysis::erlangC(2, 1.6) * 1.6 / 0.4;
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    VERIFY_NEAR(rates.present(0), present, 1e-3);
    VERIFY_NEAR(rates.sums.stations[0].waiting / rates.sums.seconds, present - 1.6, 2e-3);
    const auto record = traffic.replay(6000.0, 60.0);
    VERIFY_NEAR(record.meanPresent(0), present, 0.08); // 96 000 messages whose waits hang together
    VERIFY_NEAR(record.meanBusy(0), 1.6, 0.02);
}

// Twice as many messages as can be done: the users do not notice, and the queue grows by 20 a second.
void QueuesAndStickyTest::theCallerDoesNotWait() {
    const Traffic traffic = fed(40.0, test::kForeverSeconds);
    test::Rates rates(traffic);
    rates.pass(0.0, 300.0);
    VERIFY_NEAR(rates.answered(), 1.0, 1e-6);
    VERIFY_NEAR(rates.sums.stations[0].longest, 6000.0, 0.01);
    // Who is taken at 300 s came when half as many had come: 150 s ago.
    VERIFY_NEAR(rates.sums.stations[0].oldest, 150.0, 0.01);
    const auto record = traffic.replay(300.0);
    QCOMPARE(record.demands[0].lost, 0u);
    QCOMPARE(record.stations[0].refused + record.stations[0].turnedAway, 0u);
    VERIFY_NEAR(double(record.stations[0].served), 6000.0, 0.03);
    VERIFY_NEAR(record.meanPresent(0), 3000.0, 0.05);
}

// M/M/2 again: a message is in time if it is done within 0.5 s.
void QueuesAndStickyTest::lateIsNotInTime() {
    const Traffic traffic = fed(16.0, 0.5);
    // P(T > t) of M/M/c (Kleinrock, Queueing Systems I, 3.5): alone e^(-mu t), or an Erlang C wait first.
    const double mu = 10.0, t = 0.5, c = analysis::erlangC(2, 1.6), drain = 20.0 - 16.0;
    const double late =
        (1.0 - c) * std::exp(-mu * t) +
        c * (std::exp(-drain * t) + drain * (std::exp(-drain * t) - std::exp(-mu * t)) / (mu - drain));
    test::Rates rates(traffic);
    rates.pass(600.0, 660.0);
    const auto share = rates.flow.answered(0, rates.flow.now(rates.state.levels, rates.state.at));
    QVERIFY2(std::abs(1.0 - *share - late) < 0.15 * late, // who waits: the own service at its mean
             qPrintable(QString("%1, theory %2").arg(1.0 - *share).arg(late)));
    const auto record = traffic.replay(6000.0, 60.0);
    const auto& calls = record.calls[traffic.plan.stations[1].calls[0]];
    VERIFY_NEAR(double(calls.tooLate) / double(calls.done), late, 0.1);
}

// Nobody takes anything for 100 s: then 1000 wait, and are done at 20 - 10 a second net.
void QueuesAndStickyTest::delayedIsNotLost() {
    const Traffic traffic = fed(10.0, test::kForeverSeconds);
    test::Rates rates(traffic);
    for (const std::size_t target : {0, 1}) rates.rotate(target, false);
    rates.pass(0.0, 100.0);
    QCOMPARE(rates.sums.stations[0].served, 0.0);
    VERIFY_NEAR(rates.sums.stations[0].longest, 1000.0, 0.01);
    VERIFY_NEAR(rates.sums.stations[0].oldest, 100.0, 0.01);
    for (const std::size_t target : {0, 1}) rates.rotate(target, true);
    rates.pass(100.0, 400.0);
    VERIFY_NEAR(rates.sums.stations[0].served, 4000.0, 0.002);
    VERIFY_NEAR(rates.sums.demands[0].answered, 3000.0, 1e-6);
    QVERIFY(rates.state.levels.stations[0].backlog.age < 1.0);
    methods::RequestWindow window;
    window.lasts = 400 * kSecond;
    window.sampleEvery = kSecond;
    for (std::uint32_t t : {0U, 1U}) window.targets.push_back({0, 0, t, model::Conduct::silent, 0.0, true});
    for (std::uint32_t t : {0U, 1U})
        window.targets.push_back({100 * kSecond, 0, t, model::Conduct::serves, 1.0, true});
    const auto record = traffic.replay(window);
    QCOMPARE(record.demands[0].lost, 0u);
    VERIFY_NEAR(double(record.timeline.stations[99][0].present), 1000.0, 0.1);
    QVERIFY(record.timeline.stations[149][0].present > 350 && record.timeline.stations[149][0].present < 650);
    QVERIFY(record.timeline.stations[399][0].present < 30);
    QVERIFY(record.stations[0].arrivals - record.stations[0].served < 30);
}

void QueuesAndStickyTest::whatADyingReplicaLeavesIsDoneByAnother() {
    const Traffic traffic = fed(10.0, test::kForeverSeconds);
    methods::RequestWindow window;
    window.lasts = 400 * kSecond;
    for (std::int64_t i = 0; i != 60; ++i) { // replica 1 lives for 1 s of 5
        window.targets.push_back({(5 * i + 1) * kSecond, 0, 1, model::Conduct::refuses, 0.0, true});
        window.targets.push_back({(5 * i + 5) * kSecond, 0, 1, model::Conduct::serves, 1.0, true});
    }
    const auto record = traffic.replay(window);
    QVERIFY(record.stations[0].broken > 5);
    QVERIFY(record.stations[0].arrivals - record.stations[0].served < 60);
    QCOMPARE(record.calls[traffic.plan.stations[1].calls[0]].failed, 0u);
}

void QueuesAndStickyTest::aSilentTargetKeepsItsConnections_data() {
    QTest::addColumn<int>("choice");
    QTest::newRow("least connections") << static_cast<int>(model::Choice::leastConnections);
    QTest::newRow("two choices") << static_cast<int>(model::Choice::twoChoices);
}

// Ten targets, 60 % busy, one of them silent: requests hang there for 2 s each, so that whoever counts
// connections soon sends nobody any more. Sent at random a tenth would be lost.
void QueuesAndStickyTest::aSilentTargetKeepsItsConnections() {
    QFETCH(int, choice);
    Traffic traffic;
    const auto web = traffic.station("web", core::Law::exponential(0.1), 1, 10);
    traffic.plan.stations[web].choice = static_cast<model::Choice>(choice);
    traffic.open("users", web, 54.0);
    traffic.edgeOf(0).timeout = 2.0;
    test::Rates rates(traffic);
    rates.silence(9);
    rates.pass(100.0, 400.0);
    methods::RequestWindow window;
    window.lasts = 2000 * kSecond;
    window.measureFrom = 100 * kSecond;
    window.targets = {{0, 0, 9, model::Conduct::silent, 0.0, true}};
    const auto record = traffic.replay(window);
    const double lost = 1.0 - test::answeredShare(record);
    QVERIFY(lost > 0.001 && lost < 0.05);
    QVERIFY2(std::abs(1.0 - rates.answered() - lost) < 0.35 * lost, // lines as of infinitely many targets
             qPrintable(QString("%1 against %2").arg(1.0 - rates.answered()).arg(lost)));
}

// All 200 have been there: none has a reason to go back to the replica that was away.
void QueuesAndStickyTest::usersStayAwayFromAReplicaThatComesBack() {
    const Traffic traffic = sticky();
    test::Rates rates(traffic);
    rates.pass(0.0, 20.0);
    const auto& lines = rates.state.levels.stations[0].lines;
    QVERIFY(lines.size() == 1 && std::abs(lines[0].bound - 100.0) < 1e-6);
    rates.rotate(1, false);
    rates.pass(20.0, 40.0);
    rates.rotate(1, true);
    rates.pass(100.0, 200.0);
    QCOMPARE(rates.state.levels.stations[0].lines.size(), std::size_t{2});
    for (const std::size_t target : {0, 1}) {
        const auto line = rates.state.levels.stations[0].lineOf[target];
        const double arrivals = rates.flow.now(rates.state.levels, 200.0).stations[0].lines[line].arrivals;
        QVERIFY(std::abs(arrivals - (target == 0 ? 200.0 / 1.001 : 0.0)) < 0.1);
    }
    const auto record = traffic.replay(outage(200.0));
    // A user asks once a second, so all of replica 1's have moved by 40 s but for e^-20 of them.
    VERIFY_NEAR(double(record.stations[0].served) / 100.0, 200.0 / 1.001, 0.02);
    // 200 a second at one target of 1 ms: 0.2 busy there, none at the other.
    VERIFY_NEAR(record.meanBusy(0), 0.2, 0.05);
}

QTEST_APPLESS_MAIN(QueuesAndStickyTest)
#include "tst_queues_and_sticky.moc"
