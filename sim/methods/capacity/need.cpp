#include "sim/methods/capacity/need.hpp"

#include "sim/methods/capacity/rehearsal.hpp"
#include "sim/methods/capacity/replayed.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace nueves::methods {

using analysis::ReplicaQueue;
using analysis::StaffingGoal;
using model::Station;
using model::System;

namespace {

constexpr int kMostInstances = 1'000'000; // that a formula is asked for
constexpr int kMostSimulated = 2000;      // and the rate clock

// Of arrivals round robin every n-th comes to one replica: less random, but the formula keeps to Poisson.
bool findsTheShortest(const Station& station) {
    return station.choice == model::Choice::leastConnections;
}

std::vector<double> sizesOf(const Station& station) {
    return station.sizes.empty() ? std::vector<double>{station.cores} : station.sizes;
}

// Today's number of instances at the smallest size at which they are enough; else more of the largest.
// Without sizes: as many as it takes.
std::optional<Size> sizeFor(const System& system, const Intents& intents, std::size_t s, double rate) {
    const Station& station = system.traffic.stations[s];
    const StaffingGoal goal = goalOf(system, s);
    if (rate <= 0.0) return Size{1, {}};
    if (!station.sizes.empty())
        for (const double cores : station.sizes)
            if (isEnough(queueOf(system, intents, s, cores), goal, instancesOf(system, s), rate))
                return Size{instancesOf(system, s), cores};
    const double cores = sizesOf(station).back();
    const auto count = replicasNeeded(queueOf(system, intents, s, cores), goal, rate, kMostInstances);
    if (!count) return std::nullopt;
    return Size{*count, station.sizes.empty() ? std::nullopt : std::optional(cores)};
}

} // namespace

ReplicaQueue queueOf(const System& system, const Intents& intents, std::size_t s, double cores) {
    const Station& station = system.traffic.stations[s];
    const double response = intents.idleResponse(s), own = station.takes.mean();
    const double onCpu = own * station.cpuShare / response;
    double servers = station.workers;
    if (onCpu > 0.0) servers = std::min(servers, coresOf(system, s, cores) / onCpu);
    ReplicaQueue queue;
    queue.service = station.takes;
    queue.extra = response - own;
    queue.servers = std::max(1, static_cast<int>(servers));
    queue.speed = servers / queue.servers; // a part of a core more or less: faster or slower servers
    queue.places = station.workers + station.queue;
    queue.pooled = findsTheShortest(station);
    return queue;
}

StaffingGoal goalOf(const System& system, std::size_t s) {
    const Objective objective = objectiveOf(system, s);
    return {objective.share, system.traffic.stations[s].timeout, objective.within};
}

std::vector<Staffed> staff(const System& system, const Intents& intents, const Offered& offered,
                           std::size_t hour) {
    std::vector<Staffed> staffed;
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        Staffed one;
        one.size = sizeFor(system, intents, s, offered.peak(s, hour));
        const double cores = sizesOf(system.traffic.stations[s]).back();
        one.carried =
            mostCarried(queueOf(system, intents, s, cores), goalOf(system, s), instancesOf(system, s));
        staffed.push_back(one);
    }
    return staffed;
}

std::size_t bottleneckOf(const System& system, const Offered& offered, std::size_t hour,
                         const std::vector<Staffed>& staffed, std::size_t station) {
    std::vector<std::uint8_t> below(staffed.size(), 0);
    below[station] = 1;
    for (std::size_t s = staffed.size(); s-- > 0;) // callers stand after their callees
        if (below[s])
            for (const std::uint32_t e : system.traffic.stations[s].calls)
                below[system.traffic.edges[e].to] = 1;
    std::size_t first = station;
    double least = HUGE_VAL;
    for (std::size_t s = staffed.size(); s-- > 0;) {
        const double rate = offered.peak(s, hour);
        if (!below[s] || rate <= 0.0 || staffed[s].carried / rate >= least) continue;
        least = staffed[s].carried / rate;
        first = s;
    }
    return first;
}

std::vector<Size> NeedCheck::sizes(std::size_t station, int instances) const {
    std::vector<Size> all;
    for (std::size_t s = 0; s != m_staffed.size(); ++s)
        all.push_back(m_staffed[s].size.value_or(Size{instancesOf(m_system, s), {}}));
    all[station].instances = instances;
    return all;
}

std::optional<NeedCheck::Seen> NeedCheck::run(std::size_t station, int instances, bool replay) const {
    Rehearsal rehearsal(resized(m_system, sizes(station, instances)),
                        {m_options.seed, m_options.busyHour, true, m_options.givenUp});
    const auto& hour = rehearsal.run(1.0, nullptr).back();
    if (hour.sums.stations.empty()) return std::nullopt; // given up
    const Objective objective = objectiveOf(m_system, station);
    const auto seen = seenAt(rehearsal.system(), station, objective, hour.sums);
    if (!seen) return Seen{hour.stood[station] != 0, 1.0, {}};
    Seen result{isMet(objective, *seen), tightest(objective, *seen), {}};
    if (replay) result.replayed = replayedShare(rehearsal, station, m_options.seed);
    return result;
}

// Away from the formula's number by steps that double, then by halves: more instances keep whatever promise
// fewer keep.
void NeedCheck::check(std::size_t station, analysis::ScalingNeed& need) {
    if (!m_staffed[station].size) return;
    const int formula = m_staffed[station].size->instances;
    if (formula > kMostSimulated) return;
    std::map<int, Seen> known;
    const auto isMet = [&](int instances) {
        const auto seen = run(station, instances, false);
        if (seen) known[instances] = *seen;
        return seen && seen->met;
    };
    int missed = 0, met = formula;
    if (isMet(formula)) {
        for (int step = 1; met > 1; step *= 2) {
            const int fewer = std::max(1, met - step);
            if (!isMet(fewer)) {
                missed = fewer;
                break;
            }
            met = fewer;
        }
    } else {
        missed = formula;
        for (int step = 1;; step *= 2) {
            met = missed + step;
            if (met > kMostSimulated || m_options.isGivenUp()) return;
            if (isMet(met)) break;
            missed = met;
        }
    }
    while (met - missed > 1 && !m_options.isGivenUp()) {
        const int middle = missed + (met - missed) / 2;
        (isMet(middle) ? met : missed) = middle;
    }
    if (m_options.isGivenUp()) return;
    need.simulated = met;
    need.answered = known[met].answered;
    if (missed > 0) need.withOneLess = known[missed].answered;
    if (const auto again = run(station, met, true)) need.replayed = again->replayed;
}

} // namespace nueves::methods
