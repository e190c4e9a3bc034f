// Is a service held down by itself? Found by the rate clock in the histories, and confirmed request by
// request.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <vector>

namespace nueves::methods {

// services: as System::services, the whole may follow. Those are judged for which it is known what share of
// what is asked must be answered (standardOf). What was found is forked at the instant when it was certain:
// as it stood, and with nobody waiting, several times each. In all of them requests drive the structure, so
// that who would scale out does; none leaves a trace. Cost: nothing unless something was found; then that
// history up to there, and at most some 4 10^6 requests.
void addMetastable(std::vector<analysis::ServiceResult>& services, const model::System& system,
                   const SamplingPlan& plan, const analysis::Outcome& outcome);

} // namespace nueves::methods
