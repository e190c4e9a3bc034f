// What one request meets, to the second: requests that stand at a target when the window opens, with fixed
// times, and a demand that sends nobody else.
#include "support/near.hpp"
#include "support/stations.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace nueves;
using methods::RequestRecord;
using methods::RequestWindow;
using model::Conduct;
using test::Traffic;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

core::Law fixed(double seconds) {
    return core::Law::fixed(seconds);
}

// A row each half second; `number` requests at the first target of `station` when it opens.
RequestWindow opening(double lasts, std::uint32_t station = 0, std::uint32_t number = 1) {
    RequestWindow window;
    window.lasts = methods::nanosOf(lasts);
    window.sampleEvery = kSecond / 2;
    if (number != 0) window.waiting = {{station, 0, number}};
    return window;
}

// Ends of the half seconds in which services were completed, s, once for each.
std::vector<double> servedAt(const RequestRecord& record, std::size_t station) {
    std::vector<double> when;
    for (std::size_t row = 0; row != record.timeline.stations.size(); ++row)
        for (std::uint64_t n = record.timeline.stations[row][station].served; n != 0; --n)
            when.push_back(0.5 * static_cast<double>(row + 1));
    return when;
}

std::vector<double> lostAt(const RequestRecord& record) {
    std::vector<double> when;
    for (std::size_t row = 0; row != record.timeline.demands.size(); ++row)
        for (std::uint64_t n = record.timeline.demands[row][0].lost; n != 0; --n)
            when.push_back(0.5 * static_cast<double>(row + 1));
    return when;
}

using Times = std::vector<double>;

// web calls others; nobody comes but those who are there at the start.
struct Calling : Traffic {
    std::uint32_t data, search, web;
    explicit Calling(double own = 1.0)
        : data(station("data", fixed(2.0), 5)), search(station("search", fixed(3.0), 5)),
          web(station("web", fixed(own), 5)) {
        open("users", web, 0.0);
    }
    void many() { // users, with a worker and a core for each
        plan.demands[0].curve.values = {100.0};
        for (auto& station : plan.stations) station.cores = station.workers = 1000;
    }
};

} // namespace

class RequestReplayTest : public QObject {
    Q_OBJECT

  private slots:
    void aLineIsServedInOrder();
    void aFullLineTurnsAway();
    void theCpuIsSharedEvenly();
    void theOtherPartOfTheWorkIsNotShared();
    void aLargerMachineServesFaster();
    void aSlowerTargetDoesTheRestSlower();
    void aTargetThatStandsGoesOnLater();
    void coldTargetsServeMoreSlowly();
    void whoStandsAtATargetThatDiesFailsAtOnce();
    void silenceLastsUntilTheTimeOut();
    void whoHasGoneIsServedForNothing();
    void deadlinesSpareTheWork();
    void repeatsBackOff();
    void jitterSpreadsRepeats();
    void aBudgetBoundsRepeats();
    void whoWaitsToTryAgainWhenTheWindowOpensDoes();
    void callsAreMadeOneAfterAnother();
    void parallelCallsAreMadeSideBySide();
    void aCallThatFailsEndsTheRequestUnlessThereIsAFallback();
    void aLateCallIsRepeatedWithinTheRequest();
    void timesMayBeFractions();
    void aCacheWarmsUpByItsMisses();
    void aRestartEmptiesTheCachesOfOneReplica();
    void aBreakerOpensTriesAndCloses();
    void aLimiterLetsInItsRate();
    void needsAndTiersLetAShareIn();
    void outOfRotationNobodyIsSent();
    void aSinkholeAttractsWhoLooksForShortLines();
    void stickyUsersStay();
    void everyRequestIsAccountedFor();
    void theSameSeedGivesTheSameBytes();
    void oneDemandDoesNotShiftAnother();
};

void RequestReplayTest::aLineIsServedInOrder() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 2), 0.0);
    const auto record = traffic.replay(opening(10.0, 0, 5));
    QCOMPARE(servedAt(record, 0), (Times{1.0, 1.0, 2.0, 2.0, 3.0}));
    VERIFY_NEAR(record.stations[0].busy.value(), 5e9, 1e-15);
    VERIFY_NEAR(record.stations[0].present.value(), (2 * 1 + 2 * 2 + 3) * 1e9, 1e-15);
    VERIFY_NEAR(record.stations[0].wait.mean(), (0 + 0 + 1 + 1 + 2) / 5.0, 1e-15);
}

