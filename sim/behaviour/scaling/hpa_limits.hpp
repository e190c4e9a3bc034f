// What holds a wanted size back: stabilisation windows, scaling policies and limits of the Kubernetes
// Horizontal Pod Autoscaler.
//
// Logs are bounded without pruning: a new entry takes the place of an expired one, so that there are never
// more than the windows (or periods) hold at the pace of the controller, plus one. Source: Kubernetes
// (Apache-2.0), pkg/controller/podautoscaler/horizontal.go, as read in a 2026 development tree.
#pragma once

#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nueves::behaviour {

struct HpaPolicy {
    enum class Kind : std::uint8_t { pods, percent };
    Kind kind = Kind::pods;
    int value = 0;          // > 0
    core::SimSpan period{}; // > 0; the change allowed within it
};

enum class HpaSelect : std::uint8_t {
    max,
    min,
    disabled
}; // of the policies, the one that changes most, least

// Of one direction.
struct HpaRules {
    core::SimSpan window{}; // 0 to 3600 s
    HpaSelect select = HpaSelect::max;
    std::vector<HpaPolicy> policies;
    std::optional<double> tolerance{}; // none: that of the cluster

    core::SimSpan longestPeriod() const;
};

// What is set where nothing is said: 4 pods or 100 % in 15 s, at once; and down 100 % in 15 s, after the
// window.
HpaRules hpaDefaultUp();
HpaRules hpaDefaultDown();

struct HpaBehaviour {
    HpaRules up = hpaDefaultUp();
    HpaRules down = hpaDefaultDown();
};

struct HpaRecommendation {
    int replicas = 0;
    core::SimTime at{};
    friend bool operator==(const HpaRecommendation&, const HpaRecommendation&) = default;
};

struct HpaEvent {
    int change = 0; // > 0, in the direction of its log
    core::SimTime at{};
    bool outdated = false; // no policy looks that far back
    friend bool operator==(const HpaEvent&, const HpaEvent&) = default;
};

// Plain data, copied with the state of a run.
struct HpaState {
    bool started = false;      // false: the controller's memory is empty, and its first sync records the size
    bool scaledToZero = false; // by itself, and not by a person
    std::vector<HpaRecommendation> recommendations;
    std::vector<HpaEvent> ups, downs;
    friend bool operator==(const HpaState&, const HpaState&) = default;
};

// Highest of the recommendations not older than `window` and the new one, which is logged.
int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, core::SimSpan window, core::SimTime now);
// The same with a window in each direction: as little change of `current` as the windows allow.
int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, int current, const HpaBehaviour& behaviour,
                  core::SimTime now);

enum class HpaLimit : std::uint8_t { none, tooFew, tooMany, up, down }; // what bound: min, max, the pace

struct HpaBounds {
    int min = 1, max = 1; // 0 <= min <= max
    friend bool operator==(const HpaBounds&, const HpaBounds&) = default;
};

struct HpaLimited {
    int replicas = 0;
    HpaLimit by = HpaLimit::none;
    friend bool operator==(const HpaLimited&, const HpaLimited&) = default;
};

inline constexpr double kHpaCapFactor = 2.0;

// Without a behaviour: bounds, and at most max(capFactor x current, 4).
HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, double capFactor = kHpaCapFactor);
// With one: its policies, given what was changed lately, and the bounds.
HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, const HpaBehaviour& behaviour,
                      const HpaState& state, core::SimTime now);
// How far the policies alone let `current` go. It may lie on the wrong side of `current`: the budget is
// spent.
int hpaUpLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now);
int hpaDownLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now);

// Sum of the changes younger than `period`.
int hpaChangedWithin(std::span<const HpaEvent> log, core::SimSpan period, core::SimTime now);
// Logs a change of size that was made; nothing without a behaviour, as nobody would look.
void hpaLogChange(HpaState& state, const std::optional<HpaBehaviour>& behaviour, int before, int after,
                  core::SimTime now);

} // namespace nueves::behaviour
