// Whose requests come where, over any number of calls.
#pragma once

#include "sim/model/traffic.hpp"

#include <cstddef>

namespace nueves::behaviour::traffic {

// Do requests of this demand reach the station, by calls too? Cost: the calls of the plan.
bool reaches(const model::Traffic& plan, std::size_t demand, std::size_t station);
// Does anybody but an attacker send requests there?
bool isMissed(const model::Traffic& plan, std::size_t station);

} // namespace nueves::behaviour::traffic
