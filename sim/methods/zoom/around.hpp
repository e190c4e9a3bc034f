// Windows around what went wrong, zoomed into by themselves: observation only.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/zoom_result.hpp"
#include "sim/methods/prepare.hpp"

#include <atomic>
#include <vector>

namespace nueves::methods {

inline constexpr std::size_t kMostWindows = 3; // of a design

// The first outage of each service with users of its own, in the first history that has one: from two minutes
// before it begins until eight after, at most kMostWindows. No figure of the run changes: histories are
// simulated again, up to there.
//
// Cost, so that no run is held up: replays of a window and of the two others that judge it come to about 8e5
// requests, and one replay to 1e5 at most; a window with more is cut to what lies around the outage, and one
// that cannot be cut is told without replays. The others are of the same history, and of other ones only
// where their two days from the start reach.
std::vector<analysis::ZoomResult> zoomAroundOutages(const scenario::Scenario& scenario,
                                                    const Compiled& compiled,
                                                    const analysis::Outcome& outcome, int threads,
                                                    const std::atomic<bool>* stop);

} // namespace nueves::methods
