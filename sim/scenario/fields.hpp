// Which member of which struct each key of the tables fills. One visit serves reading and the canonical dump;
// a test holds it against the tables, so that no key is read into nothing and no member is filled by nobody.
//
// visit(key, member) is called for every key of the owner, in the order of the table.
#pragma once

#include "sim/scenario/parameters.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace nueves::scenario {

template <class S, class T>
concept Is = std::is_same_v<std::remove_const_t<S>, T>;
template <class S, class T> using Like = std::conditional_t<std::is_const_v<S>, const T, T>;

// Members that one key fills together.
template <class S> struct EffectFields { // S: the struct, const or not
    Like<S, Effect>& effect;
    Like<S, double>& size;
    Like<S, core::Law>* flap; // null: none (common causes)
};
template <class S> struct LayerField {
    Like<S, std::vector<Thing>>& layers;
    Kind kind;
};
template <class S> struct OverheadFields { Like<S, Thing>& thing; };
template <class S> struct Ends { Like<S, std::optional<Selector>> (&ends)[2]; };
template <class S> struct OnePoint { Like<S, std::optional<GeoPoint>>& point; };

template <class S, class V>
requires Is<S, Thing>
void eachPartField(S& t, V&& v) {
    v("count", t.count);
    v("except", t.except);
    v("parts", t.parts);
    v("need", t.need);
    v("in", t.in);
    v("on", t.on);
    v("at", t.at);
    v("power", t.power);
    v("net", t.net);
    v("needs", t.needs);
    v("os", LayerField<S>{t.layers, Kind::os});
    v("hypervisor", LayerField<S>{t.layers, Kind::hypervisor});
    v("runtime", LayerField<S>{t.layers, Kind::runtime});
    v("cpu", t.cpu);
    v("memory", t.memory);
    v("disk", t.disk);
    v("draw", t.draw);
}

template <class S, class V>
requires Is<S, Thing>
void eachOwnField(S& t, V&& v) {
    v("startup", t.startup);
    v("overhead", OverheadFields<S>{t});
    v("kernel", t.kernel);
    v("needsKernel", t.needsKernel);
    v("failures", t.failures);
    v("maintenance", t.maintenance);
    v("crew", t.crew);
    v("requests", t.requests);
    v("limits", t.limits);
    v("cost", t.cost);
}

template <class S, class V>
requires Is<S, Thing>
void eachKindField(S& t, V&& v) {
    v("of", t.of);
    v("reserve", t.reserve);
    v("active", t.active);
    v("switch", t.switchOver);
    v("failback", t.failbackAuto);
    v("between", Ends<S>{t.between});
    v("bridges", t.bridges);
    v("recharge", t.recharge);
    v("fuel", t.fuel);
    v("sla", t.sla);
    v("ttl", t.ttl);
    v("policy", t.policy);
    v("check", t.check);
    v("eject", t.eject);
    v("weights", t.weights);
    v("slowStart", t.slowStart);
    v("replicas", t.replicas);
    v("inside", t.inside);
    v("required", t.required);
    v("behind", t.behind);
    v("from", t.from);
    v("work", t.work);
    v("calls", t.calls);
    v("shed", t.shed);
    v("limit", t.limit);
    v("image", t.image);
    v("scaling", t.scaling);
    v("lifetime", t.lifetime);
}

template <class S, class V>
requires Is<S, Thing>
void eachField(S& t, V&& v) {
    v("title", t.title);
    v("use", t.preset);
    v("kind", t.kind);
    eachPartField(t, v);
    eachOwnField(t, v);
    eachKindField(t, v);
}

template <class S, class V>
requires Is<S, FailureMode>
void eachField(S& mode, V&& v) {
    v("title", mode.title);
    v("source", mode.source);
    v("every", mode.every);
    v("probability", mode.probability);
    v("effect", EffectFields<S>{mode.effect, mode.size, &mode.flap});
    v("during", mode.during);
    v("detect", mode.detect);
    v("repair", mode.repair);
}

template <class S, class V>
requires Is<S, Detect>
void eachField(S& detect, V&& v) {
    v("after", detect.delay);
    v("hidden", detect.hidden);
    v("inspect", detect.inspect);
    v("falseAlarm", detect.falseAlarm);
}

