// When to stop: at fixed counts n0 2^k only, from histories 0 .. n-1 only, so that the answer does not depend
// on which thread was first.
//
// Stopping on the width that was just measured stops too early when few large values have come yet (Chow and
// Robbins, Ann. Math. Statist. 36 (1965) 457-462, is about large n). Hence two more conditions: n >= 64, and
// at least 64 histories with an outage. Tried over 2000 seeds: with 2 touched histories a wanted half-width
// of 100 % covers 91 % around log-normal outages of cv 2, and is 5 % too low on average. With 64 the rule
// covers 93 to 97 % whatever is wanted, for exponential and equal outages and log-normal ones up to cv 1.3,
// and 92 % with cv 2; waiting for 128 or 256 moved that by less than the trial could see, so heavier tails
// need a finer precision.
#pragma once

#include "sim/analysis/result.hpp"

#include <cstdint>
#include <span>

namespace nueves::analysis {

struct StopRule {
    double precision = 0.05;    // wanted half-width over value; not needed if it cannot be reached
    std::uint64_t first = 64;   // n0 > 0
    std::uint64_t touched = 64; // histories with an outage that a service must have shown
    std::uint64_t limit = std::uint64_t{1} << 20; // most histories, > 0; need not be n0 2^k
};

// What histories 0 .. n-1 said about one service that was asked for.
struct Seen {
    Estimate estimate;         // unavailability, or what the run is to be precise about
    std::uint64_t touched = 0; // histories with at least one outage
};

enum class Decision { goOn, precise, limit };

// The next count at which to decide, above `done` histories; `limit` at most.
std::uint64_t nextCount(const StopRule& rule, std::uint64_t done);

// Half-width over value; 0 for an exact figure, infinity where nothing was seen or the interval has no end.
double relativeHalfWidth(const Estimate& estimate);

// To be asked at the counts of nextCount() only. Precise: every service is; with no service there is nothing
// to reach.
Decision decide(const StopRule& rule, std::uint64_t histories, std::span<const Seen> services);

// Best guess of the count at which decide() will stop, for a progress bar: the width falls with the square
// root.
std::uint64_t expectedHistories(const StopRule& rule, std::uint64_t histories,
                                std::span<const Seen> services);

} // namespace nueves::analysis
