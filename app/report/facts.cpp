#include "app/report/facts.hpp"

#include "app/report/traffic_text.hpp"

#include "app/report/estimate_text.hpp"
#include "app/report/terminal_text.hpp"
#include "app/report/words.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::report {

using namespace analysis;

namespace {

constexpr core::SimSpan kShortestYear = std::chrono::hours(8760); // 365 d, a year of people

std::string significantPercent(double share, Language language) {
    return percent(share, decimalsForDigits(100.0 * share, 1), language);
}

// "1 year", "30 d": a span that a person wrote.
std::string spanText(core::SimSpan span, Language language) {
    if (span == core::kYear) return language == Language::es ? "1 año" : "1 year";
    return duration(core::seconds(span), 0.0, language);
}

} // namespace

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

std::string serviceName(const ServiceResult& service, Language language) {
    return service.name.empty() ? word("whole", language) : service.name;
}

std::string designLabel(const DesignSummary& design, Language language) {
    const std::string title = withoutControls(design.title.in(language));
    return design.design.empty() || title.empty() ? design.design + title : design.design + ": " + title;
}

const DesignSummary* designOf(const Result& result, const std::string& design) {
    for (const DesignSummary& summary : result.designs)
        if (summary.design == design) return &summary;
    return nullptr;
}

std::string measureText(const Result& result, Language language) {
    return say("measure." + result.measure, language,
               {{"horizon", spanText(result.settings.horizon, language)}});
}

std::string historiesText(const Result& result, Language language) {
    if (result.histories == 0) return word(result.partial ? "table.noneDone" : "table.noHistories", language);
    return say(
        result.histories == 1 ? "table.oneHistory" : "table.histories", language,
        {{"n", whole(result.histories, language)}, {"horizon", spanText(result.settings.horizon, language)}});
}

std::string precisionText(const Result& result, Language language) {
    double worst = 0.0;
    bool missed = false;
    for (const DesignSummary& design : result.designs) {
        if (design.precisionMet) continue;
        missed = true;
        worst = std::max(worst, design.precisionReached);
    }
    if (!missed) return {};
    const std::string wanted = significantPercent(result.precisionWanted, language);
    if (!std::isfinite(worst) || worst > 10.0)
        return say("table.precisionUnknown", language, {{"wanted", wanted}});
    return say("table.precisionMissed", language,
               {{"wanted", wanted}, {"reached", significantPercent(worst, language)}});
}

std::string downtimeText(const ServiceResult& service, Language language) {
    if (service.reliability) return {}; // a mission has no year
    const Estimate& hours = service.downtimeHoursPerYear;
    const std::string text = hoursText(hours, language);
    if (hours.method == Method::bound || (isLopsided(hours) && halfWidth(hours) > 0.0))
        return say("table.downBound", language, {{"value", text}});
    const auto error = text.find(kPlusMinus);
    if (error == std::string::npos) return say("table.down", language, {{"value", text}});
    return say("table.down", language, {{"value", text.substr(0, error)}}) + text.substr(error);
}

std::string verdictText(TargetResult::Verdict verdict, Language language) {
    switch (verdict) {
    case TargetResult::Verdict::met: return word("verdict.met", language);
    case TargetResult::Verdict::missed: return word("verdict.missed", language);
    case TargetResult::Verdict::open: break;
    }
    return word("verdict.open", language);
}

std::string windowText(const std::string& window, Language language) {
    std::string out = window;
    for (const std::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
        const std::string shown = word("day." + std::string(day), language);
        for (auto at = out.find(day); at != std::string::npos; at = out.find(day, at + shown.size()))
            out.replace(at, day.size(), shown);
    }
    return out;
}

std::string targetName(const TargetResult& target, Language language) {
    std::vector<std::string> parts;
    if (target.promisesUptime) {
        parts.push_back(targetPercent(target.uptime, language));
        if (target.weight != "time") parts.back() += " " + word("weight." + target.weight, language);
    }
    for (const LatencyResult& latency : target.latency)
        parts.push_back(say(
            "traffic.within", language,
            {{"p", targetPercent(latency.share, language)}, {"time", promisedTime(latency.seconds, language)}}));
    std::string out = say("table.target", language, {{"target", joined(parts, ", ")}});
    if (!target.window.empty()) out += ", " + windowText(target.window, language);
    if (target.excludingMaintenance) out += ", " + word("table.withoutMaintenance", language);
    return out;
}

bool isOfTheClock(const TargetResult& target) {
    return target.promisesUptime && target.weight == "time" && !target.windowed &&
           !target.excludingMaintenance;
}

std::string seenText(const TargetResult& target, Language language) {
    std::vector<std::string> parts;
    if (target.promisesUptime && !isOfTheClock(target))
        parts.push_back(target.weight == "time" ? availabilityText(target.unavailability, language)
                                                : answeredText(target.unavailability, language));
    for (const LatencyResult& latency : target.latency)
        parts.push_back(say("traffic.within", language,
                            {{"p", answeredText(latency.late, language)},
                             {"time", promisedTime(latency.seconds, language)}}));
    return parts.empty() ? "" : " (" + joined(parts, ", ") + ")";
}

