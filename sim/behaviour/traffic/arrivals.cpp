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

// s, mean, from when an attempt is known to have failed until the next: `repeat`, from 1.
double pauseBefore(const model::Retries& retries, std::size_t repeat) {
    return (retries.jitter ? 0.5 : 1.0) * retries.after *
           std::pow(retries.factor, static_cast<double>(repeat - 1));
}

} // namespace

void Coupling::arrivals(const TrafficLevels& levels, double t, Now& now) const {
    for (StationNow& station : now.stations)
        station.arrivals = station.limited = station.users = station.byUsers = 0.0;
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
            busy += again * (pauseBefore(demand.retries, r + 1) + now.duration[demand.edge]);
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
    limitUsers(demand, demand.users ? wanted : demand.clients, now);
    if (!demand.users) return;
    StationNow& asked = now.stations[m_plan.edges[demand.edge].to];
    asked.users += wanted;
    asked.byUsers += now.passed[demand.edge] * now.asked[demand.edge];
}

// A limit per user lets so much through of each, with requests even over time and over users. users: how
// many.
void Coupling::limitUsers(const model::Demand& demand, double users, Now& now) const {
    const std::uint32_t to = m_plan.edges[demand.edge].to;
    const double asked = now.asked[demand.edge], most = users * m_plan.stations[to].limitPerUser;
    const double passed = most > 0.0 && asked > most ? most / asked : 1.0;
    now.passed[demand.edge] = passed;
    now.stations[to].arrivals += passed * asked;
    now.stations[to].limited += (1.0 - passed) * asked;
}

double Coupling::delay(const model::Demand& demand, const Now& now, std::size_t repeat) const {
    const Odds& odds = now.odds[demand.edge];
    constexpr double kRounding = 1e-10; // a ratio of two chances that are rounding errors is noise
    const double failed = odds.refused + odds.late + odds.wrong + kRounding;
    const double timeout = m_plan.edges[demand.edge].timeout;
    double known =
        odds.wrong > 0.0 ? odds.wrong / failed * now.duration[demand.edge] / now.passed[demand.edge] : 0.0;
    if (odds.late > 0.0 && std::isfinite(timeout)) known += odds.late / failed * timeout;
    return std::max(1e-3, known + pauseBefore(demand.retries, repeat));
}

// A station's arrivals to each of its lines.
void Coupling::shareOut(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    if (station.fed) return shareOutBacklog(levels, s, now);
    const StationState& state = levels.stations[s];
    StationNow& here = now.stations[s];
    const double reached = reachedTargets(state);
    settleRepeats(levels, s, now);
    here.entering = m_entering[s];
    if (station.limitTotal > 0.0 && here.arrivals > station.limitTotal)
        here.entering *= station.limitTotal / here.arrivals;
    const double each = here.weights > 0.0 ? here.arrivals * here.entering / here.weights : 0.0;
    if (station.choice == model::Choice::leastConnections && reachedLines(state, here) > 1) {
        here.atNodes.resize(grid(s).size());
        spreadToShortest(m_alike, each, here.atNodes);
    } else if (const int choices = choicesOf(station, reached); choices > 1) {
        spreadArrivals(crowd(state, here, s), each, choices, here.atNodes);
    } else {
        here.atNodes.assign(grid(s).size(), each); // whoever comes next, wherever others stand
    }
    spareThePresent(levels, s, each, now);
    spareTheWaiting(levels, s, each, now);
    for (std::size_t l = 0; l != state.lines.size(); ++l) {
        sendTo(levels, s, l, each, now);
        here.lines[l].flows = {};
        if (state.lines[l].conduct == Conduct::serves)
            here.lines[l].flows =
                flowsOf(grid(s), state.lines[l].taken(), coming(levels, now, s, l), here.lines[l].rates);
    }
}

