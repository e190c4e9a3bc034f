// At the door: whether a request is let in, and which target it is sent to.
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>

namespace nueves::methods::requests {

namespace {

std::uint32_t pick(double u, std::size_t n) { // one of n
    return static_cast<std::uint32_t>(u * static_cast<double>(n));
}

} // namespace

bool Simulation::letIn(TargetState& target, const StationState& station) {
    const double rate = station.plan->shedAbove;
    target.let.add(rate * static_cast<double>(m_now - target.letAt) * 1e-9,
                   std::max(1.0, rate * kLetInDepth));
    target.letAt = m_now;
    return target.let.take();
}

std::uint32_t Simulation::choose(StationState& station, std::uint64_t n, Caller& caller) {
    const auto& rotation = station.rotation;
    if (rotation.size() == 1) return rotation[0];
    switch (station.plan->choice) {
    case model::Choice::first: return rotation[0];
    case model::Choice::uniform: return rotation[pick(station.choice.at(n), rotation.size())];
    case model::Choice::roundRobin:
        if (station.turn >= rotation.size()) station.turn = 0;
        return rotation[station.turn++];
    case model::Choice::leastConnections: return fewest(station);
    case model::Choice::twoChoices: {
        const std::uint32_t one = pick(station.choice.at(n), rotation.size());
        std::uint32_t other = pick(station.second.at(n), rotation.size() - 1);
        if (other >= one) ++other;
        const std::uint32_t a = rotation[one], b = rotation[other];
        return m_targets[b].present < m_targets[a].present ? b : a;
    }
    case model::Choice::sticky: break;
    }
    if (caller.stuck == kNone || !m_targets[caller.stuck].reached)
        caller.stuck = rotation[pick(station.choice.at(n), rotation.size())];
    if (caller.kind == Caller::Kind::call)
        m_branches[caller.of].stuck = caller.stuck;
    else if (caller.tenant != kNone)
        m_users[caller.tenant].stuck = caller.stuck;
    return caller.stuck;
}

// Among equals the next in turn: the first of the list would get all of a light load.
std::uint32_t Simulation::fewest(StationState& station) {
    const auto& rotation = station.rotation;
    if (station.turn >= rotation.size()) station.turn = 0;
    std::size_t best = station.turn;
    std::uint32_t least = m_targets[rotation[best]].present;
    for (std::size_t i = best + 1, seen = 1; least != 0 && seen != rotation.size(); ++i, ++seen) {
        if (i == rotation.size()) i = 0;
        if (m_targets[rotation[i]].present < least) {
            best = i;
            least = m_targets[rotation[i]].present;
        }
    }
    station.turn = static_cast<std::uint32_t>(best) + 1;
    return rotation[best];
}

} // namespace nueves::methods::requests
