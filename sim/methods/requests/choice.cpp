// At the door: whether a request is let in, and which target it is sent to.
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>
#include <limits>

namespace nueves::methods::requests {

namespace {

std::uint32_t pick(double u, std::size_t n) { // one of n
    return static_cast<std::uint32_t>(u * static_cast<double>(n));
}

} // namespace

// A token bucket: what the rate allows, and what was saved up for up to kLetInDepth.
bool Simulation::take(Allowance& allowance, double rate) const {
    const double most = std::max(1.0, rate * kLetInDepth);
    if (allowance.tokens.left < 0.0)
        allowance.tokens.left = most;
    else
        allowance.tokens.add(rate * static_cast<double>(m_now - allowance.at) * 1e-9, most);
    allowance.at = m_now;
    return allowance.tokens.take();
}

bool Simulation::letIn(TargetState& target, const StationState& station) {
    return take(target.let, station.plan->shedAbove);
}

// Limits at the door, whoever is behind it: of each user, then of all.
bool Simulation::isAllowed(StationState& station, Caller& caller) {
    const double perUser = station.plan->limitPerUser;
    if (perUser > 0.0 && caller.kind == Caller::Kind::user) {
        DemandState& demand = m_demands[caller.of];
        bool isOver = caller.tenant != kNone && !take(m_users[caller.tenant].let, perUser);
        if (!isOver && !demand.clients.empty()) {
            if (caller.client == kNone)
                caller.client = pick(demand.client.at(demand.meant++), demand.clients.size());
            isOver = !take(demand.clients[caller.client], perUser);
        }
        station.overOne += isOver;
        if (isOver) return false;
    }
    return station.plan->limitTotal <= 0.0 || take(station.let, station.plan->limitTotal);
}

double Simulation::weightOf(const TargetState& target) const {
    const double age = static_cast<double>(m_now - target.newSince) * 1e-9;
    return target.weight * behaviour::traffic::rampAt(*m_stations[target.station].plan, -age, 0.0);
}

// Any of the rotation, by weight.
std::uint32_t Simulation::anyOf(StationState& station, double u, std::uint32_t butNot) const {
    const auto& rotation = station.rotation;
    if (!station.uneven && butNot == kNone) return rotation[pick(u, rotation.size())];
    double all = 0.0;
    for (const std::uint32_t at : rotation)
        if (at != butNot) all += weightOf(m_targets[at]);
    double left = u * all;
    std::uint32_t last = rotation.front();
    for (const std::uint32_t at : rotation) {
        if (at == butNot) continue;
        last = at;
        left -= weightOf(m_targets[at]);
        if (left < 0.0) break;
    }
    return last;
}

// Round robin in which each gets its weight's share, spread as evenly as can be: all are owed their weight,
// and who is owed most is served and pays for all ("smooth" weighted round robin).
std::uint32_t Simulation::inTurn(StationState& station) {
    const auto& rotation = station.rotation;
    if (!station.uneven) {
        if (station.turn >= rotation.size()) station.turn = 0;
        return rotation[station.turn++];
    }
    double all = 0.0;
    std::uint32_t best = rotation.front();
    for (const std::uint32_t at : rotation) {
        const double weight = weightOf(m_targets[at]);
        all += weight;
        m_targets[at].turn += weight;
        if (m_targets[at].turn > m_targets[best].turn) best = at;
    }
    m_targets[best].turn -= all;
    return best;
}

std::uint32_t Simulation::ofTwo(StationState& station, std::uint64_t n) {
    const auto& rotation = station.rotation;
    std::uint32_t a = 0, b = 0;
    if (station.uneven) {
        a = anyOf(station, station.choice.at(n));
        b = anyOf(station, station.second.at(n), a);
    } else {
        const std::uint32_t one = pick(station.choice.at(n), rotation.size());
        std::uint32_t other = pick(station.second.at(n), rotation.size() - 1);
        if (other >= one) ++other;
        a = rotation[one];
        b = rotation[other];
    }
    return m_targets[b].present < m_targets[a].present ? b : a;
}

std::uint32_t Simulation::choose(StationState& station, std::uint64_t n, Caller& caller) {
    const auto& rotation = station.rotation;
    if (rotation.size() == 1) return rotation[0];
    switch (station.plan->choice) {
    case model::Choice::first: return rotation[0];
    case model::Choice::uniform: return anyOf(station, station.choice.at(n));
    case model::Choice::weighted:
    case model::Choice::roundRobin: return inTurn(station);
    case model::Choice::leastConnections: return fewest(station, station.uneven ? station.choice.at(n) : 0.0);
    case model::Choice::twoChoices: return ofTwo(station, n);
    case model::Choice::sticky: break;
    }
    if (caller.stuck == kNone || !isIn(m_targets[caller.stuck]))
        caller.stuck = anyOf(station, station.choice.at(n));
    if (caller.kind == Caller::Kind::call)
        m_branches[caller.of].stuck = caller.stuck;
    else if (caller.tenant != kNone)
        m_users[caller.tenant].stuck = caller.stuck;
    return caller.stuck;
}

// Among equals the next in turn: the first of the list would get all of a light load. newcomers: those whose
// share is not above it are left out of this choice, as long as somebody is left.
std::uint32_t Simulation::fewest(StationState& station, double newcomers) {
    const auto& rotation = station.rotation;
    if (station.turn >= rotation.size()) station.turn = 0;
    std::size_t best = rotation.size();
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t seen = 0, i = station.turn; least != 0 && seen != rotation.size(); ++i, ++seen) {
        if (i == rotation.size()) i = 0;
        const TargetState& target = m_targets[rotation[i]];
        if (target.present >= least || (station.uneven && weightOf(target) <= newcomers)) continue;
        best = i;
        least = target.present;
    }
    if (best == rotation.size()) return fewest(station, -1.0);
    station.turn = static_cast<std::uint32_t>(best) + 1;
    return rotation[best];
}

} // namespace nueves::methods::requests
