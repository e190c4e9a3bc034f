// Where single requests would have decided otherwise than their averages did.
//
// The same code decides: the scaler is shown what the requests did instead of what the rates did, look by
// look; a service is up by the share of requests answered. Breakers are the request clock's alone: each time
// that one opens is a decision otherwise.
#pragma once

#include "sim/analysis/zoom_result.hpp"
#include "sim/methods/requests/record.hpp"
#include "sim/methods/zoom/recorded_window.hpp"

#include <vector>

namespace nueves::methods::zoom {

// What may be decided in this system; numbers are zero.
std::vector<analysis::SeamDecisions> decisionsOf(const model::System& system);
// How often each was taken in the window by the rate clock.
void countTaken(const model::System& system, const RecordedWindow& window,
                std::vector<analysis::SeamDecisions>& decisions);
// How often each would have been taken otherwise by the requests of one replay. The window has rows.
std::vector<double> takenOtherwise(const model::System& system, const RecordedWindow& window,
                                   const RequestRecord& record);

// Length of rows that show every look of those who scale: their shortest sync; 15 s without any. Longer in
// windows that would have too many.
core::SimSpan rowsFor(const model::System& system, core::SimSpan lasts);

} // namespace nueves::methods::zoom
