// Users who stay with the target that they were first sent to, as numbers.
//
// A user of a closed demand whose target is not reached any more goes to any other with his next request, and
// stays there: a target that comes back, or a new one, gets only those who have never been there. Who comes
// over an open demand or a call has never been there.
#include "sim/behaviour/traffic/flow.hpp"

#include "sim/behaviour/traffic/demand.hpp"
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>

namespace nueves::behaviour::traffic {

using model::Line;
using model::StationState;
using model::TrafficLevels;

// What each target gets on average of those reached: its part of those who stay, and of the others what its
// weight says.
void Coupling::stick(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const StationState& state = levels.stations[s];
    StationNow& here = now.stations[s];
    double bound = 0.0, staying = 0.0;
    for (const Line& line : state.lines)
        if (line.reached) bound += line.count * line.bound;
    for (const model::Demand& demand : m_plan.demands)
        if (demand.users && m_plan.edges[demand.edge].to == s)
            staying += now.passed[demand.edge] * now.asked[demand.edge];
    if (bound <= 0.0 || here.arrivals <= 0.0) return;
    const double share = std::min(1.0, staying / here.arrivals), reached = reachedTargets(state);
    for (std::size_t l = 0; l != state.lines.size(); ++l) {
        double& weight = here.lines[l].weight;
        weight = reached * ((1.0 - share) * weight / here.weights + share * state.lines[l].bound / bound);
    }
    here.weights = reached;
}

// Those who come for the first time go anywhere, by weight.
void Flow::meetUsers(model::TrafficState& state) {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const model::Station& station = m_plan.stations[s];
        if (station.choice != model::Choice::sticky) continue;
        const double fresh = newUsers(state, s);
        if (fresh <= 0.0) continue;
        const auto weightOf = [&](const Line& line) {
            return line.reached ? line.weight * rampAt(station, line.slowFrom, state.at) : 0.0;
        };
        double all = 0.0;
        for (const Line& line : state.levels.stations[s].lines) all += weightOf(line) * line.count;
        for (Line& line : state.levels.stations[s].lines)
            if (line.reached) line.bound += fresh * weightOf(line) / all;
    }
}

// Users of a station who have not been seen before; they are known now.
double Flow::newUsers(model::TrafficState& state, std::size_t s) const {
    double fresh = 0.0;
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        const model::Demand& demand = m_plan.demands[d];
        if (!demand.users || m_plan.edges[demand.edge].to != s) continue;
        model::DemandState& users = state.levels.demands[d];
        const double more = wantedAt(demand, users, state.at) - users.known;
        if (more <= 0.0) continue;
        users.known += more;
        fresh += more;
    }
    return fresh;
}

// Whose target is gone is spread over those that are reached, new users too.
void Flow::bindUsers(model::TrafficState& state, std::size_t s, std::vector<Line>& targets) const {
    newUsers(state, s);
    const auto weightOf = [&](const Line& target) {
        return target.weight * rampAt(m_plan.stations[s], target.slowFrom, state.at);
    };
    double left = 0.0, all = 0.0;
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d)
        if (m_plan.demands[d].users && m_plan.edges[m_plan.demands[d].edge].to == s)
            left += state.levels.demands[d].known;
    const StationState& before = state.levels.stations[s];
    for (std::size_t t = 0; t != targets.size(); ++t) {
        if (!targets[t].reached) continue;
        const std::uint32_t old = before.lineOf[t];
        if (old != StationState::kNoLine) targets[t].bound = before.lines[old].bound;
        left -= targets[t].bound;
        all += weightOf(targets[t]);
    }
    for (Line& target : targets)
        if (target.reached) target.bound += left * weightOf(target) / all;
}

} // namespace nueves::behaviour::traffic
