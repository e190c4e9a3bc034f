// What a scenario says wrongly although every value could be read: names, circles, counts, layers, causes,
// actions. Needs no files and no compiled system. Codes: issue_codes.hpp.
#pragma once

#include "sim/core/issue.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nueves::scenario {

// The known name next to a wrong one; empty: none is near.
using NearestName = std::string (*)(std::string_view found, const std::vector<std::string>& known);

// Appends errors and warnings, in no particular order. Cost: about one resolution of each name for each
// member.
void validate(const Scenario& scenario, NearestName nearest, std::vector<core::Issue>& issues);

} // namespace nueves::scenario
