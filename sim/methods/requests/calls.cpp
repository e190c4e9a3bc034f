// Calls of one station by another, while the caller's worker waits: stages, repeats, caches, breakers.
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace nueves::methods::requests {

namespace {

constexpr std::uint32_t kEnoughCalls = 10; // in a breaker's window before it judges (assumed)

// Forgets what is older than the window; kParts steps to a window.
void slide(Breaker& breaker, Nanos now, double window) {
    const auto part = static_cast<std::uint64_t>(static_cast<double>(now) * Breaker::kParts / (window * 1e9));
    if (part - breaker.part >= Breaker::kParts) {
        breaker.good.fill(0);
        breaker.bad.fill(0);
    } else {
        for (std::uint64_t p = breaker.part + 1; p <= part; ++p)
            breaker.good[p % Breaker::kParts] = breaker.bad[p % Breaker::kParts] = 0;
    }
    breaker.part = part;
}

template <class Counts> std::uint32_t sum(const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint32_t{0});
}

} // namespace

// Its own work or a stage of its calls is done: on to the next stage, or it is answered. A stage is a call
// and those marked parallel that follow it.
void Simulation::advance(std::uint32_t slot) {
    const std::uint32_t generation = m_requests[slot].generation;
    const auto& calls = m_stations[m_targets[m_requests[slot].target].station].plan->calls;
    for (;;) {
        while (m_requests[slot].nextCall != calls.size() &&
               edgeOf(calls[m_requests[slot].nextCall]).call.later)
            post(calls[m_requests[slot].nextCall++]);
        if (m_requests[slot].nextCall == calls.size()) return finish(slot, true);
        m_requests[slot].phase = Phase::calls;
        m_requests[slot].open = 1; // until all of the stage have begun
        do {
            addBranch(slot, calls[m_requests[slot].nextCall++]);
            if (m_requests[slot].generation != generation)
                return; // a call failed at once, and with it the request
        } while (m_requests[slot].nextCall != calls.size() &&
                 edgeOf(calls[m_requests[slot].nextCall]).call.parallel);
        if (--m_requests[slot].open != 0) return;
    }
}

void Simulation::addBranch(std::uint32_t slot, std::uint32_t edge) {
    EdgeState& state = m_edges[edge];
    const double times = edgeOf(edge).call.times, whole = std::floor(times);
    const std::uint64_t n = state.counted++;
    auto left = static_cast<std::uint32_t>(whole);
    if (times > whole && state.times.at(n) < times - whole) ++left;
    if (left == 0) return;
    const std::uint32_t at = m_branches.take();
    Branch& branch = m_branches[at];
    Request& request = m_requests[slot];
    branch.request = slot;
    branch.edge = edge;
    branch.child = branch.stuck = kNone;
    branch.left = left;
    branch.trial = branch.connected = false;
    branch.next = request.branches;
    request.branches = at;
    ++request.open;
    goOn(at);
}

// The next of a branch's calls.
void Simulation::goOn(std::uint32_t at) {
    for (;;) {
        Branch& branch = m_branches[at];
        if (branch.left == 0) return closeBranch(at, true);
        --branch.left;
        branch.attempt = 0;
        m_record.calls[branch.edge].calls += counts(m_now);
        if (!hit(at)) return call(at);
    }
}

bool Simulation::hit(std::uint32_t at) {
    const Branch& branch = m_branches[at];
    const model::Call& plan = edgeOf(branch.edge).call;
    EdgeState& edge = m_edges[branch.edge];
    const std::uint64_t n = edge.asked++;
    Client& client = clientOf(branch);
    client.budget.add(plan.retries.budget, kBudgetDepth);
    if (plan.cacheHit <= 0.0) return false;
    const bool found = edge.hits.at(n) < plan.cacheHit * client.warmth;
    if (found)
        m_record.calls[branch.edge].hits += counts(m_now);
    else
        client.warmth += edge.filling * (1.0 - client.warmth);
    return found;
}

void Simulation::call(std::uint32_t at) {
    Branch& branch = m_branches[at];
    if (!passes(branch)) {
        m_record.calls[branch.edge].cut += counts(m_now);
        return callFailed(at, false);
    }
    if (!connect(at)) return;
    dial(at);
}

void Simulation::dial(std::uint32_t at) {
    const Branch& branch = m_branches[at];
    Caller caller;
    caller.kind = Caller::Kind::call;
    caller.of = at;
    caller.tenant = branch.generation;
    caller.stuck = branch.stuck;
    send(branch.edge, caller);
}

void Simulation::callEnded(std::uint32_t at, bool well) {
    m_branches[at].child = kNone;
    disconnect(m_branches[at]);
    judge(m_branches[at], well);
    if (!well) return callFailed(at, true);
    ++m_edges[m_branches[at].edge].ended.well;
    goOn(at);
}

