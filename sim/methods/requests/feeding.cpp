// Stations that are fed from one queue: what is put there is kept until a worker somewhere is free, and goes
// back when its target dies or a call that it needs fails.
#include "sim/methods/requests/simulation.hpp"

#include "sim/core/assert.hpp"

#include <cmath>

namespace nueves::methods::requests {

// A request's messages over one edge. It does not wait for them.
void Simulation::post(std::uint32_t edge) {
    EdgeState& state = m_edges[edge];
    const double times = edgeOf(edge).call.times, whole = std::floor(times);
    const std::uint64_t n = state.counted++;
    auto left = static_cast<std::uint32_t>(whole);
    if (times > whole && state.times.at(n) < times - whole) ++left;
    for (; left != 0; --left) {
        m_record.calls[edge].calls += counts(m_now);
        Caller nobody;
        send(edge, nobody);
    }
}

void Simulation::deliver(std::uint32_t edge, std::uint64_t n, Nanos arrived) {
    StationState& station = m_stations[edgeOf(edge).to];
    const std::uint32_t slot = m_requests.take();
    Request& request = m_requests[slot];
    request.arrived = arrived;
    request.takes = station.takes.at(n) * 1e9;
    request.caller = {};
    request.edge = edge;
    request.target = station.first;
    request.phase = Phase::waits;
    request.branches = kNone;
    request.nextCall = 0;
    station.queue.push_back(slot);
    pull(edgeOf(edge).to);
    if (station.queue.size() <= station.places) return;
    station.queue.pop_back(); // nobody took it, and there is no room to wait
    m_requests.give(slot);
    m_record.stations[edgeOf(edge).to].turnedAway += counts(m_now);
    m_record.calls[edge].failed += counts(m_now);
    ++m_edges[edge].ended.lost;
}

// As long as somebody is idle, the next goes to whoever has least to do.
void Simulation::pull(std::uint32_t at) {
    StationState& station = m_stations[at];
    while (!station.queue.empty() && station.entering > 0.0) {
        std::uint32_t idlest = kNone;
        for (std::uint32_t t = station.first; t != station.first + station.plan->targets.size(); ++t) {
            const TargetState& target = m_targets[t];
            if (target.conduct != model::Conduct::serves || !target.reached || target.wrong >= 1.0 ||
                target.busy == target.workers) // all wrong: what it takes goes back at once
                continue;
            if (idlest == kNone || target.busy < m_targets[idlest].busy) idlest = t;
        }
        if (idlest == kNone) return;
        const std::uint32_t slot = station.queue.front();
        station.queue.pop_front();
        m_requests[slot].target = idlest;
        ++m_targets[idlest].letIn;
        ++m_targets[idlest].present;
        begin(slot);
    }
}

void Simulation::finishFed(std::uint32_t slot, bool well) {
    Request& request = m_requests[slot];
    TargetState& target = m_targets[request.target];
    const std::uint32_t at = target.station;
    const bool counted = counts(m_now);
    StationRecord& record = m_record.stations[at];
    record.busy.add(measuredPart(request.began));
    (well ? record.served : record.broken) += counted;
    m_sample[at].served += well;
    --target.present;
    --target.busy;
    if (well) {
        record.present.add(measuredPart(request.arrived));
        CallRecord& call = m_record.calls[request.edge];
        const Nanos patience = m_edges[request.edge].row.patience;
        call.done += counted;
        const bool late = m_now - request.arrived > patience;
        call.tooLate += counted && late;
        ++(late ? m_edges[request.edge].ended.lost : m_edges[request.edge].ended.well);
        m_requests.give(slot);
    } else {
        putBack(slot);
        m_stations[at].queue.push_back(slot);
    }
    pull(at);
}

void Simulation::putBack(std::uint32_t slot) {
    Request& request = m_requests[slot];
    ++request.generation; // what was to happen to it does not
    request.phase = Phase::waits;
    request.nextCall = 0;
    request.branches = kNone;
}

// To the front: they have waited longest.
void Simulation::returnAll(std::uint32_t at) {
    TargetState& target = m_targets[at];
    for (std::uint32_t slot = m_requests.size(); slot-- > 0;) {
        Request& request = m_requests[slot];
        if (!request.live || request.target != at || request.phase == Phase::waits) continue;
        m_record.stations[target.station].broken += counts(m_now);
        m_record.stations[target.station].busy.add(measuredPart(request.began));
        forgetComputing(slot);
        dropBranches(slot);
        putBack(slot);
        m_stations[target.station].queue.push_front(slot);
    }
    target.present = target.busy = 0;
    target.running.clear();
    if (target.shared) shareOut(at);
}

} // namespace nueves::methods::requests
