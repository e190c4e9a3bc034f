// CPUs that are shared: processor sharing by a clock of CPU time per target, which all that compute there
// have in common.
//
// Each that computes gets at most one core, those of one target together at most its cores, those of one
// machine together at most the machine's, level by level (max-min fairness: Bertsekas & Gallager, Data
// Networks, 2nd ed. 1992, 6.5.2).
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>

namespace nueves::methods::requests {

namespace {

bool endsLater(const Running& a, const Running& b) {
    return a.end != b.end ? a.end > b.end : a.slot > b.slot;
}

} // namespace

void Simulation::catchUp(TargetState& target) const {
    target.clock =
        target.running.empty() ? 0.0 : target.clock + target.rate * static_cast<double>(m_now - target.at);
    target.at = m_now;
}

void Simulation::compute(std::uint32_t slot, double ns) {
    Request& request = m_requests[slot];
    TargetState& target = m_targets[request.target];
    request.phase = Phase::computes;
    catchUp(target);
    target.running.push_back({target.clock + ns, slot});
    std::push_heap(target.running.begin(), target.running.end(), endsLater);
    shareOut(request.target);
}

void Simulation::computed(std::uint32_t at) {
    TargetState& target = m_targets[at];
    catchUp(target);
    const Running done = target.running.front();
    std::pop_heap(target.running.begin(), target.running.end(), endsLater);
    target.running.pop_back();
    target.clock = std::max(target.clock, done.end); // the event came to the nearest nanosecond
    target.promised = -1.0;
    target.computed += m_requests[done.slot].takes;
    const double rest = m_requests[done.slot].takes * (1.0 - m_stations[target.station].computing);
    if (rest > 0.0)
        work(done.slot, rest);
    else
        worked(done.slot);
    shareOut(at); // after whoever took the worker: often nothing is left to change
}

double Simulation::ownRate(const TargetState& target) const {
    const auto n = static_cast<double>(target.running.size());
    return std::min(1.0, m_stations[target.station].cores / n);
}

void Simulation::shareOut(std::uint32_t at) {
    TargetState& target = m_targets[at];
    if (target.machine != kNone) return shareMachine(m_machines[target.machine]);
    setRate(at, target.running.empty() ? 0.0 : ownRate(target) * target.pace);
}

void Simulation::shareMachine(const MachineState& machine) {
    const double level = levelOf(machine);
    for (const std::uint32_t at : machine.targets) {
        const TargetState& target = m_targets[at];
        setRate(at, target.running.empty() ? 0.0 : std::min(level, ownRate(target)) * target.pace);
    }
}

// Cores for each of those who would take more.
double Simulation::levelOf(const MachineState& machine) const {
    double level = 0.0;
    for (;;) { // raised until nobody's own bound lies below it any more
        double cores = machine.cores, threads = 0.0;
        for (const std::uint32_t at : machine.targets) {
            const TargetState& target = m_targets[at];
            if (target.running.empty()) continue;
            const auto n = static_cast<double>(target.running.size());
            const double own = ownRate(target);
            if (own <= level)
                cores -= n * own;
            else
                threads += n;
        }
        if (threads == 0.0) return 1.0;
        const double next = cores / threads;
        if (next <= level * (1.0 + 1e-12)) return level;
        level = next;
    }
}

void Simulation::setRate(std::uint32_t at, double rate) {
    TargetState& target = m_targets[at];
    if (target.running.empty()) {
        ++target.ends;
        target.promised = -1.0;
        target.rate = 0.0;
        return;
    }
    const double end = target.running.front().end;
    if (rate == target.rate && end == target.promised) return;
    catchUp(target);
    target.rate = rate;
    target.promised = end;
    ++target.ends;
    if (rate > 0.0) push(later(std::max(0.0, end - target.clock) / rate), Kind::cpu, at, target.ends);
}

} // namespace nueves::methods::requests
