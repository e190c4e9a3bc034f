#include "sim/methods/exact/poisson.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::methods {
namespace {

// A neighbour of weight w, r times as large, begins a tail of less than w r / (1 - r): ratios fall on the way
// out.
bool isNegligible(double weight, double ratio) {
    return ratio < 1.0 && weight * ratio < kPoissonLoss * (1.0 - ratio);
}

} // namespace

PoissonWeights poissonWeights(double mean) {
    const auto mode = static_cast<std::size_t>(mean);
    std::vector<double> below, above{1.0};
    double weight = 1.0;
    for (std::size_t n = mode; n > 0; --n) {
        const double ratio = static_cast<double>(n) / mean;
        if (isNegligible(weight, ratio)) break;
        below.push_back(weight *= ratio);
    }
    weight = 1.0;
    for (std::size_t n = mode + 1;; ++n) {
        const double ratio = mean / static_cast<double>(n);
        if (isNegligible(weight, ratio)) break;
        above.push_back(weight *= ratio);
    }
    PoissonWeights weights;
    weights.first = mode - below.size();
    weights.weight.assign(below.rbegin(), below.rend());
    weights.weight.insert(weights.weight.end(), above.begin(), above.end());
    const double sum = std::accumulate(weights.weight.begin(), weights.weight.end(), 0.0);
    for (double& w : weights.weight) w /= sum;
    return weights;
}

std::vector<double> PoissonWeights::more() const {
    std::vector<double> tail(weight.size(), 0.0);
    for (std::size_t i = weight.size() - 1; i > 0; --i) tail[i - 1] = tail[i] + weight[i];
    return tail;
}

} // namespace nueves::methods
