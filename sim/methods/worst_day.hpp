// The day around the worst hour of all histories, lived once more and written down.
//
// Observation only: the same draws again in a state of its own, after the figures are known. Costs at most one
// more history.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/methods/prepare.hpp"

#include <atomic>
#include <vector>

namespace nueves::methods {

// The hour in which most requests were lost; where none were, the one in which most were asked. Fills the day
// of each service that requests reach. Nothing without demand, for missions, or if somebody gives up.
void drawWorstDay(const Compiled& compiled, const analysis::Outcome& outcome, const std::atomic<bool>* stop,
                  std::vector<analysis::ServiceResult>& services);

} // namespace nueves::methods
