// Profiles and traces of local clocks as curves over simulated time.
#pragma once

#include "sim/core/calendar.hpp"
#include "sim/model/traffic.hpp"
#include "sim/scenario/demand.hpp"

namespace nueves::model::compiling {

inline constexpr double kMostKnots = 5e6; // of one curve: 80 MB

// From the start to `until`, a knot at each end or beyond it. Clock changes: a knot is where the wall first
// shows its time, so that the hour that spring skips is a jump, and in autumn the hour that comes twice is
// one stretch.
Curve curveOf(const scenario::Profile& profile, const core::Calendar& calendar, core::SimTime until);
// Repeated: whole days or weeks of the trace one after another, the run's start on its weekday and hour. Not
// repeated: on its own dates, nothing before and after.
Curve curveOf(const scenario::Trace& trace, const core::Calendar& calendar, core::SimTime until);
// How many knots that would make, about.
double knotsOf(const scenario::Demand& demand, core::SimTime until);

// Mean over [0, until] of the straight lines.
double meanOf(const Curve& curve, double until);

} // namespace nueves::model::compiling
