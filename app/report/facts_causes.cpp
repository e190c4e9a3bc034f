// Why it was down, and what was going on meanwhile: causes of one name in one row, the largest first.
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/terminal_text.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <map>

namespace nueves::report {

using namespace analysis;

namespace {

// Less than this is not worth a place in a line; the report has it.
constexpr double kWorthSaying = 0.01;

} // namespace

std::vector<CauseRow> causeRows(const ServiceResult& service, std::size_t most, Language language) {
    std::vector<CauseRow> rows;
    std::map<std::string, std::size_t> where;
    for (const Cause& cause : service.causes) {
        const std::string& group = cause.group.empty() ? cause.name : cause.group;
        const auto [found, isNew] = where.emplace(group, rows.size());
        if (isNew) rows.push_back({group, cause.title.in(language), cause.side, 0.0, 0.0});
        rows[found->second].hoursPerYear += cause.hoursPerYear;
        rows[found->second].share += cause.share;
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    if (rows.size() <= most + 1) return rows; // the rest would be one row anyway
    CauseRow rest;
    for (std::size_t i = most; i < rows.size(); ++i) {
        rest.hoursPerYear += rows[i].hoursPerYear;
        rest.share += rows[i].share;
    }
    rows.resize(most);
    rows.push_back(rest);
    return rows;
}

std::string causeLabel(const CauseRow& row, Language language) {
    if (row.name.empty()) return word("table.othersName", language);
    if (row.title.empty()) return withoutControls(row.name);
    // Whose: "maintenance.patching of server.os" is "Patches (server.os)", and "app1.crash" is "Crashes
    // (app1)".
    const auto of = row.name.find(" of ");
    const auto dot = row.name.rfind('.');
    std::string whose;
    if (of != std::string::npos)
        whose = " (" + row.name.substr(of + 4) + ")";
    else if (dot != std::string::npos)
        whose = " (" + row.name.substr(0, dot) + ")";
    return withoutControls(row.title + whose);
}

std::string causesText(const ServiceResult& service, std::size_t most, Language language) {
    std::vector<std::string> parts;
    for (const CauseRow& row : causeRows(service, most, language))
        if (row.share >= kWorthSaying)
            parts.push_back(causeLabel(row, language) + " " + causeShare(row.share, language));
    return joined(parts, ", ");
}

std::string phaseLabel(const PhaseShare& phase, Language language) {
    const std::string what = codeWord("phase", phase.phase.substr(0, phase.phase.find(": ")), language);
    return phase.title.empty() ? what : what + ": " + withoutControls(phase.title.in(language));
}

std::string phasesText(const ServiceResult& service, Language language) {
    std::vector<PhaseShare> phases = service.phases;
    std::stable_sort(phases.begin(), phases.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    std::vector<std::string> parts;
    for (const PhaseShare& phase : phases)
        if (phase.share >= kWorthSaying)
            parts.push_back(phaseLabel(phase, language) + " " + causeShare(phase.share, language));
    return joined(parts, ", ");
}

} // namespace nueves::report
