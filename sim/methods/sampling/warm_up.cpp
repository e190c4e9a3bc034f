#include "sim/methods/sampling/warm_up.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {
namespace {

using model::System;

constexpr double kLongest = 50.0 * core::kSecondsPerYear;

double meanOf(const System& system, engine::LawId law) {
    const double mean = law ? system.laws[law].mean() : 0.0;
    return std::isfinite(mean) ? mean : 0.0;
}

double longestJob(const System& system) {
    double longest = 0.0;
    for (const auto& job : system.jobs) {
        double sum = 0.0;
        for (std::uint32_t a = job.attempts.first; a != job.attempts.last; ++a)
            for (auto law : system.attempts[a].phases) sum += meanOf(system, law);
        longest = std::max(longest, sum);
    }
    for (const auto& stock : system.stocks)
        if (!stock.unlimited) longest = std::max(longest, meanOf(system, stock.lead));
    return longest;
}

double rateOf(const System& system, const model::Mode& mode) {
    const double mean = meanOf(system, mode.every);
    return mean > 0.0 ? 1.0 / mean : 0.0;
}

// Until a leak does harm; unless the process is sure to have started anew before, whose other faults see to
// that.
double ofLeak(const System& system, const model::Mode& mode) {
    const model::Thing& thing = system.things[mode.thing];
    double others = -rateOf(system, mode);
    for (std::uint32_t m = thing.clocked.first; m != thing.clocked.last; ++m)
        others += rateOf(system, system.modes[system.modeOf[m]]);
    const double restarts = thing.soft && others > 0.0 ? 8.0 / others : kLongest;
    return std::min(core::seconds(mode.leakTime), restarts);
}

double ofMode(const System& system, const model::Mode& mode) {
    const double unseen =
        mode.hidden > 0.0 && mode.inspect.count() == 0 ? 5.0 * meanOf(system, mode.every) : 0.0;
    return std::max(
        {8.0 * meanOf(system, mode.detect), 3.0 * core::seconds(mode.inspect), unseen, ofLeak(system, mode)});
}

// Which member is found active depends on the first one until it has failed a few times; alike ones do not
// care.
double ofPair(const System& system, const model::Pair& pair) {
    if (pair.failback) return 0.0;
    double sum = 0.0, least = HUGE_VAL, most = 0.0;
    for (const auto& member : pair.members) {
        double rate = 0.0;
        for (const auto mode : member.modes) rate += rateOf(system, system.modes[mode]);
        sum += rate;
        least = std::min(least, rate);
        most = std::max(most, rate);
    }
    return most > 1.001 * least ? 2.5 * static_cast<double>(pair.members.size()) / sum : 0.0;
}

} // namespace

core::SimSpan warmUp(const System& system) {
    double longest = 8.0 * longestJob(system);
    for (const auto& mode : system.modes) longest = std::max(longest, ofMode(system, mode));
    for (const auto& pair : system.pairs) longest = std::max(longest, ofPair(system, pair));
    const double years = std::ceil(std::min(longest, kLongest) / core::kSecondsPerYear);
    return static_cast<std::int64_t>(std::max(years, 1.0)) * core::kYear;
}

} // namespace nueves::methods
