// The charts of the report, drawn as inline SVG: no script, no font of their own, colours by class so that
// the style sheet can turn them for dark paper and for print. Kinds and rules: bars start at zero, log axes
// say so, labels stand at what they name, every figure carries its interval.
#pragma once

#include "app/report/numbers.hpp"
#include "sim/analysis/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nueves::report {

// One service in one design on the ruler of nines: where it is, what was promised, what independence would
// give.
struct NinesRow {
    std::string label;
    analysis::Estimate unavailability;
    std::vector<double> targets;                                      // promised uptimes
    enum class State { none, met, missed, open } state = State::none; // the worst of the targets'
    std::optional<double> naive;                                      // unavailability
};
std::string ninesChart(const std::vector<NinesRow>& rows, const std::string& title, Language language);

// Share of years by hours of downtime, split at what the target allows.
struct HistogramData {
    std::vector<std::pair<double, double>> bins; // upper edge in hours, share
    std::optional<double> allowedHours;
    bool few = false; // under 200 histories: hollow bars
};
std::string histogramChart(const HistogramData& data, const std::string& title, Language language);

struct Bar {
    std::string label;
    double share = 0.0; // length: of the longest
    std::string figure; // at the bar's end
};
std::string barChart(const std::vector<Bar>& bars, const std::string& title);

// Money against nines, one point for each design.
struct CostPoint {
    std::string label;
    double costPerYear = 0.0;
    analysis::Estimate unavailability;
};
std::string costChart(const std::vector<CostPoint>& points, const std::string& currency,
                      const std::string& title, Language language);

// What applications get of a machine, what is still free, what the layers take.
struct StackRow {
    std::string label;
    double used = 0.0, free = 0.0, overhead = 0.0; // shares of the whole
    std::string figure;
};
std::string stackChart(const std::vector<StackRow>& rows, const std::string& title);

} // namespace nueves::report
