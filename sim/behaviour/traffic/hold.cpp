// Levels moved on while everything around them stands still.
#include "sim/behaviour/traffic/flow.hpp"

#include <algorithm>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kFirst = 0.1; // s, of the first step; each is half as long again as the one before
constexpr double kLongestHold = 600.0, kShortestHold = 1e-3;

} // namespace

void Flow::hold(model::TrafficLevels& levels, double t, double lasts) {
    m_middle = now(levels, t);
    double h = kFirst;
    for (double passed = 0.0; passed < lasts;) {
        model::TrafficLevels next = levels;
        if (!stage(levels, t, h, next, m_middle)) { // too far at once
            h *= 0.25;
            if (h < kShortestHold) return;
            continue;
        }
        levels = std::move(next);
        passed += h;
        h = std::min({1.5 * h, kLongestHold, std::max(lasts - passed, kShortestHold)});
    }
}

} // namespace nueves::behaviour::traffic