template <class S, class V>
requires Is<S, Attempt>
void eachField(S& attempt, V&& v) {
    v("title", attempt.title);
    v("tried", attempt.tried);
    v("response", attempt.response);
    v("diagnosis", attempt.diagnosis);
    v("part", attempt.part);
    v("takes", attempt.takes);
    v("works", attempt.works);
    v("crew", attempt.crew);
    v("spare", attempt.spare);
    v("begins", attempt.beginsAfterSwitch);
}

template <class S, class V>
requires Is<S, Maintenance>
void eachField(S& work, V&& v) {
    v("title", work.title);
    v("every", work.every);
    v("takes", work.takes);
    v("window", work.window);
    v("atOnce", work.atOnce);
    v("crew", work.crew);
}

template <class S, class V>
requires Is<S, Check>
void eachField(S& check, V&& v) {
    v("every", check.every);
    v("fall", check.fall);
    v("rise", check.rise);
    v("deep", check.deep);
}

template <class S, class V>
requires Is<S, Amounts>
void eachField(S& amounts, V&& v) {
    v("cpu", amounts.cpu);
    v("memory", amounts.memory);
    v("disk", amounts.disk);
}

template <class S, class V> void eachOverheadField(OverheadFields<S> overhead, V&& v) {
    v("share", overhead.thing.overheadShare);
    v("memory", overhead.thing.overheadMemory);
    v("perGuest", overhead.thing.overheadPerGuest);
}

template <class S, class V>
requires Is<S, Cost>
void eachField(S& cost, V&& v) {
    v("buy", cost.buy);
    v("life", cost.life);
    v("rent", cost.rentPerHour);
    v("terms", cost.reserved);
    v("licence", cost.licencePerHour);
    v("upkeep", cost.upkeepHoursPerYear);
    v("down", cost.downPerHour);
    v("lost", cost.lostPerRequest);
}

template <class S, class V>
requires Is<S, CommonCause>
void eachField(S& cause, V&& v) {
    v("title", cause.title);
    v("every", cause.every);
    v("beta", cause.beta);
    v("hits", cause.hits);
    v("mode", cause.mode);
    v("effect", EffectFields<S>{cause.effect, cause.size, nullptr});
    v("repair", cause.repair);
    v("at", OnePoint<S>{cause.at});
    v("radius", cause.radius);
}

template <class S, class V>
requires Is<S, Crew>
void eachField(S& crew, V&& v) {
    v("title", crew.title);
    v("size", crew.size);
    v("shifts", crew.shifts);
    v("holidays", crew.holidaysOff);
    v("onCall", crew.onCall);
    v("cost", crew.costPerHour);
}

template <class S, class V>
requires Is<S, Spare>
void eachField(S& spare, V&& v) {
    v("title", spare.title);
    v("stock", spare.stock);
    v("lead", spare.lead);
    v("cost", spare.cost);
}

template <class S, class V>
requires Is<S, Target>
void eachField(S& target, V&& v) {
    v("title", target.title);
    v("of", target.of);
    v("uptime", target.uptime);
    v("latency", target.latency);
    v("window", target.window);
    v("excluding", target.excludingMaintenance);
    v("holidays", target.holidaysExcluded);
    v("confidence", target.confidence);
    v("weight", target.weight);
    v("credits", target.credits);
}

template <class S, class V>
requires Is<S, Credits>
void eachField(S& credits, V&& v) {
    v("fee", credits.feePerHour);
    v("steps", credits.steps);
}

template <class S, class V>
requires Is<S, CreditStep>
void eachField(S& step, V&& v) {
    v("below", step.below);
    v("share", step.share);
}

template <class S, class V>
requires Is<S, ScriptAction>
void eachField(S& action, V&& v) {
    v("at", action.at);
    v("do", action.verb);
    v("on", action.on);
    v("for", action.duration);
}

template <class S, class V>
requires Is<S, MoneySettings>
void eachField(S& money, V&& v) {
    v("currency", money.currency);
    v("energy", money.energyPerKwh);
    v("pue", money.pue);
}

template <class S, class V>
requires Is<S, RunSettings>
void eachField(S& run, V&& v) {
    v("horizon", run.horizon);
    v("measure", run.measure);
    v("start", run.start);
    v("seed", run.seed);
    v("precision", run.precision);
    v("histories", run.histories);
}

} // namespace nueves::scenario
