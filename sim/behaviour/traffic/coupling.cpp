#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Station;
using model::StationState;
using model::TrafficLevels;

namespace {

constexpr double kUnboundedLine =
    1e6; // places of a queue without bound: beyond, memory would have ended first (assumed)
constexpr double kSlowest = 1e-6; // share of its speed below which a line stands
constexpr std::uint32_t kNoMachine = 0xffffffffU;

// Requests that one replica serves at full speed when each computes for `onCpu` of its time.
double serversOf(const Station& station, double cores, double onCpu) {
    const double workers = station.workers;
    return onCpu > 0.0 ? std::min(workers, cores / onCpu) : workers;
}

double coresOf(const Station& station, std::uint32_t size) {
    return station.sizes.empty() ? station.cores : station.sizes[size];
}

bool choosy(const Station& station) {
    return station.choice == model::Choice::twoChoices || station.choice == model::Choice::leastConnections;
}

int choicesOf(const Station& station, double reached) {
    if (station.choice == model::Choice::twoChoices) return 2;
    return choosy(station) ? static_cast<int>(std::max(1.0, reached)) : 1;
}

double reachedTargets(const StationState& station) {
    double count = 0.0;
    for (const Line& line : station.lines)
        if (line.reached) count += line.count;
    return count;
}

// Mean time until a request that finds `found` others is answered, in its own service time.
double stretchAt(double found, double workers, double servers) {
    const double before = std::max(0.0, found - workers + 1.0);
    return std::max(1.0, std::min(found + 1.0, workers) / servers) + before / servers;
}

} // namespace

Coupling::Coupling(const model::System& system) : m_system(system), m_plan(system.traffic) {
    m_callers.resize(m_plan.stations.size());
    m_entering.assign(m_plan.stations.size(), 1.0);
    m_carriers.resize(m_plan.stations.size());
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e)
        m_callers[m_plan.edges[e].to].push_back(static_cast<std::uint32_t>(e));
    for (const Station& station : m_plan.stations) {
        const double places = std::min(station.workers + station.queue, station.workers + kUnboundedLine);
        LineGrid grid(station.workers, places);
        const TimeBins service(station.takes);
        m_tables.push_back({std::move(grid), {}});
        for (std::uint32_t size = 0; size < std::max<std::size_t>(1, station.sizes.size()); ++size)
            m_tables.back().responses.emplace_back(
                m_tables.back().grid, service, serversOf(station, coresOf(station, size), station.cpuShare));
        m_machineOf.emplace_back(station.targets.size(), kNoMachine);
    }
    for (std::size_t m = 0; m != m_plan.machines.size(); ++m)
        for (const auto& user : m_plan.machines[m].users)
            m_machineOf[user.station][user.target] = static_cast<std::uint32_t>(m);
}

Now Coupling::blank() const {
    Now now;
    now.stations.resize(m_plan.stations.size());
    now.demands.resize(m_plan.demands.size());
    now.odds.resize(m_plan.edges.size());
    now.duration.resize(m_plan.edges.size());
    now.asked.resize(m_plan.edges.size());
    now.squeeze.assign(m_plan.machines.size(), 1.0);
    return now;
}

void Coupling::forget(Now& now) {
    for (StationNow& station : now.stations) {
        station.arrivals = 0.0;
        station.entering = 1.0;
        station.atNodes.clear();
        for (LineNow& line : station.lines) line = {};
    }
    std::fill(now.odds.begin(), now.odds.end(), Odds{});
    for (auto* list : {&now.duration, &now.asked}) std::fill(list->begin(), list->end(), 0.0);
    std::fill(now.squeeze.begin(), now.squeeze.end(), 1.0);
}

void Coupling::look(const model::Signals& signals, const TrafficLevels& levels) {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const Station& station = m_plan.stations[s];
        double entering = m_system.isTrue(signals, station.needs) ? 1.0 : 0.0;
        for (const model::GateId tier : station.tiers)
            entering *= m_system.circuit.gates[tier.value].kind >= model::GateKind::speed &&
                                m_system.circuit.gates[tier.value].kind <= model::GateKind::fraction
                            ? signals.real[tier.value]
                            : static_cast<double>(m_system.isTrue(signals, tier));
        m_entering[s] = entering;
        auto& carriers = m_carriers[s];
        carriers.assign(levels.stations[s].lines.size(), {});
        for (std::size_t t = 0; t != station.targets.size(); ++t) {
            const std::uint32_t line = levels.stations[s].lineOf[t], machine = m_machineOf[s][t];
            if (line == StationState::kNoLine || machine == kNoMachine) continue;
            auto& of = carriers[line];
            const auto known =
                std::find_if(of.begin(), of.end(), [&](const auto& c) { return c.first == machine; });
            const double share = 1.0 / levels.stations[s].lines[line].count;
            if (known == of.end())
                of.emplace_back(machine, share);
            else
                known->second += share;
        }
    }
}

