#include "sim/model/compile/traffic_demand.hpp"

#include "sim/model/compile/traffic_curves.hpp"

#include <algorithm>

namespace nueves::model::compiling {

namespace {

Retries retriesOf(const scenario::Retries& written) {
    Retries retries;
    retries.times = written.times;
    retries.after = written.after;
    retries.factor = written.factor;
    retries.jitter = written.jitter == scenario::Jitter::full;
    retries.memoryless = written.jitter == scenario::Jitter::exponential;
    retries.budget = written.budget.value_or(0.0);
    return retries;
}

// The date is part of the name, so that another great day changes nobody else's luck.
void addCrowds(Context& context, const scenario::Event& event, Demand& demand) {
    for (const core::CivilDate& day : event.on) {
        const std::string date = core::toString(core::CivilTime{day, 0}).substr(0, 10);
        const std::string group = demand.name + "." + event.name;
        Crowd crowd;
        crowd.name = event.name + " " + date;
        const core::SimTime begins = context.scenario.calendar.toSim({day, event.at});
        crowd.begins = core::seconds(begins.time_since_epoch());
        crowd.rise = event.rise;
        crowd.lasts = event.lasts;
        crowd.fades = event.fades;
        crowd.peak = context.tables.law(event.peak);
        crowd.peakStream = context.tables.stream(group, date + ".peak");
        crowd.root = context.system.roots.push({group + " " + date, group, event.title, {}, false});
        demand.crowds.push_back(std::move(crowd));
    }
}

// A Poisson process of rate r times a factor of mean 1 and variance v that holds for T: variance over mean of
// what comes within T is 1 + r T v (Cox & Isham, Point Processes, 1980, 3.3). At the mean demand.
void addBurst(Context& context, const scenario::Burst& burst, Demand& demand) {
    double rate = meanOf(demand.curve, core::seconds(context.system.profileEnd.time_since_epoch()));
    if (demand.users) rate /= std::max(context.system.laws[demand.think].mean(), 1e-6);
    if (rate <= 0.0) return;
    demand.burst = burst.holds;
    demand.dispersion = (burst.index - 1.0) / (rate * burst.holds);
    demand.burstStream = context.tables.stream(demand.name, "burst");
}

Curve curveOfDemand(Context& context, const scenario::Demand& written) {
    const core::SimTime until = context.system.profileEnd;
    if (knotsOf(written, until) > kMostKnots) {
        context.error("too-large", written.mark,
                      {{"expected", "at most 5000000 values, laid out to the end of the run"}});
        return {};
    }
    const core::Calendar& calendar = context.scenario.calendar;
    if (written.trace) return curveOf(*written.trace, calendar, until);
    return curveOf(written.users ? *written.users : *written.rate, calendar, until);
}

} // namespace

Demand demandOf(Context& context, const scenario::Demand& written, std::uint32_t edge) {
    Demand demand;
    demand.name = "demand." + written.id;
    demand.edge = edge;
    demand.curve = curveOfDemand(context, written);
    demand.users = written.isUsers();
    demand.hostile = written.hostile;
    demand.clients = written.clients.value_or(0);
    if (written.think) demand.think = context.tables.law(*written.think);
    if (written.growth) demand.growth = written.growth->perYear;
    demand.retries = retriesOf(written.retries);
    demand.root = context.system.roots.push({demand.name, demand.name, written.title, {}, false});
    for (const scenario::Event& event : written.events) addCrowds(context, event, demand);
    if (written.burst) addBurst(context, *written.burst, demand);
    return demand;
}

Call callOf(const scenario::Call& written) {
    Call call;
    call.times = written.times;
    call.parallel = written.order == scenario::CallOrder::parallel;
    call.later = written.order == scenario::CallOrder::later;
    call.retries = retriesOf(written.retries);
    call.fallback = written.fallback;
    if (written.cache) {
        call.cacheHit = written.cache->hit;
        call.cacheFill = written.cache->fill;
    }
    if (written.breaker)
        call.breaker = {written.breaker->errors, written.breaker->window, written.breaker->open};
    call.pool = written.pool.value_or(0);
    return call;
}

} // namespace nueves::model::compiling
