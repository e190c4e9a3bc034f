// How long a history runs before it is measured, so that the start is forgotten.
//
// A year for every deployment: with another host, or in another design, the same stretch of the same storm is
// measured. Whole years more, 50 at the most, only where something in it forgets too slowly for that.
#pragma once

#include "sim/model/system.hpp"

namespace nueves::methods {

// 8 times the longest mean repair, start-up, switch, delivery or detection (what is left of the start is then
// below e^-8 of a figure); 3 inspection periods; 5 times the mean life of what can fail unseen until it is
// called on; the time that a leak takes to do harm, or 8 times the mean time between two restarts if that is
// less; 2.5 n / (the sum of their rates) for a pair of n members that do not fail alike and without failback:
// for two, 5 times as long as it takes to forget who was active first.
core::SimSpan warmUp(const model::System& system);

} // namespace nueves::methods
