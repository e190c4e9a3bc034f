#include "sim/behaviour/traffic/sums.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::TrafficLevels;

namespace {

constexpr double kRare = 1e-9; // requests: fewer than this are not worth a look at their times

// Where a time stands among the bins, in bins.
double placeOf(double seconds) {
    if (seconds <= kShortestResponse) return 0.0;
    const double place = std::log(seconds / kShortestResponse) / std::log(kResponseStep);
    return std::min(place, static_cast<double>(kResponseBins));
}

// Spreads an amount over the times between two others, evenly on their logarithmic scale.
void spread(double amount, double from, double to, std::vector<double>& bins) {
    const double first = placeOf(from), last = placeOf(to), width = last - first;
    const auto low = std::min(static_cast<std::size_t>(first), kResponseBins - 1);
    const auto high = std::min(static_cast<std::size_t>(last), kResponseBins - 1);
    if (low == high) {
        bins[low] += amount;
        return;
    }
    for (std::size_t bin = low; bin <= high; ++bin) {
        const auto edge = static_cast<double>(bin);
        bins[bin] += amount * (std::min(edge + 1.0, last) - std::max(edge, first)) / width;
    }
}

using Waits = std::array<std::pair<double, double>, 3>; // s, chance

// All waits before the n-th repeat together: their mean and variance on three points (the law itself of one
// that is uniform, by Simpson's rule).
Waits waitsOf(const model::Retries& retries, std::size_t n) {
    double mean = 0.0, variance = 0.0, wait = retries.after;
    for (std::size_t k = 0; k != n; ++k, wait *= retries.factor) {
        mean += (retries.jitter ? 0.5 : 1.0) * wait;
        variance += retries.memoryless ? wait * wait : retries.jitter ? wait * wait / 12.0 : 0.0;
    }
    if (variance == 0.0) return {{{mean, 1.0}, {mean, 0.0}, {mean, 0.0}}};
    const double apart = std::sqrt(3.0 * variance);
    return {{{std::max(0.0, mean - apart), 1.0 / 6.0}, {mean, 2.0 / 3.0}, {mean + apart, 1.0 / 6.0}}};
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
    const double passed = now.passed[demand.edge];
    m_attempts.assign(1, {0.0, passed * intents});
    for (std::size_t r = 0; r != levels.demands[d].orbit.size(); ++r) {
        const double attempts = levels.demands[d].orbit[r] / m_coupling.delay(demand, now, r + 1) * h;
        if (attempts > kRare) addRepeats(now, demand, r + 1, passed * attempts);
    }
    addResponses(levels, now, demand.edge, into.responses);
}

// Attempts that `before` others went before. How long ago they were meant: each of those was refused at once,
// or known to be late after the time-out, or answered wrongly after the usual time, whichever the odds say;
// then the waits before the next.
void Accrual::addRepeats(const Now& now, const model::Demand& demand, std::size_t before, double attempts) {
    const Odds& odds = now.odds[demand.edge];
    const double timeout = m_plan.edges[demand.edge].timeout;
    const double failed = odds.refused + odds.late + odds.wrong;
    const double late = failed > 0.0 && std::isfinite(timeout) ? odds.late / failed : 0.0;
    const double wrong = failed > 0.0 ? odds.wrong / failed : 0.0;
    const double answer = wrong > 0.0 ? now.duration[demand.edge] / now.passed[demand.edge] : 0.0;
    const Waits waits = waitsOf(demand.retries, before);
    double chance = 1.0; // of i late ones, in any order: binomial; of the others the wrong ones again
    for (std::size_t i = 0; i <= before; ++i) {
        const double lates = chance * std::pow(late, static_cast<double>(i)) *
                             std::pow(1.0 - late, static_cast<double>(before - i));
        chance *= static_cast<double>(before - i) / static_cast<double>(i + 1);
        const double others = static_cast<double>(before - i);
        const double known = (i > 0 ? static_cast<double>(i) * timeout : 0.0) +
                             (late < 1.0 ? others * wrong / (1.0 - late) * answer : 0.0);
        for (const auto& [wait, share] : waits)
            if (attempts * lates * share > kRare)
                m_attempts.push_back({known + wait, attempts * lates * share});
    }
}

// Attempts by how long ago they were meant: when those that are answered in time are.
void Accrual::addResponses(const TrafficLevels& levels, const Now& now, std::size_t number,
                           std::vector<double>& bins) {
    const model::Edge& edge = m_plan.edges[number];
    const auto& lines = levels.stations[edge.to].lines;
    for (std::size_t l = 0; l != lines.size(); ++l) {
        if (lines[l].conduct != Conduct::serves || !lines[l].reached) continue;
        const double all = m_coupling.shareOf(levels, now, edge.to, l) * now.stations[edge.to].callsWell;
        lookAtAnswers(levels, now, number, l);
        double before = 0.0, from = m_times.front() / 2.0;
        for (std::size_t j = 0; j != m_times.size(); ++j) {
            const double to = std::min(m_times[j], edge.timeout);
            const double share = m_within[j] - before;
            if (share > 0.0 &&
                from < edge.timeout) { // of the step that the time-out cuts, the part before it
                const double part = all * share * std::min(1.0, (to - from) / (m_times[j] - from));
                for (const auto& [since, attempts] : m_attempts)
                    spread(attempts * part, since + from, since + to, bins);
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
