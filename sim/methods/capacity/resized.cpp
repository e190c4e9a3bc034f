#include "sim/methods/capacity/resized.hpp"

#include <algorithm>
#include <set>

namespace nueves::methods {

using model::Machine;
using model::Scaling;
using model::System;

namespace {

bool carries(const Machine& machine, std::uint32_t station, std::uint32_t target) {
    return std::any_of(machine.users.begin(), machine.users.end(), [&](const Machine::User& user) {
        return user.station == station && user.target == target;
    });
}

std::vector<std::uint32_t> targetsOn(const Machine& machine, std::uint32_t station) {
    std::vector<std::uint32_t> targets;
    for (const Machine::User& user : machine.users)
        if (user.station == station) targets.push_back(user.target);
    return targets;
}

// Machines stand in order from the inside out: the last that carries a target is the host.
const Machine* hostOf(const System& system, std::uint32_t station, std::uint32_t target) {
    const auto& machines = system.traffic.machines;
    const auto found = std::find_if(machines.rbegin(), machines.rend(), [&](const Machine& machine) {
        return carries(machine, station, target);
    });
    return found == machines.rend() ? nullptr : &*found;
}

// Instances that one such machine has room for: as many as it can give what they ask for, else as many as it
// carries today.
std::uint32_t roomOn(const System& system, const Machine& machine, std::uint32_t station) {
    const double asked = system.traffic.stations[station].cpuRequest;
    if (asked > 0.0 && machine.cores >= asked)
        return static_cast<std::uint32_t>(machine.cores / asked + 1e-9);
    return static_cast<std::uint32_t>(targetsOn(machine, station).size());
}

// Machines under a target from the inside out.
std::vector<std::size_t> wayDown(const System& system, std::uint32_t station, std::uint32_t target) {
    std::vector<std::size_t> way;
    for (std::size_t m = 0; m != system.traffic.machines.size(); ++m)
        if (carries(system.traffic.machines[m], station, target)) way.push_back(m);
    return way;
}

// Deals the instances of a station anew: first to the machines that carry some today, with their neighbours,
// then to more of the same kind without.
void deal(System& system, std::uint32_t station, std::uint32_t count) {
    auto& machines = system.traffic.machines;
    const std::vector<std::size_t> first = wayDown(system, station, 0);
    const auto before = static_cast<std::uint32_t>(system.traffic.stations[station].targets.size());
    for (std::size_t level = 0; level != first.size(); ++level) {
        std::vector<std::size_t> alike; // machines of this level
        for (std::uint32_t t = 0; t != before; ++t)
            if (const auto way = wayDown(system, station, t); level < way.size())
                if (std::find(alike.begin(), alike.end(), way[level]) == alike.end())
                    alike.push_back(way[level]);
        const Machine pattern = machines[first[level]];
        const std::uint32_t room = std::max(1U, roomOn(system, pattern, station));
        for (const std::size_t m : alike)
            std::erase_if(machines[m].users, [&](const auto& user) { return user.station == station; });
        for (std::uint32_t t = 0, n = 0; t < count; t += room, ++n) {
            if (n >= alike.size()) {
                alike.push_back(machines.size());
                machines.push_back({pattern.cores, {}});
            }
            for (std::uint32_t i = t; i != std::min(count, t + room); ++i)
                machines[alike[n]].users.push_back({station, i});
        }
    }
}

// Replicas of a service that are put where there is room: then the targets are places, more than are taken.
std::optional<int> lodging(const System& system, std::size_t station) {
    for (const model::Lodger& lodger : system.fleet.lodgers)
        if (lodger.service == system.traffic.stations[station].service) return std::max(1, lodger.replicas);
    return std::nullopt;
}

// Instances that are there before anybody scales.
int startsWith(const System& system, std::size_t station) {
    for (const Scaling& scaling : system.traffic.scalings)
        if (scaling.station == station && scaling.by != Scaling::By::vertical)
            return std::max(1, scaling.initial);
    const int all = static_cast<int>(system.traffic.stations[station].targets.size());
    return std::min(all, lodging(system, station).value_or(all));
}

} // namespace

System resized(const System& system, const std::vector<Size>& sizes) {
    System other = system;
    other.traffic.scalings.clear();
    other.fleet = {};
    for (std::uint32_t s = 0; s != sizes.size(); ++s) {
        const auto count = static_cast<std::uint32_t>(sizes[s].instances);
        model::Station& station = other.traffic.stations[s];
        deal(other, s, count);
        // What scaling has not asked for yet, or found no room for, is no pattern for another.
        station.targets.resize(
            std::min(station.targets.size(), static_cast<std::size_t>(startsWith(system, s))));
        station.targets.resize(count, station.targets.front());
        if (!sizes[s].cores) continue;
        station.cores = *sizes[s].cores;
        station.sizes.clear();
    }
    return other;
}

int hostsOf(const System& system, std::size_t station) {
    std::set<const Machine*> hosts;
    for (std::uint32_t t = 0; t != system.traffic.stations[station].targets.size(); ++t)
        if (const Machine* host = hostOf(system, static_cast<std::uint32_t>(station), t)) hosts.insert(host);
    return static_cast<int>(hosts.size());
}

std::optional<double> hostCoresOf(const System& system, std::size_t station) {
    const Machine* host = hostOf(system, static_cast<std::uint32_t>(station), 0);
    return host ? std::optional(host->cores) : std::nullopt;
}

double coresOf(const System& system, std::size_t station, double own) {
    double cores = own;
    const auto s = static_cast<std::uint32_t>(station);
    for (const Machine& machine : system.traffic.machines)
        if (carries(machine, s, 0))
            cores = std::min(cores, machine.cores / std::max(1U, roomOn(system, machine, s)));
    return cores;
}

int instancesOf(const System& system, std::size_t station) {
    const auto& plan = system.traffic;
    const auto scaling = std::find_if(plan.scalings.begin(), plan.scalings.end(), [&](const Scaling& one) {
        return one.station == station && one.by != Scaling::By::vertical;
    });
    const int all = static_cast<int>(plan.stations[station].targets.size());
    if (scaling == plan.scalings.end()) return startsWith(system, station);
    int most = scaling->initial;
    if (scaling->by != Scaling::By::steps) most = std::max(most, scaling->hpa.bounds.max);
    for (const int wanted : scaling->wanted) most = std::max(most, wanted);
    return std::min(most, all);
}

} // namespace nueves::methods