void RequestReplayTest::aFullLineTurnsAway() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(100.0), 1);
    traffic.plan.stations[to].queue = 3.0;
    traffic.open("users", to, 10.0);
    const auto record = traffic.replay(90.0);
    QCOMPARE(record.stations[0].turnedAway, record.stations[0].arrivals - 4);
    QCOMPARE(record.demands[0].lost, record.demands[0].intents - 4);
    QCOMPARE(record.demands[0].underWay, std::uint64_t{4});
}

// Two begin on one core: each at half speed.
void RequestReplayTest::theCpuIsSharedEvenly() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(2.0), 10);
    traffic.plan.stations[to].cores = 1.0;
    traffic.open("users", to, 0.0);
    QCOMPARE(servedAt(traffic.replay(opening(10.0, 0, 2)), 0), (Times{4.0, 4.0}));
    traffic.plan.stations[to].cores = 0.5; // a limit below one core
    QCOMPARE(servedAt(traffic.replay(opening(10.0, 0, 2)), 0), (Times{8.0, 8.0}));
    traffic.plan.stations[to].cores = 10.0; // enough, but not on the machine
    traffic.plan.machines = {{.cores = 1.0, .users = {{to, 0}}}};
    QCOMPARE(servedAt(traffic.replay(opening(10.0, 0, 2)), 0), (Times{4.0, 4.0}));
    // A neighbour with one thread takes a third of it until he is done at 3 s, when each has had 1 s of CPU.
    const auto other = traffic.station("other", fixed(1.0), 1);
    traffic.open("others", other, 0.0);
    traffic.plan.machines[0].users.push_back({other, 0});
    RequestWindow window = opening(10.0, 0, 2);
    window.waiting.push_back({other, 0, 1});
    const auto record = traffic.replay(window);
    QCOMPARE(servedAt(record, other), (Times{3.0}));
    QCOMPARE(servedAt(record, to), (Times{5.0, 5.0}));
}

// 1 s on the CPU, 1 s elsewhere: two share the core for 2 s, and are done at 3 s.
void RequestReplayTest::theOtherPartOfTheWorkIsNotShared() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(2.0), 10);
    traffic.plan.stations[to].cores = 1.0;
    traffic.plan.stations[to].cpuShare = 0.5;
    traffic.open("users", to, 0.0);
    QCOMPARE(servedAt(traffic.replay(opening(10.0, 0, 2)), 0), (Times{3.0, 3.0}));
}

// Four of 2 s on one core; from 2 s on, when half a second of each is done, on four.
void RequestReplayTest::aLargerMachineServesFaster() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(2.0), 4);
    traffic.plan.stations[to].sizes = {1.0, 4.0};
    traffic.open("users", to, 0.0);
    RequestWindow window = opening(20.0, 0, 4);
    window.stations = {{2 * kSecond, to, 1.0, 1}};
    QCOMPARE(servedAt(traffic.replay(window), 0), (Times{3.5, 3.5, 3.5, 3.5}));
    traffic.plan.machines = {{.cores = 2.0, .users = {{to, 0}}}}; // which has only two of them
    QCOMPARE(servedAt(traffic.replay(window), 0), (Times{5.0, 5.0, 5.0, 5.0}));
}

void RequestReplayTest::aSlowerTargetDoesTheRestSlower() {
    for (const double cores : {10.0, 1.0}) { // each his own core, or all one
        Traffic traffic;
        const auto to = traffic.station("web", fixed(cores > 1.0 ? 4.0 : 2.0), 10);
        traffic.plan.stations[to].cores = cores;
        traffic.open("users", to, 0.0);
        RequestWindow window = opening(20.0, 0, 2);
        window.targets = {{2 * kSecond, to, 0, Conduct::serves, 0.25, true}}; // half is done
        QCOMPARE(servedAt(traffic.replay(window), 0), (Times{10.0, 10.0}));
    }
}

void RequestReplayTest::aTargetThatStandsGoesOnLater() {
    for (const double cores : {10.0, 1.0}) {
        Traffic traffic;
        const auto to = traffic.station("web", fixed(4.0), 10);
        traffic.plan.stations[to].cores = cores;
        traffic.open("users", to, 0.0);
        RequestWindow window = opening(20.0);
        window.targets = {{1 * kSecond, to, 0, Conduct::serves, 0.0, true},
                          {6 * kSecond, to, 0, Conduct::serves, 1.0, true}};
        QCOMPARE(servedAt(traffic.replay(window), 0), (Times{9.0}));
    }
}

