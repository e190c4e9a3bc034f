// Passive health checks: at each look, who failed too much of what it got since the last one goes out.
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/methods/requests/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nueves::methods::requests {

// Looks stand at the multiples of their window since the history's start, not since this window's.
void Simulation::nextLook(std::uint32_t at) {
    const model::Ejection& eject = m_stations[at].plan->eject;
    if (eject.errors <= 0.0 || !m_window.ejects) return;
    const double t = m_window.begins + seconds();
    const double next = (std::floor(t / eject.window + 1e-9) + 1.0) * eject.window;
    push(later((next - t) * 1e9), Kind::look, at);
}

void Simulation::lookAtAnswers(std::uint32_t at) {
    const StationState& station = m_stations[at];
    const model::Ejection& eject = station.plan->eject;
    std::size_t listed = 0;
    int out = 0;
    for (std::uint32_t t = 0; t != station.plan->targets.size(); ++t) {
        listed += m_targets[station.first + t].reached;
        out += m_targets[station.first + t].judged.outUntil > seconds();
    }
    for (std::uint32_t t = 0; t != station.plan->targets.size(); ++t) {
        TargetState& target = m_targets[station.first + t];
        const behaviour::traffic::Answers answers{std::exchange(target.well, 0U),
                                                  std::exchange(target.badly, 0U)};
        const bool fails = behaviour::traffic::failsTooMuch(eject, answers);
        if (!fails || !isIn(target) || out >= behaviour::traffic::mostOut(eject, listed)) continue;
        target.judged.failsSince = seconds() - eject.window;
        behaviour::traffic::goOut(eject, seconds(), target.judged);
        m_record.stations[at].ejected += counts(m_now);
        push(later((target.judged.outUntil - seconds()) * 1e9), Kind::back, station.first + t);
        ++out;
    }
    rebuildRotation(at);
    nextLook(at);
}

void Simulation::comeBack(std::uint32_t at) {
    TargetState& target = m_targets[at];
    target.judged.outUntil = std::min(target.judged.outUntil, seconds());
    target.newSince = m_now;
    target.well = target.badly = 0;
    rebuildRotation(target.station);
}

} // namespace nueves::methods::requests
