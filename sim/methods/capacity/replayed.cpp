#include "sim/methods/capacity/replayed.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/methods/capacity/objective.hpp"
#include "sim/methods/requests/requests.hpp"

#include <algorithm>

namespace nueves::methods {

using model::System;

namespace {

constexpr int kReplays = 4;
constexpr double kEnough = 2.5e5;       // requests of one replay, where a part of the hour tells the whole
constexpr double kMostRequests = 2.5e6; // of one replay: about a second of work
constexpr double kWarm = 60.0;          // s that are not counted
// A busy hour whose highest minute is no more than so many times its mean is the same in each of its parts.
constexpr double kLevel = 1.05;

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

// Requests a second at all stations together, for each costs its time, in the busy hour.
struct Pace {
    double mean = 0.0, most = 0.0;
};

Pace paceOf(const Rehearsal& rehearsal) {
    constexpr int kLooks = 60; // the middle of each minute
    const System& system = rehearsal.system();
    const Intents intents(system, true);
    std::vector<double> visits(system.traffic.demands.size(), 0.0);
    for (std::size_t d = 0; d != visits.size(); ++d)
        for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) visits[d] += intents.visits(d, s);
    Pace pace;
    for (int look = 0; look != kLooks; ++look) {
        double rate = 0.0;
        for (std::size_t d = 0; d != visits.size(); ++d)
            rate += intents.at(d, rehearsal.busyFrom() + kHour * (look + 0.5) / kLooks) * visits[d];
        pace.mean += rate / kLooks;
        pace.most = std::max(pace.most, rate);
    }
    return pace;
}

// Of an hour that is level, a part; else the whole of it where it can be paid, for a part of one with a peak
// would tell of another share than the hour has. 0: not replayed.
double replayedSeconds(const Pace& pace) {
    if (pace.most <= kLevel * pace.mean) {
        const double seconds = std::min(kHour, kEnough / std::max(pace.mean, 1e-9));
        return seconds >= kWarm ? seconds : 0.0;
    }
    return pace.mean * kHour <= kMostRequests ? kHour : 0.0;
}

} // namespace

std::optional<analysis::Estimate> replayedShare(const Rehearsal& rehearsal, std::size_t station,
                                                std::uint64_t seed) {
    const System& system = rehearsal.system();
    if (!system.fleet.lodgers.empty()) return std::nullopt; // who stands where is decided while it runs
    const double seconds = replayedSeconds(paceOf(rehearsal));
    if (seconds <= 0.0) return std::nullopt;
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
