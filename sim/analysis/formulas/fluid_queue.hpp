// Demand that changes by steps on a fixed number of servers, as a fluid: q' = rate(t) - service x min(q, c).
//
// The limit of the Mt/M/c queue for many customers; a real one scatters around it by some sqrt(q). Between
// two steps and two crossings of c the equation is linear, so the path is exact: no step of integration.
// First come, first served, nobody gives up. Source: Mandelbaum, Massey & Reiman, "Strong approximations for
// Markovian service networks", Queueing Systems 30 (1998).
#pragma once

#include <vector>

namespace nueves::analysis {

struct FluidStep {
    double from = 0.0; // time
    double rate = 0.0; // arrivals per time from then on, >= 0
};

class FluidQueue {
  public:
    // Steps in rising order of time, at least one; the path starts at the first with `initial` >= 0 in the
    // system, and the last rate stays for ever. Servers (need not be whole) > 0, serviceRate of one > 0.
    FluidQueue(double servers, double serviceRate, std::vector<FluidStep> steps, double initial);

    struct Peak {
        double time = 0.0; // infinity: approached for ever, or without bound
        double number = 0.0;
    };

    double numberAt(double time) const; // time >= that of the first step
    double waitAt(double time) const;   // of one that arrives then
    double firstAllBusy() const;        // first time with q >= c; infinity: never
    double drained() const;             // from when on no backlog stands again; infinity: never
    double backlogArea() const;         // integral of (q - c)+: waiting in all, e.g. request seconds
    Peak peak() const;                  // largest q, and when first

  private:
    struct Piece { // of one rate on one side of c
        double from, number, rate;
        bool busy;
        double until;
    };
    double numberIn(const Piece& piece, double time) const;
    double untilCrossing(const Piece& piece) const;
    void follow(double rate, double until);

    double m_servers, m_serviceRate;
    std::vector<Piece> m_pieces;
    double m_time, m_number; // where the path has got to, while it is drawn
};

} // namespace nueves::analysis
