// Who is there when the window opens.
#include "sim/methods/requests/simulation.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>

namespace nueves::methods::requests {

// Those who already stand in line when the window opens, in the order in which they came: time-outs are
// watched in that order. Callees before their callers: whom somebody waits for is there when he comes.
void Simulation::fillLines() {
    m_held.resize(m_edges.size());
    for (std::uint32_t s = 0; s != m_stations.size(); ++s) fillStation(s);
    for (const auto& held : m_held)
        for (const std::uint32_t slot : held) { // nobody was left to wait for them
            Request& request = m_requests[slot];
            if (request.phase != Phase::hangs) continue;
            --m_targets[request.target].present;
            m_requests.give(slot);
        }
    m_held.clear();
}

void Simulation::fillStation(std::uint32_t s) {
    struct Found {
        Nanos age;
        std::uint32_t target;
    };
    std::vector<Found> all;
    for (const FoundWaiting& found : m_window.waiting) {
        const std::uint32_t target = m_stations[found.station].first + found.target;
        if (found.station != s || m_targets[target].conduct == model::Conduct::refuses) continue;
        const double step = static_cast<double>(found.oldest) / std::max(1U, found.number);
        for (std::uint32_t i = found.number; i != 0; --i)
            all.push_back({static_cast<Nanos>(step * (i - 0.5)), target});
    }
    std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.age > b.age; });
    StationState& station = m_stations[s];
    for (const Found& one : all) {
        const std::uint32_t edge = edgeInto(s);
        if (station.plan->fed) {
            deliver(edge, station.arrivals++, -one.age);
            continue;
        }
        const bool late = one.age >= m_edges[edge].row.patience, called = m_edges[edge].demand == kNone;
        if (late && m_targets[one.target].conduct == model::Conduct::silent) continue; // left no trace
        Caller caller = late || called ? Caller{} : foundUser(m_edges[edge].demand);
        if (caller.tenant != kNone && station.plan->choice == model::Choice::sticky)
            m_users[caller.tenant].stuck = caller.stuck = one.target; // where he stands is where he goes
        const std::uint32_t slot = place(edge, one.target, station.arrivals++, caller, -one.age);
        if (called && !late) m_held[edge].push_back(slot);
    }
}

// One who has a worker when the window opens may have done his own work and wait for a call: for one that is
// there. Else all of them would begin together, and come back together when their patience ends.
bool Simulation::resumeCall(std::uint32_t slot) {
    const auto& calls = m_stations[m_targets[m_requests[slot].target].station].plan->calls;
    for (std::size_t c = 0; c != calls.size(); ++c) {
        auto& held = m_held[calls[c]];
        const model::Call& plan = edgeOf(calls[c]).call;
        Client& client =
            m_edges[calls[c]].clients[m_requests[slot].target -
                                      m_stations[m_targets[m_requests[slot].target].station].first];
        if (held.empty() || (plan.pool > 0 && client.connected == static_cast<std::uint32_t>(plan.pool)))
            continue;
        const std::uint32_t child = held.front();
        held.pop_front();
        Request& request = m_requests[slot];
        request.phase = Phase::calls;
        request.open = 1;
        request.nextCall = static_cast<std::uint16_t>(c + 1); // what is made beside it is done
        while (request.nextCall != calls.size() && edgeOf(calls[request.nextCall]).call.parallel)
            ++request.nextCall;
        ++m_targets[request.target].busy;
        joinCall(slot, calls[c], child);
        client.connected += plan.pool > 0;
        return true;
    }
    return false;
}

// The call of a request is `child`, which came to the one called before the window opened.
void Simulation::joinCall(std::uint32_t slot, std::uint32_t edge, std::uint32_t child) {
    EdgeState& state = m_edges[edge];
    const std::uint32_t at = m_branches.take();
    Branch& branch = m_branches[at];
    branch.request = slot;
    branch.edge = edge;
    branch.child = child;
    branch.stuck = branch.next = kNone;
    branch.left =
        static_cast<std::uint32_t>(std::max(1.0, edgeOf(edge).call.times) * state.times.at(state.counted++));
    branch.attempt = 0;
    branch.trial = false;
    branch.connected = edgeOf(edge).call.pool > 0;
    Request& request = m_requests[slot];
    request.branches = at;
    Request& called = m_requests[child];
    called.caller.kind = Caller::Kind::call;
    called.caller.of = at;
    called.caller.tenant = branch.generation;
    if (state.row.patience != kNeverNanos) wait(child);
    // A user of a rate who has asked for longer than he waits is gone.
    Caller& user = request.caller;
    if (user.kind == Caller::Kind::user && user.tenant == kNone &&
        called.arrived <= -m_edges[request.edge].row.patience) {
        stopWaiting(request);
        user.kind = Caller::Kind::nobody;
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
