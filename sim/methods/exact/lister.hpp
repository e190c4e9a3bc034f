// Listing of states: the same model code, with every branch followed instead of drawn.
//
// Behind the doors stands a list of what was started and chosen. It honours exponential and Erlang laws at
// speeds that depend on the state, and choices; everything else is refused by name. From the clocks of each
// settled state follow the rates of a continuous-time Markov chain.
#pragma once

#include "sim/core/expected.hpp"
#include "sim/engine/doors.hpp"
#include "sim/methods/exact/chain.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

struct ListingOptions {
    std::size_t mostStates = 5000;
    bool blame = false; // roots of lingering things join the state
    bool lump = false;  // states that differ only by which of some interchangeable members is which are one
};

// Why there is no chain: a request that listing cannot honour, or too many states ("states").
using SolveFailure = engine::Refusal;

core::Expected<Chain, SolveFailure> listStates(const model::System& system, const ListingOptions& options);

} // namespace nueves::methods
