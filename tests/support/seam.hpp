// The two clocks side by side in windows of the shipped scenarios.
#pragma once

#include "sim/io/scenario_reader.hpp"
#include "sim/methods/zoom/zoom.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace nueves::test {

struct SeamRow {
    const char* scenario; // file of scenarios/, without its ending
    const char* design;
    double hour; // since the start, of the first history
    double minutes;
};

inline analysis::ZoomResult zoomShipped(const SeamRow& row) {
    const std::string file =
        std::string(NUEVES_SOURCE_DIR "/scenarios/") + row.scenario + ".json#" + row.design;
    auto read = io::readScenarioFile(file, {});
    if (read.designs.empty()) throw std::runtime_error(file + ": " + read.issues.front().code);
    methods::ZoomOptions options;
    options.from = core::after(core::kStart, core::spanFromSeconds(row.hour * 3600.0));
    options.lasts = core::spanFromSeconds(row.minutes * 60.0);
    std::vector<core::Issue> issues;
    auto result = methods::zoomInto(read.designs.front(), options, issues);
    if (core::hasError(issues)) throw std::runtime_error(file + ": " + issues.front().code);
    return result;
}

// Nobody was answered by either clock: there is nothing to hold against the other.
inline bool isInside(const analysis::SeamFigure& figure) {
    if (std::isnan(figure.rate) && std::isnan(figure.request)) return true;
    return std::abs(figure.rate - figure.request) <= figure.bound;
}

// The promise: at most 10 % of the p95 ...
inline bool isNarrowTime(const analysis::SeamFigure& p95) {
    return std::isnan(p95.request) || p95.bound <= 0.1 * p95.request;
}
// ... and of what is lost, or 1e-4 of all.
inline bool isNarrowShare(const analysis::SeamFigure& lost) {
    return lost.bound <= std::max(0.1 * lost.request, 1e-4);
}

inline QString shown(const analysis::SeamFigure& figure) {
    return QString("rates %1, requests %2, bound %3").arg(figure.rate).arg(figure.request).arg(figure.bound);
}

inline QString nameOf(const SeamRow& row) {
    return QString("%1#%2 at %3 h").arg(row.scenario).arg(row.design).arg(row.hour);
}

} // namespace nueves::test
