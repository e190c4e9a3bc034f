#include "sim/methods/worst_day.hpp"

#include "sim/methods/sampling/sampler.hpp"

#include <algorithm>

namespace nueves::methods {

using analysis::Outcome;
using analysis::Series;
using core::SimSpan;
using core::SimTime;
using measure::Happening;
using measure::TrafficSeries;
using model::System;

namespace {

constexpr SimSpan kHour = std::chrono::hours(1);
constexpr SimSpan kBefore = 12 * kHour; // shown before the hour; the rest of a day after its beginning
constexpr SimSpan kDay = 24 * kHour;
constexpr double kLeastLost = 1.0;         // requests: less is nothing
constexpr std::size_t kMostIncidents = 60; // drawn

struct Found {
    std::uint64_t history = 0; // of the outcome
    SimTime from{};
};

// The first history of the largest amount.
Found largest(const analysis::MomentOutcome& moments) {
    const auto most = std::max_element(moments.amount.begin(), moments.amount.end());
    const auto h = static_cast<std::size_t>(most - moments.amount.begin());
    return {h, core::kStart + SimSpan{moments.from[h]}};
}

Found hourToShow(const Outcome& outcome) {
    const auto& lost = outcome.worst.amount;
    const bool anyLost = *std::max_element(lost.begin(), lost.end()) >= kLeastLost;
    return largest(anyLost ? outcome.worst : outcome.busiest);
}

double clipped(SimTime t, const TrafficSeries& day) {
    return core::seconds(std::clamp(t, day.from, day.to) - day.from);
}

void addIncident(Series& series, const System& system, model::RootId root, SimTime from, SimTime until,
                 const TrafficSeries& day) {
    if (!root || until <= day.from || from >= day.to || series.incidents.size() >= kMostIncidents) return;
    series.incidents.push_back(
        {clipped(from, day), clipped(until, day), system.roots[root].name, system.roots[root].title});
}

// Faults, planned work and crowds of that day.
void addIncidents(Series& series, const System& system, const std::vector<Happening>& happenings,
                  const TrafficSeries& day) {
    for (const Happening& happening : happenings)
        if (happening.kind != Happening::Kind::stay)
            addIncident(series, system, happening.root, happening.from,
                        happening.open ? core::kNever : happening.until, day);
    for (const model::Demand& demand : system.traffic.demands)
        for (const model::Crowd& crowd : demand.crowds) {
            const double lasts = crowd.rise + crowd.lasts + crowd.fades;
            const auto at = [](double s) {
                return core::after(core::kStart, core::spanFromSeconds(std::max(0.0, s)));
            };
            addIncident(series, system, crowd.root, at(crowd.begins), at(crowd.begins + lasts), day);
        }
    std::stable_sort(series.incidents.begin(), series.incidents.end(),
                     [](const auto& x, const auto& y) { return x.from < y.from; });
}

void fill(Series& series, const TrafficSeries& day, std::size_t station) {
    for (const measure::CurvePoint& point : day.points[station]) {
        series.asked.push_back(point[measure::kAsked]);
        series.answered.push_back(point[measure::kAnswered]);
        series.lost.push_back(point[measure::kLost]);
        series.serving.push_back(point[measure::kServing]);
        series.wanted.push_back(point[measure::kWanted]);
        series.needed.push_back(point[measure::kNeeded]);
        series.machines.push_back(point[measure::kMachines]);
    }
    series.slow = day.slow[station];
}

} // namespace

void drawWorstDay(const Compiled& compiled, const Outcome& outcome, const std::atomic<bool>* stop,
                  std::vector<analysis::ServiceResult>& services) {
    if (outcome.worst.amount.empty() || compiled.plan.untilOutage) return;
    const System& system = *compiled.system;
    const Found found = hourToShow(outcome);
    TrafficSeries day;
    day.from = std::max(compiled.plan.stretch.from, found.from - kBefore);
    day.to = day.from + kDay;
    SamplingPlan plan = compiled.plan;
    plan.givenUp = stop;
    if (plan.shift == SimSpan{} && day.to < plan.stretch.to) // nothing after it is looked at
        plan.stretch = measure::stretchOf(plan.stretch.from, day.to - plan.stretch.from);
    Sampler sampler(system, plan);
    measure::Chronicle chronicle(system);
    sampler.draw(&day);
    sampler.record(outcome.firstHistory + found.history, chronicle);
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return;
    Series shown;
    shown.start = system.scenario->calendar.toLocal(day.from);
    shown.step = measure::kSlice;
    shown.history = outcome.firstHistory + found.history + 1;
    addIncidents(shown, system, chronicle.happenings(), day);
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        Series series = shown;
        fill(series, day, s);
        const std::string& name = system.services[system.traffic.stations[s].service].name;
        for (auto& service : services)
            if (service.name == name && service.traffic) service.traffic->day = series;
    }
}

} // namespace nueves::methods
