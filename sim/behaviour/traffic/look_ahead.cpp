// How far the levels go in one step, and where it must end.
#include "sim/behaviour/traffic/flow.hpp"

#include "sim/behaviour/tick.hpp"
#include "sim/behaviour/traffic/demand.hpp"
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/steps.hpp"
#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

using model::Signals;
using model::TrafficLevels;
using model::TrafficState;

namespace {

constexpr double kLongestStep = 3600.0; // s
// While a service answers less than it must, who watches it (why is it down, does it come back by itself)
// sees it at the ends of steps alone: s, and a share of the time that it has been so.
constexpr double kFirstMissing = 300.0, kMissingStep = 0.1;
constexpr double kCrossing = 1e-3;  // s: how well the instant of a crossing is found

} // namespace

double Flow::bend(const TrafficState& state) const {
    const double t = state.at;
    double next = std::numeric_limits<double>::infinity();
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        for (const double startedAt : state.levels.stations[s].startedAt) // a cold start ends
            if (const double warm = startedAt + m_plan.stations[s].warm; warm > t + kTick / 2.0)
                next = std::min(next, warm);
        if (const double look = state.levels.stations[s].nextLook; look > t) next = std::min(next, look);
        for (const model::Membership& seen : state.levels.stations[s].seen)
            next = std::min(next, nextTurn(m_plan.stations[s], seen, t));
    }
    for (const model::Demand& demand : m_plan.demands) next = std::min(next, nextBend(demand, t));
    return next;
}

bool Flow::mustRegroup(const TrafficState& state) const {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
        for (const double startedAt : state.levels.stations[s].startedAt)
            if (m_plan.stations[s].warm > 0.0 && hasJustCome(startedAt + m_plan.stations[s].warm, state.at))
                return true;
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
        for (const model::Membership& seen : state.levels.stations[s].seen)
            if (turnsAt(m_plan.stations[s], seen, state.at)) return true;
    return false;
}

double Flow::longestStep(TrafficState& state, const Signals& signals) const {
    const auto& stations = m_plan.stations;
    const bool missing = std::any_of(stations.begin(), stations.end(), [&](const model::Station& station) {
        return !station.answered.empty() && !m_system.isTrue(signals, station.answered.front());
    });
    if (!missing) state.missingSince = -1.0;
    if (!missing) return kLongestStep;
    if (state.missingSince < 0.0) state.missingSince = state.at;
    return std::clamp(kMissingStep * (state.at - state.missingSince), kFirstMissing, kLongestStep);
}

void Flow::lookAhead(TrafficState& state, const Signals& signals, double most) {
    const double room = std::min({most, bend(state) - state.at, longestStep(state, signals)});
    const double done = goodStep(state, room);
    state.aheadAt = state.at + done;
    if (crossed(signals, state.ahead, state.aheadAt)) stopAtCrossing(state, signals);
}

// The longest step up to `most` whose error is small enough. Leaves its end in state.ahead. The next is no
// longer where a longer one has just been refused (Hairer, Norsett & Wanner, Solving Ordinary Differential
// Equations I, 2nd ed., II.4).
double Flow::goodStep(TrafficState& state, double most) {
    double h = std::min(state.step, most), mostGrowth = 4.0;
    for (;;) {
        if (h < most) h = std::max(kTick, std::round(h / kTick) * kTick);
        const Trial trial = tryStep(state.levels, state.at, h, state.ahead);
        const bool least = h <= kLeastStep;
        if (trial.solved && (trial.error <= 1.0 || least)) {
            const double grow = trial.error > 0.0 ? 0.9 / std::sqrt(trial.error) : mostGrowth;
            const double next = h * std::clamp(grow, 0.3, mostGrowth);
            state.step = h < most || next < h ? next : std::max(state.step, next);
            return h;
        }
        NUEVES_ASSERT(!std::isnan(trial.error), "levels of traffic are numbers");
        if (least) return h; // cannot be solved any better
        mostGrowth = 1.0;
        h = std::max(kLeastStep,
                     h * (trial.solved ? std::clamp(0.9 / std::sqrt(trial.error), 0.1, 0.5) : 0.25));
    }
}

bool Flow::crossed(const Signals& signals, const TrafficLevels& levels, double t) {
    const Now& then = now(levels, t);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const model::Station& station = m_plan.stations[s];
        if (station.answered.empty()) continue;
        const double share = answered(s, then).value_or(1.0);
        const bool enough = share >= m_system.services[station.service].requiredFraction;
        if (enough != m_system.isTrue(signals, station.answered.front())) return true;
    }
    return judgementChanges(levels, then);
}

// The step ends on the far side of a crossing: halve it until the near side is close.
void Flow::stopAtCrossing(TrafficState& state, const Signals& signals) {
    double before = 0.0, after = state.aheadAt - state.at;
    TrafficLevels end;
    while (after - before > kCrossing) {
        const double h = std::round(0.5 * (before + after) / kTick) * kTick;
        if (!tryStep(state.levels, state.at, h, end).solved) break;
        if (crossed(signals, end, state.at + h)) {
            after = h;
            state.ahead = end;
        } else {
            before = h;
        }
    }
    state.aheadAt = state.at + after;
}

void Flow::shorten(TrafficState& state, double to) {
    const double step = state.step;
    state.aheadAt = state.at + goodStep(state, to - state.at);
    state.step = std::max(step, state.step); // cut short, not difficult
}

double Flow::moveOn(TrafficState& state, double to) {
    const double from = state.at;
    if (state.aheadAt > from && to >= state.aheadAt - kTick / 2.0) {
        std::swap(state.levels, state.ahead);
        state.at = state.aheadAt;
        keepAges(state, state.ahead, from);
        state.ahead = state.levels;
        meetUsers(state);
        return state.at - from;
    }
    const double step = state.step, room = std::min(to, bend(state)) - from;
    const double done = goodStep(state, room);
    state.at = done >= room - kTick / 2.0 ? from + room : from + done;
    std::swap(state.levels, state.ahead);
    keepAges(state, state.ahead, from);
    meetUsers(state);
    state.ahead = state.levels;
    state.aheadAt = state.at;
    if (state.at >= to) state.step = std::max(step, state.step); // cut short, not difficult
    return state.at - from;
}

} // namespace nueves::behaviour::traffic
