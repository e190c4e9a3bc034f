// What those who come meet, from the callees upwards.
#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/relaxation.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Station;
using model::TrafficLevels;

namespace {

constexpr double kSlowest = 1e-6; // share of its speed below which a line stands
constexpr double kFewWait = 1.0;  // before one: fewer than these leave no burst to be seen
// A normal law on four points (Gauss and Hermite): deviations, chances.
constexpr std::array<std::pair<double, double>, 4> kNormal{{{-2.334414218338977, 0.0458758547680685},
                                                            {-0.741963784302725, 0.4541241452319315},
                                                            {0.741963784302725, 0.4541241452319315},
                                                            {2.334414218338977, 0.0458758547680685}}};

} // namespace

void Coupling::answers(const TrafficLevels& levels, double t, Now& now, Relaxation* relaxation) const {
    if (relaxation != nullptr) relaxation->beginRound();
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) { // callees stand before their callers
        makeCalls(levels, s, now);
        weighWork(s, now);
        weigh(levels, s, t, now);
        serveStation(levels, s, now);
        now.stations[s].met = now.stations[s].through;
        if (m_plan.stations[s].fed) {
            feed(levels, s, now);
            answerBacklog(levels, s, now);
            continue;
        }
        for (const std::uint32_t edge : m_callers[s]) {
            now.once[edge] = {0.0, 1.0, 0.0, 0.0};
            now.each[edge] = 0.0;
        }
        for (std::size_t l = 0; l != levels.stations[s].lines.size(); ++l) answerLine(levels, s, l, now);
        for (const std::uint32_t edge : m_callers[s]) {
            now.once[edge] = now.once[m_sameAs[edge]];
            now.each[edge] = now.each[m_sameAs[edge]];
            now.once[edge].refused = std::max(0.0, now.once[edge].refused);
            const Odds& once = now.once[edge];
            const double passed = now.passed[edge];
            now.odds[edge] = {passed * once.answered, passed * once.refused + (1.0 - passed),
                              passed * once.late, passed * once.wrong};
            now.duration[edge] = passed * now.each[edge];
            if (m_plan.edges[edge].from) repeatCall(levels, edge, now);
            if (relaxation != nullptr) relaxation->take(edge, now.odds[edge], now.duration[edge]);
        }
    }
}

// Requests of several sizes: the mean one, and how far they differ; and the patience of those who wait.
void Coupling::weighWork(std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    StationNow& here = now.stations[s];
    double asked = 0.0, first = 0.0, second = 0.0, haste = 0.0;
    for (const std::uint32_t e : m_callers[s]) {
        const double size = m_sizes[e], come = now.asked[e] * now.passed[e];
        asked += come;
        first += come * size;
        second += come * size * size;
        haste += come / m_plan.edges[e].timeout;
    }
    const double alone = m_callers[s].empty() ? 1.0 : m_sizes[m_callers[s].front()]; // nobody asks yet
    here.size = asked > 0.0 ? first / asked : alone;
    here.spread = asked > 0.0 ? second * asked / (first * first) : 1.0;
    here.work = station.takes.mean() * here.size;
    constexpr double kForEver = std::numeric_limits<double>::infinity();
    here.hold = haste > 0.0 ? asked / haste : kForEver;
    here.patience = station.order == model::Order::deadline ? here.hold : kForEver;
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
    if (m_plan.stations[s].choice == model::Choice::sticky) stick(levels, s, now);
}

// How fast each line serves, from what its calls take and what its machine gives.
void Coupling::serveStation(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    StationNow& here = now.stations[s];
    here.service = here.work + here.calls;
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const Line& line = levels.stations[s].lines[l];
        LineNow& there = here.lines[l];
        there.given = m_carriers[s][l].empty() ? 1.0 : 0.0;
        for (const auto& [machine, share] : m_carriers[s][l]) there.given += share * now.squeeze[machine];
        const double speed = std::max(line.speed, kSlowest);
        const double computing = here.work * station.cpuShare / (there.given * speed);
        const double own = computing + here.work * (1.0 - station.cpuShare) / speed;
        const double service = own + here.calls;
        there.own = own / here.size;
        LineRates& rates = there.rates;
        rates.service = line.conduct == Conduct::serves ? 1.0 / service : 0.0;
        rates.servers = serversOf(station, coresOf(station, levels.stations[s].size), computing / service);
        for (const std::uint32_t e : station.calls) // as many at full speed as there are connections for
            if (const double held = now.made[e] * now.attempts[e] * now.each[e];
                m_plan.edges[e].call.pool > 0 && held > 0.0)
                rates.servers = std::min(rates.servers, m_plan.edges[e].call.pool * service / held);
        if (line.conduct == Conduct::silent) rates = {1.0 / here.hold, grid(s).nodes().back()};
        rates.patience = here.patience;
        const bool inTurn =
            station.choice == model::Choice::roundRobin || station.choice == model::Choice::weighted;
        const double arrivals = inTurn && here.weights > 0.0 ? there.weight / here.weights : 1.0;
        const double works = answerTimes(levels, s).squaredVariation() * here.spread + (here.spread - 1.0);
        here.varied = works * here.work * here.work + here.callsSpread;
        const double services =
            here.calls > 0.0 ? (works * own * own + here.callsSpread) / (service * service) : works;
        rates.variability = std::max(0.05, 0.5 * (arrivals + services));
        rates.arrivalVariation = arrivals;
    }
}

