// The busy hour of a rehearsal request by request: what the rate clock says of it, checked.
#pragma once

#include "sim/analysis/estimate.hpp"
#include "sim/methods/capacity/rehearsal.hpp"

#include <optional>

namespace nueves::methods {

// Share of what is meant that kept the tightest promise of a station, of several replays with other luck.
// None: nobody asks it directly, or the hour is not level and has too many requests (over 2.5e6). The demand is
// that of the rehearsal's last run; nobody scales in it. Cost: at most 10^7 requests, each 0.1 us or more.
std::optional<analysis::Estimate> replayedShare(const Rehearsal& rehearsal, std::size_t station,
                                                std::uint64_t seed);

} // namespace nueves::methods
