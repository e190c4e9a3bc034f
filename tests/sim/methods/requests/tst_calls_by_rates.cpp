// Calls of one station by another: as rates, request by request, and by theory.
#include "sim/analysis/formulas/erlang.hpp"
#include "support/both_clocks.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace nueves;
using test::Traffic;

namespace {

// A front of many workers and no work of its own to speak of, before something that answers within 1 s with
// 1 - exp(-1 / mean).
Traffic frontAndBack(double rate, double mean) {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(mean), 1000);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 1000);
    traffic.open("users", front, rate);
    traffic.call(front, back, 1.0);
    return traffic;
}

model::Call& callIn(Traffic& traffic) {
    return traffic.plan.edges[traffic.plan.stations[1].calls[0]].call;
}

const methods::CallRecord& recordOf(const methods::RequestRecord& record, const Traffic& traffic) {
    return record.calls[traffic.plan.stations[1].calls[0]];
}

double failingWithin(double mean) {
    return std::exp(-1.0 / mean);
}

} // namespace

class CallsByRatesTest : public QObject {
    Q_OBJECT

  private slots:
    void aFailedCallEndsTheRequest();
    void withAFallbackItGoesOn();
    void aBudgetBoundsTheRepeatsOfCalls();
    void aBreakerCutsWhatFailsAnyway();
    void aBreakerLetsThroughWhatTheRenewalOfItsCyclesSays();
    void aBreakerClosesAgainWhenTheCalleeIsWell();
    void aBreakerStaysClosedBelowItsLimit();
    void aPoolIsAnErlangLine();
    void aPoolBehindFewWorkersLosesAsABoundedLine();
    void aHungCalleeTakesNoMoreThanThePool();
    void whoWaitsBehindACallerWaitsForItsCallsToo();
    void theCallsOfOneWorkerNeverWait();
    void theCallsOfBusyWorkersAreThoseOfAMachineRepairModel();
};

// Three calls in a row of which each fails with q: the k-th is made with (1 - q)^(k - 1).
void CallsByRatesTest::aFailedCallEndsTheRequest() {
    Traffic traffic = frontAndBack(20.0, 1.0);
    callIn(traffic).times = 3.0;
    const double q = failingWithin(1.0), well = 1.0 - q, made = 1.0 + well + well * well;
    test::Rates rates(traffic);
    rates.pass(60.0, 120.0);
    VERIFY_NEAR(rates.answered(), well * well * well, 0.005);
    VERIFY_NEAR(rates.sums.stations[0].attempts / rates.sums.seconds, 20.0 * made, 0.005);
    const auto record = traffic.replay(1000.0, 20.0);
    QVERIFY(std::abs(test::answeredShare(record) - well * well * well) < 0.012); // 3 errors of 20 000
    const double calls = double(recordOf(record, traffic).calls) / 980.0;
    VERIFY_NEAR(calls, 20.0 * made, 0.02);
}

void CallsByRatesTest::withAFallbackItGoesOn() {
    Traffic traffic = frontAndBack(20.0, 1.0);
    callIn(traffic).times = 3.0;
    callIn(traffic).fallback = true;
    test::Rates rates(traffic);
    rates.pass(60.0, 120.0);
    VERIFY_NEAR(rates.answered(), 1.0, 1e-9);
    VERIFY_NEAR(rates.sums.stations[0].attempts / rates.sums.seconds, 60.0, 0.001);
    const auto record = traffic.replay(1000.0, 20.0);
    QCOMPARE(record.demands[0].lost, 0u);
    VERIFY_NEAR(double(recordOf(record, traffic).calls) / 980.0, 60.0, 0.02);
}

// Everything fails: without a budget four attempts a call, with 20 % of the calls 1.2 in the long run.
void CallsByRatesTest::aBudgetBoundsTheRepeatsOfCalls() {
    Traffic traffic = frontAndBack(20.0, 100.0);
    callIn(traffic).retries = {.times = 3, .after = 0.1, .budget = 0.2};
    const double q = failingWithin(100.0);
    QVERIFY(q > 0.98);
    test::Rates rates(traffic);
    rates.pass(60.0, 120.0);
    VERIFY_NEAR(rates.sums.stations[0].attempts / rates.sums.seconds, 20.0 * 1.2, 0.005);
    const auto record = traffic.replay(1000.0, 100.0);
    const auto& calls = recordOf(record, traffic);
    VERIFY_NEAR(double(calls.retries) / double(calls.calls), 0.2, 0.03);
}

