// What the table and the report both say about a result: sentences and short lists, in the reader's language.
#pragma once

#include "app/report/numbers.hpp"
#include "sim/analysis/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nueves::report {

std::string serviceName(const analysis::ServiceResult& service,
                        Language language); // "all at once" for the whole
std::string designLabel(const analysis::DesignSummary& design, Language language); // "metal: On the metal"
const analysis::DesignSummary* designOf(const analysis::Result& result, const std::string& design);

std::string measureText(const analysis::Result& result,
                        Language language); // "long run", "mean of 1 year ..."
std::string historiesText(const analysis::Result& result, Language language); // "4,096 histories of 1 year"
std::string precisionText(const analysis::Result& result, Language language); // empty if it was reached

std::string downtimeText(const analysis::ServiceResult& service,
                         Language language); // "7 h 43 min down a year ± 21 min"
std::string verdictText(analysis::TargetResult::Verdict verdict, Language language); // "met"
std::string windowText(const std::string& window, Language language);                // "lun-vie 09:00-14:00"
std::string targetName(const analysis::TargetResult& target,
                       Language language); // "target 99.9 %", its window
// "target 99 %: met; one year meets it with probability 90 %", from the verdict on. A mission judges none.
std::string targetText(const analysis::TargetResult& target, const analysis::Result& result,
                       Language language);
// " (99.92 % ± 0.01, 98.7 % within 2 s)": what was seen of it where it is not the service's own figure.
std::string seenText(const analysis::TargetResult& target, Language language);
// Does it promise uptime by the clock, at all hours? That is what the service's own figure is of.
bool isOfTheClock(const analysis::TargetResult& target);
bool isJudged(const analysis::TargetResult& target);
bool tellsOfYears(const analysis::Result& result); // its histories are years: what a bad one is like is known

// How many times more is down than if everything failed on its own; empty where there is no such figure.
std::optional<double> naiveRatio(const analysis::ServiceResult& service);
std::string naiveText(const analysis::ServiceResult& service, Language language); // empty likewise

// Causes of one group together, largest first; at most `most`, the rest as one more row with an empty name.
struct CauseRow {
    std::string name, title;
    analysis::Cause::Side side = analysis::Cause::Side::shared;
    double hoursPerYear = 0.0;
    double share = 0.0;
};
std::vector<CauseRow> causeRows(const analysis::ServiceResult& service, std::size_t most, Language language);
std::string causeLabel(const CauseRow& row, Language language); // title or name; "others" for the rest
std::string causesText(const analysis::ServiceResult& service, std::size_t most, Language language);
std::string phaseLabel(const analysis::PhaseShare& phase, Language language); // "failover: by hand"
std::string phasesText(const analysis::ServiceResult& service, Language language);

std::string outagesText(const analysis::ServiceResult& service, const analysis::Result& result,
                        Language language);
std::string missionText(const analysis::ServiceResult& service, const analysis::Result& result,
                        Language language);
std::string costText(double total, const std::vector<analysis::CostPart>& parts, const std::string& currency,
                     Language language);
std::string notModelledText(const std::vector<analysis::NotModelled>& list, Language language);
std::string assumedText(const analysis::Result& result, Language language);

// Sum of a service's own costs; of a design's parts.
double totalOf(const std::vector<analysis::CostPart>& parts);
std::string joined(const std::vector<std::string>& parts, std::string_view between);

} // namespace nueves::report
