// How many like replicas a load needs so that enough of its requests are answered soon enough.
//
// Each replica is a station of its own with room for K (M/M/c/K) that gets an equal part of the load, or all
// together are one with room for everybody (M/M/nc), where arrivals go to the shortest line. Waits are
// stretched by half the sum of the squared variations of arrivals and services, as Allen and Cunneen stretch
// their mean: exact for exponential service and Poisson arrivals, an approximation otherwise. Sources: Allen,
// Probability, Statistics, and Queueing Theory, 2nd ed. 1990, 5.3; Gross, Shortle, Thompson & Harris,
// Fundamentals of Queueing Theory, 4th ed. 2008, 2.3-2.5; Gans, Koole & Mandelbaum, "Telephone call centers",
// M&SOM 5(2), 2003, 4.1 (staffing by service level).
#pragma once

#include "sim/core/law.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace nueves::analysis {

struct ReplicaQueue {
    core::Law service;   // of one request by one server; finite mean > 0
    double extra = 0.0;  // s, fixed, on top of each: calls that its worker waits for
    double speed = 1.0;  // of each server, calls too
    int servers = 1;     // of one replica
    double places = 0.0; // requests at most at one replica, in service too; infinity: no bound
    bool pooled = false; // arrivals find the shortest line
};

struct StaffingGoal {
    double share = 0.99;   // of arrivals that get in and are answered before the patience ends
    double patience = 0.0; // s; infinity
    std::vector<std::pair<double, double>> within; // share, s: of arrivals answered that soon
};

// Share of the arrivals at n replicas, 1/s in all, that are answered within t s. t infinite: that are let in.
double answeredWithin(const ReplicaQueue& queue, int replicas, double arrivalRate, double t);
bool isEnough(const ReplicaQueue& queue, const StaffingGoal& goal, int replicas, double arrivalRate);
// Most that so many replicas carry, 1/s; 0 if even one request alone comes too late.
double mostCarried(const ReplicaQueue& queue, const StaffingGoal& goal, int replicas);
// Fewest replicas, at least 1; none if no number is enough, or none up to `most`.
std::optional<int> replicasNeeded(const ReplicaQueue& queue, const StaffingGoal& goal, double arrivalRate,
                                  int most);

} // namespace nueves::analysis