void CallsByRatesTest::aBreakerCutsWhatFailsAnyway() {
    Traffic traffic = frontAndBack(20.0, 100.0);
    callIn(traffic).breaker = {0.5, 10.0, 30.0};
    test::Rates rates(traffic);
    rates.pass(60.0, 1000.0);
    const auto record = traffic.replay(1000.0, 60.0);
    const auto& calls = recordOf(record, traffic);
    // One trial each 30 s, the second that it takes to fail and the time to the next call; one of a hundred
    // is answered all the same, and lets some eleven calls more out before it opens again.
    const double q = failingWithin(100.0), expected = (1.0 + (1.0 - q) * 11.0) / 31.05;
    const double sent = double(calls.calls - calls.cut) / 940.0;
    VERIFY_NEAR(sent, expected, 0.35); // of 30 trials the third part of one is answered, 11 calls each time
    VERIFY_NEAR(rates.sums.stations[0].attempts / rates.sums.seconds, expected, 0.03);
    // The caller's workers are free: nearly all are told at once.
    QVERIFY(record.meanBusy(1) < 0.4);
    QVERIFY(rates.present(1) < 0.4);
}

// Calls fail with q = 0.6, more than the limit: a closed breaker opens with the tenth call or soon after, an
// open one closes with 1 - q each 30 s and the time of a trial. Closed for C = 10 / r or a little more, open
// for (30 + trial) / (1 - q): the share let through is about C / (C + O).
void CallsByRatesTest::aBreakerLetsThroughWhatTheRenewalOfItsCyclesSays() {
    const double q = 0.6, mean = -1.0 / std::log(q);
    Traffic traffic = frontAndBack(5.0, mean);
    callIn(traffic).breaker = {0.5, 10.0, 30.0};
    const double open = 30.5 / (1.0 - q), closed = 10.0 / 5.0 + 1.0 / (5.0 * q);
    test::Rates rates(traffic);
    rates.pass(600.0, 2000.0);
    const double byRates = rates.sums.stations[0].attempts / rates.sums.seconds / 5.0;
    const auto record = traffic.replay(40000.0, 100.0);
    const auto& calls = recordOf(record, traffic);
    const double replayed = double(calls.calls - calls.cut) / double(calls.calls);
    VERIFY_NEAR(byRates, closed / (closed + open), 0.25);
    VERIFY_NEAR(byRates, replayed, 0.35);
}

// The callee is healed at 600 s: no longer than the rest of an open period is lost, and a trial.
void CallsByRatesTest::aBreakerClosesAgainWhenTheCalleeIsWell() {
    Traffic traffic = frontAndBack(20.0, 1.0);
    callIn(traffic).breaker = {0.5, 10.0, 30.0};
    test::Rates rates(traffic);
    for (auto& share : rates.state.levels.breakers[traffic.plan.stations[1].calls[0]].open) share = 0.25;
    traffic.plan.stations[0].takes = core::Law::exponential(0.05);
    test::Rates healed(traffic);
    healed.state.levels = rates.state.levels;
    healed.flow.regroup(healed.state, healed.seen);
    healed.pass(0.0, 300.0);
    // Each of four phases equally likely: (1 + 2 + 3 + 4) / 4 of 30 s / 4 are left, 18.75 s; a trial, 0.05 s.
    const double lost = healed.sums.demands[0].asked - healed.sums.demands[0].answered;
    VERIFY_NEAR(lost / 20.0, 18.75, 0.03);
}

void CallsByRatesTest::aBreakerStaysClosedBelowItsLimit() {
    Traffic traffic = frontAndBack(50.0, 0.5);
    callIn(traffic).breaker = {0.5, 10.0, 30.0};
    test::Rates rates(traffic);
    rates.pass(60.0, 1200.0);
    VERIFY_NEAR(rates.answered(), 1.0 - failingWithin(0.5), 0.005);
    const auto record = traffic.replay(1200.0, 60.0);
    QCOMPARE(recordOf(record, traffic).opened, 0u);
}

// Nothing but calls of 0.1 s over 5 connections: M/M/5 of 4 erlang, whose line are the caller's requests.
void CallsByRatesTest::aPoolIsAnErlangLine() {
    Traffic traffic = frontAndBack(40.0, 0.1);
    traffic.plan.stations[1].takes = core::Law::exponential(1e-6);
    traffic.plan.edges[1].timeout = test::kForeverSeconds;
    callIn(traffic).pool = 5;
    const double present = 4.0 + analysis::erlangC(5, 4.0) * 4.0 / (5.0 - 4.0);
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    VERIFY_NEAR(rates.present(1), present, 1e-3);
    VERIFY_NEAR(rates.present(0), 4.0, 1e-3);
    const auto record = traffic.replay(3000.0, 60.0);
    VERIFY_NEAR(record.meanPresent(1), present, 0.08); // 120 000 calls whose waits hang together
    VERIFY_NEAR(record.meanPresent(0), 4.0, 0.02);
}

