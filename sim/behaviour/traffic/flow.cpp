#include "sim/behaviour/traffic/flow.hpp"

#include "sim/behaviour/traffic/reach.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"
#include "sim/behaviour/traffic/steps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Signals;
using model::TrafficLevels;
using model::TrafficState;

namespace {

const double kGamma = 1.0 - std::sqrt(0.5);
constexpr double kTolerance = 2e-4;  // error of a step, as a share of what is asked in it ...
constexpr double kShortest = 60.0;   // ... or in this time, s: what a shorter step does weighs no more
constexpr double kNegligible = 1e-3; // requests per second: what fewer than these do needs no small steps
constexpr double kUndershoot = 1e-3; // chance that a step may push below nothing
constexpr int kMostRounds = 25;
constexpr int kMostSqueezes = 25;     // rounds between lines and machines
constexpr double kSettled = 1e-5;     // between two rounds, of rates ...
constexpr double kSettledOdds = 1e-4; // ... and of what one meets
// Requests, or per second: below this rounding alone keeps numbers from settling.
constexpr double kBarely = 1e-4;
constexpr std::size_t kNodesAbove = 8; // beyond those that hold somebody, that a stage may reach
// From nothing: until what each gives the others has been round once; and as many more as it takes them to
// come to rest where what is answered decides what is asked.
constexpr int kRoundsFromNothing = 3, kMostRoundsFromNothing = 50;

// The second stage starts from an extrapolation and may leave shares below zero. Returned: how much was, at
// most.
double removeUndershoot(TrafficLevels& levels) {
    double most = 0.0;
    const auto clean = [&](std::span<double> p) {
        double sum = 0.0, below = 0.0;
        for (double& share : p) {
            if (share < 0.0) below -= std::exchange(share, 0.0);
            sum += share;
        }
        most = std::max(most, below);
        for (double& share : p) share /= sum;
    };
    for (model::StationState& station : levels.stations) {
        for (Line& line : station.lines) clean({line.p.data(), line.taken().size()});
        clean(station.backlog.p);
    }
    for (model::DemandState& demand : levels.demands)
        for (double& waiting : demand.orbit) waiting = std::max(waiting, 0.0);
    for (model::BreakerLevel& breaker : levels.breakers)
        for (double& open : breaker.open) open = std::max(open, 0.0);
    return most;
}

} // namespace

Flow::Flow(const model::System& system)
    : m_system(system), m_plan(system.traffic), m_coupling(system), m_first(m_coupling.blank()),
      m_middle(m_coupling.blank()), m_last(m_coupling.blank()), m_relaxation(system.traffic.edges.size()) {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) m_missed.push_back(isMissed(m_plan, s));
}

TrafficState Flow::blank(const model::System& system) {
    TrafficState state;
    const model::Traffic& plan = system.traffic;
    for (const model::Station& station : plan.stations) {
        model::StationState empty;
        if (station.fed) {
            empty.backlog.p.assign(gridOf(station).size(), 0.0);
            empty.backlog.p[0] = 1.0;
        }
        empty.lineOf.assign(station.targets.size(), model::StationState::kNoLine);
        empty.startedAt.assign(station.targets.size(), -std::numeric_limits<double>::infinity());
        empty.seen.assign(station.targets.size(), {});
        state.levels.stations.push_back(std::move(empty));
    }
    for (const model::Demand& demand : plan.demands) {
        model::DemandState empty;
        empty.orbit.assign(static_cast<std::size_t>(demand.retries.times), 0.0);
        empty.peaks.assign(demand.crowds.size(), 0.0);
        state.levels.demands.push_back(std::move(empty));
    }
    state.levels.warmth.assign(plan.edges.size(), 1.0); // who runs at the start has run for long
    state.levels.breakers.resize(plan.edges.size());
    return state;
}

// From nothing, so that it depends on the levels alone, until it is at rest: repeats of calls before a limit
// ask the more the less is answered, and go round many times.
const Now& Flow::now(const TrafficLevels& levels, double t) {
    m_coupling.forget(m_first);
    m_seen.clear();
    m_relaxation.begin();
    for (int round = 1; round <= kMostRoundsFromNothing; ++round) {
        const bool once = round <= kRoundsFromNothing;
        m_coupling.answers(levels, t, m_first, once ? nullptr : &m_relaxation);
        m_coupling.arrivals(levels, t, m_first);
        if (round + 1 < kRoundsFromNothing) continue;
        if (settled(m_first) && (once || m_relaxation.rest() < kSettledOdds)) break;
    }
    return m_first;
}

