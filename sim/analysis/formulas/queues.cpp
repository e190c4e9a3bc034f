#include "sim/analysis/formulas/queues.hpp"

#include "sim/analysis/formulas/erlang.hpp"
#include "sim/core/assert.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>

namespace nueves::analysis {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

} // namespace

double Mm1::meanNumber() const {
    return isStable() ? arrivalRate / (serviceRate - arrivalRate) : kInfinite;
}

double Mm1::meanQueue() const {
    return isStable() ? utilisation() * meanNumber() : kInfinite;
}

double Mm1::meanResponse() const {
    return isStable() ? 1.0 / (serviceRate - arrivalRate) : kInfinite;
}

double Mm1::meanWait() const {
    return isStable() ? utilisation() * meanResponse() : kInfinite;
}

double Mm1::numberAtLeast(int n) const {
    NUEVES_ASSERT(n >= 0, "a number of customers");
    return isStable() ? std::pow(utilisation(), n) : 1.0;
}

double Mm1::responseTail(double time) const {
    NUEVES_ASSERT(time >= 0.0, "a time from arrival on");
    return isStable() ? std::exp(-time / meanResponse()) : 1.0;
}

double Mm1::responseQuantile(double p) const {
    NUEVES_ASSERT(p >= 0.0 && p < 1.0, "a quantile has 0 <= p < 1");
    return isStable() ? -std::log1p(-p) * meanResponse() : kInfinite;
}

double Mg1::meanWait() const {
    const double load = utilisation();
    return load < 1.0 ? load * meanService * (1.0 + squaredVariation) / (2.0 * (1.0 - load)) : kInfinite;
}

double Mg1::meanResponse() const {
    return meanWait() + meanService;
}

double Mg1::meanQueue() const {
    return arrivalRate * meanWait();
}

double Mg1::meanNumber() const {
    return arrivalRate * meanResponse();
}

double Mm1Retrial::busy() const {
    return arrivalRate < serviceRate ? arrivalRate / serviceRate : 1.0;
}

double Mm1Retrial::meanOrbit() const {
    const double load = arrivalRate / serviceRate;
    return load < 1.0 ? load * (arrivalRate + retryRate * load) / (retryRate * (1.0 - load)) : kInfinite;
}

double Mm1Retrial::meanDelay() const {
    return meanOrbit() / arrivalRate; // Little's law on the orbit
}

double Mm1Retrial::attemptRate() const {
    return retryRate * meanOrbit();
}

double MgInfinity::busyMoreThan(int n) const {
    NUEVES_ASSERT(n >= 0, "a number of servers");
    return boost::math::gamma_p(n + 1.0, meanBusy());
}

double MgInfinity::meanBusyAt(double time, const std::function<double(double)>& survival) const {
    NUEVES_ASSERT(time >= 0.0, "a time after the start");
    if (time == 0.0) return 0.0;
    constexpr unsigned kHalvings = 20; // a law with a jump needs that many to place it
    return arrivalRate * boost::math::quadrature::gauss_kronrod<double, 31>::integrate(survival, 0.0, time,
                                                                                       kHalvings, 1e-12);
}

double allenCunneenMeanWait(double arrivalRate, double meanService, int servers, double arrivalVariation,
                            double serviceVariation) {
    NUEVES_ASSERT(arrivalVariation >= 0.0 && serviceVariation >= 0.0, "squared variations are not negative");
    return Mmc{arrivalRate, 1.0 / meanService, servers}.meanWait() * (arrivalVariation + serviceVariation) /
           2.0;
}

} // namespace nueves::analysis
