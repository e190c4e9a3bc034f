#include "sim/behaviour/traffic/sums.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::TrafficLevels;

namespace {

constexpr double kRare = 1e-9; // requests: fewer than this are not worth a look at their times

std::size_t binOf(double seconds) {
    if (seconds <= kShortestResponse) return 0;
    const double bin = std::log(seconds / kShortestResponse) / std::log(kResponseStep);
    return std::min(static_cast<std::size_t>(bin), kResponseBins - 1);
}

// Spreads an amount over the bins between two times, evenly on their logarithmic scale.
void spread(double amount, double from, double to, std::vector<double>& bins) {
    const std::size_t first = binOf(from), last = binOf(to);
    for (std::size_t bin = first; bin <= last; ++bin)
        bins[bin] += amount / static_cast<double>(last - first + 1);
}

} // namespace

TrafficSums::TrafficSums(const model::Traffic& plan)
    : demands(plan.demands.size()), stations(plan.stations.size()) {
    for (DemandSums& demand : demands) demand.responses.assign(kResponseBins, 0.0);
}

void TrafficSums::clear() {
    for (DemandSums& demand : demands) {
        std::vector<double> bins = std::move(demand.responses);
        std::fill(bins.begin(), bins.end(), 0.0);
        demand = {};
        demand.responses = std::move(bins);
    }
    std::fill(stations.begin(), stations.end(), StationSums{});
    seconds = 0.0;
}

void TrafficSums::add(const TrafficSums& other) {
    if (demands.empty() && stations.empty()) {
        *this = other;
        return;
    }
    for (std::size_t d = 0; d != demands.size(); ++d) {
        DemandSums& into = demands[d];
        const DemandSums& from = other.demands[d];
        into.asked += from.asked;
        into.answered += from.answered;
        into.lost += from.lost;
        into.repeats += from.repeats;
        into.refused += from.refused;
        into.users += from.users;
        into.usersServed += from.usersServed;
        for (std::size_t b = 0; b != kResponseBins; ++b) into.responses[b] += from.responses[b];
    }
    for (std::size_t s = 0; s != stations.size(); ++s) {
        StationSums& into = stations[s];
        const StationSums& from = other.stations[s];
        into.attempts += from.attempts;
        into.served += from.served;
        into.refused += from.refused;
        into.present += from.present;
        into.computing += from.computing;
        into.serving += from.serving;
        into.wanted += from.wanted;
        into.waiting += from.waiting;
        into.longest = std::max(into.longest, from.longest);
        into.oldest = std::max(into.oldest, from.oldest);
    }
    seconds += other.seconds;
}

Accrual::Accrual(const model::System& system, const Coupling& coupling)
    : m_plan(system.traffic), m_coupling(coupling) {}

void Accrual::add(const TrafficLevels& levels, const Now& now, double t, double h, TrafficSums& into) {
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) addDemand(levels, now, t, h, d, into.demands[d]);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) addStation(levels, now, h, s, into.stations[s]);
    into.seconds += h;
}

void Accrual::addDemand(const TrafficLevels& levels, const Now& now, double t, double h, std::size_t d,
                        DemandSums& into) {
    const model::Demand& demand = m_plan.demands[d];
    const DemandNow& here = now.demands[d];
    into.asked += here.intents * h;
    into.answered += here.answered * h;
    into.lost += here.lost * h;
    into.repeats += here.repeats * h;
    into.refused += (here.intents + here.repeats) * now.odds[demand.edge].refused * h;
    const double intents = here.intents * h;
    if (demand.users) {
        const double users = wantedAt(demand, levels.demands[d], t) * h;
        const double answered = here.intents + here.repeats > 0.0 ? now.odds[demand.edge].answered : 1.0;
        into.users += users;
        into.usersServed += users * answered;
    }
    if (intents + here.repeats * h < kRare) return;
    const model::Edge& edge = m_plan.edges[demand.edge];
    double since = 0.0; // s, from the intent to this attempt
    const double passed = now.passed[demand.edge];
    addResponses(levels, now, passed * intents, since, edge, into.responses);
    for (std::size_t r = 0; r != levels.demands[d].orbit.size(); ++r) {
        const double delay = m_coupling.delay(demand, now, r + 1);
        since += delay;
        const double attempts = levels.demands[d].orbit[r] / delay * h;
        if (attempts > kRare) addResponses(levels, now, passed * attempts, since, edge, into.responses);
    }
}

// Attempts made `since` s after they were meant: when those that are answered in time are.
void Accrual::addResponses(const TrafficLevels& levels, const Now& now, double attempts, double since,
                           const model::Edge& edge, std::vector<double>& bins) {
    const auto& lines = levels.stations[edge.to].lines;
    const auto number = static_cast<std::size_t>(&edge - m_plan.edges.data());
    for (std::size_t l = 0; l != lines.size(); ++l) {
        if (lines[l].conduct != Conduct::serves || !lines[l].reached) continue;
        const double all =
            attempts * m_coupling.shareOf(levels, now, edge.to, l) * now.stations[edge.to].callsWell;
        m_coupling.answerTimes(levels, edge.to)
            .cumulative(m_coupling.meet(levels, now, edge.to, l),
                        m_coupling.serviceOf(now, edge.to, l, number), m_times, m_within);
        double before = 0.0, from = m_times.front() / 2.0;
        for (std::size_t j = 0; j != m_times.size(); ++j) {
            const double to = std::min(m_times[j], edge.timeout);
            const double share = m_within[j] - before;
            if (share > 0.0 &&
                from < edge.timeout) { // of the step that the time-out cuts, the part before it
                const double whole = m_times[j] - from;
                spread(all * share * std::min(1.0, (to - from) / whole), since + from, since + to, bins);
            }
            before = m_within[j];
            from = m_times[j];
        }
    }
}

void Accrual::addStation(const TrafficLevels& levels, const Now& now, double h, std::size_t s,
                         StationSums& into) const {
    const StationNow& here = now.stations[s];
    into.attempts += (here.arrivals + here.limited) * h;
    double passed = 0.0;
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const model::Line& line = levels.stations[s].lines[l];
        const LineNow& there = here.lines[l];
        if (line.reached) into.wanted += line.count * h;
        if (line.conduct != Conduct::serves) continue;
        const double targets = line.count * h;
        into.served += there.flows.served * targets;
        into.present += there.flows.number * targets;
        into.computing += there.flows.served * here.work * m_plan.stations[s].cpuShare * targets;
        if (!line.reached) continue;
        into.serving += targets;
        passed += (there.arrivals * there.letIn - there.flows.turnedAway) * line.count;
    }
    if (m_plan.stations[s].fed) {
        const double waiting = std::max(0.0, here.queued.number - here.queued.speed);
        into.refused += here.queued.turnedAway * h;
        into.present += waiting * h;
        into.waiting += waiting * h;
        into.longest = std::max(into.longest, waiting);
        into.oldest = std::max(into.oldest, levels.stations[s].backlog.age);
        return;
    }
    into.refused += std::max(0.0, here.arrivals + here.limited - passed) * h;
}

} // namespace nueves::behaviour::traffic
