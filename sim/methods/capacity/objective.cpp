#include "sim/methods/capacity/objective.hpp"

#include "sim/scenario/scenario.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using behaviour::traffic::DemandSums;
using model::System;

namespace {

void require(Objective& objective, double share) {
    objective.share = objective.assumed ? share : std::max(objective.share, share);
    objective.assumed = false;
}

void addLatency(Objective& objective, const scenario::Latency& latency) {
    const auto add = [&](double share, const std::optional<double>& seconds) {
        if (seconds) objective.within.emplace_back(share, *seconds);
    };
    add(0.5, latency.p50);
    add(0.9, latency.p90);
    add(0.95, latency.p95);
    add(0.99, latency.p99);
    add(0.999, latency.p999);
}

// Answers within t s: of the bin that t cuts, the part before it on the logarithmic scale.
double within(const DemandSums& sums, double t) {
    using namespace behaviour::traffic;
    const double place =
        std::log(std::max(t, kShortestResponse) / kShortestResponse) / std::log(kResponseStep);
    double count = 0.0;
    for (std::size_t bin = 0; bin != sums.responses.size() && static_cast<double>(bin) < place; ++bin)
        count += sums.responses[bin] * std::min(1.0, place - static_cast<double>(bin));
    return count;
}

} // namespace

Objective objectiveOf(const System& system, std::size_t station) {
    const model::ServiceId id = system.traffic.stations[station].service;
    const scenario::Scenario& scenario = *system.scenario;
    Objective objective;
    for (const scenario::Target& target : scenario.targets) {
        if (scenario::toString(target.of) != system.services[id].name) continue;
        if (target.latency) addLatency(objective, *target.latency);
        if (target.uptime && target.weight == scenario::Weight::requests) require(objective, *target.uptime);
    }
    if (const auto& share = scenario.services[id.value].required.share) require(objective, *share);
    if (objective.assumed && !objective.within.empty()) { // the largest of its promises says how many
        objective.share = objective.within.back().first;
        objective.assumed = false;
    }
    return objective;
}

std::optional<HourSeen> seenAt(const System& system, std::size_t station, const Objective& objective,
                               const behaviour::traffic::TrafficSums& hour) {
    const model::Traffic& plan = system.traffic;
    HourSeen seen;
    seen.within.assign(objective.within.size(), 0.0);
    double asked = 0.0, lost = 0.0;
    for (std::size_t d = 0; d != plan.demands.size(); ++d) {
        if (plan.edges[plan.demands[d].edge].to != station || plan.demands[d].hostile) continue;
        asked += hour.demands[d].asked;
        lost += hour.demands[d].lost;
        for (std::size_t i = 0; i != objective.within.size(); ++i)
            seen.within[i] += within(hour.demands[d], objective.within[i].second);
    }
    if (asked <= 0.0) return std::nullopt;
    const auto& sums = hour.stations[station];
    seen.answered = 1.0 - lost / asked;
    if (sums.attempts > 0.0) seen.kept = (sums.served + sums.refused) / sums.attempts;
    for (double& share : seen.within) share /= asked;
    return seen;
}

double tightest(const Objective& objective, const HourSeen& seen) {
    double share = std::min(seen.answered, seen.kept), spare = share - objective.share;
    for (std::size_t i = 0; i != objective.within.size(); ++i)
        if (seen.within[i] - objective.within[i].first < spare) {
            share = seen.within[i];
            spare = share - objective.within[i].first;
        }
    return share;
}

bool isMet(const Objective& objective, const HourSeen& seen) {
    if (seen.answered < objective.share || seen.kept < objective.share) return false;
    for (std::size_t i = 0; i != objective.within.size(); ++i)
        if (seen.within[i] < objective.within[i].first) return false;
    return true;
}

} // namespace nueves::methods
