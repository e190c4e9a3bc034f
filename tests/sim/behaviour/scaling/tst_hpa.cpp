// The rules of the HPA's sync that the published rows leave untold, each worked out by hand in its comment.
// The rows themselves: tests/verification/tst_hpa_tables.cpp.
#include "sim/behaviour/scaling/hpa.hpp"
#include "support/hpa_pods.hpp"

#include <QtTest>

#include <limits>

using namespace nueves::behaviour;
using namespace nueves::test;
using nueves::core::SimSpan;
using nueves::core::SimTime;

namespace {

HpaPodReading used(std::int64_t milli) {
    return {1000, HpaSample{milli, kNow}};
}

const HpaPodReading kNoSample{1000, {}};
const HpaTarget kCpu50{HpaTarget::Kind::utilisation, true, 50};

// A service whose one metric is a figure from elsewhere against 10 per replica: wanted = figure / 10.
struct Outside {
    HpaSettings settings;
    HpaState state;
    std::vector<HpaPod> pods;

    Outside() {
        settings.bounds = {1, 100};
        settings.targets = {{HpaTarget::Kind::averagedValue, false, 10'000}};
    }
    HpaDecision sync(int current, std::int64_t figure, SimTime now) {
        const std::int64_t milli = figure * 1000;
        const HpaReading reading{{}, {&milli, 1}};
        return hpaSync(settings, state, {current, current, pods, {&reading, 1}}, now);
    }
    HpaDecision syncBlind(int current, SimTime now) {
        const HpaReading nothing;
        return hpaSync(settings, state, {current, current, pods, {&nothing, 1}}, now);
    }
};

} // namespace

class TestHpa : public QObject {
    Q_OBJECT

