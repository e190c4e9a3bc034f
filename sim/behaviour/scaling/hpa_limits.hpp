// What holds a wanted size back: stabilisation windows, scaling policies and limits of the Kubernetes
// Horizontal Pod Autoscaler.
//
// Logs are bounded without pruning: a new entry takes the place of an expired one, so that there are never
// more than the windows (or periods) hold at the pace of the controller, plus one. Source: Kubernetes
// (Apache-2.0), pkg/controller/podautoscaler/horizontal.go, as read in a 2026 development tree.
#pragma once

#include "sim/core/time.hpp"
#include "sim/model/hpa.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nueves::behaviour {

using model::HpaBehaviour;
using model::HpaBounds;
using model::hpaDefaultDown;
using model::hpaDefaultUp;
using model::HpaEvent;
using model::HpaPolicy;
using model::HpaRecommendation;
using model::HpaRules;
using model::HpaSelect;
using model::HpaSettings;
using model::HpaState;
using model::HpaTarget;
using model::HpaTolerance;
using model::kHpaCapFactor;
using model::kSecond;

// Highest of the recommendations not older than `window` and the new one, which is logged.
int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, core::SimSpan window, core::SimTime now);
// The same with a window in each direction: as little change of `current` as the windows allow.
int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, int current, const HpaBehaviour& behaviour,
                  core::SimTime now);

enum class HpaLimit : std::uint8_t { none, tooFew, tooMany, up, down }; // what bound: min, max, the pace

struct HpaLimited {
    int replicas = 0;
    HpaLimit by = HpaLimit::none;
    friend bool operator==(const HpaLimited&, const HpaLimited&) = default;
};

// Without a behaviour: bounds, and at most max(capFactor x current, 4).
HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, double capFactor = kHpaCapFactor);
// With one: its policies, given what was changed lately, and the bounds.
HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, const HpaBehaviour& behaviour,
                      const HpaState& state, core::SimTime now);
// How far the policies alone let `current` go. It may lie on the wrong side of `current`: the budget is
// spent.
int hpaUpLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now);
int hpaDownLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now);

core::SimSpan longestPeriod(const HpaRules& rules);
// Sum of the changes younger than `period`.
int hpaChangedWithin(std::span<const HpaEvent> log, core::SimSpan period, core::SimTime now);
// Logs a change of size that was made; nothing without a behaviour, as nobody would look.
void hpaLogChange(HpaState& state, const std::optional<HpaBehaviour>& behaviour, int before, int after,
                  core::SimTime now);

} // namespace nueves::behaviour
