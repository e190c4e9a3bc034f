// Circuit breakers of the callers over one edge, as shares of a crowd.
//
// A closed breaker has seen a share of failures that follows what happens with the mean age of a call in its
// window; it opens when a failure brings the count in the window over the limit, as many calls as there are
// being Bernoulli trials (upcrossings of a moving sum). An open one passes kPhases phases, so that it lets a
// trial through after a time that is nearly fixed (the method of stages: Cox, Proc. Camb. Phil. Soc. 51,
// 1955). A crowd: that all of three replicas open at the same instant is not seen, only how many are open on
// average.
#pragma once

#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

namespace nueves::behaviour::traffic {

struct BreakerSight {     // what one caller with a closed breaker meets
    double calls = 0.0;   // 1/s, attempts that it makes
    double failing = 0.0; // share of them that fails
    double each = 0.0;    // s, until it knows
};

// Share of the breakers that is closed.
double closedShare(const model::BreakerLevel& level);
// Share of the calls that is let through, trials included.
double passingShare(const model::Breaker& plan, const model::BreakerLevel& level, const BreakerSight& sight);
// Implicit stage of length h, s: to = before + h times its rate of change at `to`.
void moveBreaker(const model::Breaker& plan, const model::BreakerLevel& before, double h,
                 const BreakerSight& sight, model::BreakerLevel& to);

} // namespace nueves::behaviour::traffic
