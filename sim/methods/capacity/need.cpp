#include "sim/methods/capacity/need.hpp"

#include "sim/methods/capacity/rehearsal.hpp"
#include "sim/methods/requests/requests.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::ReplicaQueue;
using analysis::StaffingGoal;
using model::Station;
using model::System;

namespace {

constexpr int kMostInstances = 1'000'000; // that a formula is asked for
constexpr int kMostSimulated = 2000;      // and the rate clock
constexpr int kFarthest = 8; // instances from the formula's number that the rate clock is asked for
constexpr double kMostRequests = 250'000.0; // replayed one by one: some 0.1 s
constexpr double kWarm = 60.0;              // s of a replay that are not counted

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

std::optional<NeedCheck::Seen> NeedCheck::run(std::size_t station, int instances, double rate,
                                              bool replay) const {
    Rehearsal rehearsal(resized(m_system, sizes(station, instances)),
                        {m_options.seed, m_options.busyHour, true, m_options.givenUp});
    const auto& hour = rehearsal.run(1.0, nullptr).back();
    if (hour.sums.stations.empty()) return std::nullopt; // given up
    const Objective objective = objectiveOf(m_system, station);
    const auto seen = seenAt(rehearsal.system(), station, objective, hour.sums);
    if (!seen) return Seen{hour.stood[station] != 0, 1.0, {}};
    Seen result{isMet(objective, *seen), tightest(objective, *seen), {}};
    const double seconds = std::min(kHour, kMostRequests / std::max(rate, 1e-9)) - kWarm;
    if (!replay || seconds < kWarm) return result;
    RequestWindow window;
    window.begins = rehearsal.busyFrom() - kWarm;
    window.measureFrom = nanosOf(kWarm);
    window.lasts = nanosOf(kWarm + seconds);
    const System& system = rehearsal.system();
    const auto record = replayRequests({system.traffic, system.laws.raw(), system.streams.raw()}, window,
                                       {.seed = m_options.seed});
    if (const auto replayed = seenIn(system, record, station, objective))
        result.replayed = tightest(objective, *replayed);
    return result;
}

void NeedCheck::check(std::size_t station, double rate, analysis::ScalingNeed& need) {
    if (!m_staffed[station].size) return;
    const int formula = m_staffed[station].size->instances;
    if (formula > kMostSimulated) return;
    int count = formula;
    auto seen = run(station, count, rate, false);
    const bool down = seen && seen->met;
    std::optional<Seen> less; // of one instance less than `count`
    while (seen && std::abs(count - formula) < kFarthest && (down ? count > 1 : !seen->met)) {
        auto next = run(station, down ? count - 1 : count + 1, rate, false);
        if (down && (!next || !next->met)) {
            less = next;
            break;
        }
        if (!down) less = seen;
        count += down ? -1 : 1;
        seen = next;
    }
    if (!seen || !seen->met) return;
    need.simulated = count;
    need.answered = seen->answered;
    if (less) need.withOneLess = less->answered;
    if (const auto again = run(station, count, rate, true)) need.replayed = again->replayed;
}

} // namespace nueves::methods
