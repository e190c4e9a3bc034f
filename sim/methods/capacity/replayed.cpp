#include "sim/methods/capacity/replayed.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/methods/capacity/objective.hpp"
#include "sim/methods/requests/requests.hpp"

#include <algorithm>

namespace nueves::methods {

using model::System;

namespace {

constexpr int kReplays = 4;
constexpr double kMostRequests = 250'000.0; // in one of them
constexpr double kWarm = 60.0;              // s that are not counted

// What single requests saw; none: nobody asked.
std::optional<HourSeen> seenIn(const System& system, const RequestRecord& record, std::size_t station,
                               const Objective& objective) {
    HourSeen seen;
    seen.within.assign(objective.within.size(), 0.0);
    double asked = 0.0, lost = 0.0;
    for (std::size_t d = 0; d != record.demands.size(); ++d) {
        const model::Demand& asks = system.traffic.demands[d];
        if (system.traffic.edges[asks.edge].to != station || asks.hostile) continue;
        const DemandRecord& demand = record.demands[d];
        const auto answered = static_cast<double>(demand.answered);
        asked += answered + static_cast<double>(demand.lost);
        lost += static_cast<double>(demand.lost);
        for (std::size_t i = 0; i != seen.within.size(); ++i)
            seen.within[i] += answered * demand.latency.within(objective.within[i].second);
    }
    if (asked <= 0.0) return std::nullopt;
    seen.answered = 1.0 - lost / asked;
    for (double& share : seen.within) share /= asked;
    return seen;
}

// Requests a second at all stations together at the highest moment of the busy hour: each costs its time.
double rateOf(const Rehearsal& rehearsal) {
    const System& system = rehearsal.system();
    const Intents intents(system, true);
    double most = 0.0;
    for (double t = rehearsal.busyFrom(); t <= rehearsal.busyFrom() + kHour; t += kHour / 12.0) {
        double rate = 0.0;
        for (std::size_t d = 0; d != system.traffic.demands.size(); ++d)
            for (std::size_t s = 0; s != system.traffic.stations.size(); ++s)
                rate += intents.at(d, t) * intents.visits(d, s);
        most = std::max(most, rate);
    }
    return most;
}

} // namespace

std::optional<analysis::Estimate> replayedShare(const Rehearsal& rehearsal, std::size_t station,
                                                std::uint64_t seed) {
    const System& system = rehearsal.system();
    if (!system.fleet.lodgers.empty()) return std::nullopt; // who stands where is decided while it runs
    const double seconds = std::min(kHour, kMostRequests / std::max(rateOf(rehearsal), 1e-9)) - kWarm;
    if (seconds < kWarm) return std::nullopt;
    RequestWindow window;
    window.begins = rehearsal.busyFrom() - kWarm;
    window.measureFrom = nanosOf(kWarm);
    window.lasts = nanosOf(kWarm + seconds);
    window.warmth.assign(system.traffic.edges.size(), 1.0);
    const Objective objective = objectiveOf(system, station);
    std::vector<double> shares;
    for (std::uint64_t i = 0; i != kReplays; ++i) {
        const auto record = replayRequests({system.traffic, system.laws.raw(), system.streams.raw()}, window,
                                           {.seed = seed, .history = i});
        if (const auto seen = seenIn(system, record, station, objective))
            shares.push_back(tightest(objective, *seen));
    }
    if (shares.empty()) return std::nullopt;
    return analysis::within(analysis::meanInterval(shares), 0.0, 1.0);
}

} // namespace nueves::methods
