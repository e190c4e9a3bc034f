// From scenarios to what can be simulated: which stretch of time is measured, and from which start.
#pragma once

#include "sim/methods/sampling/sampler.hpp"
#include "sim/scenario/scenario.hpp"

#include <memory>
#include <vector>

namespace nueves::methods {

struct Compiled {                          // one design, ready to run
    std::unique_ptr<model::System> system; // none: see the issues
    SamplingPlan plan;
};

// A long run with shifts, windows or other hours of the calendar is measured over whole years, as many as it
// takes to hold the horizon: a day in it may be a Sunday.
Compiled prepare(const scenario::Scenario& scenario, std::vector<core::Issue>& issues);

// The same storm for all: the design that takes longest to forget its start decides when measuring begins.
void measureTogether(std::vector<Compiled>& compiled, const std::vector<scenario::Scenario>& designs);

} // namespace nueves::methods
