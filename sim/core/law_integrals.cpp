// Moments of the laws and the life left in the long run: integrals of the survival function.
// Source: Cox, Renewal Theory, 1962, section 5 (residual life in equilibrium); Boost.Math for quadrature and
// roots.
#include "sim/core/law.hpp"
#include "sim/core/law_math.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>

namespace nueves::core {

namespace {

// Integral of k t^(k-1) S(t) over [from, to], in log t, where every law is smooth and no scale is special.
double survivalIntegral(const Law& law, int k, double from, double to) {
    if (!(from < to)) return 0.0;
    const double unit = std::sqrt(from * to), half = 0.5 * std::log(to / from);
    const auto integrand = [&](double y) {
        const double x = std::exp(y);
        return (k == 1 ? x : 2.0 * x * x) * law.survival(x * unit);
    };
    const double inUnits =
        boost::math::quadrature::gauss_kronrod<double, 31>::integrate(integrand, -half, half, 9, 1e-11);
    return inUnits * (k == 1 ? unit : unit * unit);
}

constexpr double kNothing = 1e-17; // share of a time below which an integral from 0 does not notice
double farEnd(const Law& law) {
    return law_math::fromBaseLogSurvival(law, -300.0 / law.power);
}

double momentByQuadrature(const Law& law, int k) {
    const double median = law.quantile(0.5);
    return survivalIntegral(law, k, median * kNothing, median) +
           survivalIntegral(law, k, median, farEnd(law));
}

// Sum over the sample's values; with a power the shares are differences of the raised survival.
double sampleMoment(const Law& law, int k) {
    const auto& sample = *law.sample;
    const double n = static_cast<double>(sample.size());
    double sum = 0.0, before = 1.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double after = std::pow((n - 1.0 - static_cast<double>(i)) / n, law.power);
        sum += (before - after) * (k == 1 ? sample[i] : sample[i] * sample[i]);
        before = after;
    }
    return sum;
}

double weibullMoment(const Law& law, int k) {
    return std::pow(law.a * std::pow(law.power, -1.0 / law.b), k) * std::tgamma(1.0 + k / law.b);
}

double smoothMean(const Law& law) {
    if (law.power != 1.0) return momentByQuadrature(law, 1);
    if (law.kind == LawKind::logNormal) return std::exp(law.a + law.b * law.b / 2.0);
    const auto [shape, scale] = law_math::gammaParameters(law);
    return shape * scale;
}

double smoothVariance(const Law& law) {
    const double mean = law.mean();
    if (law.power != 1.0) return momentByQuadrature(law, 2) - mean * mean;
    if (law.kind == LawKind::logNormal) return std::expm1(law.b * law.b) * mean * mean;
    const auto [shape, scale] = law_math::gammaParameters(law);
    return shape * scale * scale;
}

double sampleVariance(const Law& law) {
    const double mean = law.mean();
    return std::max(0.0, sampleMoment(law, 2) - mean * mean);
}

// P(T* > x) of the length-biased law, whose density is t f(t) / mean: of the same kind for the three smooth
// laws.
double lengthBiasedSurvival(const Law& law, double x) {
    if (law.kind == LawKind::logNormal) {
        Law biased = law;
        biased.a += law.b * law.b;
        return biased.survival(x);
    }
    const auto [shape, scale] = law_math::gammaParameters(law);
    return Law::gammaFromMean((shape + 1.0) * scale, shape + 1.0).survival(x);
}

// Integral of the survival function from 0 to x, s; by parts where there is no power.
double before(const Law& law, double x) {
    if (law.power != 1.0) return survivalIntegral(law, 1, kNothing * std::min(x, law.quantile(0.5)), x);
    return x * law.survival(x) + law.mean() * (1.0 - lengthBiasedSurvival(law, x));
}

// The same from x on.
double beyond(const Law& law, double x) {
    if (law.power != 1.0) return survivalIntegral(law, 1, x, farEnd(law));
    return law.mean() * lengthBiasedSurvival(law, x) - x * law.survival(x);
}

// Root of before(x) = u mean or, in the upper half, beyond(x) = (1 - u) mean: both keep the digits of the
// smaller part.
double smoothEquilibrium(const Law& law, double u) {
    const double mean = law.mean();
    const auto excess = [&](double logX) {
        const double x = std::exp(logX);
        return u < 0.5 ? before(law, x) - u * mean : (1.0 - u) * mean - beyond(law, x);
    };
    const double low = std::log(u * mean); // survival <= 1, so the root is not below
    const double high = std::max(low, std::log(farEnd(law)));
    const double atLow = excess(low), atHigh = excess(high);
    if (atLow >= 0.0) return std::exp(low);
    if (atHigh <= 0.0) return std::exp(high);
    std::uintmax_t steps = 100;
    const auto close = boost::math::tools::eps_tolerance<double>(48);
    const auto [from, to] = boost::math::tools::toms748_solve(excess, low, high, atLow, atHigh, close, steps);
    return std::exp(from + (to - from) / 2.0);
}

// Survival (b - x) / (b - a) raised to p: its integral beyond the low end is a power again.
double uniformEquilibrium(const Law& law, double u) {
    const double width = law.b - law.a, mean = law.mean();
    if (u * mean <= law.a) return u * mean;
    const double share = (1.0 - u) * mean * (law.power + 1.0) / width;
    return law.b - width * std::pow(share, 1.0 / (law.power + 1.0));
}

// The survival of a sample is a stair; its integral is walked step by step.
double sampleEquilibrium(const Law& law, double u) {
    const auto& sample = *law.sample;
    const double n = static_cast<double>(sample.size());
    double left = u * law.mean(), from = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double height = std::pow((n - static_cast<double>(i)) / n, law.power);
        if (height * (sample[i] - from) >= left) return from + left / height;
        left -= height * (sample[i] - from);
        from = sample[i];
    }
    return sample.back();
}

