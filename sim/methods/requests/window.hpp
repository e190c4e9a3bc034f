// What a replay of single requests is told: which stretch of time, and what the structure did in it.
//
// Structure comes from outside, as a list of changes in order of time, so that a recorded history can be
// replayed under any traffic. Before the first change of a target it serves at full speed, warm and in
// rotation.
#pragma once

#include "sim/core/law.hpp"
#include "sim/core/random.hpp"
#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace nueves::methods {

using Nanos = std::int64_t; // since the window's start
inline constexpr Nanos kNeverNanos = std::numeric_limits<Nanos>::max();

// Nearest nanosecond; kNeverNanos from 2^63 on. Precondition: not NaN, not negative.
inline Nanos nanosOf(double seconds) {
    const double ns = seconds * 1e9 + 0.5;
    return ns < 9.2e18 ? static_cast<Nanos>(ns) : kNeverNanos;
}

// From `time` on. A target that begins to serve is cold from then; negative times: before the window.
struct TargetChange {
    Nanos time = 0;
    std::uint32_t station = 0, target = 0;
    model::Conduct conduct = model::Conduct::serves;
    double speed = 1.0;  // share of its speed that faults leave; a cold start comes on top, here
    bool reached = true; // requests are sent there
    double wrong = 0.0;  // share of what is asked that it answers wrongly, at once
};

// From `time` on.
struct StationChange {
    Nanos time = 0;
    std::uint32_t station = 0;
    double entering = 1.0;  // share that needs and tiers in front let pass; the rest is refused at once
    std::uint32_t size = 0; // of Station::sizes
};

// Requests that stand at a target when the window opens, or hang at one that keeps silent. They are of the
// users of the first demand that comes to this station; of nobody if none does. They came one by one, the
// first of them `oldest` ago: whose time-out has passed since has gone, and the work goes on.
struct FoundWaiting {
    std::uint32_t station = 0, target = 0, number = 0;
    Nanos oldest = 0;
};

// Users who wait to try again when the window opens, somewhere in the middle of that wait.
struct FoundRetrying {
    std::uint32_t demand = 0;
    std::uint32_t attempt = 1; // which retry is next, from 1
    std::uint32_t number = 0;
};

// A breaker that is open when the window opens: of one target of the caller, for so much longer.
struct FoundOpen {
    std::uint32_t edge = 0, caller = 0;
    Nanos until = 0; // over: the next call is its trial
};

// Users of a closed demand who have been to a station that they stay with: the first `known` of them, spread
// over its targets by these shares.
struct FoundBound {
    std::uint32_t demand = 0, known = 0;
    std::vector<double> shares; // per target of the station; they sum to 1
};

struct RequestWindow {
    double begins = 0.0; // s since the history's start: where the demand's curves are read
    Nanos lasts = 0;
    Nanos measureFrom = 0;               // what was meant before is simulated, not counted
    Nanos sampleEvery = 0;               // > 0: a row of the timeline each time
    std::vector<TargetChange> targets;   // by time
    std::vector<StationChange> stations; // by time
    std::vector<FoundWaiting> waiting;
    std::vector<FoundRetrying> retrying;
    std::vector<FoundOpen> open;
    std::vector<FoundBound> bound;
    bool ejects = true;         // passive checks judge by these requests; else as `targets` says
    std::vector<double> warmth; // per edge: share of the caller's caches that is filled; empty: cold
    std::vector<std::vector<double>> peaks; // per demand: size of each crowd; empty: drawn here
    // Whose draws the wavering of rates follows: that of the history, whichever replay of it this is. None:
    // the replay's own.
    std::optional<core::DrawSource> wavering;
};

// The parts of a compiled System that requests meet.
struct RequestPlan {
    const model::Traffic& traffic;
    std::span<const core::Law> laws;             // by LawId
    std::span<const std::uint64_t> streams = {}; // by StreamId
};

} // namespace nueves::methods
