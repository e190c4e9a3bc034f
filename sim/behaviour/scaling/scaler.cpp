#include "sim/behaviour/scaling/scaler.hpp"

#include "sim/behaviour/tick.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace nueves::behaviour {

using model::Conduct;
using model::Scaling;
using model::ScalingState;
using model::StationState;

namespace {

constexpr double kFitEvery = 86400.0; // s
constexpr int kLooksAhead = 4;
constexpr double kWhole = 1e-9; // 3.0000000001 targets are 3

core::SimTime timeOf(double seconds) {
    return core::after(core::kStart, core::spanFromSeconds(std::max(0.0, seconds)));
}

int stepAt(const Scaling& scaling, double t) {
    const auto after = std::upper_bound(scaling.times.begin(), scaling.times.end(), t);
    return after == scaling.times.begin()
               ? scaling.initial
               : scaling.wanted[static_cast<std::size_t>(after - scaling.times.begin()) - 1];
}

} // namespace

Scaler::Scaler(const model::System& system) : m_system(system), m_plan(system.traffic) {}

std::vector<ScalingState> Scaler::blank(const model::System& system) {
    std::vector<ScalingState> states;
    for (const Scaling& scaling : system.traffic.scalings) {
        ScalingState state;
        state.wanted = scaling.by == Scaling::By::steps ? stepAt(scaling, 0.0) : scaling.initial;
        state.nextSync = scaling.sync;
        if (scaling.by == Scaling::By::vertical) state.wanted = 0;
        if (scaling.by == Scaling::By::forecast) state.forecast.emplace(scaling.shape);
        states.push_back(std::move(state));
    }
    return states;
}

double Scaler::nextDate(const std::vector<ScalingState>& states, double t) const {
    double next = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i != m_plan.scalings.size(); ++i) {
        const Scaling& scaling = m_plan.scalings[i];
        const auto after = std::upper_bound(scaling.times.begin(), scaling.times.end(), t);
        if (after != scaling.times.end()) next = std::min(next, *after);
        if (states[i].resizing) next = std::min(next, std::max(states[i].resizedAt, t + kTick));
    }
    return next;
}

bool Scaler::look(std::vector<ScalingState>& states, const model::Signals& signals, const Sight& from,
                  const Sight& to, double& at) {
    for (;;) { // in time order over all controllers
        std::size_t first = states.size();
        for (std::size_t i = 0; i != states.size(); ++i)
            if (m_plan.scalings[i].by != Scaling::By::steps && states[i].nextSync <= to.t &&
                (first == states.size() || states[i].nextSync < states[first].nextSync))
                first = i;
        if (first == states.size()) break;
        at = states[first].nextSync;
        if (lookOnce(first, states[first], signals, from, to)) return true;
    }
    bool changed = false;
    for (std::size_t i = 0; i != states.size(); ++i) {
        if (m_plan.scalings[i].by != Scaling::By::steps) continue;
        const int wanted = stepAt(m_plan.scalings[i], to.t);
        changed = std::exchange(states[i].wanted, wanted) != wanted || changed;
    }
    at = to.t;
    return changed;
}

// Of each only what its looks need: of a schedule the number, of those who do not look when they will.
bool Scaler::foresee(const std::vector<ScalingState>& states, const model::Signals& signals,
                     const Sight& from, const Sight& to, double& at) {
    m_foreseen.resize(states.size());
    for (std::size_t i = 0; i != states.size(); ++i)
        if (m_plan.scalings[i].by == Scaling::By::steps)
            m_foreseen[i].wanted = states[i].wanted;
        else if (states[i].nextSync <= to.t)
            m_foreseen[i] = states[i]; // into memory that is there
        else
            m_foreseen[i].nextSync = states[i].nextSync;
    return look(m_foreseen, signals, from, to, at);
}