void Simulation::callFailed(std::uint32_t at, bool mayRepeat) {
    Branch& branch = m_branches[at];
    const model::Call& plan = edgeOf(branch.edge).call;
    EdgeState& edge = m_edges[branch.edge];
    if (mayRepeat && branch.attempt < static_cast<std::uint32_t>(std::max(0, plan.retries.times)) &&
        (plan.retries.budget <= 0.0 || clientOf(branch).budget.take())) {
        const double ns = pause(plan.retries, branch.attempt, edge.jitter, edge.repeated++);
        ++branch.attempt;
        return push(later(ns), Kind::recall, at, branch.generation);
    }
    CallRecord& record = m_record.calls[branch.edge];
    record.failed += counts(m_now);
    ++edge.ended.lost;
    if (!plan.fallback) return closeBranch(at, false);
    record.fallbacks += counts(m_now);
    goOn(at);
}

void Simulation::recall(std::uint32_t at) {
    m_record.calls[m_branches[at].edge].retries += counts(m_now);
    call(at);
}

void Simulation::closeBranch(std::uint32_t at, bool well) {
    const std::uint32_t slot = m_branches[at].request;
    if (!well) {
        dropBranches(slot);
        return finish(slot, false);
    }
    Request& request = m_requests[slot];
    std::uint32_t* link = &request.branches;
    while (*link != at) link = &m_branches[*link].next;
    *link = m_branches[at].next;
    m_branches.give(at);
    if (--request.open == 0) advance(slot);
}

void Simulation::dropBranches(std::uint32_t slot) {
    std::uint32_t at = m_requests[slot].branches;
    m_requests[slot].branches = kNone;
    while (at != kNone) {
        Branch& branch = m_branches[at];
        if (branch.child != kNone) abandon(branch.child);
        disconnect(branch);
        if (branch.trial) { // nobody will hear how it ended: let another one try
            Breaker& breaker = clientOf(branch).breaker;
            breaker.state = Breaker::State::open;
            breaker.until = m_now;
        }
        const std::uint32_t next = branch.next;
        m_branches.give(at);
        at = next;
    }
}

Client& Simulation::clientOf(const Branch& branch) {
    const std::uint32_t target = m_requests[branch.request].target;
    return m_edges[branch.edge].clients[target - m_stations[m_targets[target].station].first];
}

// ---- connections ----

// Takes a connection of the caller's pool, or waits in line for one: first come, first served.
bool Simulation::connect(std::uint32_t at) {
    Branch& branch = m_branches[at];
    const int pool = edgeOf(branch.edge).call.pool;
    if (pool <= 0) return true;
    Client& client = clientOf(branch);
    if (client.connected == static_cast<std::uint32_t>(pool)) {
        client.queued.emplace_back(at, branch.generation);
        return false;
    }
    ++client.connected;
    return branch.connected = true;
}

// Hands its connection to the next who waits. That one goes on in an event of its own: a callee that refuses
// at once must not unwind a whole line of callers inside one another.
void Simulation::disconnect(Branch& branch) {
    if (!std::exchange(branch.connected, false)) return;
    Client& client = clientOf(branch);
    while (!client.queued.empty()) {
        const auto [next, generation] = client.queued.front();
        client.queued.pop_front();
        if (m_branches[next].generation != generation) continue; // its request is gone
        m_branches[next].connected = true;
        return push(m_now, Kind::connected, next, generation);
    }
    --client.connected;
}

// ---- breaker ----

bool Simulation::passes(Branch& branch) {
    if (edgeOf(branch.edge).call.breaker.errors <= 0.0) return true;
    Breaker& breaker = clientOf(branch).breaker;
    if (breaker.state == Breaker::State::closed) return true;
    if (breaker.state == Breaker::State::trying || m_now < breaker.until) return false;
    breaker.state = Breaker::State::trying;
    branch.trial = true;
    return true;
}

void Simulation::judge(Branch& branch, bool well) {
    const model::Breaker& plan = edgeOf(branch.edge).call.breaker;
    if (plan.errors <= 0.0) return;
    Breaker& breaker = clientOf(branch).breaker;
    if (branch.trial) {
        branch.trial = false;
        if (!well) return openBreaker(branch);
        breaker.state = Breaker::State::closed;
        breaker.good.fill(0);
        breaker.bad.fill(0);
    }
    if (breaker.state != Breaker::State::closed) return; // sent before it opened
    slide(breaker, m_now, plan.window);
    ++(well ? breaker.good : breaker.bad)[breaker.part % Breaker::kParts];
    if (well) return;
    const std::uint32_t bad = sum(breaker.bad), all = bad + sum(breaker.good);
    if (all >= kEnoughCalls && bad >= plan.errors * all) openBreaker(branch);
}

void Simulation::openBreaker(Branch& branch) {
    Breaker& breaker = clientOf(branch).breaker;
    breaker.state = Breaker::State::open;
    breaker.until = later(edgeOf(branch.edge).call.breaker.open * 1e9);
    m_record.calls[branch.edge].opened += counts(m_now);
}

} // namespace nueves::methods::requests
