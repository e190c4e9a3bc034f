// What a window of one history looks like request by request, beside what the rate clock says of the same
// window.
//
// The two differ by the seam error. How far they may lie apart is judged by other windows of the same
// scenario, never by the difference that it bounds.
#pragma once

#include "sim/analysis/estimate.hpp"
#include "sim/core/issue.hpp"
#include "sim/core/text.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nueves::analysis {

struct SeamFigure {
    double rate = 0.0;    // by the rate clock
    double request = 0.0; // request by request
    double bound =
        std::numeric_limits<double>::infinity(); // of their difference; infinity: nothing to judge it by
};

// The users of one service, or all of them.
struct ZoomView {
    std::string service; // empty: all
    core::Text title;
    double asked = 0.0; // requests meant in the window, retries not counted: mean of the replays
    double retries = 0.0;
    std::vector<std::pair<double, Estimate>>
        latency;         // probability, s: of answers in time, since the request was meant
    Estimate lost;       // share of requests
    SeamFigure p95;      // s
    SeamFigure lostSeam; // share
};

// Decisions of the history in this window, and how many of them the requests would have taken otherwise.
struct SeamDecisions {
    std::string kind; // "scaling" "answered" "breaker"
    std::string of;   // service; breaker: caller > callee
    double taken = 0.0;
    double otherwise = 0.0; // mean of the replays
};

// Of a service that scales: how many replicas, or which size, those who scale wanted.
struct ForkScaling {
    struct Row {
        double at = 0.0; // s since the fork began; until the next row
        int history = 0;
        double mean = 0.0; // of the forks
        int least = 0, most = 0;
    };
    std::string of;
    double changes = 0.0;   // in the history
    Estimate forkChanges;   // in a fork
    double otherwise = 0.0; // share of the time in which a fork wanted another number than the history
    std::vector<Row> rows;  // where one of them changed
};

struct ForkService {
    struct Row {
        double at = 0.0;
        bool history = true; // up
        double up = 1.0;     // share of the forks
    };
    std::string of;
    double down = 0.0; // s in the window, in the history
    Estimate forkDown;
    double outages = 0.0; // times that it went down
    Estimate forkOutages;
    std::vector<Row> rows;
};

struct ForkEjections { // of replicas of a service, by what they answered
    std::string of;
    double history = 0.0;
    Estimate fork;
};

// The window went another way than the history: from its beginning on requests drove the structure.
struct ZoomFork {
    std::vector<ForkScaling> scaling;
    std::vector<ForkService> services;
    std::vector<ForkEjections> ejections;
};

struct ZoomResult {
    std::string version;
    std::uint64_t seed = 1;
    std::string scenario, design; // file, design
    core::Text title;
    std::string around;                      // service whose outage it is around; empty: asked for
    std::uint64_t history = 1;               // from 1
    double from = 0.0;                       // s since the history's start
    double lasts = 0.0;                      // s
    std::string date;                        // of its beginning, local time
    bool partial = false;                    // stopped by a person
    std::uint64_t replays = 0, requests = 0; // requests: attempts that came to stations, in all replays; no
                                             // replays: there were too many requests
    std::uint64_t otherWindows = 0;          // that the bound comes from
    double expected = 0.0; // attempts of users in one replay, by the rate clock, lead-in included
    ZoomView whole;
    std::vector<ZoomView> services; // with users of their own
    std::vector<SeamDecisions> decisions;
    double otherDecisions = 0.0;
    std::optional<ZoomFork> fork; // then nothing bounds a seam, and `replays` are forks
    std::vector<core::Issue> warnings;
    std::string commandLine;
};

} // namespace nueves::analysis
