// Calls of one station by another while the caller's worker waits: how many are made, how often each is
// repeated, what comes of it.
#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/breaker.hpp"
#include "sim/behaviour/traffic/repeats.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Station;
using model::TrafficLevels;

namespace {

constexpr double kNever = 1e-12;

// s^2, variance of how long a call takes that is answered: the service there, and the wait before it, which
// is taken to vary as an exponential law does (exact for M/M/c). Of one that is not answered: 0, it ends at
// its time-out.
double spreadOfAnswer(const model::Edge& edge, const Now& now, std::size_t e) {
    const StationNow& there = now.stations[edge.to];
    const double waits = std::max(0.0, now.well[e] - there.service);
    return now.odds[e].answered * (there.varied + waits * waits);
}

} // namespace

// A request makes its calls one after another until one fails that it cannot do without; those marked
// parallel begin together with the call before them.
void Coupling::makeCalls(const TrafficLevels& levels, std::size_t s, Now& now) const {
    StationNow& here = now.stations[s];
    double together = 0.0;                             // s, of calls made side by side: the longest
    double begun = 1.0;                                // share of the requests that come to this stage
    double none = 1.0, wellTogether = 0.0, well = 0.0; // the same of those that are answered well
    here.calls = here.callsVariance = here.callsSpread = 0.0;
    here.callsWell = 1.0;
    for (const std::uint32_t e : m_plan.stations[s].calls) {
        const model::Call& call = m_plan.edges[e].call;
        if (call.later) { // put into a queue: it costs no time, and nothing of it can fail
            now.made[e] = here.callsWell * call.times;
            continue;
        }
        if (!call.parallel) {
            here.calls += std::exchange(together, 0.0);
            well += std::exchange(wellTogether, 0.0);
            begun = here.callsWell;
        }
        const double asking = missed(levels, e);
        const double fails = call.fallback ? 0.0 : asking * std::max(0.0, 1.0 - now.odds[e].answered);
        const double whole = std::floor(call.times), more = call.times - whole; // one more by chance
        const double soFar = std::pow(1.0 - fails, whole);
        now.made[e] = begun * asking * ((fails > kNever ? (1.0 - soFar) / fails : whole) + soFar * more);
        together = std::max(together, now.made[e] * now.duration[e]);
        const double chance = whole * asking * (1.0 - asking) + more * asking * (1.0 - more * asking);
        here.callsVariance += chance * now.duration[e] * now.duration[e];
        if (!call.parallel) here.callsSpread += now.made[e] * spreadOfAnswer(m_plan.edges[e], now, e);
        here.callsWell *= soFar * (1.0 - more * fails);
        none *= std::pow(1.0 - asking, whole) * (1.0 - more * asking);
        const double answered = asking - fails; // of one call that may be made
        const double number =
            fails < 1.0 ? whole * answered / (1.0 - fails) + more * answered / (1.0 - more * fails) : 0.0;
        wellTogether = std::max(wellTogether, number * (call.fallback ? now.duration[e] : now.well[e]));
    }
    here.calls += together;
    here.alone = here.callsWell > kNever ? std::min(1.0, none / here.callsWell) : 1.0;
    here.called = here.alone < 1.0 ? (well + wellTogether) / (1.0 - here.alone) : 0.0;
}

