#include "sim/behaviour/scaling/hpa_replicas.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour {

namespace {

using Result = core::Expected<HpaProposal, HpaFailure>;

enum class PodClass : std::uint8_t { ignored, unready, missing, ready };

// Up to the next whole replica, within what a count can hold. NaN (nothing over nothing) asks for none.
int wholeReplicas(double wanted) {
    if (!(wanted > 0.0)) return 0;
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    return static_cast<int>(std::min(std::ceil(wanted), kMost));
}

bool warmsUp(const HpaPod& pod, const HpaSample& sample, const HpaScene& scene) {
    if (!pod.hasReadiness || !pod.started) return true;
    if (scene.now - *pod.started < scene.cpuInitialisation)
        return !pod.ready || sample.taken - pod.readyChanged < sample.over;
    return !pod.ready && pod.readyChanged - *pod.started < scene.readinessDelay; // never was ready
}

PodClass classOf(const HpaPod& pod, const HpaPodReading& reading, bool cpu, const HpaScene& scene) {
    using Phase = HpaPod::Phase;
    if (pod.deleting || pod.phase == Phase::failed || pod.phase == Phase::succeeded) return PodClass::ignored;
    if (pod.phase == Phase::pending) return PodClass::unready;
    if (!reading.sample) return PodClass::missing;
    return cpu && warmsUp(pod, *reading.sample, scene) ? PodClass::unready : PodClass::ready;
}

// Sums over the pods counted so far.
struct Usage {
    std::int64_t milli = 0, requested = 0, pods = 0;

    void count(std::int64_t usedMilli, const HpaPodReading& reading) {
        milli += usedMilli;
        requested += reading.requestMilli.value_or(0);
        ++pods;
    }
    std::int64_t average() const { return milli / pods; }
    std::int64_t percent() const { return milli * 100 / requested; } // in whole percent, cut off
    double ratio(const HpaTarget& target) const {
        const bool percents = target.kind == HpaTarget::Kind::utilisation;
        return static_cast<double>(percents ? percent() : average()) / static_cast<double>(target.target);
    }
};

// What a pod without a sample is taken to use: much when all the others say fewer, nothing when they say
// more.
std::int64_t assumedMilli(const HpaTarget& target, const HpaPodReading& reading, bool fewer) {
    if (!fewer) return 0;
    if (target.kind != HpaTarget::Kind::utilisation) return target.target;
    return *reading.requestMilli * std::max<std::int64_t>(100, target.target) / 100;
}

struct Sorted {
    Usage ready;
    int unready = 0, missing = 0;
};

Sorted sorted(const HpaTarget& target, const HpaReading& reading, const HpaScene& scene) {
    Sorted result;
    for (std::size_t i = 0; i < scene.pods.size(); ++i) {
        const HpaPodReading& pod = reading.pods[i];
        switch (classOf(scene.pods[i], pod, target.cpu, scene)) {
        case PodClass::ignored: break;
        case PodClass::unready: ++result.unready; break;
        case PodClass::missing: ++result.missing; break;
        case PodClass::ready: result.ready.count(pod.sample->milli, pod); break;
        }
    }
    return result;
}

// All pods that are not ignored, with cautious figures for those that say nothing. Unready ones are counted,
// as idle, only on the way up.
Usage cautious(const HpaTarget& target, const HpaReading& reading, const HpaScene& scene, const Sorted& pods,
               double ratio) {
    Usage all = pods.ready;
    for (std::size_t i = 0; i < scene.pods.size(); ++i) {
        const HpaPodReading& pod = reading.pods[i];
        const PodClass group = classOf(scene.pods[i], pod, target.cpu, scene);
        if (group == PodClass::missing && ratio != 1.0)
            all.count(assumedMilli(target, pod, ratio < 1.0), pod);
        if (group == PodClass::unready && ratio > 1.0) all.count(0, pod);
    }
    return all;
}

// The second opinion must not turn the direction, nor undo it by its count of pods.
int afterCaution(double first, const Usage& all, const HpaTarget& target, const HpaTolerance& tolerance,
                 int current) {
    const double ratio = all.ratio(target);
    if (tolerance.holds(ratio) || (first < 1.0 && ratio > 1.0) || (first > 1.0 && ratio < 1.0))
        return current;
    const int wanted = wholeReplicas(ratio * static_cast<double>(all.pods));
    const bool against = (ratio < 1.0 && wanted > current) || (ratio > 1.0 && wanted < current);
    return against ? current : wanted;
}

bool requestsKnown(const HpaReading& reading) {
    return std::all_of(reading.pods.begin(), reading.pods.end(),
                       [](const HpaPodReading& pod) { return pod.requestMilli.has_value(); });
}

Result fromPods(const HpaTarget& target, const HpaReading& reading, const HpaTolerance& tolerance,
                const HpaScene& scene) {
    NUEVES_ASSERT(reading.pods.size() == scene.pods.size(), "one reading per pod");
    if (scene.pods.empty()) return core::Unexpected{HpaFailure::noPods};
    const bool percents = target.kind == HpaTarget::Kind::utilisation;
    const Sorted pods = sorted(target, reading, scene);
    if (pods.ready.pods == 0) return core::Unexpected{HpaFailure::noMetrics};
    if (percents && !requestsKnown(reading)) return core::Unexpected{HpaFailure::missingRequest};
    if (percents && pods.ready.requested == 0) return core::Unexpected{HpaFailure::noMetrics};

    HpaProposal proposal{scene.replicas, percents ? pods.ready.percent() : 0, pods.ready.average()};
    const double ratio = pods.ready.ratio(target);
    if (pods.missing == 0 && !(pods.unready > 0 && ratio > 1.0)) {
        if (!tolerance.holds(ratio))
            proposal.replicas = wholeReplicas(ratio * static_cast<double>(pods.ready.pods));
        return proposal;
    }
    const Usage all = cautious(target, reading, scene, pods, ratio);
    proposal.replicas = afterCaution(ratio, all, target, tolerance, scene.replicas);
    return proposal;
}

std::int64_t sumOf(std::span<const std::int64_t> values) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::int64_t sum = 0;
    for (const std::int64_t value : values) {
        if (value > 0 && sum > kMost - value) return kMost;
        sum += value;
    }
    return sum;
}

