// What feeds back: repeats that hold a service down after the cause has gone, and what sets it free.
//
// A service that can answer 100 requests a second is asked by users who mean to ask 60 a second, wait 1 s and
// try three times more. A minute of 200 a second fills the line of 500 places: 5 s long, so that every answer
// comes too late and each user makes four attempts, 240 a second. Nothing is answered in time any more, and
// the line stays full: the state is metastable (Bronson et al., Metastable Failures in Distributed Systems,
// HotOS 2021).
#include "support/stations.hpp"

#include <QtTest>

using namespace nueves;
using methods::RequestRecord;
using test::Traffic;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr double kUsual = 60.0;

Traffic storm(bool trigger, const model::Retries& retries) {
    Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(0.1), 10);
    traffic.plan.stations[to].queue = 490.0;
    model::Demand& demand = traffic.open("users", to, kUsual);
    demand.retries = retries;
    if (trigger) demand.curve = {{0.0, 120.0, 120.0, 180.0, 180.0}, {kUsual, kUsual, 200.0, 200.0, kUsual}};
    traffic.edgeOf(0).timeout = 1.0;
    return traffic;
}

RequestRecord replay(const Traffic& traffic, std::uint64_t history) {
    methods::RequestWindow window;
    window.lasts = 900 * kSecond;
    window.sampleEvery = 60 * kSecond;
    return traffic.replay(window, 9, history);
}

// Share of the intents of a minute that are answered, roughly: those of its beginning are of the minute
// before.
double goodput(const RequestRecord& record, std::size_t minute) {
    const auto& row = record.timeline.demands[minute][0];
    return static_cast<double>(row.answered) / static_cast<double>(row.intents);
}

const model::Retries kNaive{.times = 3, .after = 0.1};
const model::Retries kPrudent{.times = 3, .after = 0.1, .budget = 0.1};

} // namespace

class RetryStormTest : public QObject {
    Q_OBJECT

  private slots:
    void withoutATriggerAllIsWell();
    void naiveRepeatsHoldItDown();
    void aBudgetLetsItRecoverFromTheSameStorm();
    void waitingLongerDoesNotFreeIt();
    void deadlinesAloneDoNotFreeIt();
    void theNewestFirstSetsItFree();
    void withoutRepeatsItWasAPlainOverload();
};

void RetryStormTest::withoutATriggerAllIsWell() {
    const auto record = replay(storm(false, kNaive), 0);
    for (std::size_t minute = 1; minute != 15; ++minute) QVERIFY(goodput(record, minute) > 0.98);
}

void RetryStormTest::naiveRepeatsHoldItDown() {
    for (std::uint64_t history = 0; history != 5; ++history) {
        const auto record = replay(storm(true, kNaive), history);
        QVERIFY(goodput(record, 1) > 0.98);
        for (std::size_t minute = 4; minute != 15; ++minute) {
            QVERIFY(goodput(record, minute) < 0.02);
            QVERIFY(record.timeline.stations[minute][0].present > 450);
        }
        QVERIFY(record.stations[0].wasted > record.stations[0].served / 2);
    }
}

void RetryStormTest::aBudgetLetsItRecoverFromTheSameStorm() {
    for (std::uint64_t history = 0; history != 5; ++history) {
        const auto naive = replay(storm(true, kNaive), history),
                   prudent = replay(storm(true, kPrudent), history);
        for (std::size_t minute = 0; minute != 15;
             ++minute) // the same users meant to ask at the same instants
            QCOMPARE(prudent.timeline.demands[minute][0].intents, naive.timeline.demands[minute][0].intents);
        QVERIFY(goodput(prudent, 2) < 0.5);
        // 66 attempts a second at most: the line of 500 drains by more than 30 a second.
        for (std::size_t minute = 4; minute != 15; ++minute) QVERIFY(goodput(prudent, minute) > 0.98);
    }
}

// Longer waits only move the attempts: as long as all fail there are four for each intent.
void RetryStormTest::waitingLongerDoesNotFreeIt() {
    const auto record = replay(storm(true, {.times = 3, .after = 20.0, .factor = 3.0, .jitter = true}), 0);
    const auto& last = record.timeline.demands[14][0];
    const double attempts = 1.0 + static_cast<double>(last.retries) / static_cast<double>(last.intents);
    QVERIFY(goodput(record, 14) < 0.02);
    QVERIFY(attempts > 3.8 && attempts < 4.2);
}

// Served are only those who still wait, but they have waited nearly all they will: an attempt is answered in
// time if the service, of mean 0.1 s, fits into what is left. Better, not free.
void RetryStormTest::deadlinesAloneDoNotFreeIt() {
    Traffic traffic = storm(true, kNaive);
    traffic.plan.stations[0].order = model::Order::deadline;
    const auto record = replay(traffic, 0);
    QVERIFY(record.stations[0].expired > record.stations[0].served);
    for (std::size_t minute = 4; minute != 15; ++minute)
        QVERIFY(goodput(record, minute) > 0.05 && goodput(record, minute) < 0.5);
}

// Of those who come, the newest: 100 a second are answered in time, more than mean to ask.
void RetryStormTest::theNewestFirstSetsItFree() {
    Traffic traffic = storm(true, kNaive);
    traffic.plan.stations[0].order = model::Order::lifo;
    const auto record = replay(traffic, 0);
    for (std::size_t minute = 4; minute != 15; ++minute) QVERIFY(goodput(record, minute) > 0.98);
}

void RetryStormTest::withoutRepeatsItWasAPlainOverload() {
    const auto record = replay(storm(true, {}), 0);
    QVERIFY(goodput(record, 2) < 0.5);
    for (std::size_t minute = 4; minute != 15; ++minute) QVERIFY(goodput(record, minute) > 0.98);
}

QTEST_APPLESS_MAIN(RetryStormTest)
#include "tst_retry_storm.moc"
