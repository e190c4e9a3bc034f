#include "sim/analysis/formulas/downtime.hpp"

#include "sim/core/assert.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>

#include <cmath>
#include <cstdint>

namespace nueves::analysis {

// Sum over n of P(n failures in T - x of up time) P(n exponential repairs take at most x).
double ExponentialUnit::downtimeAtMost(double x) const {
    if (x < 0.0) return 0.0;
    if (x >= horizon) return 1.0;
    const double expected = (horizon - x) / meanUp;
    if (x == 0.0) return std::exp(-expected);
    double sum = std::exp(-expected); // no failure
    const double logExpected = std::log(expected);
    const int last = static_cast<int>(expected + 12.0 * std::sqrt(expected) + 40.0); // beyond: below 1e-16
    for (int n = 1; n <= last; ++n) {
        const double poisson = std::exp(n * logExpected - expected - boost::math::lgamma(n + 1.0));
        sum += poisson * boost::math::gamma_p(static_cast<double>(n), x / meanDown);
    }
    return sum;
}

double ExponentialUnit::downtimeQuantile(double p) const {
    NUEVES_ASSERT(p > 0.0 && p < 1.0, "a quantile has 0 < p < 1");
    if (p <= noFailure()) return 0.0;
    const auto excess = [&](double x) { return downtimeAtMost(x) - p; };
    std::uintmax_t steps = 200;
    const auto close = boost::math::tools::eps_tolerance<double>(46);
    // at the end of the horizon the law jumps to 1: the bracket ends just before, or there
    const double end = horizon * (1.0 - 1e-15), atEnd = excess(end);
    if (atEnd <= 0.0) return horizon;
    const auto [from, to] =
        boost::math::tools::toms748_solve(excess, 0.0, end, noFailure() - p, atEnd, close, steps);
    return from + (to - from) / 2.0;
}

double ExponentialUnit::meanDowntime() const {
    return horizon * (1.0 - intervalAvailability());
}

double ExponentialUnit::noFailure() const {
    return std::exp(-horizon / meanUp);
}

double ExponentialUnit::pointAvailability() const {
    const double speed = 1.0 / meanUp + 1.0 / meanDown;
    return (meanUp + meanDown * std::exp(-speed * horizon)) / (meanUp + meanDown);
}

double ExponentialUnit::intervalAvailability() const {
    const double pace = horizon * (1.0 / meanUp + 1.0 / meanDown);
    return (meanUp - meanDown * std::expm1(-pace) / pace) / (meanUp + meanDown);
}

double ExponentialUnit::meanFailures() const {
    return horizon * intervalAvailability() / meanUp;
}

double fixedRepairDowntimeAtMost(double meanUp, double down, double horizon, double x) {
    NUEVES_ASSERT(meanUp > 0.0 && down > 0.0 && horizon > 0.0, "means and horizon are positive");
    if (x < 0.0) return 0.0;
    if (x >= horizon) return 1.0;
    return boost::math::gamma_q(std::floor(x / down) + 1.0, (horizon - x) / meanUp); // Poisson sum
}

} // namespace nueves::analysis