  private slots:
    void largestMetricWins();
    void oneFailedMetricBlocksOnlyScaleDown();
    void restartHoldsScaleDownForOneWindow();
    void withoutBehaviourTheSizeDoublesAtMost();
    void sizeOutsideTheBoundsIsBroughtBackAtOnce();
    void disabledDirectionStaysPut();
    void policyBudgetIsSpentAndComesBack();
    void oppositeChangesRefillTheBudget();
    void windowsWorkInBothDirections();
    void zeroIsOffUnlessTheAutoscalerWentThere();
    void logsStayShort();
    void directionsMayHaveTheirOwnTolerance();
    void limitsStayInRange();
};

void TestHpa::largestMetricWins() {
    HpaSettings settings;
    settings.bounds = {1, 50};
    settings.targets = {kCpu50, {HpaTarget::Kind::average, false, 100}};
    const std::vector<HpaPod> pods(4, readySince(at(0)));
    const std::vector<HpaPodReading> cpu(4, used(500)), queue(4, used(150)); // asks for 4; for 6
    const HpaReading readings[] = {{cpu, {}}, {queue, {}}};
    HpaState state;
    const auto decision = hpaSync(settings, state, {4, 4, pods, readings}, kNow);
    QCOMPARE(decision.replicas, 6);
    QCOMPARE(decision.wanted, 6);
    QVERIFY(!decision.failure);
}

void TestHpa::oneFailedMetricBlocksOnlyScaleDown() {
    HpaSettings settings;
    settings.bounds = {1, 50};
    settings.targets = {kCpu50, {HpaTarget::Kind::average, false, 100}};
    const std::vector<HpaPod> pods(4, readySince(at(0)));
    const std::vector<HpaPodReading> cpu(4, kNoSample);
    const auto size = [&](std::int64_t queue) {
        const std::vector<HpaPodReading> raw(4, used(queue));
        const HpaReading readings[] = {{cpu, {}}, {raw, {}}};
        HpaState state;
        state.started = true;
        const auto decision = hpaSync(settings, state, {4, 4, pods, readings}, kNow);
        const bool believed = queue >= 100; // and only then put into the log
        const bool right = decision.failure == HpaFailure::noMetrics &&
                           decision.wanted.has_value() == believed &&
                           state.recommendations.empty() != believed;
        return right ? decision.replicas : -1;
    };
    QCOMPARE(size(150), 6);
    QCOMPARE(size(100), 4);
    QCOMPARE(size(10), 4); // would be 1
    Outside blind;
    QCOMPARE(blind.syncBlind(7, kNow).replicas, 7);
    QCOMPARE(blind.syncBlind(7, kNow).failure, HpaFailure::noMetrics);
}

// Ten replicas, work for two. The size at the start is in the log until it is older than 300 s.
void TestHpa::restartHoldsScaleDownForOneWindow() {
    Outside service;
    int current = 10;
    for (int s = 0; s <= 300; s += 15) {
        current = service.sync(current, 20, at(s)).replicas;
        QCOMPARE(current, 10);
    }
    QVERIFY(service.state.started);
    const auto later = service.sync(current, 20, at(315));
    QCOMPARE(later.replicas, 2);
    QVERIFY(!later.stabilised);
    service.state = {}; // the controller restarts
    const auto again = service.sync(10, 20, at(330));
    QVERIFY(again.stabilised && again.replicas == 10 && again.wanted == 2);
    QCOMPARE(service.sync(10, 20, at(631)).replicas, 2);
}

void TestHpa::withoutBehaviourTheSizeDoublesAtMost() {
    Outside service;
    std::vector<int> sizes{1};
    for (int s = 0; s < 90; s += 15) sizes.push_back(service.sync(sizes.back(), 500, at(s)).replicas);
    QCOMPARE(sizes, (std::vector<int>{1, 4, 8, 16, 32, 50, 50}));
}

void TestHpa::sizeOutsideTheBoundsIsBroughtBackAtOnce() {
    Outside service;
    service.settings.bounds = {3, 20};
    service.settings.behaviour.emplace().down.select = HpaSelect::disabled; // no policy is asked
    const auto high = service.sync(40, 400, at(0));
    QVERIFY(high.replicas == 20 && high.limit == HpaLimit::tooMany && !high.wanted);
    QCOMPARE(service.state.downs, (std::vector<HpaEvent>{{20, at(0)}}));
    const auto low = service.syncBlind(1, at(15)); // nor any metric
    QVERIFY(low.replicas == 3 && low.limit == HpaLimit::tooFew && !low.failure);
    QCOMPARE(service.state.ups, (std::vector<HpaEvent>{{2, at(15)}}));
}

void TestHpa::disabledDirectionStaysPut() {
    Outside service;
    auto& behaviour = service.settings.behaviour.emplace();
    behaviour.down.select = HpaSelect::disabled;
    behaviour.down.window = {};
    service.sync(10, 100, at(0));
    const auto down = service.sync(10, 20, at(15));
    QVERIFY(down.replicas == 10 && down.limit == HpaLimit::down && down.wanted == 2);
    behaviour.up.select = HpaSelect::disabled;
    const auto up = service.sync(10, 900, at(30));
    QVERIFY(up.replicas == 10 && up.limit == HpaLimit::up && up.wanted == 90);
}

// 3 pods a minute: 10, 13 at once, no more until that change is a minute old.
void TestHpa::policyBudgetIsSpentAndComesBack() {
    Outside service;
    service.settings.behaviour.emplace().up.policies = {{HpaPolicy::Kind::pods, 3, 60 * kSecond}};
    int current = 10;
    std::vector<int> sizes;
    for (int s = 0; s <= 120; s += 15) sizes.push_back(current = service.sync(current, 500, at(s)).replicas);
    QCOMPARE(sizes, (std::vector<int>{13, 13, 13, 13, 16, 16, 16, 16, 19}));
}

// 13 after +3, then down by 5 to 8: within the minute it started at 10, and 13 is allowed again.
void TestHpa::oppositeChangesRefillTheBudget() {
    const HpaRules rules{{}, HpaSelect::max, {{HpaPolicy::Kind::pods, 3, 60 * kSecond}}};
    HpaState state;
    state.ups = {{3, at(100)}};
    state.downs = {{5, at(130)}};
    QCOMPARE(hpaUpLimit(8, rules, state, at(145)), 13);
    QCOMPARE(hpaUpLimit(8, rules, state, at(160)), 16); // the rise is a minute old: it no longer counts
    QCOMPARE(hpaDownLimit(8, rules, state, at(145)), 7);
    const HpaRules percent{{}, HpaSelect::max, {{HpaPolicy::Kind::percent, 10, 60 * kSecond}}};
    QCOMPARE(hpaUpLimit(100, percent, {}, kNow), 111); // 100 x 1.1 is above 110 in binary, and goes up
    QCOMPARE(hpaDownLimit(3, percent, {}, kNow), 2);   // 2.7, cut
    const HpaRules all{{}, HpaSelect::max, {{HpaPolicy::Kind::percent, 150, 60 * kSecond}}};
    QCOMPARE(hpaDownLimit(1, all, {}, kNow), 0); // -0.5, cut
    HpaState edge;
    edge.ups = {{3, at(100)}};
    const std::optional<HpaBehaviour> minute = HpaBehaviour{rules, rules};
    hpaLogChange(edge, minute, 10, 12,
                 at(160)); // a minute old: no longer counted, its place not yet given away
    QCOMPARE(edge.ups.size(), std::size_t(2));
    hpaLogChange(edge, minute, 12, 13, at(161));
    QCOMPARE(edge.ups, (std::vector<HpaEvent>{{1, at(161)}, {2, at(160)}}));
}

// Window of 60 s up, of 120 s down, syncs of 15 s. A jump is followed after a minute, when the last low entry
// is no longer younger than the window; a fall after two.
void TestHpa::windowsWorkInBothDirections() {
    Outside service;
    auto& behaviour = service.settings.behaviour.emplace();
    behaviour.up.window = 60 * kSecond;
    behaviour.down.window = 120 * kSecond;
    service.sync(10, 100, at(0));
    int s = 15, current = 10;
    while (current == 10) current = service.sync(10, 150, at(s += 15)).replicas;
    QCOMPARE(s, 60); // the entry of second 0 is 60 s old
    QCOMPARE(current, 15);
    const int fall = s + 15;
    for (s = fall; current == 15; s += 15) current = service.sync(15, 50, at(s)).replicas;
    QCOMPARE(s - 15, fall - 15 + 120); // the last high entry was at fall - 15
    QCOMPARE(current, 5);
}

void TestHpa::zeroIsOffUnlessTheAutoscalerWentThere() {
    Outside service;
    service.settings.bounds.min = 0;
    QCOMPARE(service.sync(0, 500, at(0)).replicas, 0); // not enabled
    service.settings.scaleToZero = true;
    QCOMPARE(service.sync(0, 500, at(15)).replicas, 0); // a person did it
    service.settings.downWindow = {};
    QCOMPARE(service.sync(3, 0, at(30)).replicas, 0);
    QVERIFY(service.state.scaledToZero);
    QCOMPARE(service.sync(0, 0, at(45)).replicas, 0);
    QCOMPARE(service.sync(0, 25, at(60)).replicas, 3); // it wakes
    QVERIFY(!service.state.scaledToZero);
    service.sync(3, 0, at(75));
    service.settings.bounds.min = 2; // raised while it sleeps
    QCOMPARE(service.sync(0, 0, at(90)).replicas, 2);
    service.settings.targets = {kCpu50}; // pods that are not there say nothing
    service.state.scaledToZero = true;
    service.settings.bounds.min = 0;
    QCOMPARE(service.syncBlind(0, at(105)).replicas, 0);
}

// A week of syncs with a demand that swings: one entry more than the window or the period holds, at most.
void TestHpa::logsStayShort() {
    for (const bool withBehaviour : {false, true}) {
        Outside service;
        if (withBehaviour) service.settings.behaviour.emplace();
        int current = 5, changes = 0;
        for (int i = 0; i < 7 * 24 * 240; ++i) {
            const int figure = 20 + 7 * (i / 40 * 7919 % 101); // another every ten minutes
            const int next = service.sync(current, figure, at(15 * i)).replicas;
            changes += next != current;
            current = next;
            QVERIFY(service.state.recommendations.size() <= 300 / 15 + 2);
            QVERIFY(service.state.ups.size() <= 3 && service.state.downs.size() <= 3);
        }
        QVERIFY(changes > 100);
    }
}

void TestHpa::directionsMayHaveTheirOwnTolerance() {
    HpaSettings settings;
    settings.tolerance = 0.2;
    QVERIFY(tolerancesOf(settings).up == 0.2 && tolerancesOf(settings).down == 0.2);
    settings.behaviour.emplace().down.tolerance = 0.05;
    QVERIFY(tolerancesOf(settings).up == 0.2 && tolerancesOf(settings).down == 0.05);
}

void TestHpa::limitsStayInRange() {
    const HpaRules huge{{}, HpaSelect::max, {{HpaPolicy::Kind::pods, 2'000'000'000, 15 * kSecond}}};
    QCOMPARE(hpaUpLimit(2'000'000'000, huge, {}, kNow), std::numeric_limits<std::int32_t>::max());
    QCOMPARE(hpaLimited(5, 2'000'000'000, {1, 10}).replicas, 5);
}

QTEST_APPLESS_MAIN(TestHpa)
#include "tst_hpa.moc"
