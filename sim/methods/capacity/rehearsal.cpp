#include "sim/methods/capacity/rehearsal.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nueves::methods {

using model::Curve;
using model::Scaling;
using model::System;

namespace {

constexpr double kLead = 3600.0;      // s until what stands and what has fallen has settled
constexpr double kScaledHours = 3.0;  // measured where somebody scales: the way up to the busy hour too
constexpr double kTail = 1.0;         // s beyond the last hour, so that its end is seen
constexpr double kRemembered = 900.0; // s between two samples of the past that a forecast is fitted on ...
constexpr int kWeeksRemembered = 3;   // ... and how far back
constexpr double kWeek = 7.0 * 86400.0;

// The curve between two instants, from 0 on, with a knot at every full hour: something happens there.
Curve cut(const Curve& whole, double from, double length) {
    Curve part;
    const auto add = [&](double time, double value) {
        part.times.push_back(time);
        part.values.push_back(value);
    };
    double hour = 0.0;
    const auto hoursBefore = [&](double time) {
        for (; hour < time; hour += kHour) add(hour, behaviour::traffic::valueAt(whole, from + hour));
    };
    for (std::size_t i = 0; i != whole.times.size(); ++i) {
        const double at = whole.times[i] - from;
        if (at < 0.0 || at > length) continue;
        hoursBefore(at);
        add(at, whole.values[i]);
    }
    hoursBefore(length + kHour);
    return part;
}

} // namespace

// Takes down the sums of each measured hour.
class Rehearsal::Clerk : public Auditor {
  public:
    Clerk(const Rehearsal& rehearsal, std::vector<Hour>& hours) : m_plan(rehearsal.m_system), m_hours(hours) {
        m_next = rehearsal.m_lead;
        m_left = static_cast<int>(rehearsal.m_measured);
    }
    void look(const model::State& state, behaviour::Dynamics& dynamics) override {
        const double now = core::seconds(state.now - core::kStart);
        auto* sums = dynamics.trafficSums();
        if (now >= m_next - 1e-7 && m_left >= 0) {
            if (!m_hours.empty()) m_hours.back().sums = *sums;
            sums->clear();
            if (m_left > 0)
                m_hours.push_back({{}, std::vector<std::uint8_t>(m_plan.traffic.stations.size(), 1)});
            m_next += kHour;
            --m_left;
        }
        if (m_hours.empty() || m_left < 0) return;
        for (std::size_t s = 0; s != m_plan.traffic.stations.size(); ++s) {
            const auto& leaves = m_plan.traffic.stations[s].answered;
            if (!leaves.empty() && !m_plan.isTrue(state.signals, leaves.front())) m_hours.back().stood[s] = 0;
        }
    }

  private:
    const System& m_plan;
    std::vector<Hour>& m_hours;
    double m_next = 0.0;
    int m_left = 0;
};

Rehearsal::Rehearsal(System system, const Options& options)
    : m_system(std::move(system)), m_options(options), m_lead(kLead),
      m_measured(m_system.traffic.scalings.empty() ? 1.0 : kScaledHours) {
    m_begins = options.busyHour - (m_measured - 1.0) * kHour - m_lead;
    layDemand();
    layScript();
    SamplingPlan plan;
    plan.seed = options.seed;
    plan.stretch =
        measure::stretchOf(core::kStart, core::spanFromSeconds(m_lead + m_measured * kHour + kTail));
    plan.alone = true;
    plan.givenUp = options.givenUp;
    m_sampler = std::make_unique<Sampler>(m_system, plan);
}

