// What was promised and what was seen: by the clock, by the request, by the user; in time; with what budget.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

// Of target `target` of service `service`, by their places in System::services.
analysis::TargetResult targetResult(const model::System& system, const analysis::Outcome& outcome,
                                    std::size_t service, std::size_t target);

} // namespace nueves::methods
