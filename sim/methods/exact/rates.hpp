// Rates of a Markov chain by rows, as every solver here reads them.
#pragma once

#include "sim/methods/exact/chain.hpp"

namespace nueves::methods {

using Distribution = std::vector<double>; // a number per state: shares of time, probabilities

struct Rates {
    struct Entry {
        std::uint32_t to;
        double rate; // 1/s, > 0
    };
    std::vector<std::uint32_t> first; // states + 1: where each row begins in `entries`
    std::vector<Entry> entries;
    std::vector<double> exit; // 1/s: sum of each row

    std::size_t states() const { return exit.size(); }
    const Entry* begin(std::size_t row) const { return entries.data() + first[row]; }
    const Entry* end(std::size_t row) const { return entries.data() + first[row + 1]; }
    double fastest() const; // largest exit rate
};

Rates ratesOf(std::size_t states,
              std::vector<Chain::Transition> transitions); // in any order, pairs may repeat
Rates ratesOf(const Chain& chain);
Distribution startOf(const Chain& chain);

// The states of `kept` and one more, the last: everything else, which absorbs. Rates among the others are
// left out.
Rates absorbing(const Rates& rates, const std::vector<std::uint8_t>& kept);
Distribution absorbing(const Distribution& start, const std::vector<std::uint8_t>& kept);

} // namespace nueves::methods
