// What comes and goes: for which share of the time it was there.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/model/system.hpp"
#include "sim/scenario/names.hpp"

#include <vector>

namespace nueves::methods {

// Per instance: 1 for all but machines that scaling adds later, and places that no replica begins at.
std::vector<double> existenceAtStart(const scenario::Inventory& inventory);

// Of histories [first, first + count): per instance, into `existed`, for machines that are scaled, with what
// is inside them, and for the replicas that are put on them (all places of a service: the mean of them).
// Others are left as they are.
void addExistence(const model::System& system, const analysis::Outcome& outcome,
                  const scenario::Inventory& inventory, std::size_t first, std::size_t count,
                  std::vector<double>& existed);

} // namespace nueves::methods
