// How far a deployment goes, what it needs and whether it stays down by itself: JSON, and its schema beside it.
#include "sim/io/result_parts.hpp"
#include "sim/io/schema_words.hpp"

namespace nueves::io::parts {

using namespace analysis;
using namespace schema;

namespace {

template <class T> Json plainOrNull(const std::optional<T>& value) { return value ? Json(*value) : Json(nullptr); }

Json estimateOrNull(const std::optional<Estimate>& estimate) {
    return estimate ? io::json(*estimate) : Json(nullptr);
}

Json promiseJson(const Promise& promise) {
    Json within = Json::array();
    for (const auto& [share, seconds] : promise.within)
        within.push_back({{"share", finite(share)}, {"seconds", finite(seconds)}});
    return {{"share", finite(promise.share)}, {"assumed", promise.assumed}, {"within", within}};
}

Json hourJson(const HourNeed& hour) {
    return {{"at", hour.at}, {"rate", finite(hour.rate)}, {"instances", hour.instances}, {"hosts", hour.hosts}};
}

} // namespace

Json json(const Headroom& headroom) {
    return {{"method", "rate clock, structure held, bisection of the demand"},
            {"today", io::json(headroom.today)},
            {"unbounded", headroom.unbounded},
            {"replayed", estimateOrNull(headroom.replayed)},
            {"afterWorstLoss", estimateOrNull(headroom.afterWorstLoss)},
            {"worstLoss", headroom.worstLoss.empty() ? Json(nullptr) : Json(headroom.worstLoss)},
            {"losses", headroom.losses},
            {"different", headroom.different},
            {"busyHour", headroom.busyHour},
            {"promise", promiseJson(headroom.promise)}};
}

Json json(const ScalingNeed& need) {
    Json hours = Json::array();
    for (const HourNeed& hour : need.hours) hours.push_back(hourJson(hour));
    return {{"method", "queueing formula, checked by the rate clock and request by request"},
            {"busyHour", need.busyHour},
            {"rate", finite(need.rate)},
            {"formula", need.inCommon ? "in-common" : "per-instance"},
            {"otherOrder", need.otherOrder},
            {"instances", plainOrNull(need.instances)},
            {"simulated", plainOrNull(need.simulated)},
            {"answered", plainOrNull(need.answered)},
            {"withOneLess", plainOrNull(need.withOneLess)},
            {"replayed", estimateOrNull(need.replayed)},
            {"instanceCores", finite(need.instanceCores)},
            {"largerSize", need.largerSize},
            {"hosts", need.hosts},
            {"hostCores", plainOrNull(need.hostCores)},
            {"today", need.today},
            {"todayHosts", need.todayHosts},
            {"enough", need.enough},
            {"margin", finite(need.margin)},
            {"bottleneck", need.bottleneck.empty() ? Json(nullptr) : Json(need.bottleneck)},
            {"grows", need.grows},
            {"runsOut", plainOrNull(need.runsOut)},
            {"hours", hours}};
}

// Why it says metastable or not: what was found, null if nothing was.
Json evidence(const Metastable& found) {
    if (found.histories == 0) return nullptr;
    return {{"method", "found by the rate clock in a history, confirmed by replays of its requests"},
            {"required", finite(found.required)},
            {"assumed", found.assumed},
            {"histories", found.histories},
            {"history", found.history + 1},
            {"sinceSeconds", finite(found.since)},
            {"lastedSeconds", finite(found.lasted)},
            {"answered", finite(found.share)},
            {"answeredIfEmptied", finite(found.calm)},
            {"replayed", estimateOrNull(found.replayed)},
            {"replayedIfEmptied", estimateOrNull(found.replayedCalm)}};
}

Json capacityDefinitions() {
    return {{"promise",
     object({{"share", number("of requests answered in time, in the end")},
             {"assumed", flag("stated nowhere in the scenario")},
             {"within", listOf(object({{"share", number("of requests")}, {"seconds", number()}}))}},
            "What counts as enough, as far as answers go.")},
    {"headroom",
     object({{"method", text()},
             {"today", ref("estimate")},
             {"unbounded", flag("today: the largest multiple that was tried is kept")},
             {"replayed", refOrNull("estimate")},
             {"afterWorstLoss", refOrNull("estimate")},
             {"worstLoss", nullable("string", "what it is after")},
             {"losses", count("single faults and common causes looked at")},
             {"different", count("of them, those that leave something different: run on the rate clock")},
             {"busyHour", text("local time at which it begins")},
             {"promise", ref("promise")}},
            "How much more demand the deployment carries: the largest multiple of today's that keeps the promise "
            "in the busy hour. `today`, and `afterWorstLoss` (null: nothing can fail): the rate clock keeps it at "
            "`low` and misses it at `high`; that is the whole error of a model without luck. `replayed`: share of "
            "the tightest promise at today's multiple, request by request, several times; null: somebody scales, "
            "only others ask, or too many requests.")},
    {"metastableEvidence",
     object({{"method", text()},
             {"required", number("share of what is asked below which it counts as down")},
             {"assumed", flag("nobody wrote that share")},
             {"histories", count("in which the rate clock found it")},
             {"history", count("the one that follows, from 1")},
             {"sinceSeconds", number("of that history: from when on it could have come back")},
             {"lastedSeconds", number("that it stayed down since then")},
             {"answered", number("share of requests answered meanwhile, by the rate clock")},
             {"answeredIfEmptied", number("by its copy with nobody waiting and warm caches")},
             {"replayed", refOrNull("estimate")},
             {"replayedIfEmptied", refOrNull("estimate")}},
            "True only if both clocks agree; null: the rate clock found nothing. `replayed` and "
            "`replayedIfEmptied`: the two shares request by request, the mean of several replays.")},
    {"hourNeed", object({{"at", text("local time")},
                         {"rate", number("requests per second at its highest moment")},
                         {"instances", count()},
                         {"hosts", count("0: no machine states its cores")}})},
    {"scalingNeed",
     object({{"method", text()},
             {"busyHour", text("local time at which it begins")},
             {"rate", number("requests per second at its highest moment")},
             {"formula", word({"per-instance", "in-common"})},
             {"otherOrder", flag("not in order of arrival, which the formula assumes: `simulated` counts")},
             {"instances", nullable("integer", "by queueing formulas; null: no number is enough")},
             {"simulated", nullable("integer", "by the rate clock, the fewest that keep the promise; null: too many to try")},
             {"answered", number("share that the simulated number answers, of the promise that is tightest")},
             {"withOneLess", number("the same by one less")},
             {"replayed", refOrNull("estimate")},
             {"instanceCores", number()},
             {"largerSize", flag("those cores are not the smallest of its sizes")},
             {"hosts", count("for those instances; 0: no machine states its cores")},
             {"hostCores", number()},
             {"today", count("instances at the most, scaling included")},
             {"todayHosts", count()},
             {"enough", flag("today's deployment keeps the promise in the busy hour")},
             {"margin", number("the headroom of today")},
             {"bottleneck", nullable("string", "called service that ends first; null: this one")},
             {"grows", flag()},
             {"runsOut", nullable("string", "date of the first busy hour that misses the promise")},
             {"hours", listOf(ref("hourNeed"))}},
            "How many instances the demand needs: by formula, and checked by simulation. `replayed`: share of the "
            "tightest promise that the simulated number keeps request by request, several times.")}};
}

} // namespace nueves::io::parts
