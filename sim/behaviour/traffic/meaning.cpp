// What the levels mean for those who ask, and whose doing it is.
#include "sim/behaviour/traffic/flow.hpp"

#include "sim/behaviour/traffic/demand.hpp"
#include "sim/behaviour/traffic/reach.hpp"

namespace nueves::behaviour::traffic {

using model::Signals;
using model::TrafficLevels;
using model::TrafficState;

namespace {

constexpr double kFirstRest = 0.1, kLastRest = 1e4; // s, of the steps that bring lines to rest

} // namespace

std::optional<double> Flow::answered(std::size_t station, const Now& now) const {
    double asked = 0.0, well = 0.0;
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        const model::Demand& demand = m_plan.demands[d];
        if (m_plan.edges[demand.edge].to != station || demand.hostile) continue;
        const DemandNow& users = now.demands[d];
        const double failed = 1.0 - now.odds[demand.edge].answered;
        double lost = failed;
        for (int r = 0; r != demand.retries.times; ++r)
            lost = failed * (1.0 - users.budget + users.budget * lost);
        asked += users.intents;
        well += users.intents * (1.0 - lost);
    }
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e) {
        if (m_plan.edges[e].to != station || !m_plan.edges[e].from || !m_missed[*m_plan.edges[e].from])
            continue;
        asked += now.asked[e];
        well += now.asked[e] * now.odds[e].answered;
    }
    if (asked <= 0.0) return std::nullopt;
    return well / asked;
}

double Flow::restful(const TrafficState& state, const Signals& signals, std::size_t station) {
    TrafficState other = blank(m_system);
    other.at = state.at;
    for (std::size_t d = 0; d != other.levels.demands.size(); ++d) {
        other.levels.demands[d].peaks = state.levels.demands[d].peaks;
        other.levels.demands[d].factor = state.levels.demands[d].factor;
    }
    for (std::size_t s = 0; s != other.levels.stations.size(); ++s)
        other.levels.stations[s].size = state.levels.stations[s].size;
    regroup(other, signals);
    other.levels.warmth = state.levels.warmth;
    // Empty lines at first: a line that only its own retries hold down would be free of them.
    for (double h = kFirstRest; h < kLastRest; h *= 4.0) {
        TrafficLevels next = other.levels;
        if (!stage(other.levels, other.at, h, next, m_middle)) break;
        other.levels = std::move(next);
    }
    return answered(station, now(other.levels, other.at)).value_or(1.0);
}

model::RootId Flow::demandRoot(const TrafficState& state, std::size_t station) {
    const Now& here = now(state.levels, state.at);
    model::RootId root;
    double most = -1.0;
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        const double asked = here.demands[d].intents + here.demands[d].repeats;
        if (!reaches(m_plan, d, station) || asked <= most) continue;
        most = asked;
        root = m_plan.demands[d].root;
        double largest = 0.0;
        for (std::size_t c = 0; c != m_plan.demands[d].crowds.size(); ++c) {
            const model::Crowd& crowd = m_plan.demands[d].crowds[c];
            const double present = presence(crowd, state.at) * state.levels.demands[d].peaks[c];
            if (present <= largest) continue;
            largest = present;
            root = crowd.root;
        }
    }
    return root;
}

// Each demand gets back its part of those asking; where nobody asks any more, all get as much.
void Flow::fail(TrafficLevels& levels, std::size_t station, double requests) const {
    double asked = 0.0, askers = 0.0; // asked: 1/s, of all who come there
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e) {
        if (m_plan.edges[e].to != station) continue;
        asked += m_asked[e];
        askers += 1.0;
    }
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        const std::uint32_t e = m_plan.demands[d].edge;
        if (m_plan.edges[e].to == station && !levels.demands[d].orbit.empty())
            levels.demands[d].orbit[0] += requests * (asked > 0.0 ? m_asked[e] / asked : 1.0 / askers);
    }
}

} // namespace nueves::behaviour::traffic
