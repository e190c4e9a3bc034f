// The JSON Schema of a result, made where the result is written so that the two are changed together.
#include "sim/io/result_parts.hpp"
#include "sim/io/result_writer.hpp"
#include "sim/io/schema_words.hpp"

namespace nueves::io {

namespace {

using namespace schema;

Json figureDefinitions() {
    return {{"text", textDefinition()},
            {"estimate", estimateDefinition()},
            {"quantile", object({{"p", number("probability")}, {"hours", number()}})},
            {"longerThan", object({{"hours", number()}, {"share", ref("estimate")}}, "Share of outages that last longer.")},
            {"bin", object({{"upToHours", number("upper edge")}, {"share", number("share of histories")}})},
            {"costs", object({{"total", number("a year, in `currency`")}, {"parts", mapOf(number())}})}};
}

Json serviceDefinitions() {
    return {
        {"windowed", object({{"target", text("id of the target whose hours these are")},
                             {"window", text("such as Mon-Fri 09:00-14:00, local time")},
                             {"excludingMaintenance", flag()},
                             {"unavailability", ref("estimate")}},
                            "The service inside the hours of its first target that names some.")},
        {"target", parts::targetSchema()},
        {"cause", object({{"name", text("root fault, with member numbers")},
                          {"group", text("the same without member numbers")},
                          {"title", ref("text")},
                          {"side", word({"self", "neighbour", "shared"})},
                          {"hoursPerYear", number()},
                          {"share", number("of the service's downtime")}})},
        {"traffic", parts::trafficSchema()},
        {"attack",
         object(
             {{"sent", ref("estimate")}, {"absorbed", ref("estimate")}},
             "Hostile requests: how many a second, retries included, and the share that was turned away at "
             "once, before it cost any work.")},
        {"latency", object({{"p50", refOrNull("estimate")},
                            {"p95", refOrNull("estimate")},
                            {"p99", refOrNull("estimate")},
                            {"p999", refOrNull("estimate")}},
                           "Seconds until an answer in time, since the request was meant.")},
        {"phase",
         object(
             {{"phase", text()}, {"title", ref("text")}, {"hoursPerYear", number()}, {"share", number()}})}};
}

Json service() {
    return object({{"design", text("empty: the file itself")},
                   {"name", text("empty: all services at once")},
                   {"title", ref("text")},
                   {"unavailability", ref("estimate")},
                   {"naiveUnavailability", refOrNull("estimate")},
                   {"requiredFraction", number("share of the work it must deliver to be up")},
                   {"required", text("the same as written in the scenario")},
                   {"fraction", ref("estimate")},
                   {"degraded", ref("estimate")},
                   {"windowed", refOrNull("windowed")},
                   {"downtimeHoursPerYear", ref("estimate")},
                   {"downtimeQuantiles", listOf(ref("quantile"))},
                   {"downtimeHistogram", listOf(ref("bin"))},
                   {"outagesPerYear", ref("estimate")},
                   {"outagesSeen", count("in all histories")},
                   {"longestOutageHours", number("longest seen in all histories")},
                   {"longestOutageQuantiles", listOf(ref("quantile"))},
                   {"outageQuantiles", listOf(ref("quantile"))},
                   {"outagesLongerThan", listOf(ref("longerThan"))},
                   {"downAtEnd", ref("estimate")},
                   {"mtbfHours", ref("estimate")},
                   {"mttrHours", ref("estimate")},
                   {"mttfHours", refOrNull("estimate")},
                   {"firstOutageQuantiles", listOf(ref("quantile"))},
                   {"reliability", refOrNull("estimate")},
                   {"targets", listOf(ref("target"))},
                   {"causes", listOf(ref("cause"))},
                   {"phases", listOf(ref("phase"))},
                   {"traffic", refOrNull("traffic")},
                   {"latency", refOrNull("latency")},
                   {"goodput", refOrNull("estimate")},
                   {"requestWeighted", refOrNull("estimate")},
                   {"userWeighted", refOrNull("estimate")},
                   {"metastable", nullable("boolean", "stays down when what took it down is gone; null: no "
                                                      "requests, or see metastableUnknown")},
                   {"metastableUnknown",
                    nullable("string", "why it is not judged: counts-replicas (only called by others, and no share "
                                       "is required), attack-only; null: it is")},
                   {"metastableEvidence", refOrNull("metastableEvidence")},
                   {"headroom", refOrNull("headroom")},
                   {"scalingNeed", refOrNull("scalingNeed")},
                   {"costPerYear", ref("costs")}},
                  "One service of one design.");
}

Json design() {
    return object({{"design", text()},
                   {"title", ref("text")},
                   {"costPerYear", ref("costs")},
                   {"costPerApplication", number()},
                   {"histories", count()},
                   {"simulatedYears", number()},
                   {"events", count()},
                   {"fingerprint", text("16 hexadecimal digits")},
                   {"precisionReached", number("largest relative half-width; null: none")},
                   {"precisionMet", flag()}});
}

Json capacity() {
    return object({{"design", text()},
                   {"machine", text()},
                   {"cores", number()},
                   {"usefulCores", number("after the overhead of layers")},
                   {"requestedCores", number()},
                   {"memoryBytes", number()},
                   {"usefulMemoryBytes", number("after the overhead of layers")},
                   {"requestedMemoryBytes", number()},
                   {"applications", count()}});
}

Json difference() {
    return object({{"design", text()},
                   {"against", text()},
                   {"service", text("empty: the whole design")},
                   {"quantity", text("unavailability, costPerYear ...")},
                   {"difference", ref("estimate")}},
                  "Paired: both designs lived through the same histories.");
}

Json listDefinitions() {
    return {{"service", service()},
            {"design", design()},
            {"difference", difference()},
            {"singlePoint", object({{"design", text()}, {"service", text()}, {"thing", text()}})},
            {"sharedFate", object({{"design", text()}, {"ancestor", text()}, {"dependents", listOf(text())}})},
            {"capacity", capacity()},
            {"assumption", object({{"path", text()},
                                   {"value", text("with its unit")},
                                   {"from", word({"default", "preset", "record", "repair"})},
                                   {"source", text("citation, or assumed")},
                                   {"assumed", flag("true: no source was found")}})},
            {"notModelled", object({{"what", text()}, {"of", text("empty: the whole scenario")}})},
            {"issue", issueDefinition()},
            {"settings", object({{"horizonSeconds", number()},
                                 {"start", word({"new", "aged", "long-run"})},
                                 {"precision", number("relative half-width of the unavailability at 95 %")},
                                 {"histories", {{"type", {"integer", "null"}}}}})}};
}

Json properties() {
    return {{"schemaVersion", {{"const", kResultSchemaVersion}}},
            {"version", text("of the program")},
            {"seed", count()},
            {"fingerprint", text("of all designs; equal results have equal fingerprints")},
            {"scenario", text("file")},
            {"title", ref("text")},
            {"measure", word({"steady", "horizon", "mission"})},
            {"settings", ref("settings")},
            {"precisionWanted", number()},
            {"partial", flag("stopped early by a person")},
            {"currency", text()},
            {"histories", count()},
            {"simulatedYears", number()},
            {"events", count()},
            {"designs", listOf(ref("design"))},
            {"services", listOf(ref("service"))},
            {"differences", listOf(ref("difference"))},
            {"windows", listOf(ref("zoomWindow"))},
            {"singlePoints", listOf(ref("singlePoint"))},
            {"sharedFate", listOf(ref("sharedFate"))},
            {"capacity", listOf(ref("capacity"))},
            {"assumptions", listOf(ref("assumption"))},
            {"notModelled", listOf(ref("notModelled"))},
            {"warnings", listOf(ref("issue"))},
            {"commandLine", text("what reproduces the result")}};
}

} // namespace

std::string resultSchema() {
    Json definitions = figureDefinitions();
    definitions.update(parts::promiseDefinitions());
    definitions.update(parts::capacityDefinitions());
    definitions.update(serviceDefinitions());
    definitions.update(listDefinitions());
    definitions.update(schema::windowDefinitions());
    Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "A result of Nueves"}};
    out.update(object(properties()));
    out["definitions"] = std::move(definitions);
    return out.dump(2) + "\n";
}

} // namespace nueves::io