void Flow::adopt(const TrafficState& state, const Signals& signals) {
    m_coupling.look(signals, state.levels);
}

// ---- one step ----

Flow::Trial Flow::tryStep(const TrafficLevels& from, double t, double h, TrafficLevels& to) {
    Trial trial;
    const bool anyway = h <= kLeastStep;
    now(from, t);
    m_middle = m_first;
    m_between = from;
    if (!stage(from, t + kGamma * h, kGamma * h, m_between, m_middle) && !anyway) return trial;
    m_rest = from;
    const double ahead = (1.0 - kGamma) / kGamma;
    const auto mix = [&](double& rest, double middle) { rest += ahead * (middle - rest); };
    for (std::size_t s = 0; s != from.stations.size(); ++s)
        for (std::size_t l = 0; l != from.stations[s].lines.size(); ++l) {
            Line& rest = m_rest.stations[s].lines[l];
            const Line& middle = m_between.stations[s].lines[l];
            rest.used = std::max(rest.taken().size(), middle.taken().size());
            for (std::size_t i = 0; i != rest.used; ++i) mix(rest.p[i], middle.p[i]);
        }
    for (std::size_t s = 0; s != from.stations.size(); ++s)
        for (std::size_t i = 0; i != from.stations[s].backlog.p.size(); ++i)
            mix(m_rest.stations[s].backlog.p[i], m_between.stations[s].backlog.p[i]);
    for (std::size_t d = 0; d != from.demands.size(); ++d)
        for (std::size_t r = 0; r != from.demands[d].orbit.size(); ++r)
            mix(m_rest.demands[d].orbit[r], m_between.demands[d].orbit[r]);
    for (std::size_t e = 0; e != from.warmth.size(); ++e) {
        mix(m_rest.warmth[e], m_between.warmth[e]);
        mix(m_rest.breakers[e].failing, m_between.breakers[e].failing);
        for (std::size_t i = 0; i != model::BreakerLevel::kPhases; ++i)
            mix(m_rest.breakers[e].open[i], m_between.breakers[e].open[i]);
    }
    to = m_between;
    m_last = m_middle;
    if (!stage(m_rest, t + h, kGamma * h, to, m_last) && !anyway) return trial;
    trial.solved = true;
    trial.error = std::max(removeUndershoot(to) / kUndershoot, quadratureError(h));
    return trial;
}

// What flows in a step of h s, by the method's own weights and by the straight line between its ends, in
// units of what is tolerated.
double Flow::quadratureError(double h) const {
    double error = 0.0;
    const auto compare = [&](double first, double middle, double last, double scale) {
        const double own = (1.0 - kGamma) * middle + kGamma * last;
        const double allowed = kTolerance * std::max(scale, kNegligible) * std::max(h, kShortest);
        error = std::max(error, std::abs(own - 0.5 * (first + last)) * h / allowed);
    };
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d)
        compare(m_first.demands[d].answered, m_middle.demands[d].answered, m_last.demands[d].answered,
                std::max(m_first.demands[d].intents, m_last.demands[d].intents));
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
        for (std::size_t l = 0; l != m_first.stations[s].lines.size(); ++l) {
            const auto at = [&](const Now& now) -> const LineNow& { return now.stations[s].lines[l]; };
            compare(at(m_first).flows.served, at(m_middle).flows.served, at(m_last).flows.served,
                    5.0 *
                        std::max(at(m_first).arrivals, at(m_last).arrivals)); // no answer yet: it weighs less
        }
    return error;
}

bool Flow::stage(const TrafficLevels& before, double t, double h, TrafficLevels& to, Now& now) {
    m_seen.clear();
    m_relaxation.begin();
    for (int round = 0; round != kMostRounds; ++round) {
        m_coupling.answers(to, t, now, &m_relaxation);
        m_coupling.arrivals(to, t, now);
        if (settled(now) && m_relaxation.rest() < kSettledOdds) return true;
        moveLevels(before, h, to, now);
    }
    return false;
}

