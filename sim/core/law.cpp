#include "sim/core/law.hpp"

#include "sim/core/assert.hpp"
#include "sim/core/law_math.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::core {

namespace {

Law made(LawKind kind, double a, double b = 0.0) {
    Law law;
    law.kind = kind;
    law.a = a;
    law.b = b;
    return law;
}

bool positive(double x) {
    return x > 0.0 && std::isfinite(x);
}

// Life left of a sample: only its values beyond the age are possible.
double sampleResidual(const Law& law, double age, double u) {
    const auto& sample = *law.sample;
    const auto first = std::upper_bound(sample.begin(), sample.end(), age);
    if (first == sample.end()) return 0.0;
    const double rest = static_cast<double>(sample.end() - first);
    const double taken = std::ceil(rest * -std::expm1(std::log1p(-u) / law.power)) - 1.0;
    return *(first + static_cast<std::ptrdiff_t>(std::clamp(taken, 0.0, rest - 1.0))) - age;
}

} // namespace

Law Law::fixed(double seconds) {
    NUEVES_ASSERT(seconds >= 0.0 && std::isfinite(seconds), "a fixed time is not negative");
    return made(LawKind::fixed, seconds);
}

Law Law::exponential(double meanSeconds) {
    NUEVES_ASSERT(positive(meanSeconds), "Exp needs a positive mean");
    return made(LawKind::exponential, meanSeconds);
}

Law Law::weibull(double scaleSeconds, double shape) {
    NUEVES_ASSERT(positive(scaleSeconds) && positive(shape), "Weibull needs a positive scale and shape");
    return made(LawKind::weibull, scaleSeconds, shape);
}

Law Law::weibullFromMean(double meanSeconds, double shape) {
    NUEVES_ASSERT(positive(shape), "Weibull needs a positive shape");
    return weibull(meanSeconds / std::tgamma(1.0 + 1.0 / shape), shape);
}

Law Law::logNormalFromMean(double meanSeconds, double cv) {
    NUEVES_ASSERT(positive(meanSeconds) && positive(cv), "LogNormal needs a positive mean and cv");
    const double variance = std::log1p(cv * cv);
    return made(LawKind::logNormal, std::log(meanSeconds) - variance / 2.0, std::sqrt(variance));
}

Law Law::logNormalFromMedian(double medianSeconds, double sigma) {
    NUEVES_ASSERT(positive(medianSeconds) && positive(sigma), "LogNormal needs a positive median and sigma");
    return made(LawKind::logNormal, std::log(medianSeconds), sigma);
}

Law Law::gammaFromMean(double meanSeconds, double shape) {
    NUEVES_ASSERT(positive(meanSeconds) && positive(shape), "Gamma needs a positive mean and shape");
    return made(LawKind::gamma, meanSeconds / shape, shape);
}

Law Law::erlang(double meanSeconds, int phases) {
    NUEVES_ASSERT(positive(meanSeconds) && phases >= 1, "Erlang needs a positive mean and a phase");
    return made(LawKind::erlang, meanSeconds, phases);
}

Law Law::uniform(double lowSeconds, double highSeconds) {
    NUEVES_ASSERT(lowSeconds >= 0.0 && lowSeconds <= highSeconds && std::isfinite(highSeconds),
                  "Uniform needs 0 <= low <= high");
    return made(LawKind::uniform, lowSeconds, highSeconds);
}

Law Law::empirical(std::vector<double> values) {
    NUEVES_ASSERT(!values.empty(), "a sample needs at least one value");
    std::sort(values.begin(), values.end());
    NUEVES_ASSERT(values.front() >= 0.0 && std::isfinite(values.back()), "a sample holds durations");
    Law law = made(LawKind::empirical, 0.0);
    law.sample = std::make_shared<const std::vector<double>>(std::move(values));
    return law;
}

Law Law::never() {
    return made(LawKind::never, 0.0);
}

double Law::survival(double t) const {
    if (power == 1.0 || t <= 0.0) return law_math::baseSurvival(*this, t);
    return std::exp(power * law_math::baseLogSurvival(*this, t));
}

double Law::hazard(double t) const {
    return power * law_math::baseHazard(*this, t);
}

double Law::otherQuantile(double u) const {
    return law_math::fromBaseLogSurvival(*this, std::log1p(-u) / power);
}

double Law::residual(double age, double u) const {
    if (age <= 0.0 || isExponential()) return quantile(u);
    if (kind == LawKind::never) return law_math::kInfinity;
    if (kind == LawKind::empirical) return sampleResidual(*this, age, u);
    const double step = std::log1p(-u) / power, past = law_math::baseLogSurvival(*this, age);
    if (std::isinf(past)) return 0.0; // a law with an end, which is behind
    if (kind == LawKind::weibull && past < step) return age * std::expm1(std::log1p(step / past) / b);
    return std::max(0.0, law_math::fromBaseLogSurvival(*this, past + step) - age);
}

// Exponential and Weibull laws stay of their kind, so that closed forms and the exact solver still apply.
Law Law::raised(double p) const {
    NUEVES_ASSERT(positive(p), "a law is raised to a positive power");
    Law result = *this;
    const double whole = power * p;
    result.power = 1.0;
    if (kind == LawKind::exponential)
        result.a = a / whole;
    else if (kind == LawKind::weibull)
        result.a = a * std::pow(whole, -1.0 / b);
    else if (kind != LawKind::fixed && kind != LawKind::never)
        result.power = whole;
    return result;
}

bool operator==(const Law& x, const Law& y) {
    if (x.kind != y.kind || x.a != y.a || x.b != y.b || x.power != y.power) return false;
    return x.sample == y.sample || (x.sample && y.sample && *x.sample == *y.sample);
}

} // namespace nueves::core
