#include "sim/methods/summary.hpp"

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

double hours(std::int64_t micros) { return static_cast<double>(micros) / kMicrosPerHour; }

double sortedQuantile(const std::vector<double>& sorted, double p) { return analysis::quantileInterval(sorted, p).value; }

double yearsOf(const Outcome& outcome) { return static_cast<double>(outcome.stretch) / 1e6 / core::kSecondsPerYear; }

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

std::vector<double> downPerHistory(const Outcome& outcome, const ServiceOutcome& service) {
    std::vector<double> sums(outcome.histories, 0.0);
    for (std::size_t h = 0; h != sums.size(); ++h)
        for (std::uint32_t b = 0; b != outcome.blocks; ++b)
            sums[h] += static_cast<double>(service.down[h * outcome.blocks + b]);
    return sums;
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

// Mean of x over mean of y; nothing known if y is zero throughout.
Estimate ratio(const std::vector<double>& x, const std::vector<double>& y) {
    return std::accumulate(y.begin(), y.end(), 0.0) > 0.0 ? analysis::ratioInterval(x, y) : Estimate{};
}

void addDowntime(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    const auto blockHours = asDoubles(service.down, 1.0 / kMicrosPerHour * core::kSecondsPerYear /
                                                        (static_cast<double>(outcome.block) * 1e-6));
    result.downtimeHoursPerYear = scaled(result.unavailability, core::kHoursPerYear);
    result.downtimeQuantiles = quantilesOf(blockHours);
    result.downtimeHistogram = histogramOf(blockHours);
    result.longestOutageQuantiles = quantilesOf(asDoubles(service.longest, 1.0 / kMicrosPerHour));
    result.longestOutageHours =
        service.longest.empty() ? 0.0 : hours(*std::max_element(service.longest.begin(), service.longest.end()));
}

void addOutages(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    const auto outages = asDoubles(service.outages);
    result.outagesSeen = std::accumulate(service.outages.begin(), service.outages.end(), std::uint64_t{0});
    result.outagesPerYear = scaled(analysis::meanInterval(outages), 1.0 / yearsOf(outcome));
    const auto down = downPerHistory(outcome, service);
    result.mttrHours = scaled(ratio(down, outages), 1.0 / kMicrosPerHour);
    const std::vector<double> stretch(outages.size(), static_cast<double>(outcome.stretch));
    result.mtbfHours = scaled(ratio(stretch, outages), 1.0 / kMicrosPerHour);
}

double binEdge(double bin) { return std::pow(1.01, bin) / kMicrosPerHour; } // hours

// Share of outages longer than `limit` hours; within a bin lengths are taken as even.
double longerThan(const std::map<std::uint32_t, std::int64_t>& lengths, double limit, double all) {
    double count = 0.0;
    for (const auto& [bin, outages] : lengths) {
        const double low = binEdge(bin), high = binEdge(bin + 1.0);
        const double above = limit <= low ? 1.0 : limit >= high ? 0.0 : (high - limit) / (high - low);
        count += above * static_cast<double>(outages);
    }
    return count / all;
}

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
    for (double limit : {1.0 / 60.0, 0.25, 1.0, 4.0, 24.0}) {
        const double share = longerThan(service.lengths, limit, static_cast<double>(all));
        const auto hits = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(all)));
        result.outagesLongerThan.emplace_back(limit, analysis::proportionInterval(hits, static_cast<std::uint64_t>(all)));
    }
}

