// Who gets a request, at both clocks: sick replicas that answer at once, weights, newcomers, limits,
// ejection.
#include "small_traffic.hpp"

#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/sums.hpp"
#include "sim/methods/requests/requests.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using behaviour::traffic::Flow;
using behaviour::traffic::Now;
using model::TrafficState;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// One station of workers that serve one request a second each; asked `rate` times a second.
struct Farm {
    test::SmallTraffic small;
    std::vector<methods::TargetChange> changes;

    Farm(int targets, double rate, model::Choice choice) {
        small.station(core::Law::exponential(1.0), targets, 1, kInfinity);
        station().name = "web";
        station().choice = choice;
        small.users(0, kInfinity).curve = {{0.0}, {rate}};
        demand().name = "d";
    }
    model::Station& station() { return small.system.traffic.stations[0]; }
    model::Demand& demand() { return small.system.traffic.demands[0]; }

    // From the start the last `number` targets answer this share wrongly.
    void sicken(int number, double wrong) {
        small.system.circuit.gates.resize(1);
        small.system.circuit.gates[0].kind = model::GateKind::speed;
        small.state.value = {1};
        small.state.real = {1.0 - wrong};
        for (auto t = station().targets.size() - static_cast<std::size_t>(number);
             t != station().targets.size(); ++t) {
            station().targets[t].right = model::GateId{0u};
            methods::TargetChange change;
            change.target = static_cast<std::uint32_t>(t);
            change.wrong = wrong;
            changes.push_back(change);
        }
    }
    // Rates at rest, some time on.
    TrafficState rested(Flow& flow) {
        TrafficState state = Flow::blank(small.system);
        flow.regroup(state, small.state);
        test::moveUntil(flow, small, state, 2000.0, [](const TrafficState&) {});
        return state;
    }
    double refusedByRates() {
        Flow flow(small.system);
        const TrafficState state = rested(flow);
        return flow.now(state.levels, state.at).odds[0].refused;
    }
    methods::RequestRecord requests(double seconds, double warmUp) const {
        methods::RequestWindow window;
        window.lasts = methods::nanosOf(seconds);
        window.measureFrom = methods::nanosOf(warmUp);
        window.targets = changes;
        return methods::replayRequests({small.system.traffic, small.system.laws.raw()}, window, {.seed = 5});
    }
    double wrongByRequests(double seconds) const {
        const methods::RequestRecord record = requests(seconds, 100.0);
        return static_cast<double>(record.stations[0].wrong) /
               static_cast<double>(record.stations[0].arrivals);
    }
};

// The rate clock as a history runs it: sorted anew when something turns, judged at each look. Lost requests.
double lostByRates(Farm& farm, double until) {
    Flow flow(farm.small.system);
    behaviour::traffic::Accrual accrual(farm.small.system, flow.coupling());
    behaviour::traffic::TrafficSums sums(farm.small.system.traffic);
    TrafficState state = Flow::blank(farm.small.system);
    flow.regroup(state, farm.small.state);
    flow.judge(state);
    while (state.at < until) {
        flow.lookAhead(state, farm.small.state, until - state.at);
        const model::TrafficLevels levels = state.levels;
        const Now before = flow.now(levels, state.at);
        const double from = state.at, h = flow.moveOn(state, state.aheadAt);
        accrual.add(levels, before, from, 0.5 * h, sums);
        accrual.add(state.levels, flow.now(state.levels, state.at), state.at, 0.5 * h, sums);
        if (flow.mustRegroup(state)) flow.regroup(state, farm.small.state);
        if (flow.judge(state)) flow.regroup(state, farm.small.state);
    }
    return sums.demands[0].lost;
}

} // namespace

class TestBalancing : public QObject {
    Q_OBJECT