// One look of one controller, at its `nextSync`.
bool Scaler::lookOnce(std::size_t i, ScalingState& state, const model::Signals& signals, const Sight& from,
                      const Sight& to) {
    const Scaling& scaling = m_plan.scalings[i];
    const double t = state.nextSync;
    const double share = to.t > from.t ? (t - from.t) / (to.t - from.t) : 1.0;
    state.nextSync += scaling.sync;
    if (scaling.by == Scaling::By::hpa) return lookAtHpa(i, state, signals, from, to, t);
    int wanted = state.wanted;
    if (scaling.by == Scaling::By::forecast) {
        const double before = from.now->stations[scaling.station].arrivals;
        const double after = to.now->stations[scaling.station].arrivals;
        wanted = forecastWants(scaling, state, before + share * (after - before), t);
    } else if (!state.resizing && t >= state.resizedAt + scaling.settle) {
        const auto before = coresUsed(scaling, from), after = coresUsed(scaling, to);
        if (before && after) wanted = sizeWanted(scaling, state, *before + share * (*after - *before));
    }
    return std::exchange(state.wanted, wanted) != wanted;
}

// Enough for the most that is expected within `ahead`, at the share of work that one target is meant to have.
// Before anything is known: for what comes now.
int Scaler::forecastWants(const Scaling& scaling, ScalingState& state, double rate, double t) const {
    state.forecast->add(timeOf(t), rate);
    if (t >= state.fitted + kFitEvery) {
        state.forecast->fit();
        state.fitted = t;
    }
    double most = 0.0;
    bool known = true;
    for (int step = 0; step <= kLooksAhead && known; ++step) {
        const auto mean = state.forecast->mean(timeOf(t + scaling.ahead * step / kLooksAhead));
        known = mean.has_value();
        most = std::max(most, mean.value_or(0.0));
    }
    const double needed = std::ceil((known ? most : rate) / scaling.perTarget - kWhole);
    return static_cast<int>(std::clamp(needed, static_cast<double>(scaling.hpa.bounds.min),
                                       static_cast<double>(scaling.hpa.bounds.max)));
}

// Of each target that serves, mean; none: nobody serves.
std::optional<double> Scaler::coresUsed(const Scaling& scaling, const Sight& sight) const {
    const model::Station& station = m_plan.stations[scaling.station];
    const StationState& levels = sight.levels->stations[scaling.station];
    double used = 0.0, targets = 0.0;
    for (std::size_t l = 0; l != levels.lines.size(); ++l) {
        if (levels.lines[l].conduct != Conduct::serves) continue;
        const double served = sight.now->stations[scaling.station].lines[l].flows.served;
        used += served * sight.now->stations[scaling.station].work * station.cpuShare * levels.lines[l].count;
        targets += levels.lines[l].count;
    }
    if (targets <= 0.0) return std::nullopt;
    return used / targets;
}

// The next larger or smaller one; none larger than the largest, nor one that must grow again at once.
int Scaler::sizeWanted(const Scaling& scaling, const ScalingState& state, double used) const {
    const std::vector<double>& sizes = m_plan.stations[scaling.station].sizes;
    const double share = used / sizes[static_cast<std::size_t>(state.wanted)];
    const int largest = static_cast<int>(sizes.size()) - 1;
    if (share > scaling.above) return std::min(state.wanted + 1, largest);
    if (share >= scaling.below || state.wanted == 0) return state.wanted;
    const double smaller = sizes[static_cast<std::size_t>(state.wanted) - 1];
    return used > scaling.above * smaller ? state.wanted : state.wanted - 1;
}

bool Scaler::lookAtHpa(std::size_t i, ScalingState& state, const model::Signals& signals, const Sight& from,
                       const Sight& to, double t) {
    const Scaling& scaling = m_plan.scalings[i];
    measure(i, from, m_before);
    measure(i, to, m_after);
    const double share = to.t > from.t ? (t - from.t) / (to.t - from.t) : 1.0;
    model::MetricSample sample{t, m_before};
    for (std::size_t k = 0; k != m_before.size(); ++k)
        sample.milli[k] += std::llround(share * static_cast<double>(m_after[k] - m_before[k]));
    state.samples.push_back(std::move(sample));
    const auto late = [&](const model::MetricSample& old) { return old.at <= t - scaling.metricDelay; };
    while (state.samples.size() > 1 && late(state.samples[1])) state.samples.erase(state.samples.begin());
    seePods(i, state, signals, to);
    const HpaView view{state.wanted, state.wanted, m_pods, m_views};
    const HpaDecision decision = hpaSync(scaling.hpa, state.hpa, view, timeOf(t));
    if (decision.replicas == state.wanted) return false;
    hpaLogChange(state.hpa, scaling.hpa.behaviour, state.wanted, decision.replicas, timeOf(t));
    state.wanted = decision.replicas;
    return true;
}

