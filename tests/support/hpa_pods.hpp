// Pods as the HPA's tests see them, some time before an instant at which nothing about them is new.
#pragma once

#include "sim/behaviour/scaling/hpa_replicas.hpp"

namespace nueves::test {

inline constexpr core::SimTime kNow{10'000 * behaviour::kSecond};

inline core::SimTime at(std::int64_t seconds) {
    return core::SimTime{seconds * behaviour::kSecond};
}

inline behaviour::HpaPod readySince(core::SimTime started) {
    behaviour::HpaPod pod;
    pod.started = started;
    pod.readyChanged = started + 5 * behaviour::kSecond;
    return pod;
}

} // namespace nueves::test
