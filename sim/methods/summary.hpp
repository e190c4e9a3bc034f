// From what histories did to figures with their error bars.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

// One entry per service in System order, then the whole (only if there is more than one service).
std::vector<analysis::ServiceResult> summarise(const model::System& system, const analysis::Outcome& outcome);

// Per history: share of the stretch that service `index` was down; for a mission: 1 if it had an outage, else
// 0.
std::vector<double> unavailabilities(const model::System& system, const analysis::Outcome& outcome,
                                     std::size_t index);

// Mean with its interval; an upper bound where nothing was seen.
analysis::Estimate unavailabilityEstimate(const std::vector<double>& perHistory);

} // namespace nueves::methods