// Restarted at 1 s, at half its speed for 4 s. One user, who asks again at once, with requests of 1 s.
void RequestReplayTest::coldTargetsServeMoreSlowly() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(1.0), 1);
    traffic.plan.stations[to].warm = 4.0;
    traffic.plan.stations[to].coldSpeed = 0.5;
    traffic.closed("user", to, 1.0, fixed(0.0));
    RequestWindow window = opening(8.25, 0, 0);
    window.targets = {{kSecond / 4, to, 0, Conduct::refuses, 0.0, true},
                      {1 * kSecond, to, 0, Conduct::serves, 1.0, true}};
    // He tries each millisecond, so begins at 1 s.
    QCOMPARE(servedAt(traffic.replay(window), 0), (Times{3.0, 5.0, 6.0, 7.0, 8.0}));
    window.targets = {{-2 * kSecond, to, 0, Conduct::refuses, 0.0, true},
                      {-kSecond, to, 0, Conduct::serves, 1.0, true}};
    // Cold for 3 s more: half a request beyond the first, then at full speed.
    QCOMPARE(servedAt(traffic.replay(window), 0), (Times{2.0, 3.5, 4.5, 5.5, 6.5, 7.5}));
}

void RequestReplayTest::whoStandsAtATargetThatDiesFailsAtOnce() {
    for (const Conduct conduct : {Conduct::refuses, Conduct::silent}) {
        Traffic traffic;
        traffic.open("users", traffic.station("web", fixed(5.0), 2), 0.0);
        RequestWindow window = opening(20.0, 0, 3);
        window.targets = {{6 * kSecond, 0, 0, conduct, 0.0, true},
                          {9 * kSecond, 0, 0, Conduct::serves, 1.0, true}};
        const auto record = traffic.replay(window);
        QCOMPARE(servedAt(record, 0), (Times{5.0, 5.0}));
        QCOMPARE(lostAt(record), (Times{6.0}));
        QCOMPARE(record.stations[0].broken, std::uint64_t{1});
        VERIFY_NEAR(record.stations[0].present.value(), (5 + 5 + 6) * 1e9, 1e-15);
        VERIFY_NEAR(record.stations[0].busy.value(), (5 + 5 + 1) * 1e9, 1e-15);
    }
}

// A user who thinks 1 s and gives up after 2 s does so every 3 s; refused at once, every second.
void RequestReplayTest::silenceLastsUntilTheTimeOut() {
    for (const Conduct conduct : {Conduct::silent, Conduct::refuses}) {
        Traffic traffic;
        traffic.closed("user", traffic.station("web", fixed(0.1), 1), 1.0, fixed(1.0));
        traffic.edgeOf(0).timeout = 2.0;
        RequestWindow window = opening(3000.0, 0, 0);
        window.targets = {{0, 0, 0, conduct, 0.0, true}};
        const auto record = traffic.replay(window);
        const double cycle = conduct == Conduct::silent ? 3.0 : 1.0;
        QVERIFY(std::abs(static_cast<double>(record.demands[0].intents) - 3000.0 / cycle) <= 1.0);
        QCOMPARE(record.demands[0].lost + record.demands[0].underWay, record.demands[0].intents);
        QCOMPARE(record.demands[0].tooLate, conduct == Conduct::silent ? record.demands[0].lost : 0);
        QCOMPARE(record.stations[0].busy.value(), 0.0);
    }
}

void RequestReplayTest::whoHasGoneIsServedForNothing() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 1), 0.0);
    traffic.edgeOf(0).timeout = 2.5;
    const auto record = traffic.replay(opening(10.0, 0, 5));
    QCOMPARE(servedAt(record, 0), (Times{1.0, 2.0, 3.0, 4.0, 5.0}));
    QCOMPARE(lostAt(record), (Times{2.5, 2.5, 2.5}));
    QCOMPARE(record.stations[0].wasted, std::uint64_t{3});
    QCOMPARE(record.demands[0].wasted, std::uint64_t{3});
    QCOMPARE(record.demands[0].tooLate, std::uint64_t{3});
}

void RequestReplayTest::deadlinesSpareTheWork() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 1), 0.0);
    traffic.plan.stations[0].order = model::Order::deadline;
    traffic.edgeOf(0).timeout = 2.5;
    const auto record = traffic.replay(opening(10.0, 0, 5));
    QCOMPARE(servedAt(record, 0), (Times{1.0, 2.0, 3.0})); // the third was begun in time
    QCOMPARE(record.stations[0].expired, std::uint64_t{2});
    QCOMPARE(record.stations[0].wasted, std::uint64_t{1});
    // Two leave the line when they have waited for 2.5 s.
    VERIFY_NEAR(record.stations[0].present.value(), (1 + 2 + 3 + 2.5 + 2.5) * 1e9, 1e-15);
}

