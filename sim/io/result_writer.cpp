#include "sim/io/result_writer.hpp"

#include "sim/io/json_figures.hpp"
#include "sim/io/result_parts.hpp"

namespace nueves::io {

using namespace analysis;

namespace parts {

std::string verdictName(TargetResult::Verdict verdict) {
    switch (verdict) {
    case TargetResult::Verdict::met: return "met";
    case TargetResult::Verdict::missed: return "missed";
    case TargetResult::Verdict::open: break;
    }
    return "open";
}

} // namespace parts

using parts::verdictName;

namespace {

using parts::json;

// The types live in other namespaces: what the templates below call must stand before them.
Json json(const Cause& cause);
Json json(const PhaseShare& phase);
Json json(const ServiceResult& service);
Json json(const DesignSummary& design);
Json json(const Difference& difference);
Json json(const SinglePoint& point);
Json json(const SharedFate& fate);
Json json(const Capacity& capacity);
Json json(const scenario::Assumption& assumption);
Json json(const NotModelled& item);

template <class T> Json orNull(const std::optional<T>& value) { return value ? json(*value) : Json(nullptr); }

template <class T> Json list(const std::vector<T>& items) {
    Json out = Json::array();
    for (const T& item : items) out.push_back(json(item));
    return out;
}

Json quantiles(const std::vector<Quantile>& items) {
    Json out = Json::array();
    for (const Quantile& item : items) out.push_back({{"p", finite(item.p)}, {"hours", finite(item.value)}});
    return out;
}

Json histogram(const std::vector<std::pair<double, double>>& bins) {
    Json out = Json::array();
    for (const auto& [upTo, share] : bins) out.push_back({{"upToHours", finite(upTo)}, {"share", finite(share)}});
    return out;
}

Json longerThan(const std::vector<std::pair<double, Estimate>>& items) {
    Json out = Json::array();
    for (const auto& [hours, share] : items) out.push_back({{"hours", finite(hours)}, {"share", json(share)}});
    return out;
}

Json costs(const std::vector<CostPart>& parts, double total) {
    Json kinds = Json::object();
    for (const CostPart& part : parts) kinds[part.kind] = finite(part.perYear);
    return {{"total", finite(total)}, {"parts", kinds}};
}

double sumOf(const std::vector<CostPart>& parts) {
    double total = 0.0;
    for (const CostPart& part : parts) total += part.perYear;
    return total;
}

std::string sideName(Cause::Side side) {
    switch (side) {
    case Cause::Side::self: return "self";
    case Cause::Side::neighbour: return "neighbour";
    case Cause::Side::shared: break;
    }
    return "shared";
}

Json json(const Cause& cause) {
    return {{"name", cause.name},
            {"group", cause.group},
            {"title", json(cause.title)},
            {"side", sideName(cause.side)},
            {"hoursPerYear", finite(cause.hoursPerYear)},
            {"share", finite(cause.share)}};
}

Json json(const PhaseShare& phase) {
    return {{"phase", phase.phase}, {"title", json(phase.title)}, {"hoursPerYear", finite(phase.hoursPerYear)}, {"share", finite(phase.share)}};
}

// The service inside the hours of its first target that names some, for readers that want one figure.
Json windowed(const ServiceResult& service) {
    for (const TargetResult& target : service.targets)
        if (target.windowed)
            return {{"target", target.id},
                    {"window", target.window},
                    {"excludingMaintenance", target.excludingMaintenance},
                    {"unavailability", json(target.unavailability)}};
    return nullptr;
}

Json json(const ServiceResult& service) {
    return {{"design", service.design},
            {"name", service.name},
            {"title", json(service.title)},
            {"unavailability", json(service.unavailability)},
            {"naiveUnavailability", orNull(service.naive)},
            {"requiredFraction", finite(service.requiredFraction)},
            {"required", service.required},
            {"fraction", json(service.fraction)},
            {"degraded", json(service.degraded)},
            {"windowed", windowed(service)},
            {"downtimeHoursPerYear", json(service.downtimeHoursPerYear)},
            {"downtimeQuantiles", quantiles(service.downtimeQuantiles)},
            {"downtimeHistogram", histogram(service.downtimeHistogram)},
            {"outagesPerYear", json(service.outagesPerYear)},
            {"outagesSeen", service.outagesSeen},
            {"longestOutageHours", finite(service.longestOutageHours)},
            {"longestOutageQuantiles", quantiles(service.longestOutageQuantiles)},
            {"outageQuantiles", quantiles(service.outageQuantiles)},
            {"outagesLongerThan", longerThan(service.outagesLongerThan)},
            {"downAtEnd", json(service.downAtEnd)},
            {"mtbfHours", json(service.mtbfHours)},
            {"mttrHours", json(service.mttrHours)},
            {"mttfHours", orNull(service.mttfHours)},
            {"firstOutageQuantiles", quantiles(service.firstOutageQuantiles)},
            {"reliability", orNull(service.reliability)},
            {"targets", list(service.targets)},
            {"causes", list(service.causes)},
            {"phases", list(service.phases)},
            {"traffic", orNull(service.traffic)},
            {"latency", service.traffic ? latency(service.traffic->latency) : Json(nullptr)},
            {"goodput", service.traffic ? json(service.traffic->goodput) : Json(nullptr)},
            {"requestWeighted", service.traffic ? json(service.traffic->requestWeighted) : Json(nullptr)},
            {"userWeighted", service.traffic ? orNull(service.traffic->userWeighted) : Json(nullptr)},
            {"metastable", service.traffic && service.traffic->metastable
                               ? Json(service.traffic->metastable->isMetastable)
                               : Json(nullptr)},
            {"metastableUnknown", service.traffic && !service.traffic->notJudged.empty()
                                      ? Json(service.traffic->notJudged)
                                      : Json(nullptr)},
            {"metastableEvidence", service.traffic && service.traffic->metastable
                                       ? parts::evidence(*service.traffic->metastable)
                                       : Json(nullptr)},
            {"headroom", service.traffic ? orNull(service.traffic->headroom) : Json(nullptr)},
            {"scalingNeed", service.traffic ? orNull(service.traffic->scalingNeed) : Json(nullptr)},
            {"costPerYear", costs(service.costPerYear, sumOf(service.costPerYear))}};
}

Json json(const DesignSummary& design) {
    return {{"design", design.design},
            {"title", json(design.title)},
            {"costPerYear", costs(design.costPerYear, design.costTotal)},
            {"costPerApplication", finite(design.costPerApplication)},
            {"histories", design.histories},
            {"simulatedYears", finite(design.simulatedYears)},
            {"events", design.events},
            {"fingerprint", design.fingerprint},
            {"precisionReached", finite(design.precisionReached)},
            {"precisionMet", design.precisionMet}};
}

Json json(const Difference& difference) {
    return {{"design", difference.design},
            {"against", difference.against},
            {"service", difference.service},
            {"quantity", difference.quantity},
            {"difference", json(difference.difference)}};
}

Json json(const SinglePoint& point) {
    return {{"design", point.design}, {"service", point.service}, {"thing", point.thing}};
}

Json json(const SharedFate& fate) {
    return {{"design", fate.design}, {"ancestor", fate.ancestor}, {"dependents", fate.dependents}};
}

Json json(const Capacity& capacity) {
    return {{"design", capacity.design},
            {"machine", capacity.machine},
            {"cores", finite(capacity.cores)},
            {"usefulCores", finite(capacity.usefulCores)},
            {"requestedCores", finite(capacity.requestedCores)},
            {"memoryBytes", finite(capacity.memory)},
            {"usefulMemoryBytes", finite(capacity.usefulMemory)},
            {"requestedMemoryBytes", finite(capacity.requestedMemory)},
            {"applications", capacity.applications}};
}

Json json(const scenario::Assumption& assumption) {
    return {{"path", assumption.path},
            {"value", assumption.value},
            {"from", assumption.from},
            {"source", assumption.source},
            {"assumed", assumption.assumed}};
}

Json json(const NotModelled& item) { return {{"what", item.what}, {"of", item.of}}; }

Json windows(const std::vector<ZoomResult>& items) {
    Json out = Json::array();
    for (const ZoomResult& item : items) out.push_back(windowJson(item));
    return out;
}

std::string startName(scenario::Start start) {
    switch (start) {
    case scenario::Start::fresh: return "new";
    case scenario::Start::aged: return "aged";
    case scenario::Start::longRun: break;
    }
    return "long-run";
}

Json json(const scenario::RunSettings& settings) {
    return {{"horizonSeconds", core::seconds(settings.horizon)},
            {"start", startName(settings.start)},
            {"precision", finite(settings.precision)},
            {"histories", settings.histories ? Json(*settings.histories) : Json(nullptr)}};
}

} // namespace

std::string resultToJson(const Result& result) {
    const Json out = {{"schemaVersion", kResultSchemaVersion},
                      {"version", result.version},
                      {"seed", result.seed},
                      {"fingerprint", result.fingerprint},
                      {"scenario", result.scenario},
                      {"title", json(result.title)},
                      {"measure", result.measure},
                      {"settings", json(result.settings)},
                      {"precisionWanted", finite(result.precisionWanted)},
                      {"partial", result.partial},
                      {"currency", result.currency},
                      {"histories", result.histories},
                      {"simulatedYears", finite(result.simulatedYears)},
                      {"events", result.events},
                      {"designs", list(result.designs)},
                      {"services", list(result.services)},
                      {"differences", list(result.differences)},
                      {"windows", windows(result.windows)},
                      {"singlePoints", list(result.singlePoints)},
                      {"sharedFate", list(result.sharedFate)},
                      {"capacity", list(result.capacity)},
                      {"assumptions", list(result.assumptions)},
                      {"notModelled", list(result.notModelled)},
                      {"warnings", list(result.warnings)},
                      {"commandLine", result.commandLine}};
    // A title in broken UTF-8 becomes readable rather than an exception.
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace nueves::io
