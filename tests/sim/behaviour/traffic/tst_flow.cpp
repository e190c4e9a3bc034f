// Traffic as rates: limits that are known in closed form, and what feedback does.
#include "small_traffic.hpp"

#include "support/near.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using behaviour::traffic::Flow;
using model::TrafficState;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// c5-fluid-spike: 100 servers at 1/s; 80/s, but 150/s from 60 s to 360 s; 80 in service at the start.
struct Spike {
    test::SmallTraffic small;
    Spike() {
        const auto pool = small.station(core::Law::exponential(1.0), 1, 100, kInfinity);
        small.users(pool, kInfinity).curve = {{-100.0, 60.0, 60.0, 360.0, 360.0},
                                              {80.0, 80.0, 150.0, 150.0, 80.0}};
    }
};

double numberIn(Flow& flow, const TrafficState& state) {
    return flow.now(state.levels, state.at).stations[0].lines[0].flows.number;
}

// Two replicas of one server each, 10 requests a second and replica, patience 1 s; users come at 12 a second,
// and at 60 a second for 30 s from t = 100 s on.
struct Storm {
    test::SmallTraffic small;
    explicit Storm(double budget) {
        const auto web = small.station(core::Law::exponential(0.1), 2, 1, 60.0);
        model::Demand& users = small.users(web, 1.0);
        users.curve = {{0.0, 100.0, 100.0, 130.0, 130.0}, {12.0, 12.0, 60.0, 60.0, 12.0}};
        users.retries.times = 3;
        users.retries.after = 0.5;
        users.retries.budget = budget;
    }
    double answeredAt(double t) {
        Flow flow(small.system);
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        test::moveUntil(flow, small, state, t, [](const TrafficState&) {});
        return *flow.answered(0, flow.now(state.levels, state.at));
    }
};

} // namespace

class TestFlow : public QObject {
    Q_OBJECT

  private slots:
    // Dates have fractions of a microsecond, events have none: rounding may leave the levels a hair before
    // the end of a cold start, and the next event is a microsecond later. It is seen all the same, whichever
    // hair it is.
    void aColdStartEndsWhereverRoundingPutsItsEnd() {
        test::SmallTraffic small;
        const auto web = small.station(core::Law::exponential(0.05), 1, 4, 100.0);
        small.system.traffic.stations[web].warm = 30.1;
        small.system.traffic.stations[web].coldSpeed = 0.5;
        small.users(web, 2.0).curve = {{0.0}, {10.0}};
        small.system.circuit.gates.resize(1);
        small.system.traffic.stations[web].targets[0].speed = model::GateId{0u};
        for (const double began : {524'270.1234567, 1'048'550.0000003, 633'600.7}) {
            const double warm = began + 30.1;
            for (const double hair : {-4e-7, -1e-10, 0.0, 1e-10, 4e-7, 1e-6 - 1e-10, 1e-6, 1.4e-6}) {
                Flow flow(small.system);
                TrafficState state = Flow::blank(small.system);
                small.state.value.assign(1, 0);
                flow.regroup(state, small.state);
                state.at = began;
                small.state.value.assign(1, 1);
                flow.regroup(state, small.state);
                QCOMPARE(state.levels.stations[web].lines[0].speed, 0.5);
                state.at = warm + hair;
                QVERIFY2(flow.mustRegroup(state), qPrintable(QString::number(hair)));
                flow.regroup(state, small.state);
                QCOMPARE(state.levels.stations[web].lines[0].speed, 1.0);
            }
        }
    }
    // The fluid limit of the case; the mean of a chance process lies above it by less than its fluctuation
    // (100).
    void aSpikeOnAFixedPoolFollowsTheFluidLimit() {
        Spike spike;
        Flow flow(spike.small.system);
        TrafficState state = Flow::blank(spike.small.system);
        flow.regroup(state, spike.small.state);
        auto& line = state.levels.stations[0].lines[0];
        line.p.assign(line.p.size(), 0.0);
        const auto& nodes = flow.coupling().grid(0).nodes();
        line.p[static_cast<std::size_t>(std::find(nodes.begin(), nodes.end(), 80.0) - nodes.begin())] = 1.0;
        flow.regroup(state, spike.small.state);
        double peak = 0.0, drained = 0.0;
        test::moveUntil(flow, spike.small, state, 1300.0, [&](const TrafficState& now) {
            const double number = numberIn(flow, now);
            peak = std::max(peak, number);
            if (number > 100.0) drained = now.at;
        });
        VERIFY_NEAR(peak, 15083.17638816894, 0.005);
        QVERIFY(drained > 1109.158819408447 * 0.98);
    }

    // N users who think 10 s, a station of 2 x 10 a second: X = N / (R + Z) bounded by 20 a second (Lazowska
    // et al., Quantitative System Performance, 1984, ch. 5). The rates know the mean of the users only, so
    // the line is empty now and then where real users would have come back: up to 1 / (N - X Z) of the time.
    void closedUsersAreHeldBackByTheirWaiting() {
        test::SmallTraffic small;
        const auto station = small.station(core::Law::exponential(0.1), 1, 2, kInfinity);
        model::Demand& users = small.users(station, kInfinity);
        users.users = true;
        users.think = small.law(core::Law::exponential(10.0));
        users.curve = {{0.0}, {400.0}};
        Flow flow(small.system);
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        test::moveUntil(flow, small, state, 3600.0, [](const TrafficState&) {});
        const auto& now = flow.now(state.levels, state.at);
        VERIFY_NEAR(now.demands[0].intents, 20.0, 1.0 / 200.0);
        VERIFY_NEAR(now.stations[0].lines[0].flows.number, 200.0, 0.02); // N - X Z
    }