// Has the exchange between lines and arrivals come to rest since the last call?
bool Flow::settled(const Now& now) {
    bool same = !m_seen.empty();
    std::size_t at = 0;
    const auto look = [&](double value) {
        if (at == m_seen.size())
            m_seen.push_back(value);
        else if (std::abs(value - m_seen[at]) > kSettled * std::max(std::abs(value), kBarely))
            same = false;
        m_seen[at++] = value;
    };
    for (const StationNow& station : now.stations) {
        look(station.arrivals);
        for (const LineNow& line : station.lines) {
            look(line.rates.service);
            look(line.flows.number);
        }
    }
    for (const DemandNow& demand : now.demands) look(demand.answered);
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e)
        if (m_plan.edges[e].call.breaker.errors > 0.0) look(now.odds[e].refused);
    return same;
}

// Lines and the CPU that their machines give them depend on each other, and closely where it is scarce: they
// are brought to rest together, before what others meet of it is looked at.
void Flow::moveLines(const TrafficLevels& before, double h, TrafficLevels& to, Now& now) {
    m_squeezing.begin(now.squeeze);
    for (int round = 0; round != kMostSqueezes; ++round) {
        if (round != 0) m_coupling.serve(to, now);
        moveOnce(before, h, to, now);
        m_coupling.squeezeMachines(to, now);
        if (m_squeezing.take(now.squeeze)) break;
    }
}

// Callers first, and what comes to their callees is what they send as they stand after it: by a long step the
// slower callers are, the more of them stand there, and they send nearly as much. With the numbers of before
// the step the rounds would swing ever wider.
void Flow::moveOnce(const TrafficLevels& before, double h, TrafficLevels& to, Now& now) {
    for (std::size_t s = to.stations.size(); s-- > 0;) { // callers stand after their callees
        m_coupling.receive(to, s, now);
        if (m_plan.stations[s].fed)
            moveBacklog(before, s, h, to, now);
        else
            for (std::size_t l = 0; l != to.stations[s].lines.size(); ++l) {
                Line& line = to.stations[s].lines[l];
                if (!line.p.empty())
                    moveLine(before.stations[s].lines[l], h, s, m_coupling.coming(to, now, s, l),
                             now.stations[s].lines[l].rates, line);
            }
        m_coupling.pass(to, s, now);
    }
}

// Nodes that hold nobody are left out: most of a long line's, most of the time.
void Flow::moveLine(const Line& before, double h, std::size_t s, std::span<const double> coming,
                    const LineRates& rates, Line& line) {
    const std::size_t all = line.p.size();
    std::size_t nodes = std::max(before.taken().size(), line.taken().size()) + kNodesAbove;
    for (;; nodes *= 2) {
        m_generator.fill(m_coupling.grid(s), coming, rates, nodes);
        implicitStage(m_generator, h, before.taken(), line.p, m_scratch);
        line.used = std::min(nodes, all);
        if (line.used == all || std::abs(line.p[line.used - 1]) < kNoShare) break;
    }
    leaveOut(line);
}

void Flow::moveLevels(const TrafficLevels& before, double h, TrafficLevels& to, Now& now) {
    moveLines(before, h, to, now);
    for (std::size_t d = 0; d != to.demands.size(); ++d) {
        const DemandNow& users = now.demands[d];
        const double failing = (1.0 - now.odds[m_plan.demands[d].edge].answered) * users.budget;
        double attempts = users.intents;
        for (std::size_t r = 0; r != to.demands[d].orbit.size(); ++r) {
            const double stay = m_coupling.delay(m_plan.demands[d], now, r + 1);
            to.demands[d].orbit[r] = (before.demands[d].orbit[r] + h * attempts * failing) / (1.0 + h / stay);
            attempts = to.demands[d].orbit[r] / stay;
        }
    }
    for (std::size_t e = 0; e != to.warmth.size(); ++e) {
        if (const model::Breaker& breaker = m_plan.edges[e].call.breaker; breaker.errors > 0.0)
            moveBreaker(breaker, before.breakers[e], h, m_coupling.breakerSight(to, now, e), to.breakers[e]);
        if (m_plan.edges[e].call.cacheFill <= 0.0) continue;
        const double caches = m_coupling.serving(to, *m_plan.edges[e].from); // each caller fills its own
        const double filling = h * now.asked[e] / std::max(1.0, caches) / m_plan.edges[e].call.cacheFill;
        to.warmth[e] = (before.warmth[e] + filling) / (1.0 + filling);
    }
}

} // namespace nueves::behaviour::traffic
