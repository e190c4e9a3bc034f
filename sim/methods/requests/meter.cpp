// What those who decide are told of the requests.
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>
#include <utility>

namespace nueves::methods::requests {

Meter Simulation::read() const {
    Meter meter;
    for (const TargetState& target : m_targets) {
        meter.cores.push_back(target.computed * m_stations[target.station].computing);
        meter.letIn.push_back(target.letIn);
    }
    for (const StationState& station : m_stations) {
        meter.arrivals.push_back(station.arrivals - station.overOne);
        meter.present.push_back(0);
    }
    for (const DemandState& demand : m_demands) meter.demands.push_back(demand.ended);
    for (const EdgeState& edge : m_edges) meter.edges.push_back(edge.ended);
    for (std::uint32_t slot = 0; slot != m_requests.size(); ++slot)
        if (m_requests[slot].live) addUnderWay(m_requests[slot], meter);
    for (const TargetState& target : m_targets) { // on a shared CPU: by its clock
        const double rest = target.rate * static_cast<double>(m_now - target.at);
        for (const Running& running : target.running)
            meter.cores[static_cast<std::size_t>(&target - m_targets.data())] -=
                std::max(0.0, running.end - target.clock - rest);
    }
    for (double& cores : meter.cores) cores *= 1e-9;
    return meter;
}

// Those that compute on a shared CPU count as done here; what they still lack is taken off at once.
void Simulation::addUnderWay(const Request& request, Meter& meter) const {
    const TargetState& target = m_targets[request.target];
    const StationState& station = m_stations[target.station];
    ++meter.present[target.station];
    meter.cores[request.target] += request.phase == Phase::computes ? request.takes * station.computing
                                                                    : workDone(request) * station.computing;
    const Nanos patience = m_edges[request.edge].row.patience;
    if (station.plan->fed && patience != kNeverNanos && m_now - request.arrived > patience)
        ++meter.edges[request.edge].lost;
}

// Of its own work so far, ns, where the CPU is not shared.
double Simulation::workDone(const Request& request) const {
    const TargetState& target = m_targets[request.target];
    if (target.shared || request.phase != Phase::works) return 0.0;
    const double left = request.work - target.pace * static_cast<double>(m_now - request.since);
    return request.takes - std::max(0.0, left);
}

// It is gone before its end; what it has computed was computed.
void Simulation::forgetComputing(std::uint32_t slot) {
    const Request& request = m_requests[slot];
    TargetState& target = m_targets[request.target];
    target.computed += workDone(request);
    if (request.phase != Phase::computes) return;
    const double computing = m_stations[target.station].computing;
    const double now = target.clock + target.rate * static_cast<double>(m_now - target.at);
    for (const Running& running : target.running)
        if (running.slot == slot)
            target.computed += request.takes - std::max(0.0, running.end - now) / computing;
}

std::vector<behaviour::traffic::Answers> Simulation::takeAnswers(std::uint32_t at) {
    const StationState& station = m_stations[at];
    std::vector<behaviour::traffic::Answers> answers;
    for (std::uint32_t t = station.first; t != station.first + station.plan->targets.size(); ++t)
        answers.push_back({std::exchange(m_targets[t].well, 0U), std::exchange(m_targets[t].badly, 0U)});
    return answers;
}

} // namespace nueves::methods::requests
