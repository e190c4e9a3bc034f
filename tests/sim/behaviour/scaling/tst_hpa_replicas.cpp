// What the published rows leave untold about one metric's wish, each worked out by hand in its comment. The
// rows themselves: tests/verification/tst_hpa_tables.cpp.
#include "sim/behaviour/scaling/hpa_replicas.hpp"
#include "support/hpa_pods.hpp"

#include <QtTest>

#include <limits>

using namespace nueves::behaviour;
using namespace nueves::test;
using nueves::core::SimSpan;
using nueves::core::SimTime;

namespace {

HpaPod pending() {
    HpaPod pod;
    pod.phase = HpaPod::Phase::pending;
    pod.ready = false;
    return pod;
}

HpaPodReading used(std::int64_t milli, std::int64_t request = 1000) {
    return {request, HpaSample{milli, kNow}};
}

const HpaPodReading kNoSample{1000, {}};
const HpaTarget kCpu50{HpaTarget::Kind::utilisation, true, 50};

// One metric on some pods.
struct Measured {
    std::vector<HpaPod> pods;
    std::vector<HpaPodReading> readings;
    HpaTolerance tolerance{};

    auto proposal(const HpaTarget& target, int current = -1) const {
        const int replicas = current < 0 ? static_cast<int>(pods.size()) : current;
        return hpaProposal(target, {readings, {}}, tolerance,
                           {replicas, replicas, pods, 300 * kSecond, 30 * kSecond, kNow});
    }
    int replicas(const HpaTarget& target, int current = -1) const {
        return proposal(target, current)->replicas;
    }
};

Measured alike(int count, std::int64_t milli) {
    return {std::vector<HpaPod>(count, readySince(at(0))), std::vector<HpaPodReading>(count, used(milli))};
}

} // namespace

class TestHpaReplicas : public QObject {
    Q_OBJECT

  private slots:
    void utilisationIsCutToWholePercents();
    void eachDirectionHasItsTolerance();
    void pendingPodsAreLeftOutOnTheWayDown();
    void pendingPodsStayOutBesideMissingOnes();
    void missingPodsCountAsFullOrAsTheTarget();
    void youngPodsCountOnceSampledSinceReady();
    void podsThatTurnedUnreadyLaterCount();
    void memoryAndCustomMetricsDoNotWarmUp();
    void failedMetricsSayWhy();
    void figuresFromElsewhereNeedReadyPods();
    void absurdFiguresStayInRange();
};

// 5 x 549 of 5 x 1000 is 54.9 %, seen as 54: over 50 that is 1.08, inside the dead band; 550 is 1.1 and still
// inside; 560 is 1.12 and asks for ceil(5.6).
void TestHpaReplicas::utilisationIsCutToWholePercents() {
    QCOMPARE(alike(5, 549).proposal(kCpu50)->percent, 54);
    QCOMPARE(alike(5, 549).replicas(kCpu50), 5);
    QCOMPARE(alike(5, 559).replicas(kCpu50), 5);
    QCOMPARE(alike(5, 560).replicas(kCpu50), 6);
    QCOMPARE(alike(5, 450).replicas(kCpu50), 5);
    QCOMPARE(alike(5, 449).replicas(kCpu50), 5); // 44 %: 0.88 x 5 = 4.4, up to 5 again
    QCOMPARE(alike(10, 449).replicas(kCpu50), 9);
}

void TestHpaReplicas::eachDirectionHasItsTolerance() {
    Measured calm = alike(10, 600); // 60 over 50: 1.2
    QCOMPARE(calm.replicas(kCpu50), 12);
    calm.tolerance = {.up = 0.25, .down = 0.0};
    QCOMPARE(calm.replicas(kCpu50), 10);
    Measured idle = alike(10, 480); // 0.96
    QCOMPARE(idle.replicas(kCpu50), 10);
    idle.tolerance = {.up = 0.25, .down = 0.01};
    QCOMPARE(idle.replicas(kCpu50), 10); // ceil(9.6)
    idle.tolerance.down = 0.0;
    QCOMPARE(alike(100, 490).replicas(kCpu50), 100);
    Measured many = alike(100, 490); // 0.98: the band of 0.01 is left, the band of 0.02 is not
    many.tolerance = {.up = 0.1, .down = 0.01};
    QCOMPARE(many.replicas(kCpu50), 98);
}

// One ready at 10 % and four pending: 0.2 x 1, so one. On the way up they count as idle: 160 % of one is 32 %
// of five, below the target, and nothing moves.
void TestHpaReplicas::pendingPodsAreLeftOutOnTheWayDown() {
    Measured starting = alike(1, 100);
    for (int i = 0; i < 4; ++i) {
        starting.pods.push_back(pending());
        starting.readings.push_back(kNoSample);
    }
    QCOMPARE(starting.replicas(kCpu50), 1);
    starting.readings[0] = used(1600);
    QCOMPARE(starting.replicas(kCpu50), 5);
    starting.readings[0] = used(6000); // 120 % of five: 2.4 x 5
    QCOMPARE(starting.replicas(kCpu50), 12);
    QCOMPARE(starting.proposal(kCpu50)->percent, 600); // what is shown is what was measured
}

