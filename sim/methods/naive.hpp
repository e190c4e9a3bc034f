// The independence trap: what a service would reach if every replica had a world of its own (semantics.md,
// section 10).
//
// Each replica's whole chain (host, layers, power, place, network path) private and independent, each failure
// mode at its stand-alone unavailability, hands and spares always free, no switch-over, start-up or rotation,
// no common cause. Batteries and tanks are as empty as a lone cut leaves them (naive_stores.hpp). A service
// that others need, or that their users pass, counts as one thing with its own naive figure.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <optional>
#include <vector>

namespace nueves::methods {

// Per service. Empty: not defined (its structure is too large to enumerate, or a long-run figure has no
// meaning).
std::vector<std::optional<analysis::Estimate>> naiveUnavailabilities(const model::System& system);

// Per mode: long-run share of time that it alone would be active, with free hands and pieces; its probability
// if it has one. Beta factors do not lower it: a common part of a rate is part of it.
std::vector<double> standAloneUnavailabilities(const model::System& system);

} // namespace nueves::methods