void Coupling::serve(const TrafficLevels& levels, Now& now) const {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        serveStation(levels, s, now);
        if (m_plan.stations[s].fed) feed(levels, s, now);
    }
}

// What a line adds to what those meet who come to its station.
void Coupling::answerLine(const TrafficLevels& levels, std::size_t s, std::size_t l, Now& now) const {
    const Line& line = levels.stations[s].lines[l];
    const double share = shareOf(levels, now, s, l);
    if (share <= 0.0 || line.conduct == Conduct::refuses) return;
    const bool silent = line.conduct == Conduct::silent;
    if (!silent) meet(levels, now, s, l);
    const double bursts = silent ? 0.0 : burstsOf(levels, now, s);
    for (const std::uint32_t e : m_callers[s]) {
        if (m_sameAs[e] != e) continue;
        const model::Edge& edge = m_plan.edges[e];
        Odds& odds = now.once[e];
        if (silent) {
            odds.late += share;
            odds.refused -= share;
            now.each[e] += share * edge.timeout;
            continue;
        }
        const AnswerTimes& times = answerTimes(levels, s);
        const StationNow& here = now.stations[s];
        const double work = workOf(now, s, l, e), service = work + here.calls;
        const auto inTime = [&](double seconds) {
            return std::isfinite(edge.timeout) ? withinBursts(times, seconds, edge.timeout, bursts)
                                               : m_meeting.letIn;
        };
        // Who needs no call is answered sooner than on average, and who fails has waited for nothing.
        double well = here.alone < 1.0 ? (1.0 - here.alone) * inTime(work + here.called) : 0.0;
        if (here.alone > 0.0) well += here.alone * inTime(work);
        well *= here.callsWell;
        const double wrong = here.callsWell < 1.0 ? (1.0 - here.callsWell) * inTime(service) : 0.0;
        odds.answered += share * well;
        odds.wrong += share * wrong;
        odds.late += share * std::max(0.0, m_meeting.letIn - well - wrong);
        odds.refused -= share * m_meeting.letIn;
        now.each[e] += share * times.mean(m_meeting, service, edge.timeout);
    }
}

// Where only some requests make a call, and it takes long, workers come free in bursts: m others leave in a
// time that varies by the squared variation of the whole service, not of the own work alone (as for a renewal
// process of each worker: Cox, Renewal Theory, 1962, 4.2). Returned: deviation of the wait of m_meeting, as a
// share of it, that its table does not know; below 1/2.334, so that no wait is negative.
double Coupling::burstsOf(const TrafficLevels& levels, const Now& now, std::size_t s) const {
    const StationNow& here = now.stations[s];
    if (here.callsVariance <= 0.0 || m_plan.stations[s].order != model::Order::fifo) return 0.0;
    const double known = answerTimes(levels, s).squaredVariation(), own = here.work * here.work;
    const double more = (known * own + here.callsVariance) / (here.service * here.service) - known;
    double waiting = 0.0, wait = 0.0;
    const auto& nodes = grid(s).nodes();
    for (std::size_t i = grid(s).full(); i < m_meeting.found.size(); ++i) {
        waiting += m_meeting.found[i];
        wait += m_meeting.found[i] * (nodes[i] - grid(s).workers() + 1.0);
    }
    if (more <= 0.0 || wait < kFewWait) return 0.0;
    return std::sqrt(more / (wait / waiting + 6.0 * more));
}

double Coupling::withinBursts(const AnswerTimes& times, double service, double t, double bursts) const {
    if (bursts <= 0.0 || t <= service) return times.within(m_meeting, service, t);
    double within = 0.0;
    for (const auto& [deviation, chance] : kNormal)
        within +=
            chance * times.within(m_meeting, service, service + (t - service) / (1.0 + deviation * bursts));
    return within;
}

const Meeting& Coupling::meet(const TrafficLevels& levels, const Now& now, std::size_t s,
                              std::size_t l) const {
    const auto found = this->found(levels, now, s, l);
    m_meeting.found.assign(found.begin(), found.end());
    m_meeting.rates = now.stations[s].lines[l].rates;
    const bool overtaken = m_plan.stations[s].order == model::Order::lifo; // by those who come later
    answerTimes(levels, s).look(m_meeting, overtaken ? whileFull(levels, now, s, l) : 0.0);
    return m_meeting;
}

// Arrivals to a target all of whose workers are busy, 1/s.
double Coupling::whileFull(const TrafficLevels& levels, const Now& now, std::size_t s, std::size_t l) const {
    const auto& coming = now.stations[s].atNodes;
    const auto& p = levels.stations[s].lines[l].p;
    if (coming.empty()) return 0.0;
    const LineNow& there = now.stations[s].lines[l];
    double full = 0.0, arrivals = 0.0;
    for (std::size_t i = grid(s).full(); i != p.size(); ++i) {
        full += p[i];
        arrivals += p[i] * coming[i];
    }
    return there.weight * there.letIn * there.evens * (full > 0.0 ? arrivals / full : coming[grid(s).full()]);
}

} // namespace nueves::behaviour::traffic
