// Passive health checks: who fails too much of what is sent to it is left out for a while.
//
// The rates know at every instant what share of the requests sent to a target fails. The instant at which
// that becomes too much is found as any other crossing; the look that follows counts the part of its window
// since then. Looks at which nobody fails are not made.
#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/tick.hpp"
#include "sim/behaviour/traffic/membership.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::StationState;
using model::TrafficLevels;
using model::TrafficState;

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

} // namespace

double Coupling::failing(const TrafficLevels& levels, const Now& now, std::size_t s, std::size_t l) const {
    const model::Line& line = levels.stations[s].lines[l];
    const LineNow& there = now.stations[s].lines[l];
    if (line.conduct != Conduct::serves) return 1.0;
    const Meeting& meeting = meet(levels, now, s, l);
    const double timeout = m_plan.stations[s].timeout;
    const double well = std::isfinite(timeout)
                            ? answerTimes(levels, s).within(meeting, 1.0 / there.rates.service, timeout)
                            : meeting.letIn;
    return 1.0 - there.letIn * now.stations[s].callsWell * well;
}

// Of each target: is so much failing there, with enough requests, that a look may eject it? Returned: its
// share that fails; below 0: no.
double Flow::tooMuch(const TrafficLevels& levels, const Now& now, std::size_t s, std::size_t t) const {
    const model::Ejection& eject = m_plan.stations[s].eject;
    const std::uint32_t line = levels.stations[s].lineOf[t];
    if (!levels.stations[s].seen[t].in || line == StationState::kNoLine) return -1.0;
    if (now.stations[s].lines[line].arrivals * eject.window < eject.requests) return -1.0;
    const double failing = m_coupling.failing(levels, now, s, line);
    return failing >= eject.errors ? failing : -1.0;
}

bool Flow::judgementChanges(const TrafficLevels& levels, const Now& now) const {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        if (m_plan.stations[s].eject.errors <= 0.0) continue;
        for (std::size_t t = 0; t != m_plan.stations[s].targets.size(); ++t)
            if ((tooMuch(levels, now, s, t) > 0.0) != (levels.stations[s].seen[t].failsSince < kNever))
                return true;
    }
    return false;
}

bool Flow::judge(TrafficState& state) {
    bool changed = false;
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
        if (m_plan.stations[s].eject.errors > 0.0) changed = judgeStation(state, s) || changed;
    return changed;
}

// True: somebody goes out.
bool Flow::judgeStation(TrafficState& state, std::size_t s) {
    const model::Ejection& eject = m_plan.stations[s].eject;
    StationState& station = state.levels.stations[s];
    const Now& here = now(state.levels, state.at);
    int out = 0, all = 0;
    double back = kNever; // the next who returns
    for (const model::Membership& seen : station.seen) {
        all += seen.listed;
        if (seen.outUntil <= state.at + kTick) continue;
        ++out;
        back = std::min(back, seen.outUntil);
    }
    bool changed = false;
    station.nextLook = kNever;
    for (std::size_t t = 0; t != station.seen.size(); ++t) {
        model::Membership& seen = station.seen[t];
        const double failing = tooMuch(state.levels, here, s, t);
        if (failing <= 0.0) {
            seen.failsSince = kNever;
            continue;
        }
        seen.failsSince = std::min(seen.failsSince, state.at);
        double at = ejectedAt(eject, seen, failing);
        if (at <= state.at + kTick && out < mostOut(eject, static_cast<std::size_t>(all))) {
            goOut(eject, state.at, seen);
            ++out;
            changed = true;
            continue;
        }
        // No place: the first look after somebody has returned.
        if (at <= state.at + kTick)
            at = (std::floor(std::max(back, state.at) / eject.window + 1e-9) + 1.0) * eject.window;
        station.nextLook = std::min(station.nextLook, at);
    }
    return changed;
}

} // namespace nueves::behaviour::traffic
