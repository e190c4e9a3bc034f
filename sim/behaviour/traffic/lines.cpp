// Which targets of a station are alike, and what becomes of the requests that stand at them when that
// changes.
#include "sim/behaviour/tick.hpp"
#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"
#include "sim/behaviour/traffic/target_look.hpp"

#include <algorithm>
#include <tuple>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Signals;
using model::StationState;

namespace {

// What one target is like now: without its requests.
Line likeness(const model::Station& station, std::size_t t, const TargetLook& look,
              const model::Membership& seen, double now, double runningFor) {
    Line line;
    line.count = 1.0;
    line.speed = look.speed;
    line.conduct = look.conduct;
    line.wrong = look.wrong;
    line.reached = seen.in;
    line.weight = station.targets[t].weight;
    if (rampAt(station, seen.since, now) < 1.0) line.slowFrom = seen.since;
    if (runningFor < station.warm - kTick / 2.0) line.speed *= station.coldSpeed;
    return line;
}

bool before(const Line& a, const Line& b) {
    return std::tie(a.conduct, a.reached, a.speed, a.wrong, a.weight, a.slowFrom, a.bound) <
           std::tie(b.conduct, b.reached, b.speed, b.wrong, b.weight, b.slowFrom, b.bound);
}

// One for each sort of target that serves or is reached, by likeness; nobody is in it yet.
std::vector<Line> emptyLines(const model::Station& station, const std::vector<Line>& targets,
                             std::size_t nodes) {
    std::vector<Line> lines;
    for (const Line& line : targets)
        if (line.reached || line.conduct == Conduct::serves) lines.push_back(line);
    std::sort(lines.begin(), lines.end(), before);
    const auto alike = [](const Line& a, const Line& b) { return !before(a, b) && !before(b, a); };
    lines.erase(std::unique(lines.begin(), lines.end(), alike), lines.end());
    for (Line& line : lines) {
        line.count = 0.0;
        // Whoever looks at connections sees those that hang at a silent target, too.
        const bool stands =
            line.conduct == Conduct::serves || (line.conduct == Conduct::silent && choosy(station));
        if (stands && !station.fed) line.p.assign(nodes, 0.0);
    }
    return lines;
}

} // namespace

void Flow::regroup(model::TrafficState& state, const Signals& signals) {
    m_asked.assign(m_plan.edges.size(), 0.0);
    if (state.levels.stations.front().begun) m_asked = now(state.levels, state.at).asked;
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) regroupStation(state, signals, s);
    m_coupling.look(signals, state.levels);
    state.aheadAt = state.at;
    state.ahead = state.levels;
    state.step = std::min(state.step, 1.0);
}

void Flow::regroupStation(model::TrafficState& state, const Signals& signals, std::size_t s) {
    double begun = 0.0;
    std::vector<Line> targets = targetsOf(state, signals, s, begun);
    if (m_plan.stations[s].choice == model::Choice::sticky) bindUsers(state, s, targets);
    std::vector<Line> lines = emptyLines(m_plan.stations[s], targets, m_coupling.grid(s).size());
    const double stayed = moveIn(state, s, targets, lines);
    state.levels.stations[s].lines = std::move(lines);
    if (begun > 0.0) restartCallers(state.levels, s, stayed / (stayed + begun));
}

// Each target as a line of its own. begun: how many have just begun to serve.
std::vector<Line> Flow::targetsOf(model::TrafficState& state, const Signals& signals, std::size_t s,
                                  double& begun) {
    const model::Station& station = m_plan.stations[s];
    StationState& levels = state.levels.stations[s];
    std::vector<Line> is(station.targets.size());
    const bool atTheStart = !std::exchange(levels.begun, true); // who runs then has run for long
    bool taken = false;                                         // policy first: by the first in rotation
    for (std::size_t t = 0; t != is.size(); ++t) {
        const std::uint32_t old = levels.lineOf[t];
        const bool served = old != StationState::kNoLine && levels.lines[old].conduct == Conduct::serves;
        const bool begins = !served && valueOf(m_system, signals, station.targets[t].speed) > 0.0;
        if (begins && !atTheStart) levels.startedAt[t] = state.at;
        begun += begins && !atTheStart;
        const TargetLook target = lookOf(m_system, signals, station.targets[t]);
        look(station, target.wanted, target.inRotation, state.at, atTheStart, levels.seen[t]);
        is[t] = likeness(station, t, target, levels.seen[t], state.at, state.at - levels.startedAt[t]);
        if (station.choice == model::Choice::first && std::exchange(taken, taken || is[t].reached))
            is[t].reached = false;
    }
    return is;
}

// Requests follow their target to its new line, or fail. Returned: targets that served before and still do.
double Flow::moveIn(model::TrafficState& state, std::size_t s, const std::vector<Line>& targets,
                    std::vector<Line>& lines) {
    const auto& nodes = m_coupling.grid(s).nodes();
    StationState& levels = state.levels.stations[s];
    double stayed = 0.0;
    for (std::size_t t = 0; t != targets.size(); ++t) {
        const Line* old =
            levels.lineOf[t] == StationState::kNoLine ? nullptr : &levels.lines[levels.lineOf[t]];
        const bool served = old != nullptr && old->conduct == Conduct::serves;
        const auto place = std::lower_bound(lines.begin(), lines.end(), targets[t], before);
        const bool has = place != lines.end() && !before(targets[t], *place);
        if (has) place->count += 1.0;
        stayed += has && served && place->conduct == Conduct::serves;
        const Line* from = old == nullptr || old->p.empty() ? nullptr : old;
        const bool stands = has && !place->p.empty();
        const bool keeps = stands && from != nullptr && from->conduct == place->conduct;
        if (stands && !keeps) place->p[0] += 1.0;
        for (std::size_t i = 0; keeps && i != nodes.size(); ++i) place->p[i] += from->p[i];
        for (std::size_t i = 1; served && from != nullptr && !keeps && i != nodes.size(); ++i)
            fail(state.levels, s, from->p[i] * nodes[i]);
        levels.lineOf[t] = has ? static_cast<std::uint32_t>(place - lines.begin()) : StationState::kNoLine;
    }
    for (Line& line : lines) {
        for (double& share : line.p) share /= line.count;
        leaveOut(line);
    }
    return stayed;
}

// Caches and breakers of callers that have just begun are as new: empty, and closed.
void Flow::restartCallers(model::TrafficLevels& levels, std::size_t s, double kept) const {
    for (const std::uint32_t e : m_plan.stations[s].calls) {
        levels.warmth[e] *= kept;
        levels.breakers[e].failing *= kept;
        for (double& open : levels.breakers[e].open) open *= kept;
    }
}

} // namespace nueves::behaviour::traffic
