// What those who come meet, from the callees upwards.
#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/relaxation.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Station;
using model::TrafficLevels;

namespace {

constexpr double kSlowest = 1e-6; // share of its speed below which a line stands

// Mean time until a request that finds `found` others is answered, in its own service time.
double stretchAt(double found, double workers, double servers) {
    const double before = std::max(0.0, found - workers + 1.0);
    return std::max(1.0, std::min(found + 1.0, workers) / servers) + before / servers;
}

// P(none of a request's calls fails): so many for certain, and one more with the chance of the fraction.
double allWell(double times, double failed) {
    const double whole = std::floor(times);
    return std::pow(1.0 - failed, whole) * (1.0 - (times - whole) * failed);
}

} // namespace

void Coupling::answers(const TrafficLevels& levels, double t, Now& now, Relaxation* relaxation) const {
    if (relaxation != nullptr) relaxation->beginRound();
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) { // callees stand before their callers
        weigh(levels, s, t, now);
        serveStation(levels, s, now);
        for (const std::uint32_t edge : m_callers[s]) {
            answerEdge(levels, edge, now);
            if (relaxation != nullptr) relaxation->take(edge, now.odds[edge], now.duration[edge]);
        }
    }
}

// What share of a request each target is worth: its weight, and less while it is new.
void Coupling::weigh(const TrafficLevels& levels, std::size_t s, double t, Now& now) const {
    StationNow& here = now.stations[s];
    here.lines.resize(levels.stations[s].lines.size());
    here.weights = 0.0;
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const Line& line = levels.stations[s].lines[l];
        here.lines[l].weight = line.weight * rampAt(m_plan.stations[s], line.slowFrom, t);
        if (line.reached) here.weights += here.lines[l].weight * line.count;
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
        if (!call.fallback) here.callsWell *= allWell(call.times, asking * (1.0 - now.odds[e].answered));
    }
    calls += together;
    const double own = station.takes.mean();
    here.service = own + calls;
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
        const bool inTurn =
            station.choice == model::Choice::roundRobin || station.choice == model::Choice::weighted;
        const double arrivals = inTurn && here.weights > 0.0 ? here.lines[l].weight / here.weights : 1.0;
        const double services = responses(levels, s).squaredVariation();
        rates.variability = std::max(0.05, 0.5 * (arrivals + services));
        rates.arrivalVariation = arrivals;
    }
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
    const double passed = now.passed[e];
    now.odds[e].answered = passed * odds.answered;
    now.odds[e].late = passed * odds.late;
    now.odds[e].refused = passed * std::max(0.0, odds.refused) + (1.0 - passed);
    duration *= passed;
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
    const double failed = std::max(0.0, 1.0 - odds.answered);
    double begun = 1.0, wait = edge.call.retries.after;
    for (int r = 0; r != edge.call.retries.times; ++r, wait *= edge.call.retries.factor) {
        begun *= failed;
        duration += begun * (once + (edge.call.retries.jitter ? 0.5 : 1.0) * wait);
    }
    odds.answered = 1.0 - failed * begun;
    odds.refused *= begun;
    odds.late *= begun;
}

} // namespace nueves::behaviour::traffic
