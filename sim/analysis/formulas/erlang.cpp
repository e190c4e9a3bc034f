#include "sim/analysis/formulas/erlang.hpp"

#include "sim/core/assert.hpp"

#include <boost/math/tools/roots.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace nueves::analysis {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

// B(n) from B(n - 1).
double nextErlangB(double before, int n, double offered) {
    return offered * before / (n + offered * before);
}

double erlangCFromB(double blocking, int servers, double offered) {
    return servers * blocking / (servers - offered * (1.0 - blocking));
}

struct Chances {
    double wait;  // that one waits
    double clear; // rate at which a full station gets through its line, above the arrivals; > 0
};

double waitTailOf(const Chances& c, double time) {
    return c.wait * std::exp(-c.clear * time);
}

// Wait (0, or exponential with rate `clear`) plus an exponential service. The two rates may be equal, where
// the difference quotient of their exponentials becomes a derivative; and far apart, where none may overflow.
double responseTailOf(const Chances& c, double serviceRate, double time) {
    const double alone = std::exp(-serviceRate * time);
    const double x = (c.clear - serviceRate) * time;
    double quotient = alone * (1.0 - x / 2.0); // (e^(-service t) - e^(-clear t)) / x
    if (x < -1.0)
        quotient = (std::exp(-c.clear * time) - alone) / -x;
    else if (std::abs(x) > 1e-9)
        quotient = alone * -std::expm1(-x) / x;
    return alone + c.wait * serviceRate * time * quotient;
}

// Fewest servers whose chances satisfy; the recursion goes on from one number to the next.
template <class Enough> int fewestServers(double arrivalRate, double serviceRate, Enough enough) {
    const double offered = arrivalRate / serviceRate;
    double blocking = 1.0;
    for (int servers = 1;; ++servers) {
        blocking = nextErlangB(blocking, servers, offered);
        if (servers <= offered) continue;
        const double wait = erlangCFromB(blocking, servers, offered);
        if (enough(Chances{wait, servers * serviceRate - arrivalRate})) return servers;
    }
}

template <class Excess> double rootAbove(Excess excess, double from, double guess) {
    double to = guess;
    while (excess(to) < 0.0) to *= 2.0;
    std::uintmax_t steps = 200;
    const auto close = boost::math::tools::eps_tolerance<double>(50);
    const auto [low, high] = boost::math::tools::toms748_solve(excess, from, to, close, steps);
    return low + (high - low) / 2.0;
}

} // namespace

double erlangB(int servers, double offered) {
    NUEVES_ASSERT(servers >= 0 && offered >= 0.0, "servers and load are not negative");
    double blocking = 1.0;
    for (int n = 1; n <= servers; ++n) blocking = nextErlangB(blocking, n, offered);
    return blocking;
}

double erlangBOffered(int servers, double blocking) {
    NUEVES_ASSERT(servers >= 1 && blocking > 0.0 && blocking < 1.0, "a share lost between 0 and 1");
    const auto excess = [&](double offered) { return erlangB(servers, offered) - blocking; };
    return rootAbove(excess, 0.0, servers);
}

int erlangBServers(double offered, double blocking) {
    NUEVES_ASSERT(offered >= 0.0 && blocking > 0.0, "a load, and a share that may be lost");
    int servers = 0;
    for (double lost = 1.0; lost > blocking;) lost = nextErlangB(lost, ++servers, offered);
    return servers;
}

double erlangC(int servers, double offered) {
    NUEVES_ASSERT(servers >= 1, "somebody serves");
    return offered < servers ? erlangCFromB(erlangB(servers, offered), servers, offered) : 1.0;
}

double Mmc::meanWait() const {
    return isStable() ? waitProbability() / (servers * serviceRate - arrivalRate) : kInfinite;
}

double Mmc::waitTail(double time) const {
    NUEVES_ASSERT(time >= 0.0, "a time from arrival on");
    return isStable() ? waitTailOf({waitProbability(), servers * serviceRate - arrivalRate}, time) : 1.0;
}

double Mmc::waitQuantile(double p) const {
    NUEVES_ASSERT(p >= 0.0 && p < 1.0, "a quantile has 0 <= p < 1");
    if (!isStable()) return kInfinite;
    const double wait = waitProbability();
    return 1.0 - p >= wait ? 0.0 : std::log(wait / (1.0 - p)) / (servers * serviceRate - arrivalRate);
}

double Mmc::responseTail(double time) const {
    NUEVES_ASSERT(time >= 0.0, "a time from arrival on");
    if (!isStable()) return 1.0;
    return responseTailOf({waitProbability(), servers * serviceRate - arrivalRate}, serviceRate, time);
}

double Mmc::responseQuantile(double p) const {
    NUEVES_ASSERT(p >= 0.0 && p < 1.0, "a quantile has 0 <= p < 1");
    if (!isStable()) return kInfinite;
    if (p == 0.0) return 0.0;
    const Chances chances{waitProbability(), servers * serviceRate - arrivalRate};
    const auto excess = [&](double time) { return 1.0 - p - responseTailOf(chances, serviceRate, time); };
    return rootAbove(excess, 0.0, 1.0 / serviceRate);
}

int serversForWait(double arrivalRate, double serviceRate, double time, double share) {
    NUEVES_ASSERT(time >= 0.0 && share > 0.0 && share < 1.0, "a share of all within a time");
    return fewestServers(arrivalRate, serviceRate,
                         [&](const Chances& c) { return waitTailOf(c, time) <= 1.0 - share; });
}

std::optional<int> serversForResponse(double arrivalRate, double serviceRate, double time, double share) {
    NUEVES_ASSERT(time >= 0.0 && share > 0.0 && share < 1.0, "a share of all within a time");
    if (std::exp(-serviceRate * time) >= 1.0 - share) return std::nullopt; // the service alone
    return fewestServers(arrivalRate, serviceRate, [&](const Chances& c) {
        return responseTailOf(c, serviceRate, time) <= 1.0 - share;
    });
}

} // namespace nueves::analysis
