// What the structure is to a request at one instant: how a replica behaves towards it, which share gets in.
//
// Both clocks are told by these, so that a window is replayed under the structure that its rates saw.
#pragma once

#include "sim/model/system.hpp"
#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

namespace nueves::behaviour::traffic {

struct TargetLook {
    model::Conduct conduct = model::Conduct::serves;
    double speed = 1.0;  // share of its speed that faults leave; a cold start comes on top
    bool wanted = true;  // not scaled away
    bool inRotation = true; // as checks see it
    double wrong = 0.0;     // share of what is asked that it answers wrongly, at once
    friend bool operator==(const TargetLook&, const TargetLook&) = default;
};
TargetLook lookOf(const model::System& system, const model::Signals& signals, const model::Target& target);

// Share that needs and what stands before the station let pass.
double enteringOf(const model::System& system, const model::Signals& signals, const model::Station& station);

// A gate as a share: real ones as they are, others 0 or 1; none: 1.
double valueOf(const model::System& system, const model::Signals& signals, model::GateId gate);

} // namespace nueves::behaviour::traffic
