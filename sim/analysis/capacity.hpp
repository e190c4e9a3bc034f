// How far a deployment goes under a demand, what that demand needs, and what keeps it down.
#pragma once

#include "sim/analysis/estimate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nueves::analysis {

// What counts as enough, as far as answers go.
struct Promise {
    double share = 0.0;                            // of requests answered in time, in the end
    bool assumed = false;                          // stated nowhere
    std::vector<std::pair<double, double>> within; // share, s: of requests answered that fast
};

// Largest multiple of today's demand that keeps the promise in the busy hour. Found by bisection: the rate
// clock keeps the promise at `value` (= low), and no longer at `high`.
struct Headroom {
    Estimate today;
    std::optional<Estimate> afterWorstLoss; // none: nothing can fail
    std::optional<Estimate> replayed; // today's multiple request by request: share of the tightest promise, of
                                      // several replays; none: somebody scales, or too many requests
    std::string worstLoss;                // what it is after
    int losses = 0;                       // single faults and common causes looked at ...
    int different = 0;      // ... and how many of them leave something different: those were run
    bool unbounded = false; // today: more than was tried
    Promise promise;
    std::string busyHour; // local time at which it begins
};

// What the demand needs in one hour, by the formula.
struct HourNeed {
    std::string at;    // local time at which it begins
    double rate = 0.0; // requests per second at its highest moment
    int instances = 0;
    int hosts = 0; // 0: no machine states what it has
};

// How many instances the demand needs to keep the promise: by queueing formulas, checked by simulation. Both
// are shown; they may differ where the formula is an approximation.
struct ScalingNeed {
    std::string busyHour;              // local time at which it begins
    double rate = 0.0;                 // requests per second at its highest moment
    std::optional<int> instances;      // by the formula; none: no number is enough
    std::optional<int> simulated;      // by the rate clock; none: too many to try
    std::optional<double> answered;    // by the simulated number, of the promise that is tightest
    std::optional<double> withOneLess; // the same by one instance less
    std::optional<Estimate> replayed;  // the simulated number, request by request; none: too many requests
    bool inCommon = false;   // by the formula for one queue of all instances; else one for each
    bool otherOrder = false; // than that of arrival, which the formula assumes: the simulated number counts
    double instanceCores = 0.0;        // of each
    bool largerSize = false;           // those cores are another of its sizes than the smallest
    int hosts = 0;                     // for the simulated number (else the formula's); 0: not stated
    std::optional<double> hostCores;   // of each
    int today = 0;                     // instances there are at the most, scaling included
    int todayHosts = 0;
    bool enough = false;                // today's deployment keeps the promise in the busy hour
    double margin = 0.0;                // multiple of the demand at which it no longer does: the headroom
    std::string bottleneck;             // the called service that ends first; empty: this one
    std::optional<std::string> runsOut; // with growth: local date of the first busy hour that misses it
    bool grows = false;
    std::vector<HourNeed> hours; // of a day, or of the week of the busy hour if its days differ
};

// Does the service stay down after what took it down is gone, held there by its own repeats, backlog and cold
// caches? True only if the rate clock found it and single requests confirm it.
struct Metastable {
    bool isMetastable = false;
    std::uint64_t histories = 0;    // in which the rate clock found it
    std::uint64_t history = 0;      // from 0: the one that follows; of the evidence below
    double since = 0.0;             // s from the history's start: from when on it could have come back
    double lasted = 0.0;            // s that it stayed down since then
    double share = 0.0;             // of requests answered meanwhile, by the rate clock
    double calm = 0.0;              // by its copy with nobody waiting and warm caches
    std::optional<Estimate> replayed; // the same two, request by request, of several replays
    std::optional<Estimate> replayedCalm;
    double required = 0.0; // share below which it counts as down
    bool assumed = false;  // nobody wrote that share
};

} // namespace nueves::analysis
