#include "sim/methods/summary.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/measure/tally.hpp"
#include "sim/methods/summary_durations.hpp"
#include "sim/methods/summary_targets.hpp"
#include "sim/methods/summary_traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace nueves::methods {

using analysis::Estimate;
using analysis::Method;
using analysis::Outcome;
using analysis::ServiceOutcome;
using analysis::ServiceResult;
using model::System;

namespace {

// A mission asks when the first outage comes; the mean is known only if every history had one.
void addMission(ServiceResult& result, const Outcome& outcome, const ServiceOutcome& service) {
    std::vector<double> first;
    std::uint64_t without = 0;
    for (std::int64_t t : service.firstOutage) {
        if (t < 0) ++without;
        first.push_back(t < 0 ? std::numeric_limits<double>::infinity() : hours(t));
    }
    result.reliability = analysis::proportionInterval(without, outcome.histories);
    result.outagesSeen = outcome.histories - without;
    if (without == 0) result.mttfHours = analysis::meanInterval(first);
    std::sort(first.begin(), first.end());
    for (double p : {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
        const double t = sortedQuantile(first, p);
        if (std::isfinite(t)) result.firstOutageQuantiles.push_back({p, t});
    }
}

// Shares of time of a mission: its histories end with their first outages, and mean nothing as stretches of
// time.
void leaveOutTimes(ServiceResult& result) {
    for (Estimate* figure : {&result.degraded, &result.fraction, &result.downtimeHoursPerYear,
                             &result.outagesPerYear, &result.mtbfHours, &result.mttrHours, &result.downAtEnd})
        *figure = analysis::unknown();
    result.longestOutageHours = std::numeric_limits<double>::quiet_NaN();
}

void addCauses(ServiceResult& result, const System& system, const Outcome& outcome,
               const ServiceOutcome& service, std::size_t index) {
    const double years = yearsOf(outcome) * static_cast<double>(outcome.histories);
    const double all =
        static_cast<double>(std::accumulate(service.blame.begin(), service.blame.end(), std::int64_t{0}));
    for (std::size_t r = 0; r != service.blame.size(); ++r) {
        if (service.blame[r] == 0) continue;
        const model::Root& root = system.roots.raw()[r];
        using Side = analysis::Cause::Side;
        const bool own =
            index == system.services.size() || root.owner.value == index; // the whole has no neighbours
        const Side side = !root.owner ? Side::shared : own ? Side::self : Side::neighbour;
        result.causes.push_back({root.name, root.group, root.title, side, hours(service.blame[r]) / years,
                                 static_cast<double>(service.blame[r]) / all});
    }
    std::stable_sort(result.causes.begin(), result.causes.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
}

std::string phaseName(const System& system, std::uint32_t phase) {
    constexpr const char* kNames[] = {"detection", "response", "diagnosis", "part",   "repair", "crew",
                                      "startup",   "rotation", "planned",   "script", "supply", "for-good",
                                      "overload",  "machine",  "resize"};
    if (phase < measure::kSwitch) return kNames[phase];
    const auto& title = system.attempts[phase - measure::kSwitch].title;
    return title.empty() ? "switch" : "switch: " + title.in(core::Language::en);
}

void addPhases(ServiceResult& result, const System& system, const Outcome& outcome,
               const ServiceOutcome& service) {
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
        result.phases.push_back(
            {name, entry.second, hours(entry.first) / years, span / static_cast<double>(all)});
    }
    std::stable_sort(result.phases.begin(), result.phases.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
}

void addSelf(ServiceResult& result, const System& system, const Outcome& outcome, std::size_t index) {
    const model::Service& spec = system.services.raw()[index];
    result.name = spec.name;
    result.title = spec.title;
    result.requiredFraction = spec.requiredFraction;
    result.required = spec.required;
    for (std::size_t t = 0; t != spec.targets.size(); ++t)
        result.targets.push_back(targetResult(system, outcome, index, t));
    double credits = 0.0;
    for (const auto& target : result.targets)
        if (target.credits) credits += target.credits->perYear.value;
    if (credits > 0.0) result.costPerYear.push_back({"credits", credits});
    const double price = system.scenario->services[index].cost.downPerHour * 1e-6;
    if (price > 0.0 && std::isfinite(result.downtimeHoursPerYear.value))
        result.costPerYear.push_back({"downtime", price * result.downtimeHoursPerYear.value});
}

ServiceResult summariseOne(const System& system, const Outcome& outcome, std::size_t index) {
    ServiceResult result;
    result.unavailability = unavailabilityEstimate(unavailabilities(system, outcome, index));
    if (system.scenario->run.measure == scenario::Measure::mission) {
        leaveOutTimes(result);
        addMission(result, outcome, outcome.services[index]);
    } else {
        addDurations(result, system, outcome, index);
        addCauses(result, system, outcome, outcome.services[index], index);
        addPhases(result, system, outcome, outcome.services[index]);
    }
    if (index != system.services.size()) {
        addSelf(result, system, outcome, index);
        addTraffic(result, system, outcome, model::ServiceId{index});
    }
    return result;
}

} // namespace

Estimate unavailabilityEstimate(const std::vector<double>& perHistory) {
    const Estimate bound = analysis::nothingSeen(perHistory.size());
    if (!anything(perHistory)) return bound;
    const auto isWhole = [](double x) { return x == 1.0; };
    if (std::all_of(perHistory.begin(), perHistory.end(), isWhole))
        return {1.0, 1.0 - bound.high, 1.0, Method::simulated};
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
    for (std::size_t i = 0; i != system.services.size(); ++i)
        results.push_back(summariseOne(system, outcome, i));
    if (system.services.size() > 1) results.push_back(summariseOne(system, outcome, system.services.size()));
    return results;
}

} // namespace nueves::methods