// Refused at 0, and again 1, 1 + 2 and 1 + 2 + 4 s later.
void RequestReplayTest::repeatsBackOff() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 1), 0.0).retries = {
        .times = 3, .after = 1.0, .factor = 2.0};
    RequestWindow window = opening(10.25);
    window.targets = {{kSecond / 4, 0, 0, Conduct::refuses, 0.0, true}};
    const auto record = traffic.replay(window);
    Times retries;
    for (std::size_t row = 0; row != record.timeline.demands.size(); ++row)
        if (record.timeline.demands[row][0].retries != 0)
            retries.push_back(0.5 * static_cast<double>(row + 1));
    QCOMPARE(retries, (Times{1.5, 3.5, 7.5}));
    QCOMPARE(lostAt(record), (Times{7.5}));
}

// The wait is uniform up to 10 s: mean 5 s, sd 10/sqrt(12) s; of 4000 a standard error of 0.046 s.
// Exponential: 0.158 s.
void RequestReplayTest::jitterSpreadsRepeats() {
    for (const bool memoryless : {false, true}) {
        Traffic traffic;
        auto& demand = traffic.open("users", traffic.station("web", fixed(0.0), 1), 4.0);
        demand.retries = {.times = 1, .after = 10.0, .jitter = !memoryless, .memoryless = memoryless};
        RequestWindow window;
        window.lasts = 1200 * kSecond;
        window.sampleEvery = kSecond;
        window.targets = {{0, 0, 0, Conduct::refuses, 0.0, true}};
        const auto record = traffic.replay(window);
        double orbit = 0.0; // Little: mean number waiting = rate x mean wait
        for (const auto& row : record.timeline.demands) orbit += row[0].orbit;
        const double wait = orbit / static_cast<double>(record.demands[0].intents);
        // Less the ramp at the start, at most 10 of 1200 s.
        QVERIFY2(std::abs(wait - (memoryless ? 10.0 : 5.0)) < (memoryless ? 0.7 : 0.25),
                 qPrintable(QString::number(wait)));
    }
}

void RequestReplayTest::aBudgetBoundsRepeats() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 1), 10.0).retries = {
        .times = 3, .after = 0.5, .budget = 0.1};
    RequestWindow window = opening(1000.0, 0, 0);
    window.targets = {{0, 0, 0, Conduct::refuses, 0.0, true}};
    const auto record = traffic.replay(window);
    const auto& users = record.demands[0];
    QVERIFY(10 * users.retries <= users.intents);
    QVERIFY(10 * (users.retries + 10) >= users.intents); // at most 1 s of them is under way
    QVERIFY(users.denied > 0);
    QCOMPARE(users.lost + users.underWay, users.intents);
}

// Pauses of 10 s of which an unknown part has passed: half of the thousand is back after 5 s, sd 16; all
// after 10 s. Their next pause is the last one: 20 s.
void RequestReplayTest::whoWaitsToTryAgainWhenTheWindowOpensDoes() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 1), 0.0).retries = {
        .times = 2, .after = 10.0, .factor = 2.0};
    RequestWindow window = opening(40.0, 0, 0);
    window.retrying = {{0, 1, 1000}};
    window.targets = {{0, 0, 0, Conduct::refuses, 0.0, true}};
    const auto record = traffic.replay(window);
    const auto& rows = record.timeline.demands;
    QVERIFY(std::abs(static_cast<double>(rows[9][0].orbit) - 1000.0) <
            1.0); // those back wait for their second
    std::uint64_t back = 0;
    for (std::size_t row = 0; row != 10; ++row) back += rows[row][0].retries;
    QVERIFY2(back > 440 && back < 560, qPrintable(QString::number(back)));
    for (std::size_t row = 10; row != 20; ++row) back += rows[row][0].retries;
    QCOMPARE(back, std::uint64_t{1000});
    QCOMPARE(lostAt(record).size(), std::size_t{1000});
    QCOMPARE(record.demands[0].intents, std::uint64_t{0}); // they meant to ask before
    QCOMPARE(record.demands[0].lost, std::uint64_t{0});
}

// ---- calls ----

