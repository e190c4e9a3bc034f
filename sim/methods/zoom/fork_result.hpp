// Forks of a window beside the history that they left.
#pragma once

#include "sim/analysis/zoom_result.hpp"
#include "sim/methods/fork/fork.hpp"

namespace nueves::methods::zoom {

analysis::ZoomFork forkOf(const model::System& system, const fork::Opening& opening,
                          const fork::DecidedTotals& forks);

} // namespace nueves::methods::zoom
