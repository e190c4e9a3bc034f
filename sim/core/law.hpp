// Laws of random durations: what a person writes as "Exp(4000 h)" or "Weibull(scale 5000 h, shape 1.6)".
//
// All parameters in seconds or plain numbers. Every law can be inverted, so that one uniform number makes one
// draw and a better law stays better draw by draw.
// Source: Rausand & Hoyland, System Reliability Theory, 2nd ed., chapter 2; Boost.Math for the special
// functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

namespace nueves::core {

enum class LawKind : std::uint8_t {
    fixed,       // a = value, s (0 allowed)
    exponential, // a = mean, s > 0
    weibull,     // a = scale, s > 0; b = shape > 0
    logNormal,   // a = log-mean of the value in seconds; b = log-sd > 0
    gamma,       // a = scale, s > 0; b = shape > 0
    erlang,      // a = mean of the whole, s > 0; b = number of phases, whole, >= 1
    uniform,     // a = low, b = high, s, 0 <= a <= b
    empirical,   // sample: sorted values, s; a draw takes one of them with equal chance
    never,       // no end
};

struct Law {
    LawKind kind = LawKind::fixed;
    double a = 0.0;
    double b = 0.0;
    double power = 1.0; // > 0; the survival function is raised to it (competing part of a common cause)
    std::shared_ptr<const std::vector<double>> sample;

    static Law fixed(double seconds);
    static Law exponential(double meanSeconds);
    static Law weibull(double scaleSeconds, double shape);
    static Law weibullFromMean(double meanSeconds, double shape);
    static Law logNormalFromMean(double meanSeconds, double cv);      // cv: coefficient of variation > 0
    static Law logNormalFromMedian(double medianSeconds, double sigma);
    static Law gammaFromMean(double meanSeconds, double shape);
    static Law erlang(double meanSeconds, int phases);
    static Law uniform(double lowSeconds, double highSeconds);
    static Law empirical(std::vector<double> values);                  // not empty; sorted here
    static Law never();

    bool isZero() const { return kind == LawKind::fixed && a == 0.0; }
    bool isNever() const { return kind == LawKind::never; }
    bool isExponential() const { return kind == LawKind::exponential; }

    double mean() const;                    // s; infinity for never
    double variance() const;                // s^2
    double survival(double t) const;        // P(T > t), t >= 0 s
    double hazard(double t) const;          // 1/s; infinity where the law is certain to end
    double quantile(double u) const {       // s, 0 < u < 1: P(T <= q) = u
        return kind == LawKind::exponential && power == 1.0 ? exponentialQuantile(u) : otherQuantile(u);
    }
    double residual(double age, double u) const;   // quantile of T - age given T > age, s
    double equilibriumResidual(double u) const; // quantile of the life left in the long run, s; finite mean

    // The same law with survival^p: Exp(mean) becomes Exp(mean / p). p > 0.
    Law raised(double p) const;

    friend bool operator==(const Law& x, const Law& y);

  private:
    // 1 - u is exact for every u a DrawSource gives, and then log, twice as fast as log1p, loses nothing.
    double exponentialQuantile(double u) const {
        const double rest = 1.0 - u;
        return 1.0 - rest == u ? -a * std::log(rest) : -a * std::log1p(-u);
    }
    double otherQuantile(double u) const;
};

} // namespace nueves::core
