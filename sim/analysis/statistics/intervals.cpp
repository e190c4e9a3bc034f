#include "sim/analysis/statistics/intervals.hpp"

#include "sim/core/assert.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

namespace nueves::analysis {

namespace {

constexpr double kTail = 0.025;               // outside, on each side
constexpr double kNormal = 1.959963984540054; // upper 2.5 % point of the normal
constexpr double kRounding = 1e-12;           // relative: what sums of equal values differ by
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double studentPoint(std::uint64_t count) {
    return boost::math::quantile(
        boost::math::complement(boost::math::students_t(static_cast<double>(count - 1)), kTail));
}

// Inverse of Hall's g(t) = t + g t^2 / 3 + g^2 t^3 / 27 + g / 6, g = skewness of the mean.
double hallInverse(double x, double skew) {
    if (std::abs(skew) < 1e-6) return x - skew * (x * x / 3.0 + 1.0 / 6.0); // the limit, without 0 / 0
    return 3.0 / skew * (std::cbrt(1.0 + skew * (x - skew / 6.0)) - 1.0);
}

// Interval around `value` of an error whose studentised law has this skewness.
Estimate skewedInterval(double value, const Moments& error, double scale) {
    if (error.count() < 2) return {value, -kInfinity, kInfinity, Method::simulated};
    const double spread = error.standardError() * scale;
    if (spread <= kRounding * std::abs(value)) return {value, value, value, Method::simulated};
    const double skew = error.skewness() / std::sqrt(static_cast<double>(error.count()));
    const double point = studentPoint(error.count());
    return {value, value - spread * hallInverse(point, skew), value - spread * hallInverse(-point, skew),
            Method::simulated};
}

} // namespace

Estimate meanInterval(const Moments& moments) {
    return skewedInterval(moments.mean(), moments, 1.0);
}

Estimate meanInterval(std::span<const double> values) {
    return meanInterval(Moments(values));
}

Estimate unknown() {
    constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
    return {kNoNumber, kNoNumber, kNoNumber, Method::simulated};
}

Estimate within(Estimate estimate, double least, double most) {
    estimate.low = std::clamp(estimate.low, least, most);
    estimate.high = std::clamp(estimate.high, least, most);
    return estimate;
}

Estimate ratioInterval(std::span<const double> x, std::span<const double> y) {
    NUEVES_ASSERT(x.size() == y.size(), "a ratio needs pairs");
    const Moments above(x), below(y);
    NUEVES_ASSERT(below.mean() != 0.0, "a ratio needs something to divide by");
    const double ratio = above.mean() / below.mean();
    Moments error;
    for (std::size_t i = 0; i < x.size(); ++i) error.add((x[i] - ratio * y[i]) / below.mean());
    return skewedInterval(ratio, error, 1.0);
}

Estimate pairedDifference(std::span<const double> first, std::span<const double> second) {
    NUEVES_ASSERT(first.size() == second.size(), "a paired difference needs pairs");
    Moments difference;
    for (std::size_t i = 0; i < first.size(); ++i) difference.add(first[i] - second[i]);
    return meanInterval(difference);
}

Estimate proportionInterval(std::uint64_t hits, std::uint64_t n) {
    NUEVES_ASSERT(n > 0 && hits <= n, "a proportion needs histories");
    const double size = static_cast<double>(n), share = static_cast<double>(hits) / size;
    const double z2 = kNormal * kNormal / size;
    const double middle = (share + z2 / 2.0) / (1.0 + z2);
    const double half = kNormal / (1.0 + z2) * std::sqrt((share * (1.0 - share) + z2 / 4.0) / size);
    // at 0 and 1 one end is exact, but for the last digit
    return {share, hits == 0 ? 0.0 : middle - half, hits == n ? 1.0 : middle + half, Method::simulated};
}

Estimate poissonRate(std::uint64_t count, double exposure) {
    NUEVES_ASSERT(exposure > 0.0, "a rate needs exposure");
    const double k = static_cast<double>(count);
    if (count == 0) return {0.0, 0.0, -std::log(2.0 * kTail) / exposure, Method::bound};
    return {k / exposure, boost::math::gamma_p_inv(k, kTail) / exposure,
            boost::math::gamma_q_inv(k + 1.0, kTail) / exposure, Method::simulated};
}

Estimate nothingSeen(std::uint64_t n) {
    const double high = n == 0 ? 1.0 : -std::expm1(std::log(2.0 * kTail) / static_cast<double>(n));
    return {0.0, 0.0, high, Method::bound};
}

// B = number of values below the quantile is binomial (n, p); x_(l) <= quantile <= x_(u) whenever l <= B < u.
Estimate quantileInterval(std::span<const double> sorted, double p) {
    NUEVES_ASSERT(!sorted.empty() && p > 0.0 && p < 1.0, "a quantile needs values and 0 < p < 1");
    const std::size_t n = sorted.size();
    const boost::math::binomial below(static_cast<double>(n), p);
    const auto ranks = std::views::iota(std::size_t{1}, n + 1);
    const auto fewBelow = [&](std::size_t r) { return cdf(below, static_cast<double>(r - 1)); }; // P(B < r)
    // largest l with P(B < l) <= 2.5 % (0: none), least u with P(B >= u) <= 2.5 % (n + 1: none)
    const std::size_t l =
        *std::ranges::partition_point(ranks, [&](auto r) { return fewBelow(r) <= kTail; }) - 1;
    const std::size_t u =
        *std::ranges::partition_point(ranks, [&](auto r) { return fewBelow(r) < 1.0 - kTail; });
    const double place =
        std::ceil(p * static_cast<double>(n) - 1e-9); // 0.95 x 100 is 95, not 95.00000000000001
    const std::size_t middle = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(place, 1.0)), 1, n);
    return {sorted[middle - 1], l == 0 ? -kInfinity : sorted[l - 1], u == n + 1 ? kInfinity : sorted[u - 1],
            Method::simulated};
}

} // namespace nueves::analysis
