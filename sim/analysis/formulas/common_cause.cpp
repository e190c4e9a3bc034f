#include "sim/analysis/formulas/common_cause.hpp"

#include "sim/core/assert.hpp"

#include <cmath>

namespace nueves::analysis {

namespace {

struct PairShares {
    double one, none; // share of time with one unit up, with none
};

// Weights against "both up" = 1: the flow out of it is (2 - beta) L, the flow into "none up" is L from one,
// beta L from both.
PairShares sharesOf(const BetaPair& pair) {
    NUEVES_ASSERT(pair.failureRate > 0.0 && pair.repairRate > 0.0 && pair.crews >= 1 && pair.crews <= 2,
                  "a pair has rates and one crew or two");
    NUEVES_ASSERT(pair.beta >= 0.0 && pair.beta <= 1.0, "beta is a share");
    const double ratio = pair.failureRate / pair.repairRate;
    const double one = ratio * (2.0 - pair.beta);
    const double none = ratio * (one + pair.beta) / pair.crews;
    const double total = 1.0 + one + none;
    return {one / total, none / total};
}

} // namespace

double BetaPair::unavailability() const {
    return sharesOf(*this).none;
}

double BetaPair::outageRate() const {
    return sharesOf(*this).none * repairRate * crews;
}

// Neither a common event nor both trains by their own: log1p keeps the digits of rare ones.
double betaTrains(int components, double p, double beta) {
    NUEVES_ASSERT(components >= 1 && p >= 0.0 && p < 1.0 && beta >= 0.0 && beta <= 1.0,
                  "components and chances");
    const double logNoCommon = components * std::log1p(-beta * p);
    const double train = -std::expm1(components * std::log1p(-(1.0 - beta) * p));
    return -std::expm1(logNoCommon + std::log1p(-train * train));
}

} // namespace nueves::analysis
