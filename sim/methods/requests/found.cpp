// Who is there when the window opens.
#include "sim/methods/requests/simulation.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>

namespace nueves::methods::requests {

// Those who already stand in line when the window opens, in the order in which they came: time-outs are
// watched in that order.
void Simulation::fillLines() {
    struct Found {
        Nanos age;
        std::uint32_t target, edge;
    };
    std::vector<Found> all;
    for (const FoundWaiting& found : m_window.waiting) {
        const std::uint32_t target = m_stations[found.station].first + found.target;
        if (m_targets[target].conduct == model::Conduct::refuses) continue;
        const double step = static_cast<double>(found.oldest) / std::max(1U, found.number);
        for (std::uint32_t i = found.number; i != 0; --i)
            all.push_back({static_cast<Nanos>(step * i), target, edgeInto(found.station)});
    }
    std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.age > b.age; });
    for (const Found& one : all) {
        if (m_stations[edgeOf(one.edge).to].plan->fed) {
            deliver(one.edge, m_stations[edgeOf(one.edge).to].arrivals++, -one.age);
            continue;
        }
        const bool gone = m_edges[one.edge].demand == kNone || one.age >= m_edges[one.edge].row.patience;
        if (gone && m_targets[one.target].conduct == model::Conduct::silent) continue; // left no trace
        Caller caller = gone ? Caller{} : foundUser(m_edges[one.edge].demand);
        if (caller.tenant != kNone &&
            m_stations[m_targets[one.target].station].plan->choice == model::Choice::sticky)
            m_users[caller.tenant].stuck = caller.stuck = one.target; // where he stands is where he goes
        place(one.edge, one.target, m_stations[m_targets[one.target].station].arrivals++, caller, -one.age);
    }
}

// The way of a user to a station; of a call, if no users come there.
std::uint32_t Simulation::edgeInto(std::uint32_t station) const {
    std::uint32_t edge = kNone;
    for (std::uint32_t e = static_cast<std::uint32_t>(m_edges.size()); e-- > 0;)
        if (edgeOf(e).to == station && (edge == kNone || m_edges[e].demand != kNone)) edge = e;
    NUEVES_ASSERT(edge != kNone, "somebody can come to the station");
    return edge;
}

// Those who were refused or kept waiting before.
void Simulation::fillOrbits() {
    for (const FoundRetrying& found : m_window.retrying) {
        DemandState& demand = m_demands[found.demand];
        for (std::uint32_t i = 0; i != found.number; ++i) {
            Caller caller = foundUser(found.demand);
            caller.attempt = found.attempt;
            const std::uint64_t n = demand.repeats++;
            const double whole = pause(demand.plan->retries, found.attempt - 1, demand.jitter, n);
            const double left = demand.plan->retries.memoryless ? 1.0 : demand.rest.at(n);
            const std::uint32_t slot = m_orbit.take();
            m_orbit[slot].caller = caller;
            ++demand.sample.orbit;
            push(later(left * whole), Kind::repeat, slot);
        }
    }
}

// A user whose wish is older than all that is measured; of no demand: nobody.
Caller Simulation::foundUser(std::uint32_t demand) {
    Caller caller;
    if (demand == kNone) return caller;
    caller.kind = Caller::Kind::user;
    caller.intent = -1;
    caller.of = demand;
    if (m_demands[demand].plan->users) {
        caller.tenant = userOf(demand, static_cast<std::uint32_t>(m_demands[demand].users.size()));
        m_users[caller.tenant].asleep = false;
        caller.stuck = m_users[caller.tenant].stuck;
    }
    return caller;
}

void Simulation::openBreakers() {
    for (const FoundOpen& found : m_window.open) {
        Breaker& breaker = m_edges[found.edge].clients[found.caller].breaker;
        breaker.state = Breaker::State::open;
        breaker.until = found.until;
    }
}

// Where a user goes who was there before the window opened; kNone: he was not.
std::uint32_t Simulation::boundTo(std::uint32_t demand, std::uint32_t number) const {
    const FoundBound* bound = m_demands[demand].bound;
    if (bound == nullptr || number >= bound->known) return kNone;
    const model::Demand& plan = *m_demands[demand].plan;
    const std::uint32_t first = m_stations[edgeOf(plan.edge).to].first;
    double left = m_source.uniform(core::streamKey(plan.name, "stays with"), number);
    for (std::uint32_t t = 0; t != bound->shares.size(); ++t)
        if ((left -= bound->shares[t]) < 0.0) return first + t;
    return kNone;
}

} // namespace nueves::methods::requests