void Coupling::answers(const TrafficLevels& levels, Now& now) const {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) { // callees stand before their callers
        serveStation(levels, s, now);
        for (const std::uint32_t edge : m_callers[s]) answerEdge(levels, edge, now);
    }
}

// How fast each line serves, from what its calls take and what its machine gives.
void Coupling::serveStation(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    StationNow& here = now.stations[s];
    double calls = 0.0, together = 0.0; // s; `together`: of calls made side by side, the longest
    here.callsWell = 1.0;
    for (const std::uint32_t e : station.calls) {
        const model::Call& call = m_plan.edges[e].call;
        const double asking = missed(levels, e);
        const double each = call.times * asking * now.duration[e];
        if (!call.parallel) calls += std::exchange(together, 0.0);
        together = std::max(together, each);
        if (!call.fallback)
            here.callsWell *= std::pow(1.0 - asking * (1.0 - now.odds[e].answered), call.times);
    }
    calls += together;
    const double own = station.takes.mean();
    here.service = own + calls;
    here.lines.resize(levels.stations[s].lines.size());
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const Line& line = levels.stations[s].lines[l];
        double& given = here.lines[l].given;
        given = m_carriers[s][l].empty() ? 1.0 : 0.0;
        for (const auto& [machine, share] : m_carriers[s][l]) given += share * now.squeeze[machine];
        const double speed = std::max(line.speed, kSlowest);
        const double computing = own * station.cpuShare / (given * speed);
        const double service = computing + own * (1.0 - station.cpuShare) / speed + calls;
        LineRates& rates = here.lines[l].rates;
        rates.service = line.conduct == Conduct::serves ? 1.0 / service : 0.0;
        rates.servers = serversOf(station, coresOf(station, levels.stations[s].size), computing / service);
        const double arrivals =
            station.choice == model::Choice::roundRobin ? 1.0 / reachedTargets(levels.stations[s]) : 1.0;
        const double services = responses(levels, s).squaredVariation();
        rates.variability = std::max(0.05, 0.5 * (arrivals + services));
    }
}

std::span<const double> Coupling::found(const TrafficLevels& levels, const Now& now, std::size_t s,
                                        std::size_t l) const {
    const Line& line = levels.stations[s].lines[l];
    const auto& coming = now.stations[s].atNodes;
    double sum = 0.0;
    m_found.resize(line.p.size());
    for (std::size_t i = 0; i != line.p.size(); ++i)
        sum += m_found[i] = line.p[i] * (coming.empty() ? 1.0 : coming[i]);
    if (sum <= 0.0)
        std::copy(line.p.begin(), line.p.end(), m_found.begin());
    else
        for (double& share : m_found) share /= sum;
    return {m_found.data(), m_found.size() - 1};
}

double Coupling::shareOf(const TrafficLevels& levels, const Now& now, std::size_t s, std::size_t l) const {
    const StationNow& here = now.stations[s];
    const Line& line = levels.stations[s].lines[l];
    if (!line.reached) return 0.0;
    const double coming = here.arrivals * here.entering;
    const double share = choosy(m_plan.stations[s]) && coming > 0.0
                             ? std::min(1.0, here.lines[l].arrivals * line.count / coming)
                             : line.count / reachedTargets(levels.stations[s]);
    return share * here.entering;
}

// What a caller over this edge meets: one attempt, then those that it makes within its own request.
void Coupling::answerEdge(const TrafficLevels& levels, std::size_t e, Now& now) const {
    const model::Edge& edge = m_plan.edges[e];
    const auto& lines = levels.stations[edge.to].lines;
    const StationNow& here = now.stations[edge.to];
    Odds odds{0.0, 1.0, 0.0};
    double duration = 0.0;
    for (std::size_t l = 0; l != lines.size(); ++l) {
        const double share = shareOf(levels, now, edge.to, l);
        if (share <= 0.0 || lines[l].conduct == Conduct::refuses) continue;
        if (lines[l].conduct == Conduct::silent) {
            odds.late += share;
            odds.refused -= share;
            duration += share * edge.timeout;
            continue;
        }
        const auto before = found(levels, now, edge.to, l);
        const auto [letIn, mean] = letInAndMean(edge, here.lines[l].rates, before);
        const double service = 1.0 / here.lines[l].rates.service;
        const double well =
            here.callsWell * (std::isfinite(edge.timeout)
                                  ? responses(levels, edge.to).within(before, edge.timeout / service)
                                  : letIn);
        odds.answered += share * well;
        odds.late += share * (letIn - well);
        odds.refused -= share * letIn;
        duration += share * mean;
    }
    odds.refused = std::max(0.0, odds.refused);
    now.odds[e] = odds;
    now.duration[e] = duration;
    if (edge.from) repeatCall(edge, duration, now.odds[e], now.duration[e]);
}