// Of a finite crowd, who stands here does not come: a line with n of N users in it is sent (N - n) / (N - its
// mean) times what it is sent on average, and who comes finds what a crowd of one less would leave (the
// machine repair model, and the arrival theorem: Kleinrock, Queueing Systems I, 1975, 3.8; Reiser &
// Lavenberg, Mean-value analysis of closed multichain queueing networks, J. ACM 27, 1980). Exact at a single
// line; with several the others are taken to hold their share of whoever is not here. Whose time-out has
// passed is not here any more, though his request is.
void Coupling::spareThePresent(const TrafficLevels& levels, std::size_t s, double each, Now& now) const {
    StationNow& here = now.stations[s];
    here.spared = here.byUsers > 0.0;
    if (here.byUsers <= 0.0 || each <= 0.0 || here.weights <= 0.0) return;
    const double share = std::min(1.0, here.byUsers / here.arrivals);
    // Sticky users: those of one target.
    const double crowd =
        m_plan.stations[s].choice == model::Choice::sticky ? here.users / here.weights : here.users;
    const auto& nodes = grid(s).nodes();
    const double patient = std::isfinite(here.hold) ? each * here.hold : nodes.back();
    const auto& p = this->crowd(levels.stations[s], here, s);
    const auto apart = [&](std::size_t i) {
        return std::max(0.0, crowd - share * std::min(nodes[i], patient));
    };
    double coming = 0.0, thinned = 0.0;
    for (std::size_t i = 0; i != p.size(); ++i) {
        coming += p[i] * here.atNodes[i];
        thinned += p[i] * here.atNodes[i] * apart(i);
    }
    if (coming <= 0.0 || thinned <= 0.0) return;
    for (std::size_t i = 0; i != p.size(); ++i)
        here.atNodes[i] *= 1.0 - share + share * apart(i) * coming / thinned;
}

// What is sent to a line, and how much of it may stand there. each: 1/s, of a target of weight 1.
void Coupling::sendTo(const TrafficLevels& levels, std::size_t s, std::size_t l, double each,
                      Now& now) const {
    const Station& station = m_plan.stations[s];
    const Line& line = levels.stations[s].lines[l];
    const auto& atNodes = now.stations[s].atNodes;
    LineNow& there = now.stations[s].lines[l];
    there.letIn = there.evens = 1.0;
    there.arrivals = line.reached ? each : 0.0;
    const auto taken = line.taken();
    const double byLength =
        line.p.empty() ? atNodes[0] : std::inner_product(taken.begin(), taken.end(), atNodes.begin(), 0.0);
    if (line.reached && choosy(station))
        there.arrivals = byLength;
    else if (now.stations[s].spared && byLength > 0.0)
        there.evens = each * now.stations[s].flow / byLength; // chosen whoever stands there
    there.arrivals *= there.weight;
    if (line.conduct != Conduct::serves) return;
    if (station.shedAbove > 0.0 && there.arrivals > station.shedAbove)
        there.letIn = station.shedAbove / there.arrivals;
    there.letIn *= 1.0 - line.wrong;
}

std::span<const double> Coupling::coming(const TrafficLevels& levels, const Now& now, std::size_t s,
                                         std::size_t l) const {
    const StationNow& here = now.stations[s];
    const double factor = levels.stations[s].lines[l].reached
                              ? here.lines[l].weight * here.lines[l].letIn * here.lines[l].evens
                              : 0.0;
    if (factor == 1.0) return here.atNodes;
    m_coming.resize(here.atNodes.size());
    for (std::size_t i = 0; i != m_coming.size(); ++i) m_coming[i] = factor * here.atNodes[i];
    return m_coming;
}

// Lengths of the lines as somebody sees them who picks a target: one that refuses is always empty; at one
// that keeps silent requests hang until their time-outs have passed. A newcomer takes part in its share of
// the picks.
const std::vector<double>& Coupling::crowd(const StationState& state, const StationNow& here,
                                           std::size_t s) const {
    m_wanted.assign(grid(s).size(), 0.0);
    double count = 0.0;
    std::size_t longest = 1;
    for (std::size_t l = 0; l != state.lines.size(); ++l) {
        const Line& line = state.lines[l];
        if (!line.reached) continue;
        const double part = here.lines[l].weight * line.count;
        count += part;
        const auto taken = line.taken();
        if (line.p.empty()) m_wanted[0] += part;
        for (std::size_t i = 0; i != taken.size(); ++i) m_wanted[i] += part * taken[i];
        longest = std::max(longest, taken.size());
    }
    for (std::size_t i = 0; i != longest; ++i) m_wanted[i] /= count > 0.0 ? count : 1.0;
    return m_wanted;
}

// Into m_alike: those that somebody sees who looks at all of them.
std::size_t Coupling::reachedLines(const StationState& state, const StationNow& here) const {
    m_alike.clear();
    for (std::size_t l = 0; l != state.lines.size(); ++l)
        if (state.lines[l].reached)
            m_alike.push_back({state.lines[l].p, here.lines[l].weight * state.lines[l].count});
    return m_alike.size();
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