// A caller repeats within its own request: what it meets in the end, and how long that takes.
void Coupling::repeatCall(const TrafficLevels& levels, std::size_t e, Now& now) const {
    const model::Retries& retries = m_plan.edges[e].call.retries;
    const Odds& once = now.once[e];
    const double failed = std::max(0.0, 1.0 - once.answered), may = allowed(failed, retries);
    const double again = failed * may;
    now.attempts[e] = powers(again, retries.times);
    now.duration[e] = now.attempts[e] * now.each[e];
    // An attempt that is answered, after those that were not.
    const double known = once.answered + once.wrong, timeout = m_plan.edges[e].timeout;
    const double unanswered = std::isfinite(timeout) ? once.late * timeout : 0.0;
    const double answer = known > kNever ? std::max(0.0, now.each[e] - unanswered) / known : 0.0;
    const double failing =
        failed > 0.0 ? (unanswered + once.wrong * answer) / failed : 0.0; // s, of one that fails
    double begun = 1.0, wait = retries.after, passed = 0.0, late = 0.0, all = 1.0;
    for (int r = 0; r != retries.times; ++r, wait *= retries.factor) {
        const double pause = (retries.jitter ? 0.5 : 1.0) * wait;
        now.duration[e] += (begun *= again) * pause;
        late += begun * (passed += failing + pause);
        all += begun;
    }
    now.well[e] = answer + late / all;
    // Given up: after the last attempt, or for want of budget before it.
    const double lost = begun + (1.0 - may) * (now.attempts[e] - begun);
    now.odds[e] = {1.0 - failed * lost, once.refused * lost, once.late * lost, once.wrong * lost};
    if (m_plan.edges[e].call.breaker.errors > 0.0) cutCalls(levels, e, now);
}

// What an open breaker does not let out fails at once, and is not repeated.
void Coupling::cutCalls(const TrafficLevels& levels, std::size_t e, Now& now) const {
    const double through =
        passingShare(m_plan.edges[e].call.breaker, levels.breakers[e], breakerSight(levels, now, e));
    Odds& odds = now.odds[e];
    odds = {through * odds.answered, through * odds.refused + 1.0 - through, through * odds.late,
            through * odds.wrong};
    now.attempts[e] *= through;
    now.duration[e] *= through;
}

BreakerSight Coupling::breakerSight(const TrafficLevels& levels, const Now& now, std::size_t e) const {
    const double callers = std::max(1.0, serving(levels, *m_plan.edges[e].from));
    const double failing = std::max(0.0, 1.0 - now.once[e].answered);
    const double repeats =
        powers(failing * allowed(failing, m_plan.edges[e].call.retries), m_plan.edges[e].call.retries.times);
    return {now.wanted[e] * repeats / callers, failing, now.each[e]};
}

void Coupling::sendCalls(const TrafficLevels& levels, std::size_t s, Now& now) const {
    double begun = 0.0; // requests served, 1/s
    for (std::size_t l = 0; l != now.stations[s].lines.size(); ++l)
        begun += now.stations[s].lines[l].flows.served * levels.stations[s].lines[l].count;
    for (const std::uint32_t e : m_plan.stations[s].calls) {
        now.wanted[e] = begun * now.made[e];
        now.asked[e] = now.wanted[e] * now.attempts[e];
        now.stations[m_plan.edges[e].to].arrivals += now.asked[e];
    }
}

void Coupling::pass(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const Station& station = m_plan.stations[s];
    StationNow& here = now.stations[s];
    if (station.fed) shareOut(levels, s, now);
    for (std::size_t l = 0; !station.fed && l != here.lines.size(); ++l)
        if (const model::Line& line = levels.stations[s].lines[l]; line.conduct == model::Conduct::serves)
            here.lines[l].flows =
                flowsOf(grid(s), line.taken(), coming(levels, now, s, l), here.lines[l].rates);
    sendCalls(levels, s, now); // counted beside what came before: receive() adds up anew
}

void Coupling::receive(const TrafficLevels& levels, std::size_t s, Now& now) const {
    bool called = false;
    double arrivals = 0.0;
    for (const std::uint32_t e : m_callers[s]) {
        called = called || m_plan.edges[e].from;
        arrivals += now.passed[e] * now.asked[e];
    }
    if (!called) return; // by users alone, who have not moved
    now.stations[s].arrivals = arrivals;
    shareOut(levels, s, now);
}

double Coupling::missed(const TrafficLevels& levels, std::size_t e) const {
    const model::Call& call = m_plan.edges[e].call;
    return 1.0 - call.cacheHit * (call.cacheFill > 0.0 ? levels.warmth[e] : 1.0);
}

} // namespace nueves::behaviour::traffic
