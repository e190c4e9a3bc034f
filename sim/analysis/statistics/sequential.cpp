#include "sim/analysis/statistics/sequential.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::analysis {

namespace {

bool isPrecise(const StopRule& rule, const Seen& seen) {
    if (seen.estimate.method == Method::exact) return true;
    return seen.touched >= rule.touched && relativeHalfWidth(seen.estimate) <= rule.precision;
}

// How many times more histories this service seems to need.
double factorNeeded(const StopRule& rule, const Seen& seen) {
    if (isPrecise(rule, seen)) return 1.0;
    const double outages =
        static_cast<double>(rule.touched) / static_cast<double>(std::max<std::uint64_t>(seen.touched, 1));
    const double width = relativeHalfWidth(seen.estimate) / rule.precision;
    return std::max(outages, width * width);
}

} // namespace

std::uint64_t nextCount(const StopRule& rule, std::uint64_t done) {
    NUEVES_ASSERT(rule.first > 0 && rule.limit > 0, "a stop rule counts from at least one history");
    std::uint64_t count = rule.first;
    while (count <= done && count < rule.limit) count = count > rule.limit / 2 ? rule.limit : 2 * count;
    return std::min(count, rule.limit);
}

double relativeHalfWidth(const Estimate& estimate) {
    if (estimate.method == Method::exact) return 0.0;
    const double half = (estimate.high - estimate.low) / 2.0;
    if (estimate.method == Method::bound || estimate.value == 0.0 || !std::isfinite(half))
        return std::numeric_limits<double>::infinity();
    return half / std::abs(estimate.value);
}

Decision decide(const StopRule& rule, std::uint64_t histories, std::span<const Seen> services) {
    const auto precise = [&](const Seen& seen) { return isPrecise(rule, seen); };
    if (histories >= rule.first && std::ranges::all_of(services, precise)) return Decision::precise;
    return histories >= rule.limit ? Decision::limit : Decision::goOn;
}

std::uint64_t expectedHistories(const StopRule& rule, std::uint64_t histories,
                                std::span<const Seen> services) {
    double factor = 1.0;
    for (const Seen& seen : services) factor = std::max(factor, factorNeeded(rule, seen));
    const double needed = factor * static_cast<double>(std::max<std::uint64_t>(histories, 1));
    if (needed >= static_cast<double>(rule.limit)) return rule.limit;
    const auto whole = static_cast<std::uint64_t>(std::ceil(needed));
    return nextCount(rule, whole - 1); // the first of the counts that is not below
}

} // namespace nueves::analysis
