// Erlang's formulas: c like servers and Poisson arrivals; who finds all busy is lost (B) or waits (C, M/M/c).
//
// The load is what is offered: arrival rate x mean service, in erlang. Rates per any unit of time, answers in
// the same unit. Source: Erlang, "Solution of some problems in the theory of probabilities of significance in
// automatic telephone exchanges", 1917; Kleinrock, Queueing Systems I, 1975, 3.4-3.5; Gross, Shortle,
// Thompson & Harris, Fundamentals of Queueing Theory, 4th ed. 2008, 2.3-2.4; the recursion: Cooper,
// Introduction to Queueing Theory, 2nd ed. 1981, 3.3, which only adds positive terms and so keeps its digits.
#pragma once

#include <optional>

namespace nueves::analysis {

// Share of arrivals lost without a place to wait (M/G/c/c: any service law). servers >= 0, offered >= 0.
// Cost: one step per server.
double erlangB(int servers, double offered);
// The load, in erlang, at which that share is `blocking`: servers >= 1, 0 < blocking < 1.
double erlangBOffered(int servers, double blocking);
// Fewest servers that lose at most `blocking`, > 0.
int erlangBServers(double offered, double blocking);

// Share of arrivals that wait, with room for all and an exponential service. servers >= 1; 1 when the load is
// not below the servers, as nobody finds one free in the long run.
double erlangC(int servers, double offered);

// M/M/c, first come first served, nobody leaves. Without a steady state means are infinite and tails 1.
struct Mmc {
    double arrivalRate = 0.0; // > 0
    double serviceRate = 1.0; // of one server, > 0
    int servers = 1;          // >= 1

    double offered() const { return arrivalRate / serviceRate; }
    double utilisation() const { return offered() / servers; } // above 1 without a steady state
    bool isStable() const { return offered() < servers; }
    double waitProbability() const { return erlangC(servers, offered()); }
    double meanWait() const; // over all, those that do not wait too
    double meanResponse() const { return meanWait() + 1.0 / serviceRate; }
    double meanQueue() const { return arrivalRate * meanWait(); }
    double meanNumber() const { return arrivalRate * meanResponse(); }
    double waitTail(double time) const; // P(wait > time), time >= 0
    double waitAtMost(double time) const { return 1.0 - waitTail(time); }
    double waitQuantile(double p) const;     // 0 <= p < 1; 0 where that many do not wait
    double responseTail(double time) const;  // P(response > time), time >= 0
    double responseQuantile(double p) const; // 0 <= p < 1
};

// Fewest servers with P(wait <= time) >= share: time >= 0, 0 < share < 1. The service level of call centres.
int serversForWait(double arrivalRate, double serviceRate, double time, double share);
// Fewest servers with P(response <= time) >= share; none if the service alone takes longer than that.
std::optional<int> serversForResponse(double arrivalRate, double serviceRate, double time, double share);

} // namespace nueves::analysis
