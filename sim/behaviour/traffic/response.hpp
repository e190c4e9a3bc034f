// How long a request takes, by how many it finds before it: waiting, then service.
//
// Tabulated once per station in units of its mean service time, so that a slower machine stretches the table
// and nothing is computed anew. Requests that share the CPU are stretched by their number: a short one by the
// number that it found (the snapshot of heavy traffic: Reiman, Open queueing networks in heavy traffic, Math.
// Oper. Res. 9, 1984), a long one by what is usual, since those who share with it change while it is served.
// What it found counts the less the longer it is, so that the variance is that of the M/M/1 with processor
// sharing (Coffman, Muntz & Trotter, Waiting time distributions for processor-sharing systems, J. ACM 17,
// 1970). Waiting for m others to leave is a gamma whose variance is that of m services (exact for exponential
// service); an own service is added to it.
#pragma once

#include "sim/behaviour/traffic/line.hpp"
#include "sim/core/law.hpp"

#include <array>
#include <span>
#include <vector>

namespace nueves::behaviour::traffic {

// A law of positive times as bins of known probability, finer towards the long ones (down to 3e-5), each bent
// as the law is half way through it.
class TimeBins {
  public:
    static constexpr std::size_t kBins = 42;
    static const std::array<double, kBins + 1>& edgesOfChance(); // cumulative, 0 .. 1
    explicit TimeBins(const core::Law& law);                     // finite mean
    double mean() const { return m_mean; }                       // s
    double squaredVariation() const { return m_scv; }            // variance / mean^2; 0 if the mean is 0
    double within(double t) const;                               // P(T <= t)
    double middle(std::size_t bin) const { return 0.5 * (m_edges[bin] + m_edges[bin + 1]); }
    double least() const { return m_edges.front(); } // within() is 0 below it ...
    double most() const { return m_edges.back(); }   // ... and 1 from here on
    std::vector<double> atoms() const;               // times that more than a bin's share takes, growing
    TimeBins times(double factor) const;             // factor > 0

  private:
    std::array<double, kBins + 1> m_edges{}; // quantiles at edgesOfChance
    std::array<double, kBins> m_bends{};     // what the straight line lacks half way, times 4
    double m_mean = 0.0, m_scv = 0.0;
};

// Times at which answers are told apart, in mean services; `own` is of mean 1. A jump has one on either side.
std::vector<double> tableTimes(const TimeBins& own, double longestWait);

class ResponseTable {
  public:
    // service: of any mean > 0; only its shape counts. servers: as LineRates, 0 < servers <= workers. First
    // come first served.
    ResponseTable(const LineGrid& grid, const TimeBins& service, double servers);
    // P(answered within t mean services | found as many as each node says), averaged over `found`; found sums
    // to <= 1, and so does the answer: what is missing was turned away.
    double within(std::span<const double> found, double t) const;
    // The same at every t of times().
    void cumulative(std::span<const double> found, std::vector<double>& out) const;
    const std::vector<double>& times() const { return m_times; } // in mean services
    double squaredVariation() const { return m_scv; }            // of the service

  private:
    struct Mixture { // of two levels, or two rows
        std::size_t low = 0;
        double share = 0.0; // of the next
    };
    void chooseRows();
    void tabulateShared(const TimeBins& own);
    void tabulateWaiting(const LineGrid& grid, const TimeBins& own, double servers);
    Mixture usual(std::span<const double> found) const;
    template <class Use>
    void forEachRow(std::span<const double> found, const Mixture& usual, const Use& use) const;

    std::vector<double> m_times;
    std::vector<double> m_stretch; // per node: of the service of who finds so many
    std::vector<double> m_levels;  // usual stretches, growing
    std::size_t m_shared = 0;      // nodes at which one is served at once
    std::vector<double> m_rows;    // stretches of such nodes that are tabulated, growing
    std::vector<Mixture> m_rowOf;  // per such node
    std::vector<double> m_atOnce;  // level by level, row by row, time by time
    std::vector<double> m_waiting; // the other nodes, time by time
    double m_scv = 0.0;
};

} // namespace nueves::behaviour::traffic
