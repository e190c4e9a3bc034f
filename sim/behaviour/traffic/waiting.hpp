// How long those wait who find all workers busy, by who goes next.
//
// Time counts in turns: the mean time in which a full line finishes one request, so that a slower machine
// stretches what is tabulated here and nothing is computed anew.
//
// First come: m others leave in a gamma whose variance is that of m services. Deadline: the same, less those
// who leave it unserved. In M/M/c with patience T the joint chance of finding j others wait and of waiting x
// < T oneself is that of M/M/c without patience, so given j it is a gamma over P(j find a line that short):
// Barrer, Queuing with impatient customers and ordered service, Oper. Res. 5, 1957; Baccelli & Hebuterne, On
// queues with impatient customers, 1981. Last come: until the line is for the first time one shorter than it
// was left, the busy period of those who come later (Kleinrock, Queueing Systems I, 1975, 5.8), from
// transforms by Stehfest's inversion (CACM 13, 1970, algorithm 368).
#pragma once

#include "sim/behaviour/traffic/line.hpp"

#include <span>
#include <vector>

namespace nueves::behaviour::traffic {

class WaitingTimes {
  public:
    // scv: of the service. The grid must outlive this.
    WaitingTimes(const LineGrid& grid, double scv);
    const std::vector<double>& times() const { return m_times; } // in turns

    // found: P(requests found). out: P(waits, and at most so long), at times().
    void firstCome(std::span<const double> found, std::vector<double>& out) const;
    // arrivals: per turn, while all workers are busy. variability: as LineRates.
    void lastCome(std::span<const double> found, double arrivals, double variability,
                  std::vector<double>& out) const;
    // For lines that keep deadlines: multiplies the chances `found` so that firstCome tells of those who are
    // served. patience: in turns. Returned: the share that waits and is served.
    double keepDeadlines(double patience, std::span<double> found) const;
    // Between the times of a result of the above, which says `most` from `end` on.
    double at(const std::vector<double>& within, double turns, double end, double most) const;

  private:
    const LineGrid& m_grid;
    double m_scv;
    std::vector<double> m_times;
    std::vector<double> m_first; // node by node from the first that must wait, time by time
};

// P(a line of which one more has just come is as short as before within `turns`), when `arrivals` come per
// turn and at most `room` more find a place.
double passage(double arrivals, double room, double turns);

} // namespace nueves::behaviour::traffic
