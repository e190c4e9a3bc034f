#pragma once

namespace nueves::behaviour {

inline constexpr double kTick = 1e-6; // s: structural events stand on whole microseconds

} // namespace nueves::behaviour
