// What follows from a design without running it: single points of failure, shared fate, what fits on its machines, and
// what the scenario did not describe.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

// Appends to singlePoints, sharedFate, capacity and (once) notModelled.
void addFacts(analysis::Result& result, const model::System& system);

} // namespace nueves::methods