void RequestReplayTest::callsAreMadeOneAfterAnother() {
    Calling plan;
    plan.call(plan.web, plan.data);
    plan.call(plan.web, plan.search).call.times = 2.0;
    const auto record = plan.replay(opening(20.0, plan.web));
    QCOMPARE(servedAt(record, plan.data), (Times{3.0}));
    QCOMPARE(servedAt(record, plan.search), (Times{6.0, 9.0}));
    QCOMPARE(servedAt(record, plan.web), (Times{9.0}));
    VERIFY_NEAR(record.stations[plan.web].busy.value(), 9e9, 1e-15); // the worker waits
}

void RequestReplayTest::parallelCallsAreMadeSideBySide() {
    Calling plan;
    plan.call(plan.web, plan.data);
    plan.call(plan.web, plan.search).call.parallel = true;
    plan.call(plan.web, plan.data); // after both
    const auto record = plan.replay(opening(20.0, plan.web));
    QCOMPARE(servedAt(record, plan.data), (Times{3.0, 6.0}));
    QCOMPARE(servedAt(record, plan.search), (Times{4.0}));
    QCOMPARE(servedAt(record, plan.web), (Times{6.0}));
}

void RequestReplayTest::aCallThatFailsEndsTheRequestUnlessThereIsAFallback() {
    Calling plan;
    plan.call(plan.web, plan.search);
    plan.call(plan.web, plan.data, 1.5).call.parallel = true;
    auto record = plan.replay(opening(20.0, plan.web));
    QCOMPARE(lostAt(record), (Times{2.5}));
    QCOMPARE(servedAt(record, plan.web), Times{});
    QCOMPARE(servedAt(record, plan.search), (Times{4.0})); // for nothing
    QCOMPARE(record.stations[plan.search].wasted, std::uint64_t{1});
    QCOMPARE(record.stations[plan.web].broken, std::uint64_t{1});
    plan.plan.edges.back().call.fallback = true;
    record = plan.replay(opening(20.0, plan.web));
    QCOMPARE(servedAt(record, plan.web), (Times{4.0}));
    QCOMPARE(record.calls.back().fallbacks, std::uint64_t{1});
    QCOMPARE(record.calls.back().tooLate, std::uint64_t{1});
    QCOMPARE(lostAt(record), Times{});
}

void RequestReplayTest::aLateCallIsRepeatedWithinTheRequest() {
    Calling plan;
    plan.plan.stations[plan.data].takes = fixed(2.0);
    plan.plan.stations[plan.data].workers = 1;
    auto& edge = plan.call(plan.web, plan.data, 1.5);
    edge.call.retries = {.times = 1, .after = 1.0};
    // Asked at 1, late at 2.5; asked again at 3.5, when the first is out of the way since 3: answered at 5.5
    // > 5: late.
    auto record = plan.replay(opening(20.0, plan.web));
    QCOMPARE(lostAt(record), (Times{5.0}));
    QCOMPARE(record.calls.back().retries, std::uint64_t{1});
    QCOMPARE(record.calls.back().tooLate, std::uint64_t{2});
    plan.plan.edges.back().timeout = 2.25; // answered at 3
    QCOMPARE(servedAt(plan.replay(opening(20.0, plan.web)), plan.web), (Times{3.0}));
    // A neighbour's call keeps the worker until 3: late at 3.75, asked again at 4.75; the first one, served
    // from 3 to 5 for nothing, is before it: answered at 7, in time.
    plan.plan.edges.back().timeout = 2.75;
    record = plan.replay(opening(20.0, plan.web, 2));
    QCOMPARE(servedAt(record, plan.web), (Times{3.0, 7.0}));
    QCOMPARE(servedAt(record, plan.data), (Times{3.0, 5.0, 7.0}));
    QCOMPARE(record.stations[plan.data].wasted, std::uint64_t{1});
}

// 10 000 requests that call 2.25 times on average, in vain, so at once: sd sqrt(10 000 x 0.25 x 0.75) = 43.
void RequestReplayTest::timesMayBeFractions() {
    Calling plan(0.001);
    plan.many();
    auto& edge = plan.call(plan.web, plan.data);
    edge.call.times = 2.25;
    edge.call.fallback = true;
    RequestWindow window = opening(100.0, 0, 0);
    window.targets = {{0, plan.data, 0, Conduct::refuses, 0.0, true}};
    const auto record = plan.replay(window);
    const auto begun = static_cast<double>(record.demands[0].intents);
    QCOMPARE(record.calls.back().calls, record.stations[plan.data].refused);
    QVERIFY(std::abs(static_cast<double>(record.calls.back().calls) - 2.25 * begun) < 4.0 * 43.0);
}

