// Who stands before a service as a person describes it: shares of the requests, and how many are let in.
//
// Meaning of every key: resources/help/semantics.md, section 12.
#pragma once

#include "sim/scenario/expression.hpp"

#include <optional>

namespace nueves::scenario {

struct TargetWeight { // of a replica, or of those that stand on or in a part
    Selector of;
    double weight = 1.0; // > 0
};

// Passive health check. Defaults and meaning as outlier detection by failure percentage:
// https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto
struct Ejection {
    double errors = 0.85;   // share of its answers that fail
    double window = 10.0;   // s, between two looks
    double requests = 50.0; // in a window, at least
    double lasts = 30.0;    // s, times how often it has been out already
    double most = 0.1;      // of the targets out at once; always one, never the last
    Mark mark;
};

struct Limit { // requests per second
    std::optional<double> perUser;
    std::optional<double> total; // of all replicas together
    Mark mark;
};

} // namespace nueves::scenario
