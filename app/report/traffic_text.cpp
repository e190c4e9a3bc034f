#include "app/report/traffic_text.hpp"

#include "app/report/facts.hpp"
#include "app/report/words.hpp"
#include "sim/core/time.hpp"

#include <cmath>

namespace nueves::report {

using analysis::Estimate;
using analysis::ServiceResult;

namespace {

bool isKnown(const Estimate& estimate) {
    return std::isfinite(estimate.value);
}

std::string plain(const Estimate& estimate, Language language) {
    return significant(estimate.value, 3, language);
}

} // namespace

std::string shortTime(double seconds, Language language) {
    const bool brief = seconds < 1.0;
    return significant(brief ? seconds * 1e3 : seconds, 3, language) + std::string(kThinSpace) +
           (brief ? "ms" : "s");
}

std::string promisedTime(double seconds, Language language) {
    const bool brief = seconds < 1.0;
    const double shown = brief ? seconds * 1e3 : seconds;
    int decimals = 0;
    for (double scaled = shown; decimals < 6 && std::fabs(scaled - std::round(scaled)) > 1e-6; scaled *= 10.0)
        ++decimals;
    return number(shown, decimals, language) + std::string(kThinSpace) + (brief ? "ms" : "s");
}

std::string requestsText(const ServiceResult& service, Language language) {
    if (!service.traffic || !isKnown(service.traffic->asked)) return "";
    const auto& traffic = *service.traffic;
    std::vector<std::string> parts{say("traffic.asked", language, {{"n", plain(traffic.asked, language)}})};
    if (isKnown(traffic.requestWeighted))
        parts.push_back(say("traffic.answered", language,
                            {{"share", answeredText(traffic.requestWeighted, language)},
                             {"lost", significant(traffic.lostPerYear.value, 3, language)}}));
    if (isKnown(traffic.retries) && traffic.retries.value >= 0.001)
        parts.push_back(
            say("traffic.retries", language, {{"share", percent(traffic.retries.value, 1, language)}}));
    if (traffic.userWeighted && isKnown(*traffic.userWeighted))
        parts.push_back(
            say("traffic.users", language, {{"share", answeredText(*traffic.userWeighted, language)}}));
    if (traffic.attack && isKnown(traffic.attack->absorbed))
        parts.push_back(say("traffic.attack", language,
                            {{"n", plain(traffic.attack->sent, language)},
                             {"share", percent(traffic.attack->absorbed.value, 1, language)}}));
    return joined(parts, "; ");
}

std::string latencyText(const ServiceResult& service, Language language) {
    if (!service.traffic || service.traffic->latency.empty()) return "";
    std::vector<std::string> parts;
    for (const auto& [p, seconds] : service.traffic->latency)
        parts.push_back(
            say("traffic.within", language,
                {{"p", targetPercent(p, language)}, {"time", shortTime(seconds.value, language)}}));
    return say("traffic.latency", language, {{"list", joined(parts, ", ")}});
}

std::string instancesText(const ServiceResult& service, Language language) {
    if (!service.traffic || !isKnown(service.traffic->instances)) return "";
    std::string text =
        say("traffic.instances", language, {{"n", plain(service.traffic->instances, language)}});
    if (isKnown(service.traffic->utilisation))
        text += say("traffic.cpu", language,
                    {{"share", percent(service.traffic->utilisation.value, 0, language)}});
    if (const auto& backlog = service.traffic->backlog; backlog && isKnown(backlog->mean))
        text += say("traffic.backlog", language,
                    {{"mean", plain(backlog->mean, language)},
                     {"longest", significant(backlog->longest, 3, language)},
                     {"oldest", shortTime(backlog->oldest, language)}});
    return text;
}

std::string supplyText(const ServiceResult& service, const std::string& currency, Language language) {
    if (!service.traffic || !service.traffic->supply) return "";
    const analysis::Supply& supply = *service.traffic->supply;
    if (!isKnown(supply.needed)) return "";
    std::vector<std::string> parts{say("traffic.needed", language, {{"n", plain(supply.needed, language)}})};
    if (supply.underHoursPerYear.value > 0.0)
        parts.push_back(say("traffic.tooFew", language,
                            {{"time", duration(supply.underHoursPerYear.value * 3600.0, 0.0, language)}}));
    if (supply.idle.value > 0.0) {
        parts.push_back(say("traffic.idle", language,
                            {{"n", significant(supply.idle.value * core::kHoursPerYear, 3, language)}}));
        if (supply.idleCostPerYear.value > 0.0)
            parts.back() += " (" + money(supply.idleCostPerYear.value, currency, language) + ")";
    }
    return joined(parts, "; ");
}

std::string budgetAmount(const analysis::Budget& budget, Language language) {
    if (budget.unit == "hours") return duration(budget.perYear * 3600.0, 0.0, language);
    return say(budget.unit == "requests" ? "traffic.requests" : "traffic.userHours", language,
               {{"n", significant(budget.perYear, 3, language)}});
}

std::string budgetText(const analysis::TargetResult& target, Language language) {
    if (!target.budget) return "";
    std::string text = say("traffic.budget", language,
                           {{"amount", budgetAmount(*target.budget, language)},
                            {"used", shareText(target.budget->used, language)}});
    std::vector<std::string> burns;
    for (const analysis::Burn& burn : target.burn)
        burns.push_back(say("traffic.burnOver", language,
                            {{"n", significant(burn.largest, 2, language)},
                             {"window", duration(burn.hours * 3600.0, 0.0, language)}}));
    if (!burns.empty()) text += "; " + say("traffic.burn", language, {{"list", joined(burns, ", ")}});
    return text;
}

std::string creditText(const analysis::TargetResult& target, const std::string& currency, Language language) {
    if (!target.credits) return "";
    return say("traffic.credits", language,
               {{"money", money(target.credits->perYear.value, currency, language)},
                {"fee", money(target.credits->feePerYear, currency, language)},
                {"share", shareText(target.credits->months, language)}});
}

} // namespace nueves::report