// The integral of exp(-(t / a)^b) is an incomplete gamma function of shape 1 / b.
double weibullEquilibrium(const Law& law, double u) {
    const double scale = law.a * std::pow(law.power, -1.0 / law.b);
    return scale * std::pow(Law::gammaFromMean(1.0 / law.b, 1.0 / law.b).quantile(u), 1.0 / law.b);
}

} // namespace

double Law::mean() const {
    switch (kind) {
    case LawKind::fixed: return a;
    case LawKind::exponential: return a / power;
    case LawKind::weibull: return weibullMoment(*this, 1);
    case LawKind::uniform: return a + (b - a) / (power + 1.0);
    case LawKind::empirical: return sampleMoment(*this, 1);
    case LawKind::never: return law_math::kInfinity;
    default: return smoothMean(*this);
    }
}

double Law::variance() const {
    switch (kind) {
    case LawKind::fixed: return 0.0;
    case LawKind::exponential: return a / power * (a / power);
    case LawKind::weibull: return weibullMoment(*this, 2) - mean() * mean();
    case LawKind::uniform: // of a beta law (1, power) stretched over [a, b]
        return (b - a) * (b - a) * power / ((power + 1.0) * (power + 1.0) * (power + 2.0));
    case LawKind::empirical: return sampleVariance(*this);
    case LawKind::never: return law_math::kInfinity;
    default: return smoothVariance(*this);
    }
}

double Law::equilibriumResidual(double u) const {
    switch (kind) {
    case LawKind::fixed: return a * u;
    case LawKind::exponential: return quantile(u); // memoryless
    case LawKind::weibull: return weibullEquilibrium(*this, u);
    case LawKind::uniform: return uniformEquilibrium(*this, u);
    case LawKind::empirical: return sampleEquilibrium(*this, u);
    case LawKind::never: return law_math::kInfinity;
    default: return smoothEquilibrium(*this, u);
    }
}

} // namespace nueves::core
