// The waiting line at one replica: how likely it is that n requests stand there, moved on in time.
//
// A birth-death process whose rates move with demand and with what the machine below can give. With Poisson
// arrivals, exponential service and unit spacing its equations are exact (M(t)/M/w/K). Far from an empty line
// the numbers are taken in wider and wider steps that keep the drift exact and, where rates allow, the
// variance. Service or arrivals of another variability widen or narrow the fluctuations of those that wait,
// so that the stationary mean is Allen and Cunneen's; arrivals more regular than Poisson's narrow them where
// requests share a CPU, too, by Kraemer and Langenbach-Belz. Sources: Kleinrock, Queueing Systems I, 1975,
// ch. 2 (forward equations); Allen, Probability, Statistics and Queueing Theory, 2nd ed. 1990, 5.3 (G/G/c);
// Kraemer & Langenbach-Belz, Approximate formulae for the delay in the queueing system GI/G/1, 8th Int.
// Teletraffic Congress, 1976 (the factor for regular arrivals); Hairer & Wanner, Solving ODEs II, 1996, IV.6
// (SDIRK2).
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace nueves::behaviour::traffic {

// Numbers of requests that are told apart: 0 .. workers .. places.
class LineGrid {
  public:
    // workers >= 1; places >= workers: requests at most, in service and waiting. fineTop: one by one below
    // the last place too, where the newest stand whom a line serves first.
    LineGrid(int workers, double places, bool fineTop = false);
    const std::vector<double>& nodes() const { return m_nodes; }
    std::size_t size() const { return m_nodes.size(); }
    std::size_t full() const { return m_full; } // index of the node where all workers are busy
    int workers() const { return m_workers; }

  private:
    int m_workers;
    std::vector<double> m_nodes;
    std::size_t m_full = 0;
};

struct LineRates {
    double service = 0.0; // 1/s, of one request that is served at full speed; >= 0
    double servers = 1.0; // requests that the CPU serves at full speed, at most workers: more share it evenly
    double variability = 1.0; // (squared variation of arrivals + of service) / 2, of those that wait; > 0
    double patience = std::numeric_limits<double>::infinity(); // s: who has waited so long leaves unserved
    // Squared variation of the times between arrivals: 1 Poisson, 1/n of every n-th of them; at most 1.
    double arrivalVariation = 1.0;
};

// At each node the rate at which those who wait lose patience, 1/s. Exact in a line at rest with exponential
// service, whatever the arrivals (Brandt & Brandt, Asymptotic results and a Markovian approximation for the
// M(n)/M(n)/s+GI system, Queueing Systems 41, 2002); for the fixed patience of here the rate of j is
// r P(j - 1, r T) / P(j, r T) - r, r the services per second of a full line, P the regularised lower gamma
// function.
void expiryRates(const LineGrid& grid, const LineRates& rates, std::vector<double>& expiry);

// The generator of one instant: rates up and down from each node, 1/s.
struct LineGenerator {
    std::vector<double> up, down, expiry;
    // arrivals: 1/s at each node; those at the last node are turned away. nodes: > 0; only so many of the
    // first, as if nobody got beyond them.
    void fill(const LineGrid& grid, std::span<const double> arrivals, const LineRates& rates,
              std::size_t nodes = std::numeric_limits<std::size_t>::max());
};

// Solves (I - h A) p = before for the generator A: one implicit Euler stage of length h, s. Keeps the sum
// and, if `before` is not negative, the signs. Nodes beyond those of A hold nobody; `before` may end where
// nobody stands any more. `scratch` is working space.
void implicitStage(const LineGenerator& generator, double h, std::span<const double> before,
                   std::span<double> p, std::vector<double>& scratch);

struct LineFlows {           // of one replica, at one instant
    double number = 0.0;     // requests present, mean
    double busy = 0.0;       // workers busy, mean
    double speed = 0.0;      // full speeds at work, mean: at most `servers`
    double served = 0.0;     // 1/s
    double turnedAway = 0.0; // 1/s: found the line full
    double expired = 0.0;    // 1/s: lost patience before they were served
};
// p: may end where nobody stands any more.
LineFlows flowsOf(const LineGrid& grid, std::span<const double> p, std::span<const double> arrivals,
                  const LineRates& rates);

// What arrivals that are not Poisson's find: as often n as a departure leaves n behind (each step up is one
// down: Kleinrock, Queueing Systems I, 1975, 5.3). found: by Poisson arrivals; the last node, where who comes
// is turned away, is kept. Both may end where nobody stands any more, at the same node.
void foundByRegular(const LineGrid& grid, std::span<const double> p, double servers, std::span<double> found);

// Arrivals that look at `choices` lines of the whole crowd and join the shortest: rate at each node of a
// line, 1/s, such that the mean over the crowd is `perLine`. p: the crowd's distribution of lengths. choices
// = 1: whoever comes next. Source: Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, IEEE
// TPDS 12(10), 2001.
void spreadArrivals(std::span<const double> p, double perLine, int choices, std::vector<double>& arrivals);

// The same where all lines are looked at and some are unlike the others. With one that is always empty among
// them the shortest is always empty, which draws from the whole crowd would miss now and then.
struct LinesAlike {
    std::span<const double> p; // empty: nobody ever stands there
    double count = 0.0;        // a newcomer counts as the part that it takes
};
void spreadToShortest(std::span<const LinesAlike> lines, double perLine, std::vector<double>& arrivals);

} // namespace nueves::behaviour::traffic
