// What was promised and what traffic did, as JSON, and its schema beside it so that the two are changed together.
#include "sim/io/result_parts.hpp"
#include "sim/io/schema_words.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace nueves::io::parts {

using namespace analysis;
using namespace schema;

namespace {

// Six digits: curves are looked at, not computed with.
Json rounded(double value) {
    if (!std::isfinite(value)) return nullptr;
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", value);
    return std::strtod(digits, nullptr);
}

Json curve(const std::vector<double>& values) {
    Json out = Json::array();
    for (const double value : values) out.push_back(rounded(value));
    return out;
}

Json json(const LatencyResult& latency) {
    return {{"share", finite(latency.share)},
            {"seconds", finite(latency.seconds)},
            {"late", parts::json(latency.late)},
            {"verdict", verdictName(latency.verdict)}};
}

Json json(const Budget& budget) {
    return {{"unit", budget.unit}, {"perYear", finite(budget.perYear)}, {"used", parts::json(budget.used)}};
}

Json json(const Burn& burn) {
    return {{"hours", finite(burn.hours)},
            {"alertAt", finite(burn.alertAt)},
            {"worst", parts::json(burn.worst)},
            {"largest", finite(burn.largest)},
            {"alertsPerYear", parts::json(burn.alertsPerYear)}};
}

Json json(const CreditResult& credits) {
    return {{"feePerYear", finite(credits.feePerYear)},
            {"perYear", parts::json(credits.perYear)},
            {"months", parts::json(credits.months)}};
}

Json json(const Supply& supply) {
    return {{"needed", parts::json(supply.needed)},
            {"idle", parts::json(supply.idle)},
            {"missing", parts::json(supply.missing)},
            {"overHoursPerYear", parts::json(supply.overHoursPerYear)},
            {"underHoursPerYear", parts::json(supply.underHoursPerYear)},
            {"idleCostPerYear", parts::json(supply.idleCostPerYear)}};
}

Json json(const Series::Incident& incident) {
    return {{"fromSeconds", finite(incident.from)},
            {"untilSeconds", finite(incident.until)},
            {"name", incident.name},
            {"title", parts::json(incident.title)}};
}

Json json(const Series& series) {
    Json incidents = Json::array();
    for (const auto& incident : series.incidents) incidents.push_back(json(incident));
    const bool day = series.history > 0;
    return {{"start", day ? Json(core::toString(series.start)) : Json(nullptr)},
            {"stepSeconds", finite(series.step)},
            {"history", day ? Json(series.history) : Json(nullptr)},
            {"asked", curve(series.asked)},
            {"answered", curve(series.answered)},
            {"lost", curve(series.lost)},
            {"instances", curve(series.serving)},
            {"wanted", curve(series.wanted)},
            {"needed", curve(series.needed)},
            {"machines", curve(series.machines)},
            {"p99", curve(series.slow)},
            {"incidents", std::move(incidents)}};
}

Json json(const BacklogResult& backlog) {
    return {{"mean", parts::json(backlog.mean)},
            {"longest", finite(backlog.longest)},
            {"oldest", finite(backlog.oldest)}};
}

template <class T> Json listOfJson(const std::vector<T>& items) {
    Json out = Json::array();
    for (const T& item : items) out.push_back(json(item));
    return out;
}

template <class T> Json orNull(const std::optional<T>& value) {
    return value ? json(*value) : Json(nullptr);
}

} // namespace

Json json(const TargetResult& target) {
    return {{"id", target.id},
            {"title", json(target.title)},
            {"uptime", target.promisesUptime ? finite(target.uptime) : Json(nullptr)},
            {"weight", target.weight},
            {"window", target.window.empty() ? Json(nullptr) : Json(target.window)},
            {"excludingMaintenance", target.excludingMaintenance},
            {"unavailability", json(target.unavailability)},
            {"latency", listOfJson(target.latency)},
            {"budget", orNull(target.budget)},
            {"burn", listOfJson(target.burn)},
            {"credits", orNull(target.credits)},
            {"probabilityMet", json(target.probabilityMet)},
            {"confidence", target.confidence ? finite(*target.confidence) : Json(nullptr)},
            {"verdict", verdictName(target.verdict)}};
}

