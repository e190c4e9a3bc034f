// What traffic did to a service: requests, answers, instances.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

// Leaves result.traffic absent if no requests reach the service.
void addTraffic(analysis::ServiceResult& result, const model::System& system, const analysis::Outcome& outcome,
                model::ServiceId service);

} // namespace nueves::methods
