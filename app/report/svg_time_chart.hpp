// Curves over a day or a week, in panels that share their time: demand and answers, replicas against need,
// slow answers; what went wrong as numbered bands behind them.
#pragma once

#include "app/report/numbers.hpp"

#include <string>
#include <vector>

namespace nueves::report {

struct TimeCurve {
    std::string label;
    std::string cls; // of the style sheet: asked answered lost serving wanted needed machines slow
    std::vector<double> values; // one a slice; NaN: a gap
};
struct TimePanel {
    std::string title; // what it counts, with its unit
    std::vector<TimeCurve> curves;
};
struct TimeBand { // s from the beginning of the chart
    double from = 0.0, until = 0.0;
    std::string number;
};
struct TimeChart {
    double step = 3600.0; // s a slice
    int startHour = 0;    // local, of the first slice
    bool isWeek = false;  // labels are days from Monday on, not hours
    std::vector<TimePanel> panels;
    std::vector<TimeBand> bands;
};
std::string timeChart(const TimeChart& chart, const std::string& title, Language language);

} // namespace nueves::report
