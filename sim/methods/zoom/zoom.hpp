// A window of one history, request by request: percentiles, and how far the rate clock is from them.
//
// The seam error of a figure: how far the two clocks lie apart in other windows of the same scenario (the
// same hours in other histories, other hours of the same history), relative to the figure, and a quarter
// more, plus what the luck of these replays can make. More, because the largest of n differences is exceeded
// by the next in one case of n + 1. Like is held against like: see Disagreement.
#pragma once

#include "sim/analysis/zoom_result.hpp"
#include "sim/core/issue.hpp"
#include "sim/methods/prepare.hpp"
#include "sim/methods/zoom/recorded_window.hpp"
#include "sim/scenario/scenario.hpp"

#include <atomic>
#include <optional>

namespace nueves::methods {

struct ZoomOptions {
    std::uint64_t history = 0; // from 0
    core::SimTime from{};      // since the history's start
    core::SimSpan lasts{};
    bool closed = false; // a fork: from its beginning on requests drive the structure
    int threads = 0;     // 0: as many as the machine has
    const std::atomic<bool>* stop = nullptr;
    double requests = 2e6;      // replayed of the window, about
    double otherRequests = 4e5; // of each other window
    double most = 2e7;          // in one replay: some tens of seconds, some GB if all of them wait
    std::size_t others = 8;     // windows to judge by, at most
    core::SimSpan otherHistories =
        core::kForever;                   // of other histories only what ends so soon after their start
    std::optional<core::SimTime> keepsIn; // a window with too many requests is cut to what lies around this
};

// Closed: no seam is judged; what was decided stands beside what the history decided.
// Valid if no error was added to `issues`: no demand, a window that is not within the history, or one with
// more requests than memory or patience hold. Cost: the history up to the window, those of a few others, and
// some seconds.
analysis::ZoomResult zoomInto(const scenario::Scenario& scenario, const ZoomOptions& options,
                              std::vector<core::Issue>& issues);

// The same of a design that is compiled already.
analysis::ZoomResult zoomInto(const scenario::Scenario& scenario, const Compiled& compiled,
                              const ZoomOptions& options, std::vector<core::Issue>& issues);

namespace zoom {

// The windows that the bound comes from, those that say most first: history, window.
std::vector<std::pair<std::uint64_t, WindowAsked>> otherWindows(const WindowAsked& window,
                                                                std::uint64_t history, core::SimTime end);

struct Disagreement {           // of the two clocks, largest seen; none: no window of that kind
    std::optional<double> p95;  // relative, where enough were answered
    std::optional<double> lost; // relative, where much is lost
    std::optional<double> rare; // share of all, where little is
    std::uint64_t windows = 0;  // with enough requests to tell
};

} // namespace zoom

} // namespace nueves::methods