// Idle pods at 33 % and a missing one taken as full are 49 % of four, near enough to 50. The pending ones do
// not make that 24 % of eight.
void TestHpaReplicas::pendingPodsStayOutBesideMissingOnes() {
    Measured some = alike(4, 330);
    some.readings[3] = kNoSample;
    for (int i = 0; i < 4; ++i) {
        some.pods.push_back(pending());
        some.readings.push_back(kNoSample);
    }
    QCOMPARE(some.replicas(kCpu50), 8);
}

void TestHpaReplicas::missingPodsCountAsFullOrAsTheTarget() {
    Measured some = alike(4, 200);
    some.readings[3] = kNoSample;
    // (3 x 200 + 1000) / 4000 = 40 %: 0.8 x 4
    QCOMPARE(some.replicas(kCpu50), 4);
    some.readings[0] = some.readings[1] = some.readings[2] = used(0); // 1000 / 4000: 0.5 x 4
    QCOMPARE(some.replicas(kCpu50), 2);
    // 20 % alone, 60 % with a full one: the direction would turn
    Measured pair = alike(2, 200);
    pair.readings[1] = kNoSample;
    QCOMPARE(pair.replicas(kCpu50), 2);
    // Above 100 % the target is what they are taken to use: (3 x 900 + 2000) / 4000 = 117 %; full would give
    // 92
    const HpaTarget cpu200{HpaTarget::Kind::utilisation, true, 200};
    some.readings[0] = some.readings[1] = some.readings[2] = used(900);
    QCOMPARE(some.replicas(cpu200), 3); // 0.585 x 4; full: 0.46 x 4 = 2
    // Raw figures: exactly the target. (3 x 2 + 10) / 4 = 4 of 10: 0.4 x 4
    const HpaTarget tenEach{HpaTarget::Kind::average, false, 10};
    some.readings[0] = some.readings[1] = some.readings[2] = used(2);
    QCOMPARE(some.replicas(tenEach), 2);
    // On the way up they are idle: 3 x 40 / 4 = 30 of 10: 3 x 4 = 12, not 16
    some.readings[0] = some.readings[1] = some.readings[2] = used(40);
    QCOMPARE(some.replicas(tenEach), 12);
    // The second opinion never turns the direction: 13 of 10 alone, 9.75 -> 9 with an idle one
    some.readings[0] = some.readings[1] = some.readings[2] = used(13);
    QCOMPARE(some.replicas(tenEach), 4);
    // Nor may its count of pods: 16 x 3 / 4 = 12 of 10, 1.2 x 4 = 5 while the specification already asks for
    // 9
    some.readings[0] = some.readings[1] = some.readings[2] = used(16);
    QCOMPARE(some.replicas(tenEach, 9), 9);
    QCOMPARE(some.replicas(tenEach, 4), 5);
}

// Started 100 s ago, ready for 90: a sample of the last minute that ended 31 s ago was taken since, all of
// it; one that ended 29 s earlier than that was not.
void TestHpaReplicas::youngPodsCountOnceSampledSinceReady() {
    Measured two = alike(2, 900);
    two.pods[1].started = kNow - 100 * kSecond;
    two.pods[1].readyChanged = kNow - 90 * kSecond;
    two.readings[1].sample = HpaSample{300, kNow - 30 * kSecond};
    QCOMPARE(two.proposal(kCpu50)->percent, 60); // (900 + 300) / 2000
    two.readings[1].sample->taken = kNow - 31 * kSecond;
    QCOMPARE(two.proposal(kCpu50)->percent, 90); // the young one does not count
    two.readings[1].sample->taken = kNow;
    two.pods[1].ready = false;
    QCOMPARE(two.proposal(kCpu50)->percent, 90);
    two.pods[1].ready = true;
    two.pods[1].hasReadiness = false;
    QCOMPARE(two.proposal(kCpu50)->percent, 90);
    two.pods[1].hasReadiness = true;
    two.pods[1].started.reset();
    QCOMPARE(two.proposal(kCpu50)->percent, 90);
    two.readings[1].sample->taken = kNow - 31 * kSecond;
    two.pods[1].started = kNow - 300 * kSecond; // no longer young
    QCOMPARE(two.proposal(kCpu50)->percent, 60);
}

