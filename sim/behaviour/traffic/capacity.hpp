// How many replicas a demand needs: the most that one may be sent so that it answers as was promised.
//
// The same lines as the flow's, at rest under a steady stream (birth and death: Kleinrock, Queueing Systems I,
// 1975, 3.1), one replica by itself: its machine gives it the cores of its limit, callees answer at once when
// their work is done. Nobody retries, for nobody needs to. Who sees all lines and picks the shortest may do
// with fewer.
#pragma once

#include "sim/model/system.hpp"

#include <vector>

namespace nueves::behaviour::traffic {

// Of services that promise nothing of their answers: this share of them in time (assumed).
inline constexpr double kShareAssumed = 0.99;

// Requests per second, station by station, for each of its sizes (one without sizes). 0: even a request alone
// is not answered as promised. What is promised: `required` as a share, latency, uptime by requests or users.
std::vector<std::vector<double>> mostPerTarget(const model::System& system);

// Requests of size 1 that reach each station for one that users mean, if all is well: demand by demand,
// station by station.
std::vector<std::vector<double>> visitsOf(const model::Traffic& plan);

} // namespace nueves::behaviour::traffic
