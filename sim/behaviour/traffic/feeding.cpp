// Stations that are fed from one queue: who calls them does not wait, and what is there to do waits, for
// years if it must, until one of their targets takes it. What such a target does not bring to its end,
// because it dies or a call that it needs fails, goes back into the queue: delayed is not lost.
//
// All targets together are one line (M/G/c: the queue is common), whose servers come and go with them.
#include "sim/behaviour/traffic/flow.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

using model::Backlog;
using model::Conduct;
using model::Line;
using model::TrafficLevels;

namespace {

constexpr double kNobody = 1e-9; // what waits, in requests, so that nothing waits

// What a target answers wrongly at once goes back at once, and the next takes it: it costs no time. One that
// does nothing right does nothing.
bool takes(const Line& line) {
    return line.reached && line.conduct == Conduct::serves && line.wrong < 1.0;
}

} // namespace

// How fast all that take from the queue serve together.
void Coupling::feed(const TrafficLevels& levels, std::size_t s, Now& now) const {
    StationNow& here = now.stations[s];
    here.queue = {1.0 / here.service, 0.0, 1.0, std::numeric_limits<double>::infinity()};
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const Line& line = levels.stations[s].lines[l];
        if (!takes(line) || m_entering[s] <= 0.0) continue;
        const LineRates& rates = here.lines[l].rates;
        here.queue.servers += line.count * rates.servers * rates.service * here.service;
        here.queue.variability = rates.variability;
    }
}

// In time: done before the time-out of the call, counted from when it was put into the queue. Behind m others
// that must be done first one waits a gamma; the own service comes on top, with its mean where one waits.
void Coupling::answerBacklog(const TrafficLevels& levels, std::size_t s, Now& now) const {
    const auto& nodes = grid(s).nodes();
    const auto& p = levels.stations[s].backlog.p;
    const LineRates& queue = now.stations[s].queue;
    const double service = now.stations[s].service,
                 scv = std::max(0.1, answerTimes(levels, s).squaredVariation());
    for (const std::uint32_t e : m_callers[s]) {
        const double timeout = m_plan.edges[e].timeout, turns = queue.servers * queue.service;
        double inTime = std::isfinite(timeout) ? 0.0 : 1.0 - p.back();
        for (std::size_t i = 0; std::isfinite(timeout) && i + 1 < p.size(); ++i) {
            if (p[i] < kNobody) continue;
            const double before = nodes[i] - queue.servers + 1.0, left = (timeout - service) * turns;
            if (before <= 0.0)
                inTime += p[i] * answerTimes(levels, s).alone(service, timeout);
            else if (left > 0.0)
                inTime += p[i] * boost::math::gamma_p(before / scv, left / scv);
        }
        now.once[e] = {inTime, p.back(), std::max(0.0, 1.0 - p.back() - inTime), 0.0};
        now.odds[e] = now.once[e];
        now.each[e] = now.duration[e] = 0.0;
        now.attempts[e] = 1.0;
    }
}

// What comes, and what comes back; and what each target does of it.
void Coupling::shareOutBacklog(const TrafficLevels& levels, std::size_t s, Now& now) const {
    StationNow& here = now.stations[s];
    here.entering = 1.0;
    here.atNodes.assign(grid(s).size(), here.arrivals + here.queued.served * (1.0 - here.callsWell));
    here.queued = flowsOf(grid(s), levels.stations[s].backlog.p, here.atNodes, here.queue);
    const double all = here.queue.servers * here.queue.service;
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const Line& line = levels.stations[s].lines[l];
        LineNow& there = here.lines[l];
        const double part = takes(line) && all > 0.0 ? there.rates.servers * there.rates.service / all : 0.0;
        there.flows = {};
        there.flows.number = there.flows.busy = there.flows.speed = here.queued.speed * part;
        there.arrivals = there.flows.served = here.queued.served * part;
    }
}

void Flow::moveBacklog(const TrafficLevels& before, std::size_t s, double h, TrafficLevels& to,
                       const Now& now) {
    m_generator.fill(m_coupling.grid(s), now.stations[s].atNodes, now.stations[s].queue);
    implicitStage(m_generator, h, before.stations[s].backlog.p, to.stations[s].backlog.p, m_scratch);
}

// The oldest that waits came when as many had arrived as have been taken by now.
void Flow::keepAges(model::TrafficState& state, const TrafficLevels& before, double from) {
    bool fed = false;
    for (const model::Station& station : m_plan.stations) fed = fed || station.fed;
    if (!fed) return;
    const auto arriving = [&](const TrafficLevels& levels, double t) {
        std::vector<double> rates;
        for (const StationNow& station : now(levels, t).stations) rates.push_back(station.arrivals);
        return rates;
    };
    const std::vector<double> first = arriving(before, from), last = arriving(state.levels, state.at);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        if (!m_plan.stations[s].fed) continue;
        Backlog& backlog = state.levels.stations[s].backlog;
        const LineFlows& flows = m_first.stations[s].queued;
        if (backlog.knots.empty()) backlog.knots.push_back({from, backlog.arrived});
        backlog.arrived += 0.5 * (first[s] + last[s]) * (state.at - from);
        backlog.knots.push_back({state.at, backlog.arrived});
        const double taken = backlog.arrived - std::max(0.0, flows.number - flows.speed);
        std::size_t gone = 0;
        while (gone + 2 < backlog.knots.size() && backlog.knots[gone + 1].arrived <= taken) ++gone;
        backlog.knots.erase(backlog.knots.begin(), backlog.knots.begin() + static_cast<std::ptrdiff_t>(gone));
        const auto &a = backlog.knots[0], &b = backlog.knots[1];
        const double share = b.arrived > a.arrived ? (taken - a.arrived) / (b.arrived - a.arrived) : 1.0;
        backlog.age = std::max(0.0, state.at - (a.at + std::clamp(share, 0.0, 1.0) * (b.at - a.at)));
    }
}

} // namespace nueves::behaviour::traffic
