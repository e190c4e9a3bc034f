// What targets are, and what becomes of requests when that changes.
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>

namespace nueves::methods::requests {

void Simulation::changeStructure() {
    m_broken.clear();
    const auto& stations = m_window.stations;
    for (; m_stationChanges != stations.size(); ++m_stationChanges) {
        const StationChange& change = stations[m_stationChanges];
        if (change.time > m_now) break;
        m_stations[change.station].entering = change.entering;
        resize(change.station, change.size);
    }
    const auto& targets = m_window.targets;
    for (; m_targetChanges != targets.size() && targets[m_targetChanges].time <= m_now; ++m_targetChanges) {
        const TargetChange& change = targets[m_targetChanges];
        if (apply(change)) m_broken.push_back(m_stations[change.station].first + change.target);
    }
    nextStructure();
    settleStructure();
}

void Simulation::change(std::span<const TargetChange> targets, std::span<const StationChange> stations) {
    ++m_record.events;
    m_broken.clear();
    for (const StationChange& change : stations) {
        m_stations[change.station].entering = change.entering;
        resize(change.station, change.size);
    }
    for (const TargetChange& change : targets)
        if (apply(change)) m_broken.push_back(m_stations[change.station].first + change.target);
    settleStructure();
}

void Simulation::settleStructure() {
    for (const std::uint32_t target : m_broken) failAll(target); // once all stands as it will
    for (std::uint32_t s = 0; s != m_stations.size(); ++s)
        if (m_stations[s].plan->fed) pull(s);
}

void Simulation::resize(std::uint32_t at, std::uint32_t size) {
    StationState& station = m_stations[at];
    if (station.plan->sizes.empty() || station.cores == station.plan->sizes[size]) return;
    station.cores = station.plan->sizes[size];
    for (std::uint32_t t = 0; t != station.plan->targets.size(); ++t)
        if (m_targets[station.first + t].shared) shareOut(station.first + t);
}

void Simulation::nextStructure() {
    Nanos next = kNeverNanos;
    if (m_targetChanges != m_window.targets.size()) next = m_window.targets[m_targetChanges].time;
    if (m_stationChanges != m_window.stations.size())
        next = std::min(next, m_window.stations[m_stationChanges].time);
    push(next, Kind::structure, 0);
}

// True: it does not behave as before, so who stands there has failed.
bool Simulation::apply(const TargetChange& change) {
    const std::uint32_t at = m_stations[change.station].first + change.target;
    TargetState& target = m_targets[at];
    const bool other = target.conduct != change.conduct;
    target.conduct = change.conduct;
    target.speed = change.speed;
    target.wrong = change.wrong;
    if (target.reached != change.reached) {
        target.reached = change.reached;
        if (change.reached) target.newSince = change.time;
        rebuildRotation(change.station);
    }
    const model::Station& station = *m_stations[change.station].plan;
    if (other && change.conduct == model::Conduct::serves) {
        const Nanos warmAt = change.time + std::min(nanosOf(station.warm), kNeverNanos / 2);
        target.cold = warmAt > m_now;
        if (target.cold) push(warmAt, Kind::warm, at, ++target.generation);
        for (const std::uint32_t e : station.calls) {
            Client empty;
            if (edgeOf(e).call.cacheFill <= 0.0) empty.warmth = 1.0;
            m_edges[e].clients[change.target] = empty;
        }
    }
    setPace(at);
    return other && target.present != 0;
}

void Simulation::warmUp(std::uint32_t at) {
    m_targets[at].cold = false;
    setPace(at);
}

void Simulation::rebuildRotation(std::uint32_t at) {
    StationState& station = m_stations[at];
    station.rotation.clear();
    for (std::uint32_t t = 0; t != station.plan->targets.size(); ++t)
        if (isIn(m_targets[station.first + t])) station.rotation.push_back(station.first + t);
}

// Those under way go on at the new pace: what they have done until now was done at the old one.
void Simulation::setPace(std::uint32_t at) {
    TargetState& target = m_targets[at];
    const double before = target.pace;
    target.pace = target.speed * (target.cold ? m_stations[target.station].plan->coldSpeed : 1.0);
    if (target.pace == before || target.busy == 0) return;
    for (std::uint32_t slot = 0; slot != m_requests.size(); ++slot) {
        Request& request = m_requests[slot];
        if (!request.live || request.target != at || request.phase != Phase::works) continue;
        const double left = request.work - before * static_cast<double>(m_now - request.since);
        ++request.generation;
        work(slot, std::max(0.0, left));
    }
    if (target.shared) shareOut(at);
}

void Simulation::failAll(std::uint32_t at) {
    TargetState& target = m_targets[at];
    if (m_stations[target.station].plan->fed) return returnAll(at);
    std::vector<Caller> callers;
    for (std::uint32_t slot = 0; slot != m_requests.size(); ++slot) {
        Request& request = m_requests[slot];
        if (!request.live || request.target != at) continue;
        m_record.stations[target.station].broken += counts(m_now);
        account(request, request.phase != Phase::waits && request.phase != Phase::hangs);
        forgetComputing(slot);
        if (request.caller.kind != Caller::Kind::nobody) {
            stopWaiting(request);
            callers.push_back(request.caller);
            heard(at, false);
            if (request.caller.kind == Caller::Kind::call) m_branches[request.caller.of].child = kNone;
        }
        dropBranches(slot);
        m_requests.give(slot);
    }
    target.present = target.busy = 0;
    target.first = target.last = kNone;
    target.running.clear();
    if (target.shared) shareOut(at);
    for (const Caller& caller : callers) tell(caller, false);
}

} // namespace nueves::methods::requests
