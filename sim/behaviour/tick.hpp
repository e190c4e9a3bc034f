#pragma once

namespace nueves::behaviour {

inline constexpr double kTick = 1e-6; // s: structural events stand on whole microseconds

// Has this date just come? The event that was set for it is at its microsecond; or, where rounding left the levels a
// hair before it, at the one after that.
inline bool hasJustCome(double date, double now) {
    return now > date - kTick && now < date + 2.5 * kTick;
}

} // namespace nueves::behaviour
