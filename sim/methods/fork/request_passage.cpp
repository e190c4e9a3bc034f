#include "sim/methods/fork/request_passage.hpp"

#include "sim/behaviour/tick.hpp"
#include "sim/behaviour/traffic/membership.hpp"
#include "sim/behaviour/traffic/reach.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace nueves::methods::fork {

using behaviour::kTick;
using model::Scaling;
using model::StationState;
using model::TrafficState;
using requests::Ended;
using requests::Meter;

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kSame = 1e-7;       // s
constexpr double kLongest = 86400.0; // s

double multipleAfter(double every, double t) {
    return (std::floor(t / every + 1e-9) + 1.0) * every;
}

double coreSecondsOf(const model::Station& station, const behaviour::traffic::StationNow& now,
                     std::size_t l) {
    return now.lines[l].flows.served * now.work * station.cpuShare;
}

} // namespace

RequestWindow RequestPassage::upTo(RequestWindow window, double at) {
    const Nanos last = at <= window.begins ? 0 : nanosOf(at - window.begins);
    std::erase_if(window.targets, [&](const TargetChange& change) { return change.time > last; });
    std::erase_if(window.stations, [&](const StationChange& change) { return change.time > last; });
    window.ejects = false; // who goes out is decided here, where the history decides it
    return window;
}

RequestPassage::RequestPassage(const model::System& system, behaviour::traffic::Flow& rates,
                               RequestWindow window, const core::DrawSource& source,
                               const model::State& opens, double at)
    : m_system(system), m_plan(system.traffic), m_flow(rates), m_scaler(system),
      m_window(upTo(std::move(window), at)),
      m_simulation({m_plan, system.laws.raw(), system.streams.raw()}, m_window, source), m_known(system) {
    const auto& stations = m_plan.stations;
    std::uint32_t first = 0;
    for (std::uint32_t s = 0; s != stations.size(); ++s) {
        m_first.push_back(first);
        first += static_cast<std::uint32_t>(stations[s].targets.size());
        m_known.lookAtStation(s, opens.signals, opens.traffic.levels, 0); // told already, by the window
        for (std::uint32_t t = 0; t != stations[s].targets.size(); ++t)
            m_known.lookAtTarget(s, t, opens.signals, opens.traffic.levels, 0);
        const double every = stations[s].eject.errors > 0.0 ? stations[s].eject.window : kNever;
        m_nextChecks.push_back(std::isfinite(every) ? multipleAfter(every, m_window.begins) : kNever);
        m_missed.push_back(behaviour::traffic::isMissed(m_plan, s));
    }
    for (std::size_t i = 0; i != m_plan.scalings.size(); ++i) {
        const Scaling& scaling = m_plan.scalings[i];
        double next = opens.traffic.scalings[i].nextSync - stretchOf(scaling);
        while (next <= m_window.begins + kTick) next += scaling.sync;
        m_nextReadings.push_back(scaling.by == Scaling::By::steps ? kNever : next);
    }
    m_now.stations.resize(stations.size());
    m_seen.stations.resize(stations.size());
    lookBack(opens, at);
    read(m_window.begins);
    leadIn(at);
    const Meter meter = m_simulation.read();
    for (std::size_t s = 0; s != stations.size(); ++s) {
        Judged& judged = m_judged.emplace_back();
        if (stations[s].answered.empty()) continue;
        judged = {system.isTrue(opens.signals, stations[s].answered.front()), multipleAfter(kJudgeEvery, at),
                  at, endedAt(s, meter)};
    }
}

// How much each did when the fork opened.
void RequestPassage::lookBack(const model::State& opens, double at) {
    m_flow.adopt(opens.traffic, opens.signals);
    const behaviour::traffic::Now& now = m_flow.now(opens.traffic.levels, at);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        m_before.arrivals.push_back(now.stations[s].arrivals);
        for (const std::uint32_t l : opens.traffic.levels.stations[s].lineOf) {
            const bool has = l != StationState::kNoLine;
            m_before.cores.push_back(has ? coreSecondsOf(m_plan.stations[s], now.stations[s], l) : 0.0);
            m_before.letIn.push_back(has ? now.stations[s].lines[l].arrivals * now.stations[s].lines[l].letIn
                                         : 0.0);
        }
    }
}

// ---- time ----

double RequestPassage::nextReading() const {
    return m_nextReadings.empty() ? kNever : *std::min_element(m_nextReadings.begin(), m_nextReadings.end());
}

