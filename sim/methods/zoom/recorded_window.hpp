// Windows of a rate-level history, written down so that they can be replayed request by request.
//
// Structure is taken as the history had it and never written back: recording changes nothing in it, neither a
// draw nor a step of its integration, since levels inside a window are moved on a copy.
#pragma once

#include "sim/behaviour/traffic/sums.hpp"
#include "sim/methods/requests/window.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <atomic>
#include <optional>
#include <span>
#include <vector>

namespace nueves::methods {

struct WindowAsked {
    core::SimTime from{};
    core::SimSpan lasts{};  // > 0
    core::SimSpan leadIn{}; // replayed before `from`, not counted: at most `from`
    core::SimSpan every{};  // > 0: a row of the rate clock's own figures each time
};

// What the rate clock counted up to an instant of the window, and how the history stood there.
struct WindowRow {
    double at = 0.0;                         // s since the history's start
    behaviour::traffic::TrafficSums sums;    // since the row before
    model::Signals signals;                  // after the looks of those who scale
    model::TrafficLevels levels;             // lines without their distributions
    std::vector<model::ScalingState> before; // as they were at the row before, or after the last event
    std::vector<model::ScalingState> after;
    std::vector<std::uint8_t> answered; // per station: is its required share answered?
};

struct RecordedWindow {
    WindowAsked asked;
    RequestWindow requests;     // all but who stands where when it opens: see peopled()
    model::TrafficLevels opens; // at requests.begins
    // Per demand and retry: of those who wait to try again at requests.begins, the share whose pause has
    // begun; the others still wait for an answer that will not come.
    std::vector<std::vector<double>> pausing;
    std::vector<double> arriving;         // 1/s, per station: to each of its targets, at requests.begins
    behaviour::traffic::TrafficSums rate; // the rate clock's own figures, without the lead-in
    std::vector<WindowRow> rows;
    double expected = 0.0; // attempts of users in the whole window, by the rate clock
};

// Windows of history number `history` (from 0), in the order of their beginnings. Each lies within the
// measured stretch and [0, its end). Empty: `stop` was set. Cost: the history up to the end of the last.
std::vector<RecordedWindow> recordWindows(const model::System& system, SamplingPlan plan,
                                          std::uint64_t history, std::span<const WindowAsked> asked,
                                          const std::atomic<bool>* stop = nullptr);

// One of them.
RecordedWindow windowOf(const model::System& system, const SamplingPlan& plan, std::uint64_t history,
                        const WindowAsked& asked);

// The window with those who stand there when it opens, drawn from the recorded levels: one draw for each
// replay.
RequestWindow peopled(const model::System& system, const RecordedWindow& recorded,
                      const core::DrawSource& source);

// As long as what happened before is felt: the longest time that a user keeps trying, and a line takes to
// forget; between 10 s and 10 min.
core::SimSpan leadInFor(const model::System& system);

} // namespace nueves::methods
