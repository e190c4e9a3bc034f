// The Kubernetes Horizontal Pod Autoscaler: one sync of its controller, from metrics to a number of replicas.
//
// Pure: the clock is an argument, all memory is the state. The year-long simulation calls it once a sync
// period (15 s); the metrics it is given are as old as the scrape makes them. A control plane that is down
// does not call it, and one that restarts begins with a new HpaState, which holds scale-down back for a
// window. Source: Kubernetes (Apache-2.0), pkg/controller/podautoscaler/horizontal.go, as read in a 2026
// development tree; its defaults in config/v1alpha1/defaults.go.
#pragma once

#include "sim/behaviour/scaling/hpa_limits.hpp"
#include "sim/behaviour/scaling/hpa_replicas.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nueves::behaviour {

HpaTolerance tolerancesOf(const HpaSettings& settings);

// What the controller sees at a sync.
struct HpaView {
    int replicas = 0;         // in the specification, not how many run
    int existingReplicas = 0; // in the status
    std::span<const HpaPod> pods{};
    std::span<const HpaReading> readings{}; // one per target
};

struct HpaDecision {
    int replicas = 0;                // to be asked for from now on
    std::optional<int> wanted{};     // by the metrics, before windows and limits; none: not asked, or unknown
    HpaLimit limit = HpaLimit::none; // what held back the stabilised size
    bool stabilised = false;         // a window held it back
    std::optional<HpaFailure> failure{}; // of the first metric that failed; others may have decided
};

// `now` does not go back from call to call.
HpaDecision hpaSync(const HpaSettings& settings, HpaState& state, const HpaView& view, core::SimTime now);

} // namespace nueves::behaviour
