// Delays of a Kubernetes cluster that loses and gains machines: records time.k8s.node_*, time.ca.* of the
// catalogue, and the Cluster Autoscaler's FAQ.
#pragma once

#include "sim/model/fleet.hpp"

#include <algorithm>

namespace nueves::behaviour {

inline constexpr core::SimSpan kScan{10'000'000};            // time.ca.scan
inline constexpr core::SimSpan kNotReady{50'000'000};        // time.k8s.node_monitor_grace.new
inline constexpr core::SimSpan kTolerated{300'000'000};      // time.k8s.toleration_unreachable
inline constexpr core::SimSpan kUnready{1'200'000'000};      // time.ca.unready_time
inline constexpr core::SimSpan kNeverReady{900'000'000};     // time.ca.max_node_provision
inline constexpr core::SimSpan kAfterAdd{600'000'000};       // time.ca.scale_down_after_add
inline constexpr core::SimSpan kFirstPause{300'000'000};     // FAQ: back-off of a failed group, doubled ...
inline constexpr core::SimSpan kLongestPause{1'800'000'000}; // ... up to 30 min
inline constexpr int kMostEmpty = 10;                        // FAQ: empty machines that go together

// Replicas of a machine that broke are tolerated for a while; those of one that is gone are not.
inline core::SimTime movesAt(const model::NodeState& node) {
    const bool there = node.stage == model::NodeState::Stage::present;
    return node.downSince + kNotReady + (there ? kTolerated : core::SimSpan{});
}
// A machine that carries nothing is given up.
inline core::SimTime givenUpAt(const model::NodeState& node) {
    return node.downSince + (node.everReady ? kUnready : kNeverReady);
}
// The first look of the autoscaler at or after a time.
inline core::SimTime scanFrom(core::SimTime time) {
    const auto since = time.time_since_epoch();
    return core::SimTime{(since + kScan - core::SimSpan{1}) / kScan * kScan};
}

} // namespace nueves::behaviour
