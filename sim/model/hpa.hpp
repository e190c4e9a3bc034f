// What a Kubernetes Horizontal Pod Autoscaler is set to, and what it remembers: plain data of the plan and of
// a run's state. How it decides: behaviour/scaling/hpa.hpp.
#pragma once

#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace nueves::model {

inline constexpr core::SimSpan kSecond{1'000'000};

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
};

// What is set where nothing is said: 4 pods or 100 % in 15 s, at once; and down 100 % in 15 s, after the
// window.
inline HpaRules hpaDefaultUp() {
    const core::SimSpan pace = 15 * kSecond;
    return {
        {}, HpaSelect::max, {{HpaPolicy::Kind::pods, 4, pace}, {HpaPolicy::Kind::percent, 100, pace}}, {}};
}
inline HpaRules hpaDefaultDown() {
    return {300 * kSecond, HpaSelect::max, {{HpaPolicy::Kind::percent, 100, 15 * kSecond}}, {}};
}

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

struct HpaBounds {
    int min = 1, max = 1; // 0 <= min <= max
    friend bool operator==(const HpaBounds&, const HpaBounds&) = default;
};

inline constexpr double kHpaCapFactor = 2.0;

struct HpaTarget {
    enum class Kind : std::uint8_t {
        utilisation,   // share of the request, whole percent: target in percent
        average,       // a resource or a custom metric per pod: target in thousandths
        value,         // one figure from elsewhere ("object", "external") against a target
        averagedValue, // the same, divided by the replicas
    };
    Kind kind = Kind::utilisation;
    bool cpu = true;         // of utilisation and average: pods that warm up do not count
    std::int64_t target = 0; // > 0; percent or thousandths
};

// The dead band: nothing changes while usage over target is in [1 - down, 1 + up].
struct HpaTolerance {
    double up = 0.1, down = 0.1; // >= 0
    bool holds(double ratio) const { return 1.0 - down <= ratio && ratio <= 1.0 + up; }
};

struct HpaSettings {
    HpaBounds bounds{};                      // a minimum of 0 needs `scaleToZero`
    double tolerance = 0.1;                  // where a direction has none of its own
    core::SimSpan downWindow{300 * kSecond}; // without a behaviour
    double capFactor = kHpaCapFactor;        // likewise: at most max(this x current, 4) at once
    core::SimSpan cpuInitialisation{300 * kSecond};
    core::SimSpan readinessDelay{30 * kSecond};
    std::optional<HpaBehaviour> behaviour{};
    bool scaleToZero = false;
    std::vector<HpaTarget> targets;
};

} // namespace nueves::model
