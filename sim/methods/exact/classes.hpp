// Which states can be left for good and which sets of states never are.
#pragma once

#include "sim/methods/exact/rates.hpp"

namespace nueves::methods {

struct Classes {
    std::vector<std::vector<std::uint32_t>> recurrent; // each in order of number
    std::vector<std::uint32_t> transient;
};

// Of the states that `start` can reach.
Classes classesOf(const Rates& rates, const Distribution& start);

} // namespace nueves::methods
