// What fits on each machine, and what its layers and guests take of it.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/topology.hpp"

namespace nueves::methods {

// Hosts, and virtual machines that stand on nothing (rented ones). Useful: after the CPU shares, own memory
// and memory per guest of every layer on it; a layer inside a virtual machine takes its share of that
// machine's size. Copies on a pair count on each member: each must have room for them. Requested: `requests`
// of the copies, limits aside.
void addCapacity(analysis::Result& result, const scenario::Inventory& inventory,
                 const model::Topology& topology);

} // namespace nueves::methods
