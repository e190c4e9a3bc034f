// The request-level clock: every request of a window of time, one by one, under a structure that is given.
//
// The same plan and the same meaning as the rate-level clock in behaviour/traffic, without its averages:
// percentiles come from here. A draw is a function of (seed, history, stream of a demand, station or call,
// number of the arrival), so the same source gives the same bytes.
#pragma once

#include "sim/methods/requests/record.hpp"
#include "sim/methods/requests/window.hpp"

namespace nueves::methods {

// Cost: about 0.1 us a request at a simple station.
RequestRecord replayRequests(const RequestPlan& plan, const RequestWindow& window,
                             const core::DrawSource& source);

} // namespace nueves::methods