// A mission asks when the first outage comes; the mean is known only if every history had one.
void addMission(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    std::vector<double> first;
    std::uint64_t without = 0;
    for (std::int64_t t : service.firstOutage) {
        if (t < 0) ++without;
        first.push_back(t < 0 ? std::numeric_limits<double>::infinity() : hours(t));
    }
    result.reliability = analysis::proportionInterval(without, outcome.histories);
    if (without == 0) result.mttfHours = analysis::meanInterval(first);
    std::sort(first.begin(), first.end());
    for (double p : {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
        const double t = sortedQuantile(first, p);
        if (std::isfinite(t)) result.firstOutageQuantiles.push_back({p, t});
    }
}

void judge(analysis::TargetResult& target) {
    using Verdict = analysis::TargetResult::Verdict;
    const double allowed = 1.0 - target.uptime;
    if (target.confidence) {
        if (target.probabilityMet.low >= *target.confidence) target.verdict = Verdict::met;
        else if (target.probabilityMet.high < *target.confidence) target.verdict = Verdict::missed;
    } else if (target.unavailability.high <= allowed) {
        target.verdict = Verdict::met;
    } else if (target.unavailability.low > allowed) {
        target.verdict = Verdict::missed;
    }
}

analysis::TargetResult targetResult(const System& system, const model::TargetRule& rule, const Outcome& outcome,
                                    const ServiceOutcome& service, std::size_t t) {
    const auto& spec = system.scenario->targets[rule.target];
    analysis::TargetResult result;
    result.id = rule.id;
    result.title = spec.title;
    result.uptime = rule.uptime;
    result.windowed = spec.window.has_value();
    result.window = spec.window ? core::toString(*spec.window) : "";
    result.excludingMaintenance = rule.excludePlanned;
    result.confidence = spec.confidence;
    std::vector<double> down(outcome.histories, 0.0), inside(outcome.histories, 0.0);
    std::uint64_t met = 0;
    for (std::size_t h = 0; h != down.size(); ++h)
        for (std::uint32_t b = 0; b != outcome.blocks; ++b) {
            const std::size_t slot = (h * service.targets + t) * outcome.blocks + b;
            const auto d = static_cast<double>(service.windowDown[slot]);
            const auto i = static_cast<double>(service.windowInside[slot]);
            down[h] += d;
            inside[h] += i;
            met += d <= (1.0 - rule.uptime) * i * (1.0 + 1e-12);
        }
    result.unavailability = ratio(down, inside);
    result.probabilityMet = analysis::proportionInterval(met, outcome.histories * outcome.blocks);
    judge(result);
    return result;
}

void addCauses(ServiceResult& result, const System& system, const Outcome& outcome, const ServiceOutcome& service,
               std::size_t index) {
    const double years = yearsOf(outcome) * static_cast<double>(outcome.histories);
    const double all = static_cast<double>(std::accumulate(service.blame.begin(), service.blame.end(), std::int64_t{0}));
    for (std::size_t r = 0; r != service.blame.size(); ++r) {
        if (service.blame[r] == 0) continue;
        const model::Root& root = system.roots.raw()[r];
        using Side = analysis::Cause::Side;
        const Side side = !root.owner ? Side::shared : root.owner.value == index ? Side::self : Side::neighbour;
        result.causes.push_back({root.name, root.group, root.title, side, hours(service.blame[r]) / years,
                                 static_cast<double>(service.blame[r]) / all});
    }
    std::stable_sort(result.causes.begin(), result.causes.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
}

std::string phaseName(const System& system, std::uint32_t phase) {
    constexpr const char* kNames[] = {"detection", "response", "diagnosis", "part",    "repair", "crew",
                                      "startup",   "rotation", "planned",   "script",  "supply", "for-good"};
    if (phase < measure::kSwitch) return kNames[phase];
    const auto& title = system.attempts[phase - measure::kSwitch].title;
    return title.empty() ? "switch" : "switch: " + title.in(core::Language::en);
}

void addPhases(ServiceResult& result, const System& system, const Outcome& outcome, const ServiceOutcome& service) {
    const double years = yearsOf(outcome) * static_cast<double>(outcome.histories);
    std::int64_t all = 0;
    std::map<std::string, std::pair<std::int64_t, core::Text>> byName;
    for (const auto& [phase, span] : service.phases) {
        auto& [sum, title] = byName[phaseName(system, phase)];
        sum += span;
        if (phase >= measure::kSwitch) title = system.attempts[phase - measure::kSwitch].title;
        all += span;
    }
    for (const auto& [name, entry] : byName) {
        const auto span = static_cast<double>(entry.first);
        result.phases.push_back({name, entry.second, hours(entry.first) / years, span / static_cast<double>(all)});
    }
    std::stable_sort(result.phases.begin(), result.phases.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
}

ServiceResult summariseOne(const System& system, const Outcome& outcome, std::size_t index) {
    const ServiceOutcome& service = outcome.services[index];
    const bool whole = index == system.services.size();
    ServiceResult result;
    result.unavailability = unavailabilityEstimate(unavailabilities(system, outcome, index));
    const double scale = 1.0 / static_cast<double>(outcome.stretch);
    result.degraded = analysis::meanInterval(asDoubles(service.degraded, scale));
    auto delivered = asDoubles(service.lost, scale);
    for (double& x : delivered) x = 1.0 - x;
    result.fraction = analysis::meanInterval(delivered);
    addDowntime(result, outcome, service);
    addOutages(result, outcome, service);
    addLengths(result, service);
    const auto ends = std::accumulate(service.downAtEnd.begin(), service.downAtEnd.end(), std::uint64_t{0});
    result.downAtEnd = analysis::proportionInterval(ends, outcome.histories);
    if (system.scenario->run.measure == scenario::Measure::mission) addMission(result, outcome, service);
    addCauses(result, system, outcome, service, index);
    addPhases(result, system, outcome, service);
    if (whole) return result;
    const model::Service& spec = system.services.raw()[index];
    result.name = spec.name;
    result.title = spec.title;
    result.requiredFraction = spec.requiredFraction;
    result.required = spec.required;
    for (std::size_t t = 0; t != spec.targets.size(); ++t)
        result.targets.push_back(targetResult(system, spec.targets[t], outcome, service, t));
    const auto& cost = system.scenario->services[index].cost;
    if (cost.downPerHour > 0.0)
        result.costPerYear.push_back({"downtime", cost.downPerHour * 1e-6 * result.downtimeHoursPerYear.value});
    return result;
}

} // namespace

Estimate unavailabilityEstimate(const std::vector<double>& perHistory) {
    const bool seen = std::any_of(perHistory.begin(), perHistory.end(), [](double x) { return x > 0.0; });
    if (!seen) return analysis::nothingSeen(perHistory.size());
    return analysis::within(analysis::meanInterval(perHistory), 0.0, 1.0);
}

std::vector<double> unavailabilities(const System& system, const Outcome& outcome, std::size_t index) {
    const ServiceOutcome& service = outcome.services[index];
    if (system.scenario->run.measure == scenario::Measure::mission) {
        std::vector<double> failed;
        for (std::int64_t t : service.firstOutage) failed.push_back(t < 0 ? 0.0 : 1.0);
        return failed;
    }
    auto shares = downPerHistory(outcome, service);
    for (double& share : shares) share /= static_cast<double>(outcome.stretch);
    return shares;
}

std::vector<ServiceResult> summarise(const System& system, const Outcome& outcome) {
    std::vector<ServiceResult> results;
    for (std::size_t i = 0; i != system.services.size(); ++i) results.push_back(summariseOne(system, outcome, i));
    if (system.services.size() > 1) results.push_back(summariseOne(system, outcome, system.services.size()));
    return results;
}

} // namespace nueves::methods
