// What a station's plan and its lines say at a glance: what the files of this folder have in common.
#pragma once

#include "sim/behaviour/traffic/line.hpp"
#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

// Places of a queue without bound: beyond, memory would have ended first (assumed, as the request clock
// does).
inline constexpr double kUnboundedLine = 1e6;

// How many may stand at a target; at all targets together, where they are fed from one queue.
inline LineGrid gridOf(const model::Station& station) {
    const double targets =
        station.fed ? std::max<double>(1.0, static_cast<double>(station.targets.size())) : 1.0;
    const int workers = station.workers * static_cast<int>(targets);
    return LineGrid(workers, std::min(workers + targets * station.queue, workers + kUnboundedLine),
                    station.order == model::Order::lifo);
}

// Requests that one replica serves at full speed when each computes for `onCpu` of its time.
inline double serversOf(const model::Station& station, double cores, double onCpu) {
    const double workers = station.workers;
    return onCpu > 0.0 ? std::min(workers, cores / onCpu) : workers;
}

inline double coresOf(const model::Station& station, std::uint32_t size) {
    return station.sizes.empty() ? station.cores : station.sizes[size];
}

inline std::uint32_t sizesOf(const model::Station& station) { // that it can have
    return static_cast<std::uint32_t>(std::max<std::size_t>(1, station.sizes.size()));
}

inline bool choosy(const model::Station& station) {
    return station.choice == model::Choice::twoChoices || station.choice == model::Choice::leastConnections;
}

inline double reachedTargets(const model::StationState& station) {
    double count = 0.0;
    for (const model::Line& line : station.lines)
        if (line.reached) count += line.count;
    return count;
}

// A share that changes no digit of a sum over the line, even where a million stand.
inline constexpr double kNoShare = 1e-30;

// Forgets those at the end of a line who are nobody.
inline void leaveOut(model::Line& line) {
    line.used = line.taken().size();
    while (line.used > 1 && std::abs(line.p[line.used - 1]) < kNoShare) line.p[--line.used] = 0.0;
}

} // namespace nueves::behaviour::traffic