// Eight workers and no room to wait: M/M/5/8.
void CallsByRatesTest::aPoolBehindFewWorkersLosesAsABoundedLine() {
    Traffic traffic = frontAndBack(40.0, 0.1);
    traffic.plan.stations[1].takes = core::Law::exponential(1e-6);
    traffic.plan.stations[1].workers = 8;
    traffic.plan.stations[1].queue = 0.0;
    traffic.plan.edges[1].timeout = test::kForeverSeconds;
    callIn(traffic).pool = 5;
    double p = 1.0, sum = 0.0;
    for (int n = 0; n <= 8; p *= 4.0 / std::min(++n, 5)) sum += p;
    double full = 1.0;
    for (int n = 1; n <= 8; ++n) full *= 4.0 / std::min(n, 5);
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    QVERIFY(std::abs(1.0 - rates.answered() - full / sum) < 1e-4);
    QVERIFY(std::abs(1.0 - test::answeredShare(traffic.replay(3000.0, 60.0)) - full / sum) < 0.005);
}

// The callee says nothing for 10 s, and each call is given up after 1 s: five connections let five calls a
// second fail, the caller's other workers wait for them.
void CallsByRatesTest::aHungCalleeTakesNoMoreThanThePool() {
    Traffic traffic = frontAndBack(40.0, 1000.0);
    traffic.plan.stations[1].workers = 20;
    traffic.plan.stations[1].queue = 100.0;
    callIn(traffic).pool = 5;
    test::Rates rates(traffic);
    rates.pass(60.0, 360.0);
    VERIFY_NEAR(rates.sums.stations[0].attempts / rates.sums.seconds, 5.0, 0.01);
    const auto record = traffic.replay(360.0, 60.0);
    VERIFY_NEAR(double(record.stations[0].arrivals) / 300.0, 5.0, 0.02);
    VERIFY_NEAR(record.meanBusy(1), 20.0, 0.01);
}

// One worker with 10 ms of its own and a call of 50 ms that never waits: M/G/1 of both together, by Pollaczek
// and Khinchine; and the tail that single requests have.
void CallsByRatesTest::whoWaitsBehindACallerWaitsForItsCallsToo() {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.05), 10);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 1);
    traffic.open("users", front, 10.0);
    traffic.call(front, back, 100.0);
    test::Rates rates(traffic);
    rates.pass(50.0, 150.0);
    const double service = 0.06, second = 0.01 * 0.01 + 0.05 * 0.05 + service * service;
    const double answer = service + 10.0 * second / (2.0 * (1.0 - 10.0 * service));
    VERIFY_NEAR(rates.present(1), 10.0 * answer, 0.05); // waits move as a diffusion: a few per cent
    // 52 replays of an hour: 4.7 % take longer than bin 170 begins, 0.4 s. (In units of the own work it was
    // 0.03 %.)
    const auto& bins = rates.sums.demands[0].responses;
    const double all = std::accumulate(bins.begin(), bins.end(), 0.0);
    VERIFY_NEAR(std::accumulate(bins.begin() + 170, bins.end(), 0.0) / all, 0.047, 0.25);
}

// The same with one worker at the called: a caller with one worker has one call out at most, so nobody waits
// there.
void CallsByRatesTest::theCallsOfOneWorkerNeverWait() {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.05), 1);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 1);
    traffic.open("users", front, 10.0);
    traffic.call(front, back, 100.0);
    test::Rates rates(traffic);
    rates.pass(50.0, 150.0);
    VERIFY_NEAR(rates.present(0), 10.0 * 0.05, 1e-3);
    const double service = 0.06, second = 0.01 * 0.01 + 0.05 * 0.05 + service * service;
    const double answer = service + 10.0 * second / (2.0 * (1.0 - 10.0 * service));
    VERIFY_NEAR(rates.present(1), 10.0 * answer, 0.05);
}

// Two workers that are never without work, 10 ms of it each and 10 ms at the one they call: the chances of
// none, one and two there are as 1 : 2 : 2 (Kleinrock, Queueing Systems I, 1975, 3.8).
void CallsByRatesTest::theCallsOfBusyWorkersAreThoseOfAMachineRepairModel() {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.01), 1);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 2);
    traffic.plan.stations[front].queue = 20.0;
    traffic.open("users", front, 400.0);
    traffic.call(front, back, 100.0);
    test::Rates rates(traffic);
    rates.pass(50.0, 150.0);
    VERIFY_NEAR(rates.present(0), (2.0 + 4.0) / 5.0, 0.002);
    VERIFY_NEAR(rates.answered(), 80.0 / 400.0, 0.002);
}

QTEST_APPLESS_MAIN(CallsByRatesTest)
#include "tst_calls_by_rates.moc"
