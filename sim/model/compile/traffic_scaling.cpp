#include "sim/model/compile/traffic_scaling.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::model::compiling {

namespace {

double secondsOf(core::SimTime t) {
    return core::seconds(t.time_since_epoch());
}

// The largest of the windows that are open; outside all of them as many as there are without scaling.
void addWindows(Context& context, const scenario::Scaling& written, Scaling& scaling) {
    std::vector<ProfileId> profiles;
    for (const scenario::PlannedSize& planned : written.at)
        profiles.push_back(context.tables.profile(*planned.during, false));
    std::vector<core::SimTime> bounds;
    for (const ProfileId profile : profiles)
        for (const core::Profile::Stretch& stretch : context.system.profiles[profile].stretches())
            bounds.insert(bounds.end(), {stretch.from, stretch.to});
    std::sort(bounds.begin(), bounds.end());
    bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
    for (const core::SimTime bound : bounds) {
        int wanted = 0;
        for (std::size_t i = 0; i != profiles.size(); ++i)
            if (context.system.profiles[profiles[i]].isOn(bound))
                wanted = std::max(wanted, written.at[i].replicas);
        if (wanted == 0) wanted = scaling.initial;
        if (wanted == (scaling.wanted.empty() ? scaling.initial : scaling.wanted.back())) continue;
        scaling.times.push_back(secondsOf(bound));
        scaling.wanted.push_back(wanted);
    }
}

void addDates(const scenario::Scaling& written, Scaling& scaling) {
    for (const scenario::PlannedSize& planned : written.at) { // in order of time
        scaling.times.push_back(secondsOf(planned.at));
        scaling.wanted.push_back(planned.replicas);
    }
}

void overlay(const scenario::Pace& written, HpaRules& rules) {
    if (written.window) rules.window = core::spanFromSeconds(*written.window);
    if (written.select) rules.select = static_cast<HpaSelect>(*written.select);
    if (written.policies.empty()) return;
    rules.policies.clear();
    for (const scenario::PacePolicy& policy : written.policies)
        rules.policies.push_back(
            {policy.pods ? HpaPolicy::Kind::pods : HpaPolicy::Kind::percent,
             policy.pods ? *policy.pods : static_cast<int>(std::lround(*policy.share * 100.0)),
             core::spanFromSeconds(policy.per)});
}

void addHpa(const scenario::Scaling& written, Scaling& scaling) {
    scaling.by = Scaling::By::hpa;
    HpaSettings& hpa = scaling.hpa;
    hpa.bounds = {written.min.value_or(1), written.max.value_or(1)};
    hpa.tolerance = written.tolerance.value_or(hpa.tolerance);
    if (written.initialisation) hpa.cpuInitialisation = core::spanFromSeconds(*written.initialisation);
    if (written.readiness) hpa.readinessDelay = core::spanFromSeconds(*written.readiness);
    if (written.up || written.down) {
        HpaBehaviour& behaviour = hpa.behaviour.emplace();
        if (written.up) overlay(*written.up, behaviour.up);
        if (written.down) overlay(*written.down, behaviour.down);
    }
    if (written.metrics && written.metrics->cpu)
        hpa.targets.push_back(
            {HpaTarget::Kind::utilisation, true, std::llround(*written.metrics->cpu * 100.0)});
    if (written.metrics && written.metrics->requests)
        hpa.targets.push_back(
            {HpaTarget::Kind::average, false, std::llround(*written.metrics->requests * 1000.0)});
    scaling.sync = written.sync.value_or(scaling.sync);
    scaling.metricDelay = written.metricDelay.value_or(scenario::kMetricDelayAssumed);
}

// Of the targets' own rate, or of the CPU that it takes at the share wanted.
double perTarget(const scenario::Thing& service) {
    const scenario::ScalingMetrics& metrics = *service.scaling->metrics;
    const double work = service.work->takes.mean() * service.work->cpu; // core seconds of a request
    double rate = metrics.requests.value_or(0.0);
    if (metrics.cpu && work > 0.0) {
        const double byCpu = *metrics.cpu * service.requests.cpu.value_or(0.0) / work;
        rate = rate > 0.0 ? std::min(rate, byCpu) : byCpu;
    }
    return std::max(rate, 1e-9);
}

void addForecast(const scenario::Thing& service, Scaling& scaling) {
    const scenario::Scaling& written = *service.scaling;
    constexpr double kDay = 86400.0;
    scaling.by = Scaling::By::forecast;
    scaling.hpa.bounds = {written.min.value_or(1), written.max.value_or(1)};
    scaling.sync = written.sync.value_or(scaling.sync);
    scaling.ahead = written.ahead.value_or(0.0);
    scaling.perTarget = perTarget(service);
    if (written.season == scenario::Season::day) scaling.shape.weeklyWaves = 0;
    if (written.history) scaling.shape.halfLifeDays = *written.history / kDay;
}

void addVertical(Context& context, const scenario::Thing& service, Station& station, Scaling& scaling) {
    const scenario::Scaling& written = *service.scaling;
    scaling.by = Scaling::By::vertical;
    station.sizes = written.sizes;
    scaling.above = written.above.value_or(scenario::kAboveAssumed);
    scaling.below = written.below.value_or(scenario::kBelowAssumed);
    scaling.sync = written.sync.value_or(scaling.sync);
    scaling.takes = context.tables.law(*written.takes);
    scaling.takesStream = context.tables.stream(service.id, "scaling.takes");
    scaling.root = context.system.roots.push(
        {"resize of " + service.id, "resize of " + service.id, {}, station.service, false});
}

} // namespace

std::optional<Scaling> scalingOf(Context& context, const scenario::Thing& service, Station& station,
                                 std::uint32_t number) {
    if (!service.scaling) return std::nullopt;
    Scaling scaling;
    scaling.station = number;
    scaling.initial = service.replicas;
    switch (service.scaling->by) {
    case scenario::ScalingBy::schedule: addWindows(context, *service.scaling, scaling); break;
    case scenario::ScalingBy::manual: addDates(*service.scaling, scaling); break;
    case scenario::ScalingBy::hpa: addHpa(*service.scaling, scaling); break;
    case scenario::ScalingBy::forecast: addForecast(service, scaling); break;
    case scenario::ScalingBy::vertical: addVertical(context, service, station, scaling); break;
    case scenario::ScalingBy::nodes: return std::nullopt; // of machines: see Fleet
    }
    return scaling;
}

} // namespace nueves::model::compiling
