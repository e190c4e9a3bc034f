#include "sim/analysis/formulas/block_diagram.hpp"

#include "sim/core/assert.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace nueves::analysis {

namespace {

// P(exactly j units down), j = 0 .. n: one unit after the other. Only sums and products of positive terms.
std::vector<double> downCounts(std::span<const double> units) {
    std::vector<double> chance{1.0};
    for (const double u : units) {
        chance.push_back(0.0);
        for (std::size_t j = chance.size() - 1; j > 0; --j)
            chance[j] = chance[j] * (1.0 - u) + chance[j - 1] * u;
        chance[0] *= 1.0 - u;
    }
    return chance;
}

} // namespace

double renewalUnavailability(double meanUp, double meanDown) {
    NUEVES_ASSERT(meanUp > 0.0 && meanDown >= 0.0, "a renewal cycle has a length");
    return meanDown / (meanUp + meanDown);
}

double seriesUnavailability(std::span<const double> units) {
    double logUp = 0.0;
    for (const double u : units) logUp += std::log1p(-u);
    return -std::expm1(logUp);
}

double parallelUnavailability(std::span<const double> units) {
    double all = 1.0;
    for (const double u : units) all *= u;
    return all;
}

double kOfNUnavailability(std::size_t k, std::size_t n, double unit) {
    return kOfNUnavailability(k, std::vector<double>(n, unit));
}

double kOfNUnavailability(std::size_t k, std::span<const double> units) {
    NUEVES_ASSERT(k <= units.size(), "k of n needs k <= n");
    const std::vector<double> chance = downCounts(units);
    double sum = 0.0;
    for (std::size_t down = units.size(); down > units.size() - k; --down)
        sum += chance[down]; // small ones first
    return sum;
}

// The group falls when exactly k are up and one of them fails.
double kOfNOutageRate(std::size_t k, std::size_t n, double meanUp, double meanDown) {
    NUEVES_ASSERT(k >= 1 && k <= n, "k of n needs 1 <= k <= n");
    const std::vector<double> units(n, renewalUnavailability(meanUp, meanDown));
    return downCounts(units)[n - k] * static_cast<double>(k) / meanUp;
}

// life[set] = mean time until fewer than k are left of this set: first the next failure, then what is left.
double kOfNMeanLife(std::size_t k, std::span<const double> rates) {
    NUEVES_ASSERT(k >= 1 && k <= rates.size() && rates.size() <= 20, "subsets of at most 20 units");
    std::vector<double> life(std::size_t{1} << rates.size(), 0.0);
    for (std::uint32_t set = 1; set < life.size(); ++set) {
        if (static_cast<std::size_t>(std::popcount(set)) < k) continue;
        double total = 0.0, later = 0.0;
        for (std::size_t i = 0; i < rates.size(); ++i) {
            if ((set >> i & 1U) == 0U) continue;
            total += rates[i];
            later += rates[i] * life[set & ~(1U << i)];
        }
        life[set] = (1.0 + later) / total;
    }
    return life.back();
}

} // namespace nueves::analysis
