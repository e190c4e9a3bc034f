// Is a service held down by itself? Found by the rate clock in the histories, and confirmed request by
// request.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <vector>

namespace nueves::methods {

// services: as System::services, the whole may follow. Those that promise a share of their users' requests
// are judged. What was found is forked at the instant when it was certain, twice: as it stood, and with
// nobody waiting. In both requests drive the structure, so that who would scale out does; both leave no
// trace. Cost: nothing unless something was found; then that history up to there, and at most some 10^6
// requests.
void addMetastable(std::vector<analysis::ServiceResult>& services, const model::System& system,
                   const SamplingPlan& plan, const analysis::Outcome& outcome);

} // namespace nueves::methods
