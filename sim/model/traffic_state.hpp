// The levels of traffic: part of a run's state value. Physics: lines, orbits, caches; the rest is
// bookkeeping.
#pragma once

#include "sim/core/time.hpp"
#include "sim/model/forecast.hpp"
#include "sim/model/hpa.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace nueves::model {

// How the targets of a station that are alike just now behave towards a request.
enum class Conduct : std::uint8_t {
    serves,
    refuses, // the process is gone, its machine says so at once
    silent,  // no answer at all: the time-out passes
};

struct Line { // like targets of one station: the distribution of the requests at each of them
    Conduct conduct = Conduct::serves;
    bool reached = false; // requests are sent there
    double count = 0.0;   // targets
    double speed = 1.0;   // share of its speed that each has, faults and cold start
    double wrong = 0.0;   // share of what is asked that each answers wrongly, at once
    double weight = 1.0;  // of each, in what is sent
    double slowFrom =
        -std::numeric_limits<double>::infinity(); // s: came into rotation then, and is still new
    std::vector<double> p; // P(requests present = node of the station's grid); empty unless it serves
    double bound = 0.0;    // policy sticky: users who stay with each of its targets
    // Bookkeeping: nobody stands at nodes of p from this one on, so that they need not be looked at.
    std::size_t used = std::numeric_limits<std::size_t>::max();
    std::span<const double> taken() const { return {p.data(), std::min(used, p.size())}; }
};

struct Backlog {           // of a station that is fed from one queue
    std::vector<double> p; // P(what waits or is worked on = node of the station's grid)
    double arrived = 0.0;  // bookkeeping: since the start, and how far at instants since the oldest came
    struct Knot {
        double at = 0.0, arrived = 0.0; // s
    };
    std::vector<Knot> knots;
    double age = 0.0; // s, of the oldest that waits
};

struct Membership {     // of one target, as those see it who send requests
    bool listed = true; // on their list
    bool in = true;     // and in rotation: requests are sent there
    double listAt = std::numeric_limits<double>::infinity(); // s: when the list will say otherwise
    double since = -std::numeric_limits<double>::infinity(); // s: when it last came into rotation
    double failsSince =
        std::numeric_limits<double>::infinity(); // s: so much fails there that it may be ejected
    double outUntil = -std::numeric_limits<double>::infinity(); // s: ejected
    int ejections = 0;                                          // that count for the next one's length
};

struct StationState {
    std::uint32_t size = 0; // of Station::sizes
    std::vector<Line> lines;
    std::vector<std::uint32_t> lineOf;                         // per target; kNoLine: has no part in it
    std::vector<double> startedAt;                             // s, per target: when it last began to serve
    std::vector<Membership> seen;                              // per target
    double nextLook = std::numeric_limits<double>::infinity(); // s: when somebody may be ejected
    bool begun = false; // has been looked at: who ran before that has run for long
    Backlog backlog;
    static constexpr std::uint32_t kNoLine = 0xffffffffU;
};

struct DemandState {
    std::vector<double> orbit; // attempts that failed and wait to be repeated, by how many went before
    std::vector<double> peaks; // drawn size of each crowd
    double known = 0.0;        // users who have been there: policy sticky
    double factor = 1.0;       // of the wavering rate
    std::int64_t stretch = -1; // which stretch of wavering `factor` belongs to
};

struct BreakerLevel { // of the callers over one edge
    static constexpr std::size_t kPhases = 4;
    double failing = 0.0;               // share of failures that those see whose breaker is closed
    std::array<double, kPhases> open{}; // shares of the callers, by how long theirs has been open
};

struct TrafficLevels {
    std::vector<StationState> stations;
    std::vector<DemandState> demands;
    std::vector<double> warmth; // per edge: share of a caller's cache that is filled, mean of those who serve
    std::vector<BreakerLevel> breakers; // per edge
};

// What was measured of every target at one look.
struct MetricSample {
    double at = 0.0;                 // s
    std::vector<std::int64_t> milli; // target by target, metric by metric
};

struct ScalingState {
    int wanted = 0;        // targets; vertical: which size
    double nextSync = 0.0; // s
    HpaState hpa;
    std::vector<MetricSample> samples; // newest last, as far back as the metrics are late
    std::optional<Forecast> forecast;
    double fitted = 0.0; // s: last fit
    bool resizing = false;
    double resizedAt = -1e300; // s: when the last resize ends, or ended
};

struct TrafficState {
    double at = 0.0; // s: `levels` are of this instant
    TrafficLevels levels;
    std::vector<ScalingState> scalings;
    double aheadAt = 0.0; // bookkeeping: what they will be then, if nothing else happens
    TrafficLevels ahead;
    double step = 1.0;          // bookkeeping, s: the next step to try
    double missingSince = -1.0; // s: since when some service has answered less than it must; < 0: none does
};

} // namespace nueves::model