// A miss brings the cache 1 - e^-1/100 nearer to full: after k misses P(miss) = e^-k/100, so n requests make
// 100 ln(1 + n/100) misses: 461.5 for 10 000. Their sd is below that of as many Poisson arrivals, 21.
void RequestReplayTest::aCacheWarmsUpByItsMisses() {
    Calling plan(0.001);
    plan.many();
    auto& edge = plan.call(plan.web, plan.data);
    edge.call.cacheHit = 1.0;
    edge.call.cacheFill = 100.0;
    auto record = plan.replay(100.0);
    const auto calls = static_cast<double>(record.calls.back().calls);
    const auto misses = calls - static_cast<double>(record.calls.back().hits);
    QVERIFY2(std::abs(misses - 100.0 * std::log1p(calls / 100.0)) < 84.0,
             qPrintable(QString::number(misses)));
    QCOMPARE(static_cast<double>(record.stations[plan.data].arrivals), misses);
    // Without a filling of its own it is warm: 80 % hits, sd 0.4 %.
    plan.plan.edges.back().call.cacheHit = 0.8;
    plan.plan.edges.back().call.cacheFill = 0.0;
    record = plan.replay(100.0);
    const double share =
        static_cast<double>(record.calls.back().hits) / static_cast<double>(record.calls.back().calls);
    QVERIFY(std::abs(share - 0.8) < 0.016);
}

// Two warm replicas; one restarts, and its half of the requests fill its cache anew: 100 ln(1 + 5000/100) =
// 393 misses.
void RequestReplayTest::aRestartEmptiesTheCachesOfOneReplica() {
    Traffic plan;
    const auto data = plan.station("data", fixed(0.001), 1000),
               web = plan.station("web", fixed(0.001), 1000, 2);
    plan.plan.stations[web].choice = model::Choice::roundRobin;
    plan.open("users", web, 100.0);
    auto& edge = plan.call(web, data);
    edge.call.cacheHit = 1.0;
    edge.call.cacheFill = 100.0;
    RequestWindow window;
    window.lasts = 100 * kSecond;
    window.warmth = {0.0, 1.0};
    QCOMPARE(plan.replay(window).stations[data].arrivals, std::uint64_t{0});
    window.targets = {{1, web, 0, Conduct::refuses, 0.0, false}, {2, web, 0, Conduct::serves, 1.0, true}};
    const auto misses = static_cast<double>(plan.replay(window).stations[data].arrivals);
    QVERIFY2(std::abs(misses - 100.0 * std::log1p(50.0)) < 80.0, qPrintable(QString::number(misses)));
}

// The callee refuses until 100 s: after 10 failures the breaker opens for 5 s, then one call tries. Sound
// again, the next trial closes it.
void RequestReplayTest::aBreakerOpensTriesAndCloses() {
    Calling plan(0.001);
    plan.many();
    auto& edge = plan.call(plan.web, plan.data);
    edge.call.fallback = true;
    edge.call.breaker = {.errors = 0.5, .window = 10.0, .open = 5.0};
    RequestWindow window = opening(200.0, 0, 0);
    window.targets = {{0, plan.data, 0, Conduct::refuses, 0.0, true},
                      {100 * kSecond, plan.data, 0, Conduct::serves, 1.0, true}};
    const auto record = plan.replay(window);
    const auto& calls = record.calls.back();
    // Opened at 0.1 s, tried each 5.01 s: 20 times or 19 before 100 s.
    QVERIFY(calls.opened == 20 || calls.opened == 19);
    QCOMPARE(record.stations[plan.data].refused, 9 + calls.opened);
    QVERIFY(calls.cut > 9900 && calls.cut < 11500); // 100 to 105 s of calls, sd 100
    QCOMPARE(calls.failed, calls.cut + 9 + calls.opened);
    QVERIFY(record.stations[plan.data].served > 9000);  // from 105 s on
    QCOMPARE(record.demands[0].lost, std::uint64_t{0}); // thanks to the fallback
}

// ---- at the door ----

void RequestReplayTest::aLimiterLetsInItsRate() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(0.001), 100);
    traffic.plan.stations[to].shedAbove = 10.0;
    traffic.open("users", to, 50.0);
    const auto record = traffic.replay(1000.0);
    // What was saved up at the start, then all that the rate allows: at 50/s tokens never pile up to be lost.
    QVERIFY(std::abs(static_cast<double>(record.stations[to].served) - 10010.0) <= 1.0);
    QCOMPARE(record.stations[to].shed, record.demands[0].lost);
}