bool isJudged(const TargetResult& target) {
    const auto isKnown = [](const LatencyResult& latency) { return !std::isnan(latency.late.value); };
    return target.promisesUptime ? !std::isnan(target.unavailability.value)
                                 : std::any_of(target.latency.begin(), target.latency.end(), isKnown);
}

bool tellsOfYears(const Result& result) {
    return result.settings.horizon >= kShortestYear;
}

std::string targetText(const TargetResult& target, const Result& result, Language language) {
    if (!isJudged(target)) return word("table.notJudged", language);
    const std::string p = shareText(target.probabilityMet, language);
    std::string out = tellsOfYears(result)
                          ? say("table.targetMet", language, {{"p", p}})
                          : say("table.targetMetSpan", language,
                                {{"p", p}, {"span", spanText(result.settings.horizon, language)}});
    if (target.confidence)
        out += " (" +
               say("table.confidenceWanted", language, {{"p", targetPercent(*target.confidence, language)}}) +
               ")";
    return out;
}

std::optional<double> naiveRatio(const ServiceResult& service) {
    if (!service.naive || service.unavailability.method == Method::bound) return std::nullopt;
    const double naive = service.naive->value;
    if (!(naive > 0.0) || !std::isfinite(naive) || !(service.unavailability.value > 0.0)) return std::nullopt;
    return service.unavailability.value / naive;
}

std::string naiveText(const ServiceResult& service, Language language) {
    if (!service.naive) return {};
    std::string out = availabilityText(*service.naive, language);
    const auto ratio = naiveRatio(service);
    if (!ratio) return out;
    const bool worse = *ratio >= 1.0;
    const double times = worse ? *ratio : 1.0 / *ratio;
    if (times < 1.05) return out + ": " + word("table.naiveSame", language);
    const std::string shown = number(times, times < 9.95 ? 1 : 0, language);
    return out + ": " + say(worse ? "table.naiveWorse" : "table.naiveBetter", language, {{"times", shown}});
}

namespace {

std::string tailText(const ServiceResult& service, Language language) {
    for (const Quantile& quantile : service.downtimeQuantiles)
        if (std::fabs(quantile.p - 0.95) < 1e-9 && quantile.value > 0.0) // else no year that bad was seen
            return say("table.oneInTwenty", language,
                       {{"value", duration(quantile.value * 3600.0, 0.0, language)}});
    return {};
}

} // namespace

std::string outagesText(const ServiceResult& service, const Result& result, Language language) {
    std::vector<std::string> parts;
    if (service.outagesPerYear.value > 0.0 && service.outagesPerYear.method != Method::bound)
        parts.push_back(say(service.longestOutageHours > 0.0 ? "table.outages" : "table.outagesOnly",
                            language,
                            {{"n", countText(service.outagesPerYear, language)},
                             {"each", hoursText(service.mttrHours, language)},
                             {"longest", duration(service.longestOutageHours * 3600.0, 0.0, language)}}));
    if (tellsOfYears(result)) parts.push_back(tailText(service, language));
    return joined(parts, "; ");
}

std::string missionText(const ServiceResult& service, const Result& result, Language language) {
    std::vector<std::string> parts;
    if (service.reliability)
        parts.push_back(say("table.reliability", language,
                            {{"horizon", spanText(result.settings.horizon, language)},
                             {"p", shareText(*service.reliability, language)}}));
    if (service.mttfHours)
        parts.push_back(
            say("table.firstOutage", language, {{"value", hoursText(*service.mttfHours, language)}}));
    return joined(parts, "; ");
}

double totalOf(const std::vector<CostPart>& parts) {
    double total = 0.0;
    for (const CostPart& part : parts) total += part.perYear;
    return total;
}

std::string costText(double total, const std::vector<CostPart>& parts, const std::string& currency,
                     Language language) {
    std::vector<CostPart> sorted = parts;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.perYear > b.perYear; });
    std::vector<std::string> shown;
    for (const CostPart& part : sorted)
        if (part.perYear != 0.0)
            shown.push_back(codeWord("cost", part.kind, language) + " " +
                            money(part.perYear, currency, language));
    if (shown.empty()) return {};
    return say("table.costYear", language, {{"total", money(total, currency, language)}}) + ": " +
           joined(shown, ", ");
}

std::string notModelledText(const std::vector<NotModelled>& list, Language language) {
    std::vector<std::string> parts;
    for (const NotModelled& item : list) {
        std::string text = codeWord("notModelled", item.what, language);
        if (!item.of.empty()) text = say("notModelled.of", language, {{"what", text}, {"of", item.of}});
        if (std::find(parts.begin(), parts.end(), text) == parts.end()) parts.push_back(text);
    }
    return joined(parts, ", ");
}

std::string assumedText(const Result& result, Language language) {
    const auto& all = result.assumptions;
    if (all.empty()) return word("table.nothingAssumed", language);
    const auto assumed = std::count_if(all.begin(), all.end(), [](const auto& a) { return a.assumed; });
    return say(
        assumed == 1 ? "table.assumedOne" : "table.assumed", language,
        {{"n", whole(static_cast<std::uint64_t>(assumed), language)}, {"all", whole(all.size(), language)}});
}

} // namespace nueves::report
