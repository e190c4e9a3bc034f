// Traffic at its edges: nobody who serves, everybody gone at once, part of a call, callers in plenty before a
// callee that is full, a consumer that does nothing right. As rates and request by request.
#include "support/both_clocks.hpp"
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

using namespace nueves;
using test::Traffic;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// Two stations on two machines each: a front whose work is nothing beside its calls, and 2 x 4 cores behind
// it for requests of 20 ms, so that 400 a second are all that can be done.
Traffic fullCallee(double rate) {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.02), 4, 4);
    traffic.plan.stations[back].queue = 50;
    const auto front = traffic.station("front", core::Law::fixed(0.001), 200, 2);
    traffic.plan.stations[front].timeout = 5.0;
    traffic.open("users", front, rate).retries = {1, 0.0, 1.0, false, false, 0.0};
    traffic.call(front, back, 2.0);
    for (std::uint32_t m = 0; m != 2; ++m) {
        traffic.plan.machines.push_back({4.0, {{back, m}, {back, m + 2}}});
        traffic.plan.machines.push_back({4.0, {{front, m}}});
    }
    return traffic;
}

} // namespace

class OddTrafficTest : public QObject {
    Q_OBJECT

  private slots:
    void partOfACallIsMadeByChance_data();
    void partOfACallIsMadeByChance();
    void whoAsksWhereNobodyServesIsLost();
    void callerAndCalleeFailAtOneInstant();
    void manyWorkersBeforeAFullCalleeGoInLongSteps();
    void aConsumerThatDoesNothingRightIsNone();
    void repeatsBeforeALimitTakeWhatItLetsThrough();
};

void OddTrafficTest::partOfACallIsMadeByChance_data() {
    QTest::addColumn<double>("times");
    QTest::newRow("seldom") << 0.25;
    QTest::newRow("two or three") << 2.5;
}

// The callee gets the mean number of calls for each request; 36 000 requests: within 4 sigma of a binomial.
void OddTrafficTest::partOfACallIsMadeByChance() {
    QFETCH(double, times);
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.001), 10);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 20);
    traffic.open("users", front, 10.0);
    traffic.call(front, back).call.times = times;
    test::Rates rates(traffic);
    rates.pass(60.0, 120.0);
    VERIFY_NEAR(rates.served(back) / rates.served(front), times, 1e-6);
    const auto record = traffic.replay(3600.0);
    const double part = times - std::floor(times);
    const double sigma = std::sqrt(part * (1.0 - part) / 36'000.0);
    const double made = double(record.stations[back].arrivals) / double(record.stations[front].served);
    QVERIFY2(std::abs(made - times) < 4.0 * sigma + 1e-3, qPrintable(QString::number(made)));
}

// Each of 10 requests a second is tried four times, and lost.
void OddTrafficTest::whoAsksWhereNobodyServesIsLost() {
    Traffic traffic;
    const auto web = traffic.station("web", core::Law::exponential(0.01), 4);
    traffic.open("users", web, 10.0).retries = {3, 1.0, 1.0, false, false, 0.0};
    test::Rates rates(traffic);
    rates.rotate(0, false);
    rates.pass(60.0, 660.0);
    QCOMPARE(rates.sums.demands[0].answered, 0.0);
    VERIFY_NEAR(rates.sums.demands[0].lost, 6000.0, 1e-3);
    VERIFY_NEAR(rates.sums.demands[0].repeats, 18'000.0, 1e-3);
    methods::RequestWindow window;
    window.lasts = 660 * kSecond;
    window.measureFrom = 60 * kSecond;
    window.targets = {{0, web, 0, model::Conduct::refuses, 0.0, true}};
    const auto record = traffic.replay(window);
    QCOMPARE(record.demands[0].answered, 0u);
    VERIFY_NEAR(double(record.demands[0].lost), 6000.0, 0.06); // 4 sigma of a Poisson count
    VERIFY_NEAR(double(record.demands[0].retries), 18'000.0, 0.06);
}

// Both hosts die at 10:00 and are back at 12:00 sharp: down once, two hours long, and nothing of what stood
// at either is done twice or forgotten.
void OddTrafficTest::callerAndCalleeFailAtOneInstant() {
    const test::Timeline seen(
        "'parts': {'a': {'kind': 'host', 'cpu': 8}, 'b': {'kind': 'host', 'cpu': 8}}, 'services': {'front': "
        "{'on': 'a', 'required': '50 %', 'work': {'takes': 'Exp(10 ms)', 'workers': 20, 'timeout': '1 s'}, "
        "'calls': {'back': {}}}, 'back': {'on': 'b', 'required': '50 %', 'work': {'takes': 'Exp(10 ms)', "
        "'workers': 8, 'timeout': '1 s'}}}, 'demand': {'d': {'to': 'front', 'rate': '20 req/s'}}, 'script': "
        "[{'at': '10 h', 'do': 'kill', 'on': 'a', 'for': '2 h'}, {'at': '10 h', 'do': 'kill', 'on': 'b', "
        "'for': '2 h'}]",
        24.0);
    for (const char* name : {"front", "back"}) {
        VERIFY_NEAR(seen.down(name), 2.0, 1e-3);
        VERIFY_NEAR(seen.outages(name), 1.0, 1e-9);
    }
    VERIFY_NEAR(seen.service("front").traffic->requestWeighted.value, 2.0 / 24.0, 1e-3);

    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.1), 8);
    const auto front = traffic.station("front", core::Law::exponential(0.1), 20);
    traffic.open("users", front, 20.0);
    traffic.call(front, back);
    methods::RequestWindow window;
    window.lasts = 300 * kSecond;
    for (const auto at : {back, front}) {
        window.targets.push_back({100 * kSecond, at, 0, model::Conduct::refuses, 0.0, true});
        window.targets.push_back({200 * kSecond, at, 0, model::Conduct::serves, 1.0, true});
    }
    std::stable_sort(window.targets.begin(), window.targets.end(),
                     [](const auto& x, const auto& y) { return x.time < y.time; });
    const auto record = traffic.replay(window);
    const auto& users = record.demands[0];
    QVERIFY(users.intents - users.answered - users.lost < 40); // those who are there at the end
    VERIFY_NEAR(double(users.lost), 2000.0 + 4.0, 0.1);        // and the four that stood there, or so
}

