// A window of one history, request by request: percentiles, and how far the rate clock is from them.
//
// The seam error of a figure: how far the two clocks lie apart in other windows of the same scenario (the
// same hours in other histories, other hours of the same history), relative to the figure, and a quarter
// more, plus what the luck of these replays can make. More, because the largest of n differences is exceeded
// by the next in one case of n + 1.
#pragma once

#include "sim/analysis/zoom_result.hpp"
#include "sim/core/issue.hpp"
#include "sim/methods/prepare.hpp"
#include "sim/methods/zoom/recorded_window.hpp"
#include "sim/scenario/scenario.hpp"

#include <atomic>

namespace nueves::methods {

struct ZoomOptions {
    std::uint64_t history = 0; // from 0
    core::SimTime from{};      // since the history's start
    core::SimSpan lasts{};
    bool closed = false; // a fork: from its beginning on requests drive the structure
    int threads = 0;     // 0: as many as the machine has
    const std::atomic<bool>* stop = nullptr;
};

// Closed: no seam is judged; what was decided stands beside what the history decided.
// Valid if no error was added to `issues`: no demand, a window that is not within the history, or one with
// more requests than memory or patience hold. Cost: the history up to the window, those of a few others, and
// some seconds.
analysis::ZoomResult zoomInto(const scenario::Scenario& scenario, const ZoomOptions& options,
                              std::vector<core::Issue>& issues);

namespace zoom {

// The windows that the bound comes from: history, window.
std::vector<std::pair<std::uint64_t, WindowAsked>> otherWindows(const WindowAsked& window,
                                                                std::uint64_t history, core::SimTime end);

struct Disagreement { // of the two clocks, largest seen, relative
    double p95 = 0.0;
    double lost = 0.0;
    std::uint64_t windows = 0; // with enough requests to tell
};

} // namespace zoom

} // namespace nueves::methods