    // Their number grows over the 205 that keep two cores busy, in 20 d: a wait that grows is answered by
    // fewer requests, which is no reason for small steps. Steps of an hour at most: 480. In the end X = c /
    // S.
    void closedUsersOutgrowTheirServiceInLongSteps() {
        constexpr double kDays = 20.0 * 86400.0;
        test::SmallTraffic small;
        const auto station = small.station(core::Law::exponential(0.07), 1, 2, 400.0);
        model::Demand& users = small.users(station, kInfinity);
        users.users = true;
        users.think = small.law(core::Law::exponential(7.0));
        users.curve = {{0.0, kDays}, {50.0, 400.0}};
        Flow flow(small.system);
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        int steps = 0;
        while (state.at < kDays && ++steps < 1000) {
            flow.lookAhead(state, small.state, kDays - state.at);
            flow.moveOn(state, state.aheadAt);
        }
        QVERIFY2(steps < 600, qPrintable(QString::number(steps)));
        VERIFY_NEAR(flow.now(state.levels, state.at).demands[0].intents, 2.0 / 0.07, 1.0 / 150.0);
    }

    // Nobody asks any more, next to nobody fails, and the few who wait to repeat come back and are answered.
    // Whether they failed late or at once is a ratio of rounding errors by then.
    void whoStillWaitsWhenNobodyFailsNeedsNoSmallSteps() {
        test::SmallTraffic small;
        const auto web = small.station(core::Law::exponential(0.1), 2, 1, 60.0);
        model::Demand& users = small.users(web, 1.0);
        users.curve = {{0.0, 300.0, 300.0}, {30.0, 30.0, 0.0}};
        users.retries.times = 2;
        users.retries.after = 1.0;
        Flow flow(small.system);
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        test::moveUntil(flow, small, state, 400.0, [](const TrafficState&) {});
        int steps = 0;
        while (state.at < 7600.0 && ++steps < 1000) {
            flow.lookAhead(state, small.state, 7600.0 - state.at);
            flow.moveOn(state, state.aheadAt);
        }
        QVERIFY2(steps < 200, qPrintable(QString::number(steps)));
        QVERIFY(state.levels.demands[0].orbit[0] < 1e-6);
    }

    void naiveRetriesHoldAServiceDownAfterTheTrigger() {
        Storm naive(0.0);
        QVERIFY(naive.answeredAt(99.0) > 0.98);
        QVERIFY(naive.answeredAt(3600.0) < 0.1);
    }

    void aRetryBudgetLetsItRecover() {
        Storm careful(0.1);
        QVERIFY(careful.answeredAt(99.0) > 0.98);
        QVERIFY(careful.answeredAt(3600.0) > 0.98);
    }

    // What is left of a crowd that has gone fades below rounding: no reason for small steps.
    void anEmptyNightTakesLongSteps() {
        test::SmallTraffic small;
        const auto web = small.station(core::Law::exponential(0.05), 2, 8, 100.0);
        model::Demand& users = small.users(web, 3.0);
        users.users = true;
        users.think = small.law(core::Law::exponential(7.0));
        users.curve = {{0.0, 10800.0, 18000.0}, {60.0, 0.0, 0.0}};
        users.retries.times = 2;
        users.retries.after = 1.0;
        Flow flow(small.system);
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        int steps = 0;
        test::moveUntil(flow, small, state, 18000.0, [&](const TrafficState&) {
            if (++steps > 1000) QFAIL("it crawls");
        });
    }

    // A structural event cuts a look ahead short; that changes how it is integrated, not what comes out.
    void movingInPiecesIsMovingAtOnce() {
        Spike spike;
        Flow flow(spike.small.system);
        TrafficState whole = Flow::blank(spike.small.system);
        flow.regroup(whole, spike.small.state);
        TrafficState pieces = whole;
        test::moveUntil(flow, spike.small, whole, 400.0, [](const TrafficState&) {});
        for (double t = 7.0; pieces.at < 400.0; t += 7.0) {
            const double until = std::min(t, 400.0);
            while (pieces.at < until) {
                flow.lookAhead(pieces, spike.small.state, 1000.0);
                const double to = std::min(until, pieces.aheadAt);
                while (pieces.at < to) flow.moveOn(pieces, to);
            }
        }
        VERIFY_NEAR(numberIn(flow, pieces), numberIn(flow, whole), 1e-3);
    }

    void aCopyOfTheStateGoesTheSameWay() {
        Storm storm(0.0);
        Flow flow(storm.small.system), other(storm.small.system);
        TrafficState state = Flow::blank(storm.small.system);
        flow.regroup(state, storm.small.state);
        test::moveUntil(flow, storm.small, state, 110.0, [](const TrafficState&) {});
        TrafficState copy = state;
        other.adopt(copy, storm.small.state);
        test::moveUntil(flow, storm.small, state, 200.0, [](const TrafficState&) {});
        test::moveUntil(other, storm.small, copy, 200.0, [](const TrafficState&) {});
        QCOMPARE(copy.levels.stations[0].lines[0].p, state.levels.stations[0].lines[0].p);
        QCOMPARE(copy.levels.demands[0].orbit, state.levels.demands[0].orbit);
    }
};

QTEST_APPLESS_MAIN(TestFlow)
#include "tst_flow.moc"
