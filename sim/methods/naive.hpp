// The independence trap: what a service would reach if every replica had a world of its own (semantics.md, section 10).
//
// Each replica's whole chain (host, layers, power, place, network path) private and independent, each failure mode at
// its stand-alone unavailability, hands and spares always free, no switch-over, start-up or rotation, no common cause.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <optional>

namespace nueves::methods {

// Empty: not defined (its structure is too large to enumerate, or it has no meaning for this service).
std::optional<analysis::Estimate> naiveUnavailability(const model::System& system, model::ServiceId service);

// Long-run share of time that a mode alone would be active, with free hands and pieces; its probability if it has one.
double standAloneUnavailability(const model::System& system, const model::Mode& mode);

} // namespace nueves::methods
