// Who comes, from the users downwards.
#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/demand.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Station;
using model::StationState;
using model::TrafficLevels;

namespace {

int choicesOf(const Station& station, double reached) {
    if (station.choice == model::Choice::twoChoices) return 2;
    return choosy(station) ? static_cast<int>(std::max(1.0, reached)) : 1;
}

} // namespace

void Coupling::arrivals(const TrafficLevels& levels, double t, Now& now) const {
    for (StationNow& station : now.stations) station.arrivals = 0.0;
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) sendUsers(levels, t, d, now);
    for (std::size_t s = m_plan.stations.size(); s-- > 0;) { // callers stand after their callees
        shareOut(levels, s, now);
        sendCalls(levels, s, now);
    }
    squeezeMachines(levels, now);
}

void Coupling::sendUsers(const TrafficLevels& levels, double t, std::size_t d, Now& now) const {
    const model::Demand& demand = m_plan.demands[d];
    const auto& orbit = levels.demands[d].orbit;
    const Odds& odds = now.odds[demand.edge];
    DemandNow& here = now.demands[d];
    const double failed = std::max(0.0, 1.0 - odds.answered), wanted = wantedAt(demand, levels.demands[d], t);
    here.intents = wanted;
    if (demand.users) { // each thinks, then asks until it has an answer or gives up
        double busy = now.duration[demand.edge], again = 1.0;
        for (std::size_t r = 0; r != orbit.size(); ++r) {
            again *= failed;
            busy += again * (delay(demand, now, r + 1) + now.duration[demand.edge]);
        }
        here.intents = wanted / (m_system.laws[demand.think].mean() + busy);
    }
    here.repeats = 0.0;
    double attempts = here.intents, failing = 0.0;
    for (std::size_t r = 0; r != orbit.size(); ++r) {
        failing += attempts * failed; // would like to come again
        attempts = orbit[r] / delay(demand, now, r + 1);
        here.repeats += attempts;
    }
    here.budget = demand.retries.budget > 0.0 && failing > 0.0
                      ? std::min(1.0, demand.retries.budget * here.intents / failing)
                      : 1.0;
    here.lost = (1.0 - here.budget) * failing + attempts * failed; // after the last attempt
    here.answered = (here.intents + here.repeats) * odds.answered;
    now.asked[demand.edge] = here.intents + here.repeats;
    now.stations[m_plan.edges[demand.edge].to].arrivals += now.asked[demand.edge];
}

double Coupling::delay(const model::Demand& demand, const Now& now, std::size_t repeat) const {
    const Odds& odds = now.odds[demand.edge];
    constexpr double kRounding = 1e-10; // a ratio of two chances that are rounding errors is noise
    const double failed = odds.refused + odds.late + odds.wrong + kRounding;
    const double timeout = m_plan.edges[demand.edge].timeout;
    double known = odds.wrong > 0.0 ? odds.wrong / failed * now.duration[demand.edge] : 0.0;
    if (odds.late > 0.0 && std::isfinite(timeout)) known += odds.late / failed * timeout;
    const double wait =
        demand.retries.after * std::pow(demand.retries.factor, static_cast<double>(repeat - 1));
    return std::max(1e-3, known + (demand.retries.jitter ? 0.5 : 1.0) * wait);
}

// A station's arrivals to each of its lines.
void Coupling::shareOut(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    if (station.fed) return shareOutBacklog(levels, s, now);
    const StationState& state = levels.stations[s];
    StationNow& here = now.stations[s];
    if (station.choice == model::Choice::sticky) stick(levels, s, now);
    const double reached = reachedTargets(state);
    here.entering = m_entering[s];
    double perTarget = reached > 0.0 ? here.arrivals * here.entering / reached : 0.0;
    if (station.shedAbove > 0.0 && perTarget > station.shedAbove) {
        here.entering *= station.shedAbove / perTarget;
        perTarget = station.shedAbove;
    }
    spreadArrivals(crowd(state, s), perTarget, choicesOf(station, reached), here.atNodes);
    for (std::size_t l = 0; l != state.lines.size(); ++l) {
        const Line& line = state.lines[l];
        LineNow& there = here.lines[l];
        there.arrivals = line.reached ? perTarget * there.weight : 0.0;
        there.flows = {};
        if (line.p.empty()) {
            if (choosy(station)) there.arrivals = line.reached ? here.atNodes[0] : 0.0;
            continue;
        }
        if (!line.reached) m_found.assign(here.atNodes.size(), 0.0);
        if (line.reached && there.weight != 1.0) m_found.assign(here.atNodes.size(), there.arrivals);
        const auto& arrivals = line.reached && there.weight == 1.0 ? here.atNodes : m_found;
        if (choosy(station))
            there.arrivals = std::inner_product(line.p.begin(), line.p.end(), arrivals.begin(), 0.0);
        if (line.conduct == Conduct::serves) there.flows = flowsOf(grid(s), line.p, arrivals, there.rates);
    }
}

// Lengths of the lines as somebody sees them who picks a target: one that refuses is always empty; at one
// that keeps silent requests hang until their time-outs have passed.
const std::vector<double>& Coupling::crowd(const StationState& state, std::size_t s) const {
    m_wanted.assign(grid(s).size(), 0.0);
    double count = 0.0;
    for (const Line& line : state.lines) {
        if (!line.reached) continue;
        count += line.count;
        if (line.p.empty())
            m_wanted[0] += line.count;
        else
            for (std::size_t i = 0; i != m_wanted.size(); ++i) m_wanted[i] += line.count * line.p[i];
    }
    for (double& share : m_wanted) share /= std::max(count, 1.0);
    return m_wanted;
}

// What would compute at once if every machine had enough cores, against what it has.
void Coupling::squeezeMachines(const TrafficLevels& levels, Now& now) const {
    m_wanted.assign(m_plan.machines.size(), 0.0);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const double work = now.stations[s].work * m_plan.stations[s].cpuShare;
        for (std::size_t l = 0; l != now.stations[s].lines.size(); ++l) {
            const LineNow& line = now.stations[s].lines[l];
            const double cores = line.flows.served * work / line.given * levels.stations[s].lines[l].count;
            for (const auto& [machine, share] : m_carriers[s][l]) m_wanted[machine] += share * cores;
        }
    }
    for (std::size_t m = 0; m != m_wanted.size(); ++m)
        now.squeeze[m] = std::min(1.0, m_plan.machines[m].cores / std::max(m_wanted[m], 1e-9));
}

} // namespace nueves::behaviour::traffic
