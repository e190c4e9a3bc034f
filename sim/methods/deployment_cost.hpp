// What a deployment costs in a year, from what its histories used of hands and pieces and lost in downtime.
//
// A mission stops a history at its first outage, so a year's hands, pieces and downtime are not seen: only
// what is paid whatever happens is counted.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <vector>

namespace nueves::methods {

// Mean over histories, by kind.
std::vector<analysis::CostPart> deploymentCost(const model::System& system, const analysis::Outcome& outcome);
// In total, history by history: their mean is the sum of the above. Two designs in the same storm differ pair
// by pair.
std::vector<double> deploymentCosts(const model::System& system, const analysis::Outcome& outcome);

// What an hour of one replica costs: its own keys, and of its machine the share of the cores that it asks for
// (none where it asks for none). Mean over all that there can be.
double pricePerReplicaHour(const model::System& system, model::ServiceId service);

} // namespace nueves::methods
