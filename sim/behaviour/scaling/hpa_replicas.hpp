// How many replicas one metric asks for: the replica calculator of the Kubernetes Horizontal Pod Autoscaler.
//
// Whole numbers of thousandths, as there, so that the roundings are the same. Pods come in one order, and a
// reading belongs to the pod at its place. Source: Kubernetes (Apache-2.0), pkg/controller/podautoscaler/
// replica_calculator.go and metrics/utilization.go, as read in a 2026 development tree; the rules in words.
#pragma once

#include "sim/core/expected.hpp"
#include "sim/core/time.hpp"
#include "sim/model/hpa.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace nueves::behaviour {

using model::HpaTarget;
using model::HpaTolerance;
using model::kSecond;

struct HpaPod {
    enum class Phase : std::uint8_t { pending, running, succeeded, failed, unknown };
    Phase phase = Phase::running;
    bool deleting = false;
    bool ready = true;
    bool hasReadiness = true;               // a readiness condition has been set at all
    std::optional<core::SimTime> started{}; // none: not started yet
    core::SimTime readyChanged{};           // when `ready` took its present value
};

struct HpaSample {
    std::int64_t milli = 0;
    core::SimTime taken{};            // end of what it averages over
    core::SimSpan over{60 * kSecond}; // what it averages over
};

// Of one pod for one metric.
struct HpaPodReading {
    std::optional<std::int64_t> requestMilli{}; // summed over containers; none: some container asks for none
    std::optional<HpaSample> sample{};          // none: missing
};

// What was measured for one target.
struct HpaReading {
    std::span<const HpaPodReading> pods{}; // utilisation and average: as many as pods
    std::span<const std::int64_t>
        valuesMilli{}; // value and averagedValue: their sum counts; empty: no answer
};

struct HpaScene {
    int replicas = 0;         // asked for in the specification
    int existingReplicas = 0; // reported by the target's status: only averagedValue looks at it
    std::span<const HpaPod> pods{};
    core::SimSpan cpuInitialisation{300 * kSecond}; // younger pods need a sample taken since they are ready
    core::SimSpan readinessDelay{30 * kSecond}; // who turned unready within it after start never was ready
    core::SimTime now{};
};

struct HpaProposal {
    int replicas = 0;
    std::int64_t percent = 0; // utilisation: of all that was counted at first, whole percent
    std::int64_t milli = 0;   // average, value, or value per replica (rounded up)
};

enum class HpaFailure : std::uint8_t { noPods, noMetrics, missingRequest };

core::Expected<HpaProposal, HpaFailure> hpaProposal(const HpaTarget& target, const HpaReading& reading,
                                                    const HpaTolerance& tolerance, const HpaScene& scene);

} // namespace nueves::behaviour
