#include "sim/methods/summary_durations.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/measure/tally.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace nueves::methods {

using analysis::Estimate;
using analysis::Outcome;
using analysis::ServiceOutcome;
using analysis::ServiceResult;
using model::System;

namespace {

constexpr double kMicrosPerHour = 3.6e9;
constexpr double kShares[] = {0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};

Estimate scaled(Estimate estimate, double factor) {
    estimate.value *= factor;
    estimate.low *= factor;
    estimate.high *= factor;
    return estimate;
}

template <class T> std::vector<double> asDoubles(const std::vector<T>& values, double factor = 1.0) {
    std::vector<double> out;
    out.reserve(values.size());
    for (const auto value : values) out.push_back(static_cast<double>(value) * factor);
    return out;
}

// Mean of x over mean of y; nothing known if y is zero throughout.
Estimate ratio(const std::vector<double>& x, const std::vector<double>& y) {
    return anything(y) ? analysis::ratioInterval(x, y) : analysis::unknown();
}

std::vector<analysis::Quantile> quantilesOf(std::vector<double> values) {
    std::vector<analysis::Quantile> quantiles;
    std::sort(values.begin(), values.end());
    for (double p : kShares) quantiles.push_back({p, sortedQuantile(values, p)});
    return quantiles;
}

// Twenty equal bars up to the 99.5 % quantile; what lies above is counted in the last.
std::vector<std::pair<double, double>> histogramOf(std::vector<double> values) {
    constexpr int kBars = 20;
    std::sort(values.begin(), values.end());
    const double top = values.empty() ? 0.0 : sortedQuantile(values, 0.995);
    if (top <= 0.0) return {};
    std::vector<std::pair<double, double>> bars;
    for (int i = 1; i <= kBars; ++i) bars.emplace_back(top * i / kBars, 0.0);
    for (double value : values) {
        const auto bar = std::min<std::size_t>(kBars - 1, static_cast<std::size_t>(value / top * kBars));
        bars[bar].second += 1.0 / static_cast<double>(values.size());
    }
    return bars;
}

// Hours down of each whole year of each history; of a horizon shorter than that, brought to a year's length.
std::vector<double> yearlyHours(const Outcome& outcome, const ServiceOutcome& service) {
    const double scale = core::kSecondsPerYear / (static_cast<double>(outcome.block) * 1e-6);
    std::vector<double> list;
    list.reserve(outcome.histories * outcome.wholeBlocks());
    for (std::size_t h = 0; h != outcome.histories; ++h)
        for (std::uint32_t b = 0; b != outcome.wholeBlocks(); ++b)
            list.push_back(hours(service.down[h * outcome.blocks + b]) * scale);
    return list;
}

void addDowntime(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    const auto blockHours = yearlyHours(outcome, service);
    result.downtimeHoursPerYear = scaled(result.unavailability, core::kHoursPerYear);
    result.downtimeQuantiles = quantilesOf(blockHours);
    result.downtimeHistogram = histogramOf(blockHours);
    result.longestOutageQuantiles = quantilesOf(asDoubles(service.longest, 1.0 / kMicrosPerHour));
    result.longestOutageHours =
        service.longest.empty() ? 0.0
                                : hours(*std::max_element(service.longest.begin(), service.longest.end()));
}

void addOutages(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    const auto outages = asDoubles(service.outages);
    result.outagesSeen = std::accumulate(service.outages.begin(), service.outages.end(), std::uint64_t{0});
    if (result.outagesSeen == 0) { // neither is its length known, nor more than the least time between two
        const double years = yearsOf(outcome) * static_cast<double>(outcome.histories);
        result.outagesPerYear = analysis::poissonRate(0, years);
        result.mttrHours = analysis::unknown();
        result.mtbfHours = analysis::unknown();
        result.mtbfHours.low = core::kHoursPerYear / result.outagesPerYear.high;
        return;
    }
    result.outagesPerYear = scaled(analysis::meanInterval(outages), 1.0 / yearsOf(outcome));
    const auto down = downPerHistory(outcome, service);
    result.mttrHours = scaled(ratio(down, outages), 1.0 / kMicrosPerHour);
    const std::vector<double> stretch(outages.size(), static_cast<double>(outcome.stretch));
    result.mtbfHours = scaled(ratio(stretch, outages), 1.0 / kMicrosPerHour);
}

double binEdge(double bin) {
    return measure::lengthBinEdge(bin) / kMicrosPerHour;
} // hours

void addLengths(ServiceResult& result, const ServiceOutcome& service) {
    std::int64_t all = 0;
    for (const auto& [bin, outages] : service.lengths) all += outages;
    if (all == 0) return;
    for (double p : kShares) {
        double below = 0.0;
        for (const auto& [bin, outages] : service.lengths) {
            const double inside = static_cast<double>(outages) / static_cast<double>(all);
            if (below + inside >= p) {
                result.outageQuantiles.push_back({p, binEdge(bin + (p - below) / inside)});
                break;
            }
            below += inside;
        }
    }
    for (double seconds : measure::kLengthLimits) { // the upper edges of bins
        std::int64_t longer = 0;
        for (const auto& [bin, outages] : service.lengths)
            if (bin > measure::lengthBin(static_cast<std::int64_t>(seconds * 1e6))) longer += outages;
        result.outagesLongerThan.emplace_back(seconds / 3600.0,
                                              analysis::proportionInterval(static_cast<std::uint64_t>(longer),
                                                                           static_cast<std::uint64_t>(all)));
    }
}

// Up but not whole, and what was delivered. What cannot be is no estimate.
void addDelivery(ServiceResult& result, const System& system, const Outcome& outcome, std::size_t index) {
    const ServiceOutcome& service = outcome.services[index];
    const double scale = 1.0 / static_cast<double>(outcome.stretch);
    const auto degraded = asDoubles(service.degraded, scale);
    const bool canBe = index != system.services.size() && system.services.raw()[index].whole &&
                       system.services.raw()[index].whole.value != system.services.raw()[index].up.value;
    if (anything(degraded))
        result.degraded = analysis::within(analysis::meanInterval(degraded), 0.0, 1.0);
    else if (canBe)
        result.degraded = analysis::nothingSeen(outcome.histories);
    else
        result.degraded.method = analysis::Method::exact;
    const auto lost = asDoubles(service.lost, scale);
    const Estimate missing = anything(lost) ? analysis::within(analysis::meanInterval(lost), 0.0, 1.0)
                                            : analysis::nothingSeen(outcome.histories);
    result.fraction = {1.0 - missing.value, 1.0 - missing.high, 1.0 - missing.low,
                       analysis::Method::simulated};
}

} // namespace

