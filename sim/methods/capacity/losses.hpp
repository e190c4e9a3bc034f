// Every single fault that a scenario can have, as traffic sees it: those that leave the same are one.
#pragma once

#include "sim/methods/capacity/rehearsal.hpp"

#include <cstddef>
#include <vector>

namespace nueves::methods {

struct Losses {
    std::vector<Loss> different; // each leaves traffic something else; the first of those that are alike
    std::size_t tried = 0;       // faults and common causes in all
};
Losses singleLosses(const model::System& system);

} // namespace nueves::methods
