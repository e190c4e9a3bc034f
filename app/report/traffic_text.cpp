#include "app/report/traffic_text.hpp"

#include "app/report/facts.hpp"
#include "app/report/words.hpp"

#include <cmath>

namespace nueves::report {

using analysis::Estimate;
using analysis::ServiceResult;

namespace {

bool isKnown(const Estimate& estimate) { return std::isfinite(estimate.value); }

std::string plain(const Estimate& estimate, Language language) { return significant(estimate.value, 3, language); }

} // namespace

std::string shortTime(double seconds, Language language) {
    const bool brief = seconds < 1.0;
    return significant(brief ? seconds * 1e3 : seconds, 3, language) + std::string(kThinSpace) + (brief ? "ms" : "s");
}

std::string requestsText(const ServiceResult& service, Language language) {
    if (!service.traffic || !isKnown(service.traffic->asked)) return "";
    const auto& traffic = *service.traffic;
    std::vector<std::string> parts{say("traffic.asked", language, {{"n", plain(traffic.asked, language)}})};
    if (isKnown(traffic.requestWeighted))
        parts.push_back(say("traffic.answered", language,
                            {{"share", availabilityText(traffic.requestWeighted, language)},
                             {"lost", significant(traffic.lostPerYear.value, 3, language)}}));
    if (isKnown(traffic.retries) && traffic.retries.value >= 0.001)
        parts.push_back(say("traffic.retries", language, {{"share", percent(traffic.retries.value, 1, language)}}));
    if (traffic.userWeighted && isKnown(*traffic.userWeighted))
        parts.push_back(
            say("traffic.users", language, {{"share", availabilityText(*traffic.userWeighted, language)}}));
    return joined(parts, "; ");
}

std::string latencyText(const ServiceResult& service, Language language) {
    if (!service.traffic || service.traffic->latency.empty()) return "";
    std::vector<std::string> parts;
    for (const auto& [p, seconds] : service.traffic->latency)
        parts.push_back(say("traffic.within", language,
                            {{"p", targetPercent(p, language)}, {"time", shortTime(seconds.value, language)}}));
    return say("traffic.latency", language, {{"list", joined(parts, ", ")}});
}

std::string instancesText(const ServiceResult& service, Language language) {
    if (!service.traffic || !isKnown(service.traffic->instances)) return "";
    std::string text = say("traffic.instances", language, {{"n", plain(service.traffic->instances, language)}});
    if (isKnown(service.traffic->utilisation))
        text += say("traffic.cpu", language, {{"share", percent(service.traffic->utilisation.value, 0, language)}});
    if (const auto& backlog = service.traffic->backlog; backlog && isKnown(backlog->mean))
        text += say("traffic.backlog", language,
                    {{"mean", plain(backlog->mean, language)},
                     {"longest", significant(backlog->longest, 3, language)},
                     {"oldest", shortTime(backlog->oldest, language)}});
    return text;
}

} // namespace nueves::report
