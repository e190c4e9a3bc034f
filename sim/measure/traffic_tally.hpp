// What traffic showed in one history, beside its plain sums: promises by the request, replicas against need,
// hours of the week, the worst hour. Observation only.
#pragma once

#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace nueves::measure {

inline constexpr double kSlice = 300.0; // s: what burn rates and the drawn day are told apart by
inline constexpr std::size_t kHoursOfWeek = 168;

// Burn rates are looked at over these windows; each calls for people at its multiple of the budget's own pace
// (2, 5 and 10 % of a month's budget: Beyer et al., The Site Reliability Workbook, 2018, table 5-8).
inline constexpr std::size_t kBurnWindows = 3;
inline constexpr double kBurnHours[kBurnWindows] = {1.0, 6.0, 72.0};
inline constexpr double kBurnAlert[kBurnWindows] = {14.4, 6.0, 1.0};

// One target of a service that requests reach. Requests or users' seconds, by its weight; weight time: s.
struct PromiseTally {
    std::vector<double> all, bad;             // per block, inside its window
    std::vector<double> asked;                // per block: requests meant
    std::vector<double> late;                 // bound by bound, block by block: of them, not answered within
    std::array<double, kBurnWindows> worst{}; // largest burn rate over a whole window
    std::array<double, kBurnWindows> alerts{};
};

// Replicas of one station against what its demand needs.
struct SupplyTally {
    double needed = 0.0;               // replica seconds that would do
    double idle = 0.0, missing = 0.0;  // replica seconds beyond, and short of, that
    double over = 0.0, under = 0.0;    // s with more, with fewer
    double machines = 0.0;             // machine seconds at work
    std::vector<double> existed;       // s, per target: it was wanted
};

enum Curve : std::size_t { // what is drawn over time, means of a slice
    kAsked,    // requests per second: that users mean; of a station that only others call: that they make
    kAnswered, // per second: of them, answered in time
    kLost,     // per second: given up
    kServing,  // replicas that take requests
    kWanted,   // replicas that should
    kNeeded,   // replicas that would do
    kMachines, // under them, at work
    kCurves,
};
using CurvePoint = std::array<double, kCurves>;

struct Moment { // of one history: the hour in which most of something happened
    double amount = -1.0;
    core::SimTime from{};
};

struct TrafficTally {
    std::vector<PromiseTally> promises;         // service by service, target by target
    std::vector<SupplyTally> supply;            // per station
    std::vector<std::vector<CurvePoint>> week;  // per station: means of each hour of the local week
    std::vector<double> weekSeconds;            // measured of each hour of the week
    Moment worst, busiest;                      // most lost, most asked
};

} // namespace nueves::measure
