// The way of every request, in one place so that the compiler sees all of it.
#include "sim/methods/requests/simulation.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>

namespace nueves::methods::requests {

namespace {

constexpr std::uint32_t kSlotMask = 0x0fffffffU;

Nanos ticksOf(const engine::QueuedEvent& event) {
    return event.time.time_since_epoch().count();
}

} // namespace

RequestRecord Simulation::run() {
    advance(m_window.lasts);
    return finish();
}

void Simulation::advance(Nanos to) {
    for (;;) {
        const Nanos event = m_queue.empty() ? kNeverNanos : ticksOf(m_queue.top());
        const bool arrival = m_nextArrival < event;
        const Nanos next = arrival ? m_nextArrival : event;
        if (next >= to) break;
        if (next > m_nextSample) sampleUntil(next);
        m_now = next;
        ++m_record.events;
        if (arrival) {
            arrive();
        } else {
            const engine::QueuedEvent first = m_queue.top();
            m_queue.pop();
            step(first);
        }
    }
    m_now = to;
    if (to > m_nextSample) sampleUntil(to);
}

void Simulation::step(const engine::QueuedEvent& event) {
    const std::uint32_t slot = event.order & kSlotMask, generation = event.generation;
    switch (static_cast<Kind>(event.order >> 28)) {
    case Kind::service:
        if (m_requests[slot].generation == generation) worked(slot);
        return;
    case Kind::structure: return changeStructure();
    case Kind::cpu:
        if (m_targets[slot].ends == generation) computed(slot);
        return;
    case Kind::warm:
        if (m_targets[slot].generation == generation) warmUp(slot);
        return;
    case Kind::timeout: return timeouts(slot);
    case Kind::repeat: return repeat(slot);
    case Kind::recall:
        if (m_branches[slot].generation == generation) recall(slot);
        return;
    case Kind::connected:
        if (m_branches[slot].generation == generation) dial(slot);
        return;
    case Kind::thought: return thought(slot);
    case Kind::population: return changePopulation(slot);
    case Kind::look: return lookAtAnswers(slot);
    case Kind::back: return comeBack(slot);
    }
}

// ---- arriving ----

void Simulation::arrive() {
    DemandState& demand = m_demands[m_nextDemand];
    Caller caller;
    caller.kind = Caller::Kind::user;
    caller.intent = m_now;
    caller.of = m_nextDemand;
    demand.nextArrival = demand.arrivals.next();
    findNextArrival();
    ask(caller);
}

void Simulation::findNextArrival() {
    m_nextArrival = kNeverNanos;
    for (std::uint32_t d = 0; d != m_demands.size(); ++d)
        if (m_demands[d].nextArrival < m_nextArrival) {
            m_nextArrival = m_demands[d].nextArrival;
            m_nextDemand = d;
        }
}

void Simulation::ask(Caller& caller) {
    DemandState& demand = m_demands[caller.of];
    if (counts(caller.intent)) ++m_record.demands[caller.of].intents;
    ++demand.sample.intents;
    demand.budget.add(demand.plan->retries.budget, kBudgetDepth);
    send(demand.plan->edge, caller);
}

void Simulation::send(std::uint32_t edge, Caller& caller) {
    const std::uint32_t to = edgeOf(edge).to;
    StationState& station = m_stations[to];
    StationRecord& record = m_record.stations[to];
    const std::uint64_t n = station.arrivals++;
    const bool counted = counts(m_now);
    record.arrivals += counted;
    if (station.plan->fed) return deliver(edge, n, m_now);
    if (station.rotation.empty() || (station.entering < 1.0 && station.tier.at(n) >= station.entering)) {
        record.refused += counted;
        return tell(caller, false);
    }
    if (!isAllowed(station, caller)) {
        record.limited += counted;
        return tell(caller, false);
    }
    const std::uint32_t chosen = choose(station, n, caller);
    TargetState& target = m_targets[chosen];
    std::uint64_t* why = nullptr;
    if (target.conduct == model::Conduct::refuses)
        why = &record.refused;
    else if (target.conduct == model::Conduct::serves) {
        if (station.plan->shedAbove > 0.0 && !letIn(target, station))
            why = &record.shed;
        else if (target.wrong > 0.0 && station.wrong.at(n) < target.wrong)
            why = &record.wrong;
        else {
            ++target.letIn;
            if (target.present >= station.places) why = &record.turnedAway;
        }
    }
    if (why != nullptr) {
        *why += counted;
        heard(chosen, false);
        return tell(caller, false);
    }
    place(edge, chosen, n, caller, m_now);
}

std::uint32_t Simulation::place(std::uint32_t edge, std::uint32_t chosen, std::uint64_t n,
                                const Caller& caller, Nanos arrived) {
    TargetState& target = m_targets[chosen];
    StationState& station = m_stations[target.station];
    const std::uint32_t slot = m_requests.take();
    NUEVES_ASSERT(slot < kSlotMask, "requests fit the slots of events");
    Request& request = m_requests[slot];
    request.arrived = arrived;
    request.takes = station.takes.at(n) * edgeOf(edge).size * 1e9;
    request.caller = caller;
    request.edge = edge;
    request.target = chosen;
    request.branches = kNone;
    request.nextCall = 0;
    if (caller.kind == Caller::Kind::call) m_branches[caller.of].child = slot;
    if (caller.kind != Caller::Kind::nobody && m_edges[edge].row.patience != kNeverNanos) wait(slot);
    ++target.present;
    ++m_sample[target.station].arrived;
    if (target.conduct == model::Conduct::silent)
        request.phase = Phase::hangs;
    else if (target.busy >= target.workers)
        joinLine(slot, target);
    else if (m_held.empty() || !resumeCall(slot))
        begin(slot);
    return slot;
}

// ---- the line ----

void Simulation::joinLine(std::uint32_t slot, TargetState& target) {
    Request& request = m_requests[slot];
    request.phase = Phase::waits;
    request.next = kNone;
    request.previous = target.last;
    if (target.last != kNone)
        m_requests[target.last].next = slot;
    else
        target.first = slot;
    target.last = slot;
}

void Simulation::unlink(Request& request, TargetState& target) {
    if (request.previous != kNone)
        m_requests[request.previous].next = request.next;
    else
        target.first = request.next;
    if (request.next != kNone)
        m_requests[request.next].previous = request.previous;
    else
        target.last = request.previous;
}

// Who is served next; kNone: nobody waits.
std::uint32_t Simulation::leaveLine(std::uint32_t at) {
    TargetState& target = m_targets[at];
    const std::uint32_t slot = target.order == model::Order::lifo ? target.last : target.first;
    if (slot != kNone) unlink(m_requests[slot], target);
    return slot;
}

// ---- service ----

void Simulation::begin(std::uint32_t slot) {
    Request& request = m_requests[slot];
    TargetState& target = m_targets[request.target];
    ++target.busy;
    request.began = m_now;
    if (counts(m_now)) m_record.stations[target.station].wait.add(m_now - request.arrived);
    if (target.shared)
        compute(slot, request.takes * m_stations[target.station].computing);
    else
        work(slot, request.takes);
}

// Work at the target's own pace.
void Simulation::work(std::uint32_t slot, double ns) {
    Request& request = m_requests[slot];
    const double pace = m_targets[request.target].pace;
    request.phase = Phase::works;
    request.since = m_now;
    request.work = ns;
    if (pace > 0.0) push(later(pace == 1.0 ? ns : ns / pace), Kind::service, slot, request.generation);
}

void Simulation::worked(std::uint32_t slot) {
    TargetState& target = m_targets[m_requests[slot].target];
    if (!target.shared) target.computed += m_requests[slot].takes;
    if (target.calls)
        advance(slot);
    else
        finish(slot, true);
}

void Simulation::finish(std::uint32_t slot, bool well) {
    Request& request = m_requests[slot];
    const std::uint32_t at = request.target;
    TargetState& target = m_targets[at];
    if (m_stations[target.station].plan->fed) return finishFed(slot, well);
    const Caller caller = request.caller;
    const bool counted = counts(m_now), nobody = caller.kind == Caller::Kind::nobody;
    StationRecord& record = m_record.stations[target.station];
    account(request, true);
    (well ? record.served : record.broken) += counted;
    m_sample[target.station].served += well;
    if (nobody) {
        record.wasted += counted && well;
        const std::uint32_t demand = m_edges[request.edge].demand;
        if (demand != kNone) m_record.demands[demand].wasted += counted && well;
    } else {
        stopWaiting(request);
        heard(at, well);
    }
    m_requests.give(slot);
    --target.present;
    --target.busy;
    const std::uint32_t next = leaveLine(at);
    if (next != kNone) begin(next);
    tell(caller, well);
}

void Simulation::account(const Request& request, bool hadWorker) {
    StationRecord& record = m_record.stations[m_targets[request.target].station];
    record.present.add(measuredPart(request.arrived));
    if (hadWorker) record.busy.add(measuredPart(request.began));
}

void Simulation::tell(const Caller& caller, bool well) {
    if (caller.kind == Caller::Kind::user) {
        if (well)
            userAnswered(caller);
        else
            userFailed(caller);
    } else if (caller.kind == Caller::Kind::call && m_branches[caller.of].generation == caller.tenant) {
        callEnded(caller.of, well);
    }
}

void Simulation::userAnswered(const Caller& caller) {
    DemandRecord& record = m_record.demands[caller.of];
    record.endedWell += counts(m_now);
    if (counts(caller.intent)) {
        ++record.answered;
        record.latency.add(m_now - caller.intent);
    }
    ++m_demands[caller.of].sample.answered;
    ++m_demands[caller.of].ended.well;
    if (caller.tenant != kNone) think(caller.tenant, false, 0.0);
}

} // namespace nueves::methods::requests
