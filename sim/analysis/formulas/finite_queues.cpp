#include "sim/analysis/formulas/finite_queues.hpp"

#include "sim/core/assert.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::analysis {

namespace {

// Long-run shares of a chain with `ratio(n)` = rate n-1 -> n over rate n -> n-1, falling in n: they rise to
// one peak and fall, and are multiplied up from that peak, so that nothing overflows however long the chain.
template <class Ratio> std::vector<double> stationary(int last, Ratio ratio) {
    int peak = 0;
    while (peak < last && ratio(peak + 1) >= 1.0) ++peak;
    std::vector<double> share(static_cast<std::size_t>(last) + 1, 0.0);
    share[peak] = 1.0;
    for (int n = peak; n < last; ++n) share[n + 1] = share[n] * ratio(n + 1);
    for (int n = peak; n > 0; --n) share[n - 1] = share[n] / ratio(n);
    const double total = std::accumulate(share.begin(), share.end(), 0.0);
    for (double& p : share) p /= total;
    return share;
}

double meanOf(const std::vector<double>& states) {
    double sum = 0.0;
    for (std::size_t n = 0; n < states.size(); ++n) sum += static_cast<double>(n) * states[n];
    return sum;
}

// P(n phases of rate 1 take longer than t). Boost 1.74 overflows where that is certain to the last digit.
double phasesTail(double n, double t) {
    return n > 100.0 && t < 1e-3 ? 1.0 : boost::math::gamma_q(n, t);
}

// P(Erlang of n phases of rate c, plus one exponential of rate 1, > t), less P(the Erlang part > t): the last
// service still runs. Equals e^-t (c / (c-1))^n P(n, (c-1) t), whose factors leave the range of a double for
// long lines; the Poisson weight of its series does not.
double stillInService(int n, double c, double t) {
    if (t == 0.0) return 0.0;
    const double x = (c - 1.0) * t;
    if (x > n) return std::exp(-t + n * std::log(c / (c - 1.0)) + std::log(boost::math::gamma_p(n, x)));
    const double weight = std::exp(n * std::log(c * t) - c * t - boost::math::lgamma(n + 1.0));
    double term = 1.0, series = 1.0;
    for (int k = 1; term > 1e-17 * series; ++k) series += term *= x / (n + k);
    return weight * series;
}

} // namespace

MmcK::MmcK(double arrivalRate, double serviceRate, int servers, int capacity)
    : m_arrivalRate(arrivalRate), m_serviceRate(serviceRate), m_servers(servers) {
    NUEVES_ASSERT(arrivalRate > 0.0 && serviceRate > 0.0, "rates are positive");
    NUEVES_ASSERT(servers >= 1 && servers <= capacity, "every server is a place");
    m_states =
        stationary(capacity, [&](int n) { return arrivalRate / (serviceRate * std::min(n, servers)); });
}

double MmcK::meanNumber() const {
    return meanOf(m_states);
}

// Who is accepted and finds n >= c waits for n - c + 1 departures of the busy station.
double MmcK::waitTail(double time) const {
    NUEVES_ASSERT(time >= 0.0, "a time from arrival on");
    const double departures = m_servers * m_serviceRate * time; // that a busy station makes on average
    double sum = 0.0;
    for (std::size_t n = m_servers; n + 1 < m_states.size(); ++n)
        sum += m_states[n] * phasesTail(static_cast<double>(n) - m_servers + 1.0, departures);
    return sum / (1.0 - loss());
}

double MmcK::responseTail(double time) const {
    NUEVES_ASSERT(time >= 0.0, "a time from arrival on");
    double sum = 0.0;
    for (std::size_t n = 0; n + 1 < m_states.size(); ++n) {
        const int ahead = static_cast<int>(n) - m_servers + 1;
        sum += m_states[n] * (ahead > 0 ? stillInService(ahead, m_servers, m_serviceRate * time)
                                        : std::exp(-m_serviceRate * time));
    }
    return waitTail(time) + sum / (1.0 - loss());
}

FiniteSource::FiniteSource(int customers, double meanThink, double meanService, int servers)
    : m_customers(customers), m_servers(servers), m_meanThink(meanThink), m_meanService(meanService) {
    NUEVES_ASSERT(customers >= 1 && servers >= 1, "somebody asks and somebody serves");
    NUEVES_ASSERT(meanThink > 0.0 && meanService > 0.0, "mean times are positive");
    m_states = stationary(customers, [&](int n) {
        return (customers - n + 1) * meanService / (meanThink * std::min(n, servers));
    });
}

double FiniteSource::meanNumber() const {
    return meanOf(m_states);
}

double FiniteSource::throughput() const {
    return (m_customers - meanNumber()) / m_meanThink; // those who think, each at their rate
}

double FiniteSource::meanResponse() const {
    return m_customers / throughput() - m_meanThink;
}

double FiniteSource::utilisation() const {
    return throughput() * m_meanService / m_servers;
}

} // namespace nueves::analysis
