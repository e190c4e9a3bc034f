// "One lone thing is web[1] to the engine and web to people" (scenario-language.md, section 3).
#pragma once

#include "sim/scenario/names.hpp"

#include <string>

namespace nueves::methods {

// The full name without the number of whoever is the only one: "zone[2].server.disk[1]".
std::string nameForPeople(const scenario::Inventory& inventory, int instance);

} // namespace nueves::methods