  private slots:
    void aSinkholeGetsItsShareOfTheTurns_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("random") << int(model::Choice::uniform);
        QTest::newRow("round robin") << int(model::Choice::roundRobin);
    }
    void aSinkholeGetsItsShareOfTheTurns() {
        QFETCH(int, choice);
        Farm farm(10, 7.0, static_cast<model::Choice>(choice));
        farm.sicken(2, 1.0);
        VERIFY_NEAR(farm.refusedByRates(), 0.2, 1e-9);
        VERIFY_NEAR(farm.wrongByRequests(20'000.0), 0.2, 0.02);
    }

    // A share f of many targets answers at once and wrongly, so its lines are empty. Of two picks the shorter
    // line is joined: with x = h s_1 the busy healthy targets, x = l [(1 - x^2)(h - x)/(1 - x) + x^2], so
    // that x = l h / (1 + l f), and the sinkholes get f (1 + l)/(1 + l f): from f when nobody is busy to 2f /
    // (1 + f). (Equilibrium as in Mitzenmacher, IEEE TPDS 12(10), 2001, with lines that stay empty.)
    void aSinkholeAttractsThoseWhoLookForShortLines_data() {
        QTest::addColumn<double>("load"); // per target, sick ones included
        for (const double load : {0.2, 0.5, 0.8}) QTest::addRow("%g", load) << load;
    }
    void aSinkholeAttractsThoseWhoLookForShortLines() {
        QFETCH(double, load);
        Farm farm(200, 200.0 * load, model::Choice::twoChoices);
        farm.sicken(20, 1.0);
        const double share = 0.1 * (1.0 + load) / (1.0 + 0.1 * load);
        VERIFY_NEAR(farm.refusedByRates(), share, 2e-3);
        VERIFY_NEAR(farm.wrongByRequests(3000.0), share, 0.02);
    }
    // Every line of the healthy is longer than nothing for most of the time, and the one sick target has
    // none.
    void theFewestConnectionsAreThoseOfTheSinkhole() {
        Farm random(10, 8.5, model::Choice::uniform), least(10, 8.5, model::Choice::leastConnections);
        for (Farm* farm : {&random, &least}) farm->sicken(1, 1.0);
        VERIFY_NEAR(random.refusedByRates(), 0.1, 1e-9);
        QVERIFY(least.refusedByRates() > 0.25);
        QVERIFY(least.wrongByRequests(20'000.0) > 0.25);
    }
    void halfWrongIsHalfServed() {
        Farm farm(2, 1.0, model::Choice::uniform);
        farm.sicken(1, 0.3);
        VERIFY_NEAR(farm.refusedByRates(), 0.15, 1e-9);
        VERIFY_NEAR(farm.wrongByRequests(100'000.0), 0.15, 0.03);
        Flow flow(farm.small.system);
        const TrafficState state = farm.rested(flow);
        const auto& lines = flow.now(state.levels, state.at).stations[0].lines;
        VERIFY_NEAR(lines[0].flows.served + lines[1].flows.served, 0.85, 1e-6);
    }

    // 5 : 1 : 1. The last target refuses, so what is refused is its share, to the request.
    void weightsAreSharesOfTheTurns() {
        Farm farm(3, 0.7, model::Choice::weighted);
        farm.station().targets[0].weight = 5.0;
        farm.sicken(1, 1.0);
        VERIFY_NEAR(farm.refusedByRates(), 1.0 / 7.0, 1e-9);
        const auto record = farm.requests(10'000.0, 0.0);
        const auto& station = record.stations[0];
        QVERIFY(std::abs(static_cast<double>(station.wrong) - static_cast<double>(station.arrivals) / 7.0) <=
                1.0);
    }

    // A newcomer's weight grows from a tenth to the whole over 100 s: of two targets it gets w / (1 + w).
    void aNewcomerGetsItsShareStepByStep() {
        model::Station station;
        station.slowStart = 100.0;
        VERIFY_NEAR(behaviour::traffic::rampAt(station, 0.0, 0.0), 0.1, 1e-12);
        VERIFY_NEAR(behaviour::traffic::rampAt(station, 0.0, 50.0), 0.5, 1e-12);
        VERIFY_NEAR(behaviour::traffic::rampAt(station, 0.0, 100.0), 1.0, 1e-12);
        for (const auto choice : {model::Choice::roundRobin, model::Choice::uniform}) {
            Farm farm(2, 1.0, choice);
            farm.station().slowStart = 100.0;
            Flow flow(farm.small.system);
            TrafficState state = Flow::blank(farm.small.system);
            flow.regroup(state, farm.small.state);
            state.levels.stations[0].seen[1].since = 0.0;
            flow.regroup(state, farm.small.state);
            for (const double t : {0.0, 30.0, 50.0, 80.0}) {
                const double w = std::max(0.1, t / 100.0);
                const auto& lines = flow.now(state.levels, t).stations[0].lines;
                QCOMPARE(lines.size(), std::size_t{2});
                const double less = std::min(lines[0].arrivals, lines[1].arrivals);
                VERIFY_NEAR(less, w / (1.0 + w), 1e-9);
            }
        }
    }
    // The newcomer refuses: 100 requests a second over the 100 s are 100 (10 x 0.1/1.1 + 100 [u - ln(1 + u)]
    // from 0.1 to 1) of them, 3112.5.
    void requestsSeeTheSameRamp() {
        for (const auto choice :
             {model::Choice::roundRobin, model::Choice::uniform, model::Choice::leastConnections}) {
            Farm farm(2, 100.0, choice);
            farm.station().slowStart = 100.0;
            farm.station().workers = 1000;
            farm.station().cores = 1000.0;
            methods::TargetChange in;
            in.target = 1;
            in.conduct = model::Conduct::refuses;
            methods::TargetChange out = in;
            out.time = -1;
            out.reached = false;
            in.time = 0;
            farm.changes = {out, in};
            const auto record = farm.requests(100.0, 0.0);
            const double got = static_cast<double>(record.stations[0].refused);
            // Who looks for few connections finds none at it: each time that it takes part.
            const double expected =
                choice == model::Choice::leastConnections ? 100.0 * (10.0 * 0.1 + 100.0 * 0.495) : 3112.5;
            VERIFY_NEAR(got, expected, 0.05);
        }
    }

    // 10 clients who ask 100 times a second each, of whom 5 a second pass.
    void eachClientIsHeldToItsLimit() {
        Farm farm(1, 1000.0, model::Choice::uniform);
        farm.station().workers = 1000;
        farm.station().limitPerUser = 5.0;
        farm.demand().clients = 10.0;
        VERIFY_NEAR(farm.refusedByRates(), 0.95, 1e-9);
        const auto record = farm.requests(1000.0, 10.0);
        const auto& station = record.stations[0];
        VERIFY_NEAR(double(station.limited) / double(station.arrivals), 0.95, 2e-3);
        farm.demand().clients = 1000.0; // one a second each: nobody is above it on average
        VERIFY_NEAR(farm.refusedByRates() + 1.0, 1.0, 1e-9);
    }
    void allTogetherAreHeldToTheTotal() {
        Farm farm(4, 30.0, model::Choice::roundRobin);
        farm.station().workers = 100;
        farm.station().limitTotal = 12.0;
        VERIFY_NEAR(farm.refusedByRates(), 0.6, 1e-9);
        const auto record = farm.requests(5000.0, 10.0);
        VERIFY_NEAR(double(record.stations[0].limited) / double(record.stations[0].arrivals), 0.6, 0.01);
    }

    // Attackers ask 30 times what the workers can do. Their answers are nobody's: the share is that of the
    // users.
    void attackersCountInNoShare() {
        Farm farm(1, 0.5, model::Choice::uniform);
        farm.station().queue = 1.0;
        farm.small.users(0, kInfinity).curve = {{0.0}, {30.0}};
        farm.small.system.traffic.demands[1].hostile = true;
        Flow flow(farm.small.system);
        const TrafficState state = farm.rested(flow);
        const Now& now = flow.now(state.levels, state.at);
        VERIFY_NEAR(*flow.answered(0, now), now.odds[0].answered, 1e-9);
        QVERIFY(now.odds[0].answered < 0.05); // they are pushed aside all the same
        farm.demand().curve = {{0.0}, {0.0}};
        Flow other(farm.small.system);
        const TrafficState alone = farm.rested(other);
        QVERIFY(!other.answered(0, other.now(alone.levels, alone.at)));
    }

    // One of ten answers all wrongly; looks every 10 s. It is out 30, 60, 90 s after having been in for 10:
    // in [0, 210) it gets its tenth of 30 s of 100 requests a second.
    void whoFailsIsLeftOutLongerEachTime() {
        Farm farm(10, 100.0, model::Choice::roundRobin);
        farm.station().workers = 1000;
        farm.station().timeout = 30.0;
        farm.small.system.traffic.edges[0].timeout = 30.0;
        farm.station().eject = {.errors = 0.85, .window = 10.0, .requests = 50.0, .lasts = 30.0, .most = 0.1};
        farm.sicken(1, 1.0);
        VERIFY_NEAR(lostByRates(farm, 209.0), 300.0, 5e-3);
        const auto record = farm.requests(209.0, 0.0);
        QCOMPARE(record.stations[0].ejected, std::uint64_t{3});
        VERIFY_NEAR(double(record.stations[0].wrong), 300.0, 0.15);
    }
    // Half wrong answers are not 85 %; few requests prove nothing; and of two sick ones one goes, for `most`
    // is one of ten.
    void nobodyIsLeftOutWithoutReason() {
        for (const int reason : {0, 1, 2}) {
            Farm farm(10, reason == 1 ? 40.0 : 100.0, model::Choice::roundRobin);
            farm.station().workers = 1000;
            farm.station().timeout = 30.0;
            farm.small.system.traffic.edges[0].timeout = 30.0;
            farm.station().eject = {
                .errors = 0.85, .window = 10.0, .requests = 50.0, .lasts = 30.0, .most = 0.1};
            farm.sicken(reason == 2 ? 2 : 1, reason == 0 ? 0.5 : 1.0);
            const double expected[] = {5.0 * 39.0, 4.0 * 39.0, 20.0 * 10.0 + 100.0 / 9.0 * 29.0};
            VERIFY_NEAR(lostByRates(farm, 39.0), expected[reason], 5e-3);
            const auto record = farm.requests(39.0, 0.0);
            QCOMPARE(record.stations[0].ejected, std::uint64_t(reason == 2 ? 1 : 0));
        }
    }

    // The list is 60 s old: who goes is sent to for as long, and who comes waits as long.
    void aListIsAsOldAsItsTtl() {
        model::Station station;
        station.listAge = 60.0;
        model::Membership seen;
        using behaviour::traffic::look;
        look(station, true, true, 0.0, true, seen);
        QVERIFY(seen.in);
        look(station, false, true, 100.0, false, seen);
        QVERIFY(seen.in);
        VERIFY_NEAR(behaviour::traffic::nextTurn(station, seen, 100.0), 160.0, 1e-12);
        QVERIFY(behaviour::traffic::turnsAt(station, seen, 160.0));
        look(station, false, true, 160.0, false, seen);
        QVERIFY(!seen.in);
        look(station, true, true, 200.0, false, seen);
        look(station, false, true, 230.0, false, seen); // taken back before anybody knew
        look(station, false, true, 260.0, false, seen);
        QVERIFY(!seen.in);
    }
};

QTEST_APPLESS_MAIN(TestBalancing)
#include "tst_balancing.moc"
