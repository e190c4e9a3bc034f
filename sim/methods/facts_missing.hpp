// What the scenario did not describe: everything absent is taken for perfect, and said.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/topology.hpp"

namespace nueves::methods {

// Things are named by path ("zone.server"), a code that concerns all that it could concern with no name.
// Codes: facts.hpp.
std::vector<analysis::NotModelled> notModelled(const scenario::Inventory& inventory,
                                               const model::Topology& topology);

} // namespace nueves::methods
