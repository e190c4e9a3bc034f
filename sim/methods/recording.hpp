// Records one history of one design as a script (scenario/script_log.hpp), to be replayed on any run.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/script_log.hpp"

#include <cstdint>
#include <vector>

namespace nueves::methods {

// History number `history`, from 1, over the whole horizon. A long run has no dates to record: steady is an
// issue, as with any script. Valid if no error was added.
scenario::ScriptLog recordHistory(const scenario::Scenario& scenario, std::uint64_t history,
                                  std::vector<core::Issue>& issues);

} // namespace nueves::methods
