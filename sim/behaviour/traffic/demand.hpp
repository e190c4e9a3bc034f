// How many come, at an instant: profile, growth, crowds of drawn size, wavering.
#pragma once

#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

namespace nueves::behaviour::traffic {

// Value of the curve at t, s.
double valueAt(const model::Curve& curve, double t);

// Users, or requests per second, at t.
double wantedAt(const model::Demand& demand, const model::DemandState& state, double t);
// Share of its peak that a crowd has at t.
double presence(const model::Crowd& crowd, double t);
// First instant after t at which the straight pieces of the demand bend or jump; infinity if never.
double nextBend(const model::Demand& demand, double t);

} // namespace nueves::behaviour::traffic
