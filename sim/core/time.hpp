// Simulated time: a point and a difference, 64-bit microseconds.
//
// Range: about +-292 000 years. A year is 365.25 days (8766 h). Nothing here reads a clock on the wall.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace nueves::core {

// The scenario's own clock; it never ticks by itself.
struct SimClock {
    using rep = std::int64_t;
    using period = std::micro;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<SimClock>;
    static constexpr bool is_steady = true;
};

using SimSpan = SimClock::duration;   // difference, microseconds
using SimTime = SimClock::time_point; // point, microseconds since the run's start

inline constexpr SimTime kStart{};
inline constexpr SimTime kNever{SimSpan{std::numeric_limits<std::int64_t>::max()}};
inline constexpr SimSpan kForever{SimSpan{std::numeric_limits<std::int64_t>::max()}};
inline constexpr SimSpan kYear{std::int64_t{31'557'600} * 1'000'000};
inline constexpr double kSecondsPerYear = 31'557'600.0;
inline constexpr double kHoursPerYear = 8766.0;

// Seconds to a span: nearest microsecond, saturating to kForever. Precondition: not NaN, not negative.
SimSpan spanFromSeconds(double seconds);

constexpr double seconds(SimSpan span) { return static_cast<double>(span.count()) * 1e-6; }

// now + span, saturating to kNever. The only place where spans are added to a point.
constexpr SimTime after(SimTime now, SimSpan span) {
    if (span == kForever || now == kNever) return kNever;
    const std::int64_t room = kNever.time_since_epoch().count() - now.time_since_epoch().count();
    return span.count() >= room ? kNever : now + span;
}

} // namespace nueves::core