// Over how long it averages what it sees.
double RequestPassage::stretchOf(const Scaling& scaling) const {
    return scaling.by == Scaling::By::hpa ? scaling.metricWindow : scaling.sync;
}

void RequestPassage::read(double t) {
    m_readings.push_back({t, m_simulation.read()});
    double longest = 0.0;
    for (const Scaling& scaling : m_plan.scalings) longest = std::max(longest, stretchOf(scaling));
    while (m_readings.size() > 1 && m_readings[1].at <= t - longest) m_readings.pop_front();
}

// Requests go on under the structure that they know; what will be asked of them later is read on the way.
void RequestPassage::goTo(double t) {
    for (double next = nextReading(); next <= t + kTick; next = nextReading()) {
        m_simulation.advance(nanosAt(std::min(next, t)));
        read(next);
        for (std::size_t i = 0; i != m_nextReadings.size(); ++i)
            if (m_nextReadings[i] <= next + kTick) m_nextReadings[i] += m_plan.scalings[i].sync;
    }
    m_simulation.advance(nanosAt(t));
}

// Up to where the fork begins looks at answers are the history's: what came before them counts no more.
void RequestPassage::leadIn(double to) {
    for (;;) {
        const auto next = std::min_element(m_nextChecks.begin(), m_nextChecks.end());
        if (next == m_nextChecks.end() || *next > to + kTick) break;
        const auto s = static_cast<std::uint32_t>(next - m_nextChecks.begin());
        goTo(std::min(*next, to));
        m_simulation.takeAnswers(s);
        *next = multipleAfter(m_plan.stations[s].eject.window, *next);
    }
    goTo(to);
}

void RequestPassage::tellStructure(const TrafficState& state, const model::Signals& signals) {
    if (std::exchange(m_isTold, true)) return;
    m_targets.clear();
    m_stations.clear();
    const Nanos at = nanosAt(state.at);
    for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s) {
        if (const auto news = m_known.lookAtStation(s, signals, state.levels, at))
            m_stations.push_back(*news);
        for (std::uint32_t t = 0; t != m_plan.stations[s].targets.size(); ++t)
            if (const auto news = m_known.lookAtTarget(s, t, signals, state.levels, at))
                m_targets.push_back(*news);
    }
    if (!m_targets.empty() || !m_stations.empty()) m_simulation.change(m_targets, m_stations);
}

void RequestPassage::moveTo(TrafficState& state, const model::Signals& signals, double t) {
    if (state.at >= t - kSame) return;
    tellStructure(state, signals); // only now: all of its instant has happened
    goTo(t);
    state.at = t;
    see(state, t);
    const behaviour::Scaler::Sight sight{&m_seen, &m_now, t};
    double at = 0.0;
    while (m_scaler.look(state.scalings, signals, sight, sight, at)) {
    }
}

void RequestPassage::lookAhead(TrafficState& state, const model::Signals&) {
    double next = std::min(state.at + kLongest, m_scaler.nextDate(state.scalings, state.at));
    for (std::size_t i = 0; i != m_plan.scalings.size(); ++i)
        if (m_plan.scalings[i].by != Scaling::By::steps) next = std::min(next, state.scalings[i].nextSync);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        for (const model::Membership& seen : state.levels.stations[s].seen)
            next = std::min(next, behaviour::traffic::nextTurn(m_plan.stations[s], seen, state.at));
        next = std::min(next, m_nextChecks[s]);
        if (!m_plan.stations[s].answered.empty()) next = std::min(next, m_judged[s].next);
    }
    state.aheadAt = next;
}

// ---- those who scale ----

const RequestPassage::Reading& RequestPassage::readingAt(double t) const {
    const auto after = std::upper_bound(m_readings.begin(), m_readings.end(), t + kTick,
                                        [](double at, const Reading& reading) { return at < reading.at; });
    return after == m_readings.begin() ? m_readings.front() : *(after - 1);
}

// What a look at t, s, sees of the stations that somebody looks at then.
void RequestPassage::see(const TrafficState& state, double t) {
    Meter meter;
    for (std::size_t i = 0; i != m_plan.scalings.size(); ++i) {
        if (m_plan.scalings[i].by == Scaling::By::steps || state.scalings[i].nextSync > t) continue;
        if (meter.cores.empty()) meter = m_simulation.read();
        showTargets(m_plan.scalings[i], state, t, meter);
    }
}