Json json(const TrafficResult& traffic) {
    return {{"asked", json(traffic.asked)},
            {"throughput", json(traffic.throughput)},
            {"retries", json(traffic.retries)},
            {"lostPerYear", json(traffic.lostPerYear)},
            {"instances", json(traffic.instances)},
            {"machines", json(traffic.machines)},
            {"utilisation", json(traffic.utilisation)},
            {"attack", traffic.attack ? Json{{"sent", json(traffic.attack->sent)},
                                             {"absorbed", json(traffic.attack->absorbed)}}
                                      : Json(nullptr)},
            {"backlog", orNull(traffic.backlog)},
            {"supply", orNull(traffic.supply)},
            {"week", orNull(traffic.week)},
            {"day", orNull(traffic.day)}};
}

Json targetSchema() {
    return object({{"id", text()},
                   {"title", ref("text")},
                   {"uptime", number("promised, 0 to 1; null: it promises latency alone")},
                   {"weight", word({"time", "requests", "users"})},
                   {"window", {{"type", {"string", "null"}}}},
                   {"excludingMaintenance", flag()},
                   {"unavailability", ref("estimate")},
                   {"latency", listOf(ref("promisedLatency"))},
                   {"budget", refOrNull("budget")},
                   {"burn", listOf(ref("burn"))},
                   {"credits", refOrNull("credits")},
                   {"probabilityMet", ref("estimate")},
                   {"confidence", number("chance wanted to meet it in one year")},
                   {"verdict", word({"met", "missed", "open"})}});
}

Json trafficSchema() {
    return object({{"asked", ref("estimate")},
                   {"throughput", ref("estimate")},
                   {"retries", ref("estimate")},
                   {"lostPerYear", ref("estimate")},
                   {"instances", ref("estimate")},
                   {"machines", ref("estimate")},
                   {"utilisation", ref("estimate")},
                   {"attack", refOrNull("attack")},
                   {"backlog", refOrNull("backlog")},
                   {"supply", refOrNull("supply")},
                   {"week", refOrNull("series")},
                   {"day", refOrNull("series")}},
                  "Of a service that requests reach; rates per second, retries per request meant.");
}

Json promiseDefinitions() {
    const Json curves = listOf(number());
    return {{"promisedLatency", object({{"share", number("of what is asked")},
                                        {"seconds", number("is answered within")},
                                        {"late", ref("estimate")},
                                        {"verdict", word({"met", "missed", "open"})}})},
            {"budget", object({{"unit", word({"hours", "requests", "userHours"})},
                               {"perYear", number("that may go wrong")},
                               {"used", ref("estimate")}},
                              "Share of the error budget that is used; over 1: the promise is broken.")},
            {"burn", object({{"hours", number("window")},
                             {"alertAt", number("rate at which people are called")},
                             {"worst", ref("estimate")},
                             {"largest", number("of all histories")},
                             {"alertsPerYear", ref("estimate")}},
                            "How fast the budget goes over a sliding window; 1: so that it just lasts.")},
            {"credits", object({{"feePerYear", number("in `currency`")},
                                {"perYear", ref("estimate")},
                                {"months", ref("estimate")}},
                               "What the contract gives back a year, and the share of the months that do.")},
            {"supply", object({{"needed", ref("estimate")},
                               {"idle", ref("estimate")},
                               {"missing", ref("estimate")},
                               {"overHoursPerYear", ref("estimate")},
                               {"underHoursPerYear", ref("estimate")},
                               {"idleCostPerYear", ref("estimate")}},
                              "Replicas against what the demand needs to be answered as promised, means.")},
            {"backlog", object({{"mean", ref("estimate")},
                                {"longest", number("requests, at most")},
                                {"oldest", number("s that any had waited, at most")}},
                               "What waits in the queue of a service that is fed from one.")},
            {"incident", object({{"fromSeconds", number()},
                                 {"untilSeconds", number()},
                                 {"name", text("root fault, or crowd")},
                                 {"title", ref("text")}})},
            {"series", object({{"start", {{"type", {"string", "null"}}}},
                               {"stepSeconds", number()},
                               {"history", {{"type", {"integer", "null"}}}},
                               {"asked", curves},
                               {"answered", curves},
                               {"lost", curves},
                               {"instances", curves},
                               {"wanted", curves},
                               {"needed", curves},
                               {"machines", curves},
                               {"p99", curves},
                               {"incidents", listOf(ref("incident"))}},
                              "A day of one history, or the mean week of all (start and history null: from "
                              "Monday 00:00). Rates per second, replicas, machines, seconds.")}};
}

} // namespace nueves::io::parts