double hours(std::int64_t micros) {
    return static_cast<double>(micros) / kMicrosPerHour;
}

double yearsOf(const Outcome& outcome) {
    return static_cast<double>(outcome.stretch) / 1e6 / core::kSecondsPerYear;
}

double sortedQuantile(const std::vector<double>& sorted, double p) {
    return analysis::quantileInterval(sorted, p).value;
}

bool anything(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double x) { return x > 0.0; });
}

std::vector<double> downPerHistory(const Outcome& outcome, const ServiceOutcome& service) {
    std::vector<double> sums(outcome.histories, 0.0);
    for (std::size_t h = 0; h != sums.size(); ++h)
        for (std::uint32_t b = 0; b != outcome.blocks; ++b)
            sums[h] += static_cast<double>(service.down[h * outcome.blocks + b]);
    return sums;
}

Estimate shareOf(const std::vector<double>& part, const std::vector<double>& all) {
    if (anything(all) && !anything(part)) return analysis::nothingSeen(part.size());
    return analysis::within(ratio(part, all), 0.0, 1.0);
}

void addDurations(ServiceResult& result, const System& system, const Outcome& outcome, std::size_t index) {
    const ServiceOutcome& service = outcome.services[index];
    addDelivery(result, system, outcome, index);
    addDowntime(result, outcome, service);
    addOutages(result, outcome, service);
    addLengths(result, service);
    const auto ends = std::accumulate(service.downAtEnd.begin(), service.downAtEnd.end(), std::uint64_t{0});
    result.downAtEnd = analysis::proportionInterval(ends, outcome.histories);
}

} // namespace nueves::methods