void RequestReplayTest::needsAndTiersLetAShareIn() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(0.001), 100), 100.0);
    RequestWindow window;
    window.lasts = 400 * kSecond;
    window.stations = {{0, 0, 0.7}, {200 * kSecond, 0, 0.0}};
    const auto record = traffic.replay(window);
    const auto served = static_cast<double>(record.stations[0].served);
    QVERIFY(std::abs(served - 14000.0) < 4.0 * std::sqrt(14000.0)); // a thinned Poisson stream
    QCOMPARE(record.stations[0].refused, record.demands[0].lost);
}

void RequestReplayTest::outOfRotationNobodyIsSent() {
    Traffic traffic;
    traffic.open("users", traffic.station("web", fixed(1.0), 100, 2), 100.0);
    RequestWindow window;
    window.lasts = 30 * kSecond;
    window.sampleEvery = kSecond;
    window.targets = {{5 * kSecond, 0, 0, Conduct::serves, 1.0, false},
                      {10 * kSecond, 0, 1, Conduct::serves, 1.0, false},
                      {20 * kSecond, 0, 1, Conduct::serves, 1.0, true}};
    const auto record = traffic.replay(window);
    const auto& rows = record.timeline.stations;
    QVERIFY(rows[5][0].present > 50);  // those of the first are served to the end
    QCOMPARE(rows[11][0].present, 0U); // 1 s after the last was taken out
    QCOMPARE(record.stations[0].broken, std::uint64_t{0});
    const auto refused = static_cast<double>(record.stations[0].refused);
    QVERIFY(std::abs(refused - 1000.0) < 4.0 * std::sqrt(1000.0));
    QCOMPARE(record.demands[0].lost, record.stations[0].refused);
}

// One of four refuses at once, and always has the shortest line. At random it gets a quarter.
void RequestReplayTest::aSinkholeAttractsWhoLooksForShortLines() {
    double share[2] = {};
    const model::Choice choices[] = {model::Choice::uniform, model::Choice::leastConnections};
    for (int c = 0; c != 2; ++c) {
        Traffic traffic;
        const auto to = traffic.station("web", fixed(1.0), 100, 4);
        traffic.plan.stations[to].choice = choices[c];
        traffic.open("users", to, 100.0);
        RequestWindow window;
        window.lasts = 100 * kSecond;
        window.targets = {{0, to, 2, Conduct::refuses, 0.0, true}};
        const auto record = traffic.replay(window);
        share[c] = static_cast<double>(record.stations[to].refused) /
                   static_cast<double>(record.stations[to].arrivals);
    }
    QVERIFY(std::abs(share[0] - 0.25) < 4.0 * std::sqrt(0.25 * 0.75 / 1e4));
    QVERIFY(share[1] > 0.95); // the others get one each time they stand empty, about once a second
}

// Each of ten users keeps one of two targets; the one whose target is taken out moves, and stays with the new
// one.
void RequestReplayTest::stickyUsersStay() {
    Traffic traffic;
    const auto to = traffic.station("web", fixed(0.5), 100, 2);
    traffic.plan.stations[to].choice = model::Choice::sticky;
    traffic.closed("user", to, 1.0, fixed(0.5));
    RequestWindow window;
    window.lasts = 300 * kSecond;
    window.targets = {{0, to, 0, Conduct::refuses, 0.0, true}};
    int stuck = 0;
    for (std::uint64_t history = 0; history != 10; ++history) {
        const auto record = traffic.replay(window, 1, history);
        QVERIFY(record.demands[0].lost == 0 || record.demands[0].answered == 0); // all or nothing
        stuck += record.demands[0].lost != 0;
    }
    QVERIFY(stuck > 0 && stuck < 10);
    window.targets.push_back({100 * kSecond, to, 0, Conduct::refuses, 0.0, false});
    window.targets.push_back({200 * kSecond, to, 0, Conduct::serves, 1.0, true});
    for (std::uint64_t history = 0; history != 10; ++history)
        QVERIFY(traffic.replay(window, 1, history).demands[0].answered >= 199); // one each second, once moved
}

// ---- as a whole ----