void TestHpaReplicas::podsThatTurnedUnreadyLaterCount() {
    Measured two = alike(2, 900);
    two.readings[1] = used(300);
    two.pods[1].ready = false;
    two.pods[1].readyChanged = *two.pods[1].started + 29 * kSecond; // never was ready
    QCOMPARE(two.proposal(kCpu50)->percent, 90);
    two.pods[1].readyChanged = *two.pods[1].started + 30 * kSecond;
    QCOMPARE(two.proposal(kCpu50)->percent, 60);
}

void TestHpaReplicas::memoryAndCustomMetricsDoNotWarmUp() {
    Measured two = alike(2, 900);
    two.readings[1] = used(300);
    two.pods[1].ready = false;
    two.pods[1].started = two.pods[1].readyChanged = kNow;
    QCOMPARE(two.proposal({HpaTarget::Kind::utilisation, true, 50})->percent, 90);
    QCOMPARE(two.proposal({HpaTarget::Kind::utilisation, false, 50})->percent, 60);
    QCOMPARE(two.proposal({HpaTarget::Kind::average, false, 50})->milli, 600);
    two.pods[1].phase = HpaPod::Phase::pending; // that counts for all
    QCOMPARE(two.proposal({HpaTarget::Kind::average, false, 50})->milli, 900);
    two.pods[1].phase = HpaPod::Phase::succeeded;
    QCOMPARE(two.proposal({HpaTarget::Kind::average, false, 50})->milli, 900);
}

void TestHpaReplicas::failedMetricsSayWhy() {
    QCOMPARE(alike(0, 0).proposal(kCpu50).error(), HpaFailure::noPods);
    Measured two = alike(2, 900);
    two.readings[1].requestMilli.reset();
    QCOMPARE(two.proposal(kCpu50).error(), HpaFailure::missingRequest);
    two.pods[1].phase = HpaPod::Phase::failed; // even of a pod that does not count
    QCOMPARE(two.proposal(kCpu50).error(), HpaFailure::missingRequest);
    QVERIFY(two.proposal(
        {HpaTarget::Kind::average, false, 900})); // who asks for nothing per request does not mind
    two.readings = {kNoSample, kNoSample};
    QCOMPARE(two.proposal(kCpu50).error(), HpaFailure::noMetrics);
    two.readings = {used(5, 0), used(5, 0)}; // a share of nothing
    QCOMPARE(two.proposal(kCpu50).error(), HpaFailure::noMetrics);
    const HpaScene scene{3, 3, two.pods, 300 * kSecond, 30 * kSecond, kNow};
    for (const auto kind : {HpaTarget::Kind::value, HpaTarget::Kind::averagedValue})
        QCOMPARE(hpaProposal({kind, false, 10}, {}, {}, scene).error(), HpaFailure::noMetrics);
}

void TestHpaReplicas::figuresFromElsewhereNeedReadyPods() {
    std::vector<HpaPod> pods(5, readySince(at(0)));
    pods[0].ready = false;
    pods[3].phase = HpaPod::Phase::unknown; // its node is silent
    pods[4].hasReadiness = false;
    const std::vector<std::int64_t> values{20, 10}; // several series of one metric: their sum counts
    const HpaReading reading{{}, values};
    const HpaTarget value{HpaTarget::Kind::value, false, 10}, each{HpaTarget::Kind::averagedValue, false, 10};
    const auto asked = [&](const HpaTarget& target, int replicas, int existing,
                           std::span<const HpaPod> seen) {
        return hpaProposal(target, reading, {},
                           {replicas, existing, seen, 300 * kSecond, 30 * kSecond, kNow});
    };
    QCOMPARE(asked(value, 3, 3, pods)->replicas, 6); // 3 x the two ready ones
    QCOMPARE(asked(value, 0, 0, {})->replicas, 3);   // from nothing: the ratio itself
    QCOMPARE(asked(value, 3, 3, {}).error(), HpaFailure::noPods);
    QCOMPARE(asked(each, 3, 3, pods)->replicas, 3);
    QCOMPARE(asked(each, 5, 2, pods)->replicas, 3); // 30 over 2 is 15 each: too much for the two that exist
    QCOMPARE(asked(each, 5, 2, pods)->milli, 15);
    QCOMPARE(asked(each, 0, 0, {})->replicas, 3);
}

void TestHpaReplicas::absurdFiguresStayInRange() {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const std::vector<std::int64_t> values{kMost, kMost};
    const HpaReading reading{{}, values};
    const std::vector<HpaPod> pods(2, readySince(at(0)));
    const HpaScene scene{2, 2, pods, 300 * kSecond, 30 * kSecond, kNow};
    for (const auto kind : {HpaTarget::Kind::value, HpaTarget::Kind::averagedValue})
        QCOMPARE(hpaProposal({kind, false, 1}, reading, {}, scene)->replicas,
                 std::numeric_limits<std::int32_t>::max());
}

QTEST_APPLESS_MAIN(TestHpaReplicas)
#include "tst_hpa_replicas.moc"