// Chance of being let in, and mean time until the caller knows, s; the latter as a share of all who come.
std::pair<double, double> Coupling::letInAndMean(const model::Edge& edge, const LineRates& rates,
                                                 std::span<const double> before) const {
    const auto& nodes = grid(edge.to).nodes();
    double letIn = 0.0, mean = 0.0;
    for (std::size_t i = 0; i != before.size(); ++i) {
        letIn += before[i];
        mean +=
            before[i] * std::min(edge.timeout,
                                 stretchAt(nodes[i], grid(edge.to).workers(), rates.servers) / rates.service);
    }
    return {letIn, mean};
}

// A caller repeats within its own request: what it meets in the end, and how long that takes.
void Coupling::repeatCall(const model::Edge& edge, double once, Odds& odds, double& duration) const {
    const double failed = 1.0 - odds.answered;
    double begun = 1.0, wait = edge.call.retries.after;
    for (int r = 0; r != edge.call.retries.times; ++r, wait *= edge.call.retries.factor) {
        begun *= failed;
        duration += begun * (once + (edge.call.retries.jitter ? 0.5 : 1.0) * wait);
    }
    odds.answered = 1.0 - failed * begun;
    odds.refused *= begun;
    odds.late *= begun;
}

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
    const double failed = 1.0 - odds.answered, wanted = wantedAt(demand, levels.demands[d], t);
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
    const double failed = odds.refused + odds.late;
    const double timeout = m_plan.edges[demand.edge].timeout;
    const double known =
        failed > 0.0 && odds.late > 0.0 && std::isfinite(timeout) ? odds.late / failed * timeout : 0.0;
    const double wait =
        demand.retries.after * std::pow(demand.retries.factor, static_cast<double>(repeat - 1));
    return std::max(1e-3, known + (demand.retries.jitter ? 0.5 : 1.0) * wait);
}

// A station's arrivals to each of its lines.
void Coupling::shareOut(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    const StationState& state = levels.stations[s];
    StationNow& here = now.stations[s];
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
        there.arrivals = line.reached ? perTarget : 0.0;
        there.flows = {};
        if (line.conduct != Conduct::serves) {
            if (choosy(station))
                there.arrivals = line.reached && line.conduct == Conduct::refuses ? here.atNodes[0] : 0.0;
            continue;
        }
        if (!line.reached) m_found.assign(here.atNodes.size(), 0.0);
        const auto& arrivals = line.reached ? here.atNodes : m_found;
        if (choosy(station))
            there.arrivals = std::inner_product(line.p.begin(), line.p.end(), arrivals.begin(), 0.0);
        there.flows = flowsOf(grid(s), line.p, arrivals, there.rates);
    }
}

// Lengths of the lines as somebody sees them who picks a target: one that refuses is always empty, and one
// that keeps silent has a line that only grows.
const std::vector<double>& Coupling::crowd(const StationState& state, std::size_t s) const {
    m_wanted.assign(grid(s).size(), 0.0);
    double count = 0.0;
    for (const Line& line : state.lines) {
        if (!line.reached || line.conduct == Conduct::silent) continue;
        count += line.count;
        if (line.conduct == Conduct::refuses)
            m_wanted[0] += line.count;
        else
            for (std::size_t i = 0; i != m_wanted.size(); ++i) m_wanted[i] += line.count * line.p[i];
    }
    for (double& share : m_wanted) share /= std::max(count, 1.0);
    return m_wanted;
}

double Coupling::serving(const TrafficLevels& levels, std::size_t s) {
    double count = 0.0;
    for (const Line& line : levels.stations[s].lines)
        if (line.conduct == Conduct::serves) count += line.count;
    return count;
}

double Coupling::missed(const TrafficLevels& levels, std::size_t e) const {
    const model::Call& call = m_plan.edges[e].call;
    return 1.0 - call.cacheHit * (call.cacheFill > 0.0 ? levels.warmth[e] : 1.0);
}

void Coupling::sendCalls(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    double begun = 0.0; // requests served, 1/s
    for (std::size_t l = 0; l != now.stations[s].lines.size(); ++l)
        begun += now.stations[s].lines[l].flows.served * levels.stations[s].lines[l].count;
    for (const std::uint32_t e : station.calls) {
        const model::Call& call = m_plan.edges[e].call;
        double attempts = 1.0, again = 1.0;
        const double failed = std::pow(1.0 - now.odds[e].answered, 1.0 / (1.0 + call.retries.times));
        for (int r = 0; r != call.retries.times; ++r) attempts += again *= failed;
        now.asked[e] = begun * call.times * missed(levels, e) * attempts;
        now.stations[m_plan.edges[e].to].arrivals += now.asked[e];
    }
}

// What would compute at once if every machine had enough cores, against what it has.
void Coupling::squeezeMachines(const TrafficLevels& levels, Now& now) const {
    m_wanted.assign(m_plan.machines.size(), 0.0);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const double work = m_plan.stations[s].takes.mean() * m_plan.stations[s].cpuShare;
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