namespace {

// A bit of everything.
Traffic busy() {
    Traffic traffic;
    const auto data = traffic.station("data", core::Law::exponential(0.02), 4, 2);
    const auto web = traffic.station("web", core::Law::logNormalFromMean(0.03, 1.0), 20, 3);
    traffic.plan.stations[data].queue = 50.0;
    traffic.plan.stations[web].cores = 2.0;
    traffic.plan.stations[web].cpuShare = 0.7;
    traffic.plan.stations[web].choice = model::Choice::twoChoices;
    traffic.plan.machines = {{.cores = 3.0, .users = {{data, 0}, {web, 0}, {web, 1}}}};
    traffic.open("users", web, 100.0).retries = {
        .times = 2, .after = 0.1, .factor = 2.0, .jitter = true, .budget = 0.2};
    traffic.edgeOf(0).timeout = 0.5;
    traffic.plan.demands[0].dispersion = 0.05;
    traffic.plan.demands[0].burst = 5.0;
    traffic.closed("staff", web, 30.0, core::Law::exponential(1.0));
    traffic.edgeOf(1).timeout = 2.0;
    auto& edge = traffic.call(web, data, 0.2);
    edge.call.times = 1.5;
    edge.call.retries = {.times = 1, .after = 0.01};
    edge.call.cacheHit = 0.3;
    edge.call.cacheFill = 500.0;
    edge.call.breaker = {.errors = 0.5, .window = 2.0, .open = 1.0};
    return traffic;
}

RequestWindow eventful() {
    RequestWindow window;
    window.lasts = 60 * kSecond;
    window.measureFrom = 5 * kSecond;
    window.sampleEvery = kSecond;
    window.targets = {
        {20 * kSecond, 0, 0, Conduct::silent, 0.0, true},   {25 * kSecond, 1, 2, Conduct::refuses, 0.0, true},
        {26 * kSecond, 1, 2, Conduct::refuses, 0.0, false}, {30 * kSecond, 0, 0, Conduct::serves, 1.0, true},
        {35 * kSecond, 1, 2, Conduct::serves, 0.5, true},   {45 * kSecond, 1, 0, Conduct::serves, 0.3, true}};
    return window;
}

} // namespace

void RequestReplayTest::everyRequestIsAccountedFor() {
    const Traffic traffic = busy();
    for (std::uint64_t seed = 1; seed != 20; ++seed) {
        const auto record = traffic.replay(eventful(), seed);
        for (const auto& users : record.demands) {
            QCOMPARE(users.answered + users.lost + users.underWay, users.intents);
            QCOMPARE(users.latency.count(), users.answered);
            QVERIFY(users.intents > 0);
        }
        QVERIFY(record.demands[0].lost > 0);
        const auto& calls = record.calls.back();
        QVERIFY(calls.tooLate > 0 && calls.retries > 0 && calls.hits > 0 && calls.failed > 0);
        for (const auto& row : record.timeline.stations) QVERIFY(row[0].busy <= 8 && row[1].busy <= 60);
        // Nobody in service beyond the workers, nobody present less than in service.
        for (const auto& station : record.stations) QVERIFY(station.busy.value() <= station.present.value());
        QVERIFY(record.meanBusy(0) <= 8.0);
        QVERIFY(record.demands[0].latency.longest() <=
                3 * 0.5 + 0.1 + 0.2 + 1e-6); // three attempts and their waits
    }
}

void RequestReplayTest::theSameSeedGivesTheSameBytes() {
    const Traffic traffic = busy();
    const auto one = traffic.replay(eventful(), 4), again = traffic.replay(eventful(), 4);
    QVERIFY(one == again);
    const auto other = traffic.replay(eventful(), 5), later = traffic.replay(eventful(), 4, 1);
    QVERIFY(!(one == other) && !(one == later) && !(other == later));
    auto ab = other, ba = later;
    ab.merge(later);
    ba.merge(other);
    ab.timeline = ba.timeline = {};
    QVERIFY(ab == ba);
}

// The same storm: with another demand, or other structure, the first demand's users come at the same
// instants.
void RequestReplayTest::oneDemandDoesNotShiftAnother() {
    Traffic traffic = busy();
    const auto before = traffic.replay(eventful(), 1);
    traffic.open("more", 1, 50.0);
    RequestWindow window = eventful();
    window.targets.clear();
    const auto after = traffic.replay(window, 1);
    QCOMPARE(after.demands[0].intents, before.demands[0].intents);
    for (std::size_t row = 0; row != before.timeline.demands.size(); ++row)
        QCOMPARE(after.timeline.demands[row][0].intents, before.timeline.demands[row][0].intents);
}

QTEST_APPLESS_MAIN(RequestReplayTest)
#include "tst_request_replay.moc"
