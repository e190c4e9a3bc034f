#include "sim/core/time.hpp"

#include "sim/core/assert.hpp"

#include <cmath>

namespace nueves::core {

SimSpan spanFromSeconds(double value) {
    NUEVES_ASSERT(value >= 0.0, "a span of time is a number that is not negative");
    const double micros = value * 1e6;
    if (micros >= 9.2e18) return kForever;
    return SimSpan{std::llround(micros)};
}

} // namespace nueves::core