// Thousandths, target by target, metric by metric: cores computing, or requests a second.
void Scaler::measure(std::size_t i, const Sight& sight, std::vector<std::int64_t>& milli) {
    const Scaling& scaling = m_plan.scalings[i];
    const model::Station& station = m_plan.stations[scaling.station];
    const StationState& levels = sight.levels->stations[scaling.station];
    const auto& lines = sight.now->stations[scaling.station].lines;
    const double work = sight.now->stations[scaling.station].work * station.cpuShare;
    m_ofLine.clear(); // rounded once: the targets of a line are alike
    for (const auto& line : lines)
        for (const HpaTarget& target : scaling.hpa.targets) {
            const bool cores = target.kind == HpaTarget::Kind::utilisation;
            const double value = cores ? line.flows.served * work : line.arrivals * line.letIn;
            m_ofLine.push_back(std::llround(value * 1000.0));
        }
    milli.clear();
    const std::size_t metrics = scaling.hpa.targets.size();
    for (const std::uint32_t line : levels.lineOf)
        for (std::size_t m = 0; m != metrics; ++m)
            milli.push_back(line == StationState::kNoLine ? 0 : m_ofLine[line * metrics + m]);
}

// The pods as the controller sees them: states of now, metrics of a while ago.
void Scaler::seePods(std::size_t i, const ScalingState& state, const model::Signals& signals,
                     const Sight& sight) {
    const Scaling& scaling = m_plan.scalings[i];
    const model::Station& station = m_plan.stations[scaling.station];
    const StationState& levels = sight.levels->stations[scaling.station];
    const std::size_t metrics = scaling.hpa.targets.size();
    const model::MetricSample& sample = state.samples.front();
    const std::int64_t request = std::llround(station.cpuRequest * 1000.0);
    m_pods.clear();
    m_readings.assign(metrics, {});
    for (std::size_t t = 0; t != station.targets.size(); ++t) {
        if (!m_system.isTrue(signals, station.targets[t].wanted)) continue;
        const std::uint32_t line = levels.lineOf[t];
        const bool serves = line != StationState::kNoLine && levels.lines[line].conduct == Conduct::serves;
        HpaPod pod;
        pod.ready = serves;
        pod.phase = m_system.isTrue(signals, m_system.things[station.targets[t].thing].runs)
                        ? HpaPod::Phase::running
                        : HpaPod::Phase::pending;
        pod.started = timeOf(levels.startedAt[t]);
        pod.readyChanged = *pod.started;
        m_pods.push_back(pod);
        for (std::size_t m = 0; m != metrics; ++m) {
            HpaPodReading reading;
            if (station.cpuRequest > 0.0) reading.requestMilli = request;
            if (serves && levels.startedAt[t] <= sample.at)
                reading.sample = HpaSample{sample.milli[t * metrics + m], timeOf(sample.at),
                                           core::spanFromSeconds(scaling.metricWindow)};
            m_readings[m].push_back(reading);
        }
    }
    // Those that wait for a machine are pods too.
    for (auto p = static_cast<int>(m_pods.size()); scaling.lodges && p < state.wanted; ++p) {
        HpaPod pod;
        pod.ready = false;
        pod.phase = HpaPod::Phase::pending;
        pod.hasReadiness = false;
        m_pods.push_back(pod);
        for (auto& readings : m_readings) {
            HpaPodReading& reading = readings.emplace_back();
            if (station.cpuRequest > 0.0) reading.requestMilli = request;
        }
    }
    m_views.clear();
    for (const auto& readings : m_readings) m_views.push_back({readings, {}});
}

} // namespace nueves::behaviour
