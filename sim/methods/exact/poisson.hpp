// Weights of uniformisation: chances of n jumps.
//
// From the mode outwards and then brought to sum 1, so that no weight loses digits to a logarithm or an
// underflow. Source: B. L. Fox, P. W. Glynn, "Computing Poisson probabilities", Communications of the ACM 31
// (1988).
#pragma once

#include <cstddef>
#include <vector>

namespace nueves::methods {

struct PoissonWeights {
    std::size_t first = 0;      // number of jumps of weight[0]
    std::vector<double> weight; // sums to 1; what is left out on both sides is below kPoissonLoss
    std::size_t last() const { return first + weight.size() - 1; }
    std::vector<double>
    more() const; // chance of more jumps than that: from the right, small ones are exact too
};
inline constexpr double kPoissonLoss = 1e-18;

PoissonWeights poissonWeights(double mean); // mean >= 0

} // namespace nueves::methods
