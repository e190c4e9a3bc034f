// Headroom and scaling need of every service that requests reach. An observation of its own: it changes no
// figure of the histories.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

namespace nueves::methods {

struct CapacityOptions {
    std::uint64_t seed = 1;
    const std::atomic<bool>* givenUp = nullptr; // what is not known by then stays absent
};

// services: as System::services, the whole may follow.
void addCapacity(std::vector<analysis::ServiceResult>& services, const model::System& system,
                 const CapacityOptions& options);

} // namespace nueves::methods