Result fromValue(std::int64_t total, const HpaTarget& target, const HpaTolerance& tolerance,
                 const HpaScene& scene) {
    HpaProposal proposal{scene.replicas, 0, total};
    const double ratio = static_cast<double>(total) / static_cast<double>(target.target);
    if (scene.replicas == 0) {
        proposal.replicas = wholeReplicas(ratio); // nobody is ready to be counted
        return proposal;
    }
    if (tolerance.holds(ratio)) return proposal;
    if (scene.pods.empty()) return core::Unexpected{HpaFailure::noPods};
    const auto ready = std::count_if(scene.pods.begin(), scene.pods.end(), [](const HpaPod& pod) {
        return pod.phase == HpaPod::Phase::running && pod.hasReadiness && pod.ready;
    });
    proposal.replicas = wholeReplicas(ratio * static_cast<double>(ready));
    return proposal;
}

Result fromAveragedValue(std::int64_t total, const HpaTarget& target, const HpaTolerance& tolerance,
                         const HpaScene& scene) {
    const double value = static_cast<double>(total), goal = static_cast<double>(target.target);
    const int existing = scene.existingReplicas;
    HpaProposal proposal{existing, 0, 0};
    if (existing > 0) {
        const double each = std::ceil(value / existing);
        constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
        proposal.milli = each < static_cast<double>(kMost) ? static_cast<std::int64_t>(each) : kMost;
    }
    if (existing == 0 || !tolerance.holds(value / (goal * existing)))
        proposal.replicas = wholeReplicas(value / goal);
    return proposal;
}

} // namespace

Result hpaProposal(const HpaTarget& target, const HpaReading& reading, const HpaTolerance& tolerance,
                   const HpaScene& scene) {
    NUEVES_ASSERT(target.target > 0, "a target is positive");
    if (target.kind == HpaTarget::Kind::utilisation || target.kind == HpaTarget::Kind::average)
        return fromPods(target, reading, tolerance, scene);
    if (reading.valuesMilli.empty()) return core::Unexpected{HpaFailure::noMetrics};
    const std::int64_t total = sumOf(reading.valuesMilli);
    return target.kind == HpaTarget::Kind::value ? fromValue(total, target, tolerance, scene)
                                                 : fromAveragedValue(total, target, tolerance, scene);
}

} // namespace nueves::behaviour