// Each target as a line of its own, which does what it did on average over the stretch.
void RequestPassage::showTargets(const Scaling& scaling, const TrafficState& state, double t,
                                 const Meter& meter) {
    const std::uint32_t s = scaling.station;
    const model::Station& station = m_plan.stations[s];
    const StationState& levels = state.levels.stations[s];
    const double stretch = stretchOf(scaling);
    const Reading& first = readingAt(t - stretch);
    const double missing = std::max(0.0, first.at - (t - stretch)), over = t - first.at + missing;
    const auto mean = [&](auto from, auto to, double before) {
        return (static_cast<double>(to) - static_cast<double>(from) + before * missing) / over;
    };
    StationState& seen = m_seen.stations[s];
    behaviour::traffic::StationNow& now = m_now.stations[s];
    seen.startedAt = levels.startedAt;
    seen.lineOf = levels.lineOf;
    seen.lines.resize(levels.lineOf.size());
    now.lines.resize(levels.lineOf.size());
    // Cores in use are `served` times `work` times the CPU's share.
    now.work = station.cpuShare > 0.0 ? 1.0 / station.cpuShare : 0.0;
    now.arrivals = mean(first.meter.arrivals[s], meter.arrivals[s], m_before.arrivals[s]);
    for (std::uint32_t i = 0; i != levels.lineOf.size(); ++i) {
        const std::uint32_t line = levels.lineOf[i], at = m_first[s] + i;
        seen.lines[i].conduct = model::Conduct::silent;
        if (line == StationState::kNoLine) continue;
        seen.lineOf[i] = i;
        seen.lines[i].conduct = levels.lines[line].conduct;
        seen.lines[i].count = 1.0;
        now.lines[i].flows.served = mean(first.meter.cores[at], meter.cores[at], m_before.cores[at]);
        now.lines[i].arrivals = mean(first.meter.letIn[at], meter.letIn[at], m_before.letIn[at]);
        now.lines[i].letIn = 1.0;
    }
}

// ---- those who check ----

void RequestPassage::regroup(TrafficState& state, const model::Signals& signals) {
    m_flow.regroup(state, signals);
    m_isTold = false;
}

bool RequestPassage::judge(TrafficState& state) {
    bool changed = false;
    for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s) {
        if (m_nextChecks[s] > state.at + kTick) continue;
        const model::Ejection& eject = m_plan.stations[s].eject;
        m_nextChecks[s] = multipleAfter(eject.window, state.at);
        changed = behaviour::traffic::ejectBy(eject, state.at, m_simulation.takeAnswers(s),
                                              state.levels.stations[s].seen) ||
                  changed;
    }
    return changed;
}

bool RequestPassage::isEnough(const TrafficState& state, const model::Signals&, std::size_t station) {
    if (m_judged[station].next <= state.at + kTick) judgeShare(station, state.at);
    return m_judged[station].enough;
}

void RequestPassage::judgeShare(std::size_t s, double t) {
    Judged& judged = m_judged[s];
    judged.next = multipleAfter(kJudgeEvery, t);
    const Meter meter = m_simulation.read();
    const Ended ended = endedAt(s, meter);
    const std::uint64_t well = ended.well - judged.before.well, lost = ended.lost - judged.before.lost;
    const bool isQuiet = well + lost == 0 && meter.present[s] == 0 && t - judged.since >= kQuiet;
    if (well + lost < kEnoughToJudge && !isQuiet) return;
    const double required = m_system.services[m_plan.stations[s].service].requiredFraction;
    judged.enough = isQuiet || static_cast<double>(well) >= required * static_cast<double>(well + lost);
    judged.since = t;
    judged.before = ended;
}

// Wishes of users, and calls of those whom somebody misses.
Ended RequestPassage::endedAt(std::size_t s, const Meter& meter) const {
    Ended ended;
    const auto add = [&](const Ended& more) {
        ended.well += more.well;
        ended.lost += more.lost;
    };
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d)
        if (m_plan.edges[m_plan.demands[d].edge].to == s && !m_plan.demands[d].hostile) add(meter.demands[d]);
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e)
        if (m_plan.edges[e].to == s && m_plan.edges[e].from && m_missed[*m_plan.edges[e].from])
            add(meter.edges[e]);
    return ended;
}

} // namespace nueves::methods::fork
