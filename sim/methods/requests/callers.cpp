// Users: how long they wait, how often they try again, how they think.
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods::requests {

namespace {

constexpr double kAfterFailure = 1e6; // ns that even a hasty user takes to ask anew once he has given up

} // namespace

void Simulation::userFailed(Caller caller) {
    DemandState& demand = m_demands[caller.of];
    DemandRecord& record = m_record.demands[caller.of];
    const model::Retries& retries = demand.plan->retries;
    const bool wishes = caller.attempt < static_cast<std::uint32_t>(std::max(0, retries.times));
    const bool may = wishes && (retries.budget <= 0.0 || demand.budget.take());
    if (!may) {
        record.denied += wishes && counts(m_now);
        record.lost += counts(caller.intent);
        record.endedLost += counts(m_now);
        ++demand.sample.lost;
        ++demand.ended.lost;
        if (caller.tenant != kNone) think(caller.tenant, false, kAfterFailure);
        return;
    }
    const double ns = pause(retries, caller.attempt, demand.jitter, demand.repeats++);
    ++caller.attempt;
    const std::uint32_t slot = m_orbit.take();
    m_orbit[slot].caller = caller;
    ++demand.sample.orbit;
    push(later(ns), Kind::repeat, slot);
}

void Simulation::repeat(std::uint32_t slot) {
    Caller caller = m_orbit[slot].caller;
    m_orbit.give(slot);
    DemandState& demand = m_demands[caller.of];
    --demand.sample.orbit;
    ++demand.sample.retries;
    m_record.demands[caller.of].retries += counts(m_now);
    send(demand.plan->edge, caller);
}

// Before the next attempt, `attempt` having failed before the last one; ns.
double Simulation::pause(const model::Retries& retries, std::uint32_t attempt, Numbers& jitter,
                         std::uint64_t n) const {
    double ns = retries.after * 1e9;
    if (retries.factor != 1.0) ns *= std::pow(retries.factor, attempt);
    if (retries.memoryless) return -std::log(1.0 - jitter.at(n)) * ns;
    return retries.jitter ? jitter.at(n) * ns : ns;
}

// ---- closed demand ----

std::uint32_t Simulation::userOf(std::uint32_t demand, std::uint32_t number) {
    auto& users = m_demands[demand].users;
    while (users.size() <= number) {
        users.push_back(static_cast<std::uint32_t>(m_users.size()));
        const auto next = static_cast<std::uint32_t>(users.size() - 1);
        m_users.push_back({.demand = demand, .number = next, .stuck = boundTo(demand, next)});
    }
    return users[number];
}

// fresh: a user who just appears is somewhere in the middle of a thought. least: ns.
void Simulation::think(std::uint32_t user, bool fresh, double least) {
    User& who = m_users[user];
    const DemandState& demand = m_demands[who.demand];
    const core::Law& law = m_plan.laws[demand.plan->think.value];
    const double u = m_source.uniform(demand.think, who.thoughts++, who.number);
    const double ns = (fresh ? law.equilibriumResidual(u) : law.quantile(u)) * 1e9;
    push(later(std::max(ns, least)), Kind::thought, user);
}

void Simulation::thought(std::uint32_t user) {
    User& who = m_users[user];
    if (who.number >= m_demands[who.demand].wanted) {
        who.asleep = true; // gone, until the curve wants him back
        return;
    }
    Caller caller;
    caller.kind = Caller::Kind::user;
    caller.intent = m_now;
    caller.of = who.demand;
    caller.tenant = user;
    caller.stuck = who.stuck;
    ask(caller);
}

void Simulation::changePopulation(std::uint32_t at) {
    const std::uint32_t before = m_demands[at].wanted, wanted = m_demands[at].change.users;
    m_demands[at].wanted = wanted;
    for (std::uint32_t number = before; number < wanted; ++number) {
        const std::uint32_t user = userOf(at, number);
        if (!m_users[user].asleep) continue;
        m_users[user].asleep = false;
        think(user, true, 0.0);
    }
    m_demands[at].change = m_demands[at].population.next(m_now, wanted);
    push(m_demands[at].change.time, Kind::population, at);
}

// ---- patience ----

void Simulation::wait(std::uint32_t slot) {
    Request& request = m_requests[slot];
    Row& row = m_edges[request.edge].row;
    request.later = kNone;
    request.sooner = row.last;
    if (row.last != kNone)
        m_requests[row.last].later = slot;
    else
        row.first = slot;
    row.last = slot;
    if (!row.watched) watch(request.edge);
}

void Simulation::leaveRow(Request& request) {
    Row& row = m_edges[request.edge].row;
    if (request.sooner != kNone)
        m_requests[request.sooner].later = request.later;
    else
        row.first = request.later;
    if (request.later != kNone)
        m_requests[request.later].sooner = request.sooner;
    else
        row.last = request.sooner;
}

// One event for a whole row: by the time it comes, most of those it was set for have their answer.
void Simulation::watch(std::uint32_t edge) {
    Row& row = m_edges[edge].row;
    if (row.watched || row.first == kNone) return;
    row.watched = true;
    push(later(static_cast<double>(m_requests[row.first].arrived - m_now + row.patience)), Kind::timeout,
         edge);
}

void Simulation::timeouts(std::uint32_t edge) {
    Row& row = m_edges[edge].row;
    row.watched = false;
    while (row.first != kNone && m_now - m_requests[row.first].arrived >= row.patience) {
        const std::uint32_t slot = row.first;
        const Caller caller = m_requests[slot].caller;
        heard(m_requests[slot].target, false);
        abandon(slot);
        if (caller.kind == Caller::Kind::user)
            m_record.demands[caller.of].tooLate += counts(m_now);
        else
            m_record.calls[edge].tooLate += counts(m_now);
        tell(caller, false);
    }
    watch(edge);
}

// Its caller goes away. Served for nothing, unless nothing would ever come of it or its line keeps deadlines.
void Simulation::abandon(std::uint32_t slot) {
    Request& request = m_requests[slot];
    TargetState& target = m_targets[request.target];
    stopWaiting(request);
    request.caller.kind = Caller::Kind::nobody;
    const bool expires = request.phase == Phase::waits && target.order == model::Order::deadline;
    if (request.phase != Phase::hangs && !expires) return;
    if (expires) {
        unlink(request, target);
        m_record.stations[target.station].expired += counts(m_now);
    }
    account(request, false);
    --target.present;
    m_requests.give(slot);
}

} // namespace nueves::methods::requests
