// Whose changes a run must hear of.
#pragma once

#include "sim/model/system.hpp"

namespace nueves::model::compiling {

void addWatches(System& system); // after the gates have their numbers

} // namespace nueves::model::compiling