void Rehearsal::layDemand() {
    const Intents intents(m_system, false);
    for (const Scaling& scaling : m_system.traffic.scalings) {
        if (scaling.by != Scaling::By::forecast) continue;
        auto& past = m_past.emplace_back();
        for (double t = -kWeeksRemembered * kWeek; t < -kRemembered / 2.0; t += kRemembered) {
            double at = m_begins + t; // before the start: as in the weeks that follow it
            if (at < 0.0) at += std::ceil(-at / kWeek) * kWeek;
            double rate = 0.0;
            for (std::size_t d = 0; d != m_system.traffic.demands.size(); ++d)
                rate += intents.at(d, at) * intents.visits(d, scaling.station);
            past.push_back(rate);
        }
    }
    for (model::Demand& demand : m_system.traffic.demands) {
        m_curves.push_back(cut(demand.curve, m_begins, m_lead + m_measured * kHour));
        demand.growth = 0.0;
        auto& peaks = m_peaks.emplace_back();
        for (model::Crowd& crowd : demand.crowds) {
            peaks.push_back(m_options.crowds ? m_system.laws[crowd.peak].quantile(kLargeCrowd) : 0.0);
            crowd.begins -= m_begins;
            crowd.peak = m_system.laws.push(core::Law::fixed(0.0));
        }
    }
    for (Scaling& scaling : m_system.traffic.scalings)
        for (double& time : scaling.times) time -= m_begins;
}

// The scenario's own script is left out; what is lost is lost by one action of this one.
void Rehearsal::layScript() {
    for (model::PlannedWork& work : m_system.works) work.every = core::kForever; // never due
    for (model::Node& node : m_system.fleet.nodes) node.lifetime = {};   // no provider takes one back ...
    for (model::NodePool& pool : m_system.fleet.pools) pool.fails = 0.0; // ... or has none to give
    for (model::Mode& mode : m_system.modes)
        if (mode.repair) m_system.jobs[mode.repair].never = true;
    m_system.actions.raw().clear();
    model::Action action;
    action.verb = model::Action::Verb::strike;
    engine::ClockSpec clock;
    clock.event = {static_cast<std::uint8_t>(model::EventKind::action), 0};
    clock.rank = engine::Rank::calendar;
    action.clock = m_system.clocks.push(std::move(clock));
    action.root = m_system.roots.push({"loss", "loss", {}, {}, false});
    m_system.actions.push(std::move(action));
}

void Rehearsal::setDemand(double multiple) {
    for (std::size_t d = 0; d != m_curves.size(); ++d) {
        model::Demand& demand = m_system.traffic.demands[d];
        const double times = demand.hostile ? 1.0 : multiple; // an attack does not grow with the demand
        demand.curve = m_curves[d];
        for (double& value : demand.curve.values) value *= times;
        for (std::size_t c = 0; c != demand.crowds.size(); ++c)
            m_system.laws[demand.crowds[c].peak] = core::Law::fixed(m_peaks[d][c] * times);
    }
}

// A forecast has seen the weeks before.
void Rehearsal::remember(double multiple) {
    auto& states = m_sampler->blank().traffic.scalings;
    std::size_t next = 0;
    for (std::size_t i = 0; i != states.size(); ++i) {
        const Scaling& scaling = m_system.traffic.scalings[i];
        if (scaling.by != Scaling::By::forecast) continue;
        const auto& past = m_past[next++];
        states[i].forecast.emplace(scaling.shape);
        for (std::size_t k = 0; k != past.size(); ++k) {
            const double ago = kRemembered * static_cast<double>(past.size() - k);
            states[i].forecast->add(core::kStart - core::spanFromSeconds(ago), past[k] * multiple);
        }
        states[i].forecast->fit();
    }
}

const std::vector<Rehearsal::Hour>& Rehearsal::run(double multiple, const Loss* loss) {
    setDemand(multiple);
    remember(multiple);
    model::Action& action = m_system.actions.raw().front();
    action.modes = loss ? loss->modes : std::vector<model::ModeId>{};
    action.absents = loss ? loss->absences : std::vector<model::GateId>{};
    m_hours.clear();
    Clerk clerk(*this, m_hours);
    m_sampler->attend(0, clerk);
    return m_hours;
}

} // namespace nueves::methods
