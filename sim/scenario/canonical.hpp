// A scenario as one text in which equal descriptions are equal, however they were written: "2 h" and "120
// min", a preset or its keys written out. Its hash names the physics of a run.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <string>

namespace nueves::scenario {

// physicsOnly: without titles, notes, sources, targets and run settings.
std::string canonical(const Scenario& scenario, bool physicsOnly);

// FNV-1a, 64 bits, of the canonical physics.
std::uint64_t physicsHash(const Scenario& scenario);

} // namespace nueves::scenario
