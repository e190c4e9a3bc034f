// What a service promises of its answers, and whether an hour of traffic kept it.
#pragma once

#include "sim/behaviour/traffic/sums.hpp"
#include "sim/model/system.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace nueves::methods {

inline constexpr double kShareAssumed = 0.99; // of requests, where a service states none (assumed)

struct Objective {
    double share = kShareAssumed;                  // of what is asked: answered in time in the end
    bool assumed = true;                           // nobody wrote it
    std::vector<std::pair<double, double>> within; // share of what is asked: answered within so many s
};

// Its targets of latency and those weighted by requests, and its `required` share.
Objective objectiveOf(const model::System& system, std::size_t station);

struct HourSeen {               // of one station that users ask
    double answered = 1.0;      // share of what is asked that is not lost
    double kept = 1.0;          // share of what came that did not pile up
    std::vector<double> within; // as in the objective
};
// None: nobody asked.
std::optional<HourSeen> seenAt(const model::System& system, std::size_t station, const Objective& objective,
                               const behaviour::traffic::TrafficSums& hour);
// The share of the promise that is nearest to being missed, or missed by most.
double tightest(const Objective& objective, const HourSeen& seen);
bool isMet(const Objective& objective, const HourSeen& seen);

} // namespace nueves::methods
