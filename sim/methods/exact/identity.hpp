// When two states are the same: the physics of a state as bytes, free of bookkeeping and of idle leftovers.
#pragma once

#include "sim/model/state.hpp"

#include <string>
#include <vector>

namespace nueves::methods {

// Of jobs that will still stand in a queue: 1, 2, ... by time of asking among those of the same crew (or
// stock); 0: none.
struct QueueRanks {
    std::vector<std::uint32_t> crew, stock;
};
QueueRanks queueRanks(const model::System& system, const model::State& state);

// Will this thing have to start, in a way that anything depends on? A hard one without a start-up and without
// hidden faults just runs again, whatever stopped it.
bool mustStart(const model::System& system, const model::State& state, std::size_t thing);

std::string identity(const model::System& system, const model::State& state, bool withRoots);

} // namespace nueves::methods
