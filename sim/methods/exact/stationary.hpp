// Where a Markov chain spends its time in the long run, without a single subtraction: every probability,
// however small, comes out with nearly all its digits.
//
// Elimination of one state after another: W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative analysis
// and steady state distributions for Markov chains", Operations Research 33 (1985). Dense: n states take 8
// n^2 bytes and about 2/3 n^3 additions and multiplications, done in blocks.
#pragma once

#include "sim/methods/exact/rates.hpp"

namespace nueves::methods {

// Of states that all lead to one another. Sums to 1.
Distribution stationary(const Rates& rates);

// Long-run share of the time in each state of any chain: recurrent classes by the chance to end in each.
Distribution longRun(const Rates& rates, const Distribution& start);

// Mean time in each state of `kept` until it is left for the first time, s. Empty if it may never be left.
std::vector<double> timeUntilLeft(const Rates& rates, const Distribution& start,
                                  const std::vector<std::uint8_t>& kept);

} // namespace nueves::methods
