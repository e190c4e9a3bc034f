// Scenario -> System: names to indices, keys to gates, clocks and jobs. Everything fixed is worked out here.
#pragma once

#include "sim/core/issue.hpp"
#include "sim/model/system.hpp"

#include <memory>
#include <vector>

namespace nueves::model {

struct Compiled {
    std::unique_ptr<System> system;  // null if there is an error among issues
    std::vector<core::Issue> issues; // errors and warnings that only the whole shows
};

// `until`: profiles (shifts, windows) are worked out from the start to here. The scenario must outlive the System.
Compiled compile(const scenario::Scenario& scenario, core::SimTime until);

} // namespace nueves::model
