// Independent units in series, in parallel and k of n: textbook figures that see no engine.
//
// Unavailabilities throughout, since 1 - A has lost its digits. In the long run only the mean up and down
// times of a unit matter, whatever their laws (alternating renewal process). Source: Rausand & Hoyland,
// System Reliability Theory, 2nd ed., 4.3 (structures) and 9.3 (repairable units); Barlow & Proschan,
// Statistical Theory of Reliability and Life Testing, 1975, 7.1 (frequency of outages).
#pragma once

#include <cstddef>
#include <span>

namespace nueves::analysis {

// Mean time down over mean cycle; both in the same unit, meanUp > 0, meanDown >= 0.
double renewalUnavailability(double meanUp, double meanDown);

// All needed; one needed. Empty: never down; always down.
double seriesUnavailability(std::span<const double> units);
double parallelUnavailability(std::span<const double> units);

// At least k of the units needed, 0 <= k <= n. All alike, or each its own.
double kOfNUnavailability(std::size_t k, std::size_t n, double unit);
double kOfNUnavailability(std::size_t k, std::span<const double> units);

// Long-run rate at which n like units with own repair come to have fewer than k up, per unit of time of the
// means. 1 <= k <= n; units go on failing while the group is down.
double kOfNOutageRate(std::size_t k, std::size_t n, double meanUp, double meanDown);

// Mean time until fewer than k of n units are left, exponential lives of these rates and no repair. n <= 20.
double kOfNMeanLife(std::size_t k, std::span<const double> rates);

} // namespace nueves::analysis
