// Which member each key of demand, work, calls and scaling fills; see fields.hpp.
#pragma once

#include "sim/scenario/fields.hpp"

namespace nueves::scenario {

template <class S> struct ClockField { // "20:45"
    Like<S, int>& second;
};
template <class S> struct PeakField { // a law of users or of requests per second
    Like<S, core::Law>& law;
    Like<S, bool>& isRate;
};

template <class S, class V>
requires Is<S, Demand>
void eachField(S& demand, V&& v) {
    v("title", demand.title);
    v("to", demand.to);
    v("users", demand.users);
    v("rate", demand.rate);
    v("trace", demand.trace);
    v("think", demand.think);
    v("size", demand.size);
    v("hostile", demand.hostile);
    v("clients", demand.clients);
    v("retries", demand.retries);
    v("growth", demand.growth);
    v("burst", demand.burst);
    v("events", demand.events);
}

template <class S, class V>
requires Is<S, Event>
void eachField(S& event, V&& v) {
    v("title", event.title);
    v("on", event.on);
    v("at", ClockField<S>{event.at});
    v("peak", PeakField<S>{event.peak, event.peakIsRate});
    v("rise", event.rise);
    v("lasts", event.lasts);
    v("fades", event.fades);
}

template <class S, class V>
requires Is<S, Retries>
void eachField(S& retries, V&& v) {
    v("times", retries.times);
    v("after", retries.after);
    v("factor", retries.factor);
    v("jitter", retries.jitter);
    v("budget", retries.budget);
}

template <class S, class V>
requires Is<S, Burst>
void eachField(S& burst, V&& v) {
    v("index", burst.index);
    v("holds", burst.holds);
}

template <class S, class V>
requires Is<S, Trace>
void eachField(S& trace, V&& v) {
    v("file", trace.file);
    v("time", trace.time);
    v("value", trace.value);
    v("unit", trace.unit);
    v("scale", trace.scale);
    v("repeat", trace.repeat);
}

template <class S, class V>
requires Is<S, Work>
void eachField(S& work, V&& v) {
    v("takes", work.takes);
    v("cpu", work.cpu);
    v("workers", work.workers);
    v("queue", work.queue);
    v("order", work.order);
    v("timeout", work.timeout);
    v("warm", work.warm);
    v("cold", work.cold);
}

template <class S, class V>
requires Is<S, Call>
void eachField(S& call, V&& v) {
    v("times", call.times);
    v("timeout", call.timeout);
    v("retries", call.retries);
    v("fallback", call.fallback);
    v("order", call.order);
    v("cache", call.cache);
    v("breaker", call.breaker);
    v("pool", call.pool);
}

template <class S, class V>
requires Is<S, Cache>
void eachField(S& cache, V&& v) {
    v("hit", cache.hit);
    v("fill", cache.fill);
}

template <class S, class V>
requires Is<S, Breaker>
void eachField(S& breaker, V&& v) {
    v("errors", breaker.errors);
    v("window", breaker.window);
    v("open", breaker.open);
}

template <class S, class V>
requires Is<S, Ejection>
void eachField(S& eject, V&& v) {
    v("errors", eject.errors);
    v("window", eject.window);
    v("requests", eject.requests);
    v("lasts", eject.lasts);
    v("most", eject.most);
}

template <class S, class V>
requires Is<S, Limit>
void eachField(S& limit, V&& v) {
    v("perUser", limit.perUser);
    v("total", limit.total);
}

template <class S, class V>
requires Is<S, Latency>
void eachField(S& latency, V&& v) {
    v("p50", latency.p50);
    v("p90", latency.p90);
    v("p95", latency.p95);
    v("p99", latency.p99);
    v("p999", latency.p999);
}

template <class S, class V>
requires Is<S, Image>
void eachField(S& image, V&& v) {
    v("size", image.size);
    v("rate", image.rate);
}

template <class S, class V>
requires Is<S, ScalingMetrics>
void eachField(S& metrics, V&& v) {
    v("cpu", metrics.cpu);
    v("requests", metrics.requests);
}

template <class S, class V>
requires Is<S, PacePolicy>
void eachField(S& policy, V&& v) {
    v("pods", policy.pods);
    v("share", policy.share);
    v("per", policy.per);
}

template <class S, class V>
requires Is<S, Pace>
void eachField(S& pace, V&& v) {
    v("window", pace.window);
    v("policies", pace.policies);
    v("select", pace.select);
}

template <class S, class V>
requires Is<S, Scaling>
void eachField(S& scaling, V&& v) {
    v("by", scaling.by);
    v("min", scaling.min);
    v("max", scaling.max);
    v("at", scaling.at);
    v("metrics", scaling.metrics);
    v("sync", scaling.sync);
    v("tolerance", scaling.tolerance);
    v("initialisation", scaling.initialisation);
    v("readiness", scaling.readiness);
    v("metricDelay", scaling.metricDelay);
    v("up", scaling.up);
    v("down", scaling.down);
    v("ahead", scaling.ahead);
    v("season", scaling.season);
    v("history", scaling.history);
    v("sizes", scaling.sizes);
    v("above", scaling.above);
    v("below", scaling.below);
    v("takes", scaling.takes);
    v("provision", scaling.provision);
    v("quota", scaling.quota);
    v("fails", scaling.fails);
    v("idle", scaling.idle);
}

} // namespace nueves::scenario
