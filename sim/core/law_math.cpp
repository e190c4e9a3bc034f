#include "sim/core/law_math.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace nueves::core::law_math {

namespace {

namespace policies = boost::math::policies;
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>, policies::promote_double<false>>;
constexpr Quiet kQuiet{};
constexpr double kSqrt2 = 1.41421356237309504880;
constexpr double kLogSqrtTwoPi = 0.91893853320467274178;
constexpr double kTiny = 1e-300;      // below this a survival has lost digits ...
constexpr double kLogTiny = -690.775; // ... and this is its logarithm
constexpr int kFractionTerms = 60;    // enough for 1e-16 where survival is below kTiny

struct FarTail {
    double logSurvival;
    double hazard; // per unit of the standard variable
};

FarTail normalFarTail(double z) {
    double d = z;
    for (int i = kFractionTerms; i >= 1; --i) d = z + i / d;
    return {-z * z / 2.0 - kLogSqrtTwoPi - std::log(d), d};
}

FarTail gammaFarTail(double shape, double x) {
    double d = x + 2 * kFractionTerms + 1 - shape;
    for (int i = kFractionTerms; i >= 1; --i) d = x + 2 * i - 1 - shape - i * (i - shape) / d;
    return {shape * std::log(x) - x - boost::math::lgamma(shape, kQuiet) - std::log(d), d / x};
}

// Newton's steps on the logarithm of survival, which is nearly a parabola or a line so far out.
template <class Tail> double farQuantile(Tail tail, double x, double logSurvival) {
    for (int i = 0; i < 12; ++i) {
        const FarTail here = tail(x);
        x += (here.logSurvival - logSurvival) / here.hazard;
    }
    return x;
}

double normalQuantile(double logSurvival) {
    if (logSurvival < kLogTiny) return farQuantile(normalFarTail, std::sqrt(-2.0 * logSurvival), logSurvival);
    const double upper = std::exp(logSurvival), lower = -std::expm1(logSurvival);
    return lower < upper ? -kSqrt2 * boost::math::erfc_inv(2.0 * lower, kQuiet)
                         : kSqrt2 * boost::math::erfc_inv(2.0 * upper, kQuiet);
}

double gammaQuantile(double shape, double logSurvival) {
    if (logSurvival < kLogTiny)
        return farQuantile([&](double x) { return gammaFarTail(shape, x); }, shape - logSurvival,
                           logSurvival);
    const double upper = std::exp(logSurvival), lower = -std::expm1(logSurvival);
    return lower < upper ? boost::math::gamma_p_inv(shape, lower, kQuiet)
                         : boost::math::gamma_q_inv(shape, upper, kQuiet);
}

double normalScore(const Law& law, double t) {
    return (std::log(t) - law.a) / law.b;
}

FarTail farTail(const Law& law, double t) {
    if (law.kind == LawKind::logNormal) return normalFarTail(normalScore(law, t));
    const auto [shape, scale] = gammaParameters(law);
    return gammaFarTail(shape, t / scale);
}

// Density over survival of the lognormal, gamma and Erlang laws.
double smoothHazard(const Law& law, double t) {
    const bool normal = law.kind == LawKind::logNormal;
    if (normal && t <= 0.0) return 0.0;
    const double perUnit = normal ? law.b * t : gammaParameters(law).second; // s per standard unit
    const double rest = baseSurvival(law, t);
    if (rest <= kTiny) return farTail(law, t).hazard / perUnit;
    const double z = normal ? normalScore(law, t) : t / perUnit;
    const double density =
        normal ? std::exp(-z * z / 2.0 - kLogSqrtTwoPi) : boost::math::gamma_p_derivative(law.b, z, kQuiet);
    return density / rest / perUnit;
}

// The sample's value at a point of the cumulative distribution: the smallest x with P(T <= x) >= p.
double sampleAt(const std::vector<double>& sample, double p) {
    const double place = std::ceil(p * static_cast<double>(sample.size())) - 1.0;
    const double last = static_cast<double>(sample.size() - 1);
    return sample[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
}

double uniformQuantile(const Law& law, double logSurvival) {
    const double upper = std::exp(logSurvival), lower = -std::expm1(logSurvival);
    return lower < upper ? law.a + (law.b - law.a) * lower : law.b - (law.b - law.a) * upper;
}

double sampleSurvival(const std::vector<double>& sample, double t) {
    const auto beyond = sample.end() - std::upper_bound(sample.begin(), sample.end(), t);
    return static_cast<double>(beyond) / static_cast<double>(sample.size());
}

double uniformSurvival(const Law& law, double t) {
    if (t < law.a) return 1.0;
    return t < law.b ? (law.b - t) / (law.b - law.a) : 0.0;
}

} // namespace

std::pair<double, double> gammaParameters(const Law& law) {
    return {law.b, law.kind == LawKind::erlang ? law.a / law.b : law.a};
}

double baseSurvival(const Law& law, double t) {
    if (t < 0.0) return 1.0;
    switch (law.kind) {
    case LawKind::fixed: return t < law.a ? 1.0 : 0.0;
    case LawKind::exponential: return std::exp(-t / law.a);
    case LawKind::weibull: return std::exp(-std::pow(t / law.a, law.b));
    case LawKind::logNormal: return t > 0.0 ? 0.5 * std::erfc((std::log(t) - law.a) / (law.b * kSqrt2)) : 1.0;
    case LawKind::gamma:
    case LawKind::erlang: {
        const auto [shape, scale] = gammaParameters(law);
        return std::isinf(t) ? 0.0 : boost::math::gamma_q(shape, t / scale, kQuiet);
    }
    case LawKind::uniform: return uniformSurvival(law, t);
    case LawKind::empirical: return sampleSurvival(*law.sample, t);
    case LawKind::never: return 1.0;
    }
    return 1.0;
}

double baseLogSurvival(const Law& law, double t) {
    if (law.kind == LawKind::exponential) return -t / law.a;
    if (law.kind == LawKind::weibull) return -std::pow(t / law.a, law.b);
    const double rest = baseSurvival(law, t);
    const bool endless =
        law.kind == LawKind::logNormal || law.kind == LawKind::gamma || law.kind == LawKind::erlang;
    return rest > kTiny || !endless || std::isinf(t) ? std::log(rest) : farTail(law, t).logSurvival;
}

double baseHazard(const Law& law, double t) {
    switch (law.kind) {
    case LawKind::fixed: return t < law.a ? 0.0 : kInfinity;
    case LawKind::exponential: return 1.0 / law.a;
    case LawKind::weibull: return law.b / law.a * std::pow(t / law.a, law.b - 1.0);
    case LawKind::uniform: return t < law.a ? 0.0 : (t < law.b ? 1.0 / (law.b - t) : kInfinity);
    case LawKind::empirical: return t < law.sample->back() ? 0.0 : kInfinity;
    case LawKind::never: return 0.0;
    default: return smoothHazard(law, t);
    }
}

double fromBaseLogSurvival(const Law& law, double logSurvival) {
    switch (law.kind) {
    case LawKind::fixed: return law.a;
    case LawKind::exponential: return -law.a * logSurvival;
    case LawKind::weibull: return law.a * std::pow(-logSurvival, 1.0 / law.b);
    case LawKind::logNormal: return std::exp(law.a + law.b * normalQuantile(logSurvival));
    case LawKind::gamma:
    case LawKind::erlang: {
        const auto [shape, scale] = gammaParameters(law);
        return scale * gammaQuantile(shape, logSurvival);
    }
    case LawKind::uniform: return uniformQuantile(law, logSurvival);
    case LawKind::empirical: return sampleAt(*law.sample, -std::expm1(logSurvival));
    case LawKind::never: return kInfinity;
    }
    return kInfinity;
}

} // namespace nueves::core::law_math