// Half more than the callee can do, for an hour: once the lines are full nothing changes any more, and steps
// are as long as the demand is smooth. Rounds between caller and callee that do not settle would cut them to
// a second and less.
void OddTrafficTest::manyWorkersBeforeAFullCalleeGoInLongSteps() {
    const Traffic traffic = fullCallee(600.0);
    test::Rates rates(traffic);
    rates.pass(0.0, 600.0);
    int steps = 0;
    for (; rates.state.at < 3600.0; ++steps) {
        rates.flow.lookAhead(rates.state, rates.seen, 3600.0 - rates.state.at);
        rates.flow.moveOn(rates.state, rates.state.aheadAt);
    }
    QVERIFY2(steps < 60, qPrintable(QString::number(steps)));
    double served = 0.0;
    const auto& now = rates.flow.now(rates.state.levels, rates.state.at);
    for (std::size_t l = 0; l != now.stations[0].lines.size(); ++l)
        served += now.stations[0].lines[l].flows.served * rates.state.levels.stations[0].lines[l].count;
    VERIFY_NEAR(served, 400.0, 1e-3); // 8 cores / 20 ms
}

// Two workers of 0.1 s, of whom one does nothing right: M/M/1 at 80 %, and nothing is lost.
void OddTrafficTest::aConsumerThatDoesNothingRightIsNone() {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.1), 1, 2);
    const auto front = traffic.station("front", core::Law::exponential(0.01), 100);
    traffic.open("users", front, 8.0);
    const auto& edge = traffic.call(front, back);
    traffic.plan.edges.back().call.later = true;
    traffic.plan.stations[back].fed = true;
    Q_UNUSED(edge);
    test::Rates rates(traffic);
    rates.system.circuit.gates.resize(1);
    rates.seen.value.assign(1, 0);
    rates.system.traffic.stations[back].targets[1].right = model::GateId{0u};
    rates.flow.regroup(rates.state, rates.seen);
    rates.pass(1200.0, 1800.0);
    VERIFY_NEAR(rates.present(back), 4.0, 1e-3);
    VERIFY_NEAR(rates.served(back), 8.0, 1e-6);
    methods::RequestWindow window;
    window.lasts = 12'000 * kSecond;
    window.measureFrom = 600 * kSecond;
    window.targets = {{0, back, 1, model::Conduct::serves, 1.0, true, 1.0}};
    const auto record = traffic.replay(window);
    VERIFY_NEAR(record.meanPresent(back), 4.0, 0.1); // waits of 90 000 messages hang together
    QCOMPARE(record.calls[traffic.plan.stations[front].calls[0]].failed, 0u);
}

// A limit of 5 a second that is asked more than that lets 5 a second through, however often those of 9 calls
// a second that it refuses are repeated: 5/9 of them are answered. 32 400 calls: a Poisson count, within 4
// sigma.
void OddTrafficTest::repeatsBeforeALimitTakeWhatItLetsThrough() {
    Traffic traffic;
    const auto back = traffic.station("back", core::Law::exponential(0.001), 10);
    traffic.plan.stations[back].limitTotal = 5.0;
    const auto front = traffic.station("front", core::Law::exponential(0.001), 200);
    traffic.open("users", front, 9.0);
    traffic.call(front, back).call.retries = {1, 0.1, 1.0, false, false, 0.0};
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    VERIFY_NEAR(rates.answered(), 5.0 / 9.0, 1e-3);
    const auto record = traffic.replay(3600.0, 60.0);
    VERIFY_NEAR(test::answeredShare(record), 5.0 / 9.0, 4.0 / std::sqrt(32'400.0));
}

QTEST_APPLESS_MAIN(OddTrafficTest)
#include "tst_odd_traffic.moc"
