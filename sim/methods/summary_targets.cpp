#include "sim/methods/summary_targets.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/measure/traffic_tally.hpp"
#include "sim/methods/summary_durations.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::methods {

using analysis::Estimate;
using analysis::Outcome;
using analysis::PromiseOutcome;
using analysis::TargetResult;
using analysis::Verdict;
using model::System;
using scenario::Weight;

namespace {

constexpr double kRounding = 1.0 + 1e-12; // of sums that meet a promise exactly

using List = std::vector<double>;

double total(const List& list) {
    return std::accumulate(list.begin(), list.end(), 0.0);
}

Verdict verdictOf(const Estimate& wrong, double allowed) {
    if (wrong.high <= allowed) return Verdict::met;
    return wrong.low > allowed ? Verdict::missed : Verdict::open;
}

Verdict worseOf(Verdict x, Verdict y) {
    if (x == Verdict::missed || y == Verdict::missed) return Verdict::missed;
    return x == Verdict::open || y == Verdict::open ? Verdict::open : Verdict::met;
}

// Of the years of each history, how many met it. Years of one history may go alike (what is drawn once,
// wear): each history is one observation.
Estimate chanceMet(const List& yearsMet, double years) {
    const auto n = static_cast<std::uint64_t>(yearsMet.size());
    const auto whole = [&](double x) { return x == 0.0 || x == years; };
    if (!std::all_of(yearsMet.begin(), yearsMet.end(), whole)) {
        List shares = yearsMet;
        for (double& share : shares) share /= years;
        return analysis::within(analysis::meanInterval(shares), 0.0, 1.0);
    }
    const auto hits = std::count(yearsMet.begin(), yearsMet.end(), years);
    return analysis::proportionInterval(static_cast<std::uint64_t>(hits), n);
}

// Something that may go wrong only so often: block by block of each history.
struct Counted {
    List bad, all;        // histories x blocks
    double allowed = 1.0; // share
};

List perHistory(const List& blocks, const Outcome& outcome) {
    List sums(outcome.histories, 0.0);
    for (std::size_t i = 0; i != blocks.size(); ++i) sums[i / outcome.blocks] += blocks[i];
    return sums;
}

Estimate shareWrong(const Counted& counted, const Outcome& outcome) {
    const List all = perHistory(counted.all, outcome);
    return total(all) > 0.0 ? shareOf(perHistory(counted.bad, outcome), all) : analysis::unknown();
}

// One row of histories x rows x blocks.
template <class T>
List rowOf(const std::vector<T>& values, const Outcome& outcome, std::size_t rows, std::size_t row) {
    List list;
    list.reserve(outcome.histories * outcome.blocks);
    for (std::size_t h = 0; h != outcome.histories; ++h)
        for (std::size_t b = 0; b != outcome.blocks; ++b)
            list.push_back(static_cast<double>(values[(h * rows + row) * outcome.blocks + b]));
    return list;
}

std::size_t promiseOf(const System& system, std::size_t service, std::size_t target) {
    std::size_t number = target;
    for (std::size_t s = 0; s != service; ++s) number += system.services.raw()[s].targets.size();
    return number;
}

// Time down, exact to the microsecond; or what was counted by the request or the user.
Counted uptimeOf(const model::TargetRule& rule, const Outcome& outcome,
                 const analysis::ServiceOutcome& service, const PromiseOutcome* promise, std::size_t t) {
    const double allowed = 1.0 - *rule.uptime;
    if (rule.weight != Weight::time && promise != nullptr) return {promise->bad, promise->all, allowed};
    return {rowOf(service.windowDown, outcome, service.targets, t),
            rowOf(service.windowInside, outcome, service.targets, t), allowed};
}

Estimate probabilityMet(const std::vector<Counted>& promised, const Outcome& outcome) {
    List met(outcome.histories, 0.0);
    for (std::size_t h = 0; h != met.size(); ++h)
        for (std::size_t b = 0; b != outcome.wholeBlocks(); ++b) {
            const std::size_t slot = h * outcome.blocks + b;
            met[h] += std::all_of(promised.begin(), promised.end(), [&](const Counted& each) {
                return each.bad[slot] <= each.allowed * each.all[slot] * kRounding;
            });
        }
    return chanceMet(met, outcome.wholeBlocks());
}

void addBudget(TargetResult& result, const Counted& counted, const Outcome& outcome, Weight weight) {
    if (counted.allowed <= 0.0 || !std::isfinite(result.unavailability.value)) return;
    analysis::Budget budget;
    const double toHours = weight == Weight::time ? 1.0 / 3.6e9 : 1.0 / 3600.0; // us, or seconds of users
    const double years = yearsOf(outcome) * static_cast<double>(outcome.histories);
    budget.unit = weight == Weight::time ? "hours" : weight == Weight::requests ? "requests" : "userHours";
    budget.perYear =
        counted.allowed * total(counted.all) / years * (weight == Weight::requests ? 1.0 : toHours);
    budget.used = result.unavailability;
    for (double* end : {&budget.used.value, &budget.used.low, &budget.used.high}) *end /= counted.allowed;
    result.budget = budget;
}

void addBurn(TargetResult& result, const PromiseOutcome& promise, const Outcome& outcome) {
    for (std::size_t w = 0; w != measure::kBurnWindows; ++w) {
        if (static_cast<double>(outcome.stretch) * 1e-6 < measure::kBurnHours[w] * 3600.0) continue;
        analysis::Burn burn{measure::kBurnHours[w], measure::kBurnAlert[w], {}, 0.0, {}};
        burn.worst = analysis::within(analysis::meanInterval(promise.worst[w]), 0.0, HUGE_VAL);
        burn.largest = *std::max_element(promise.worst[w].begin(), promise.worst[w].end());
        List alerts = promise.alerts[w];
        for (double& each : alerts) each /= yearsOf(outcome);
        burn.alertsPerYear = analysis::within(analysis::meanInterval(alerts), 0.0, HUGE_VAL);
        result.burn.push_back(burn);
    }
}

void addCredits(TargetResult& result, const System& system, const model::TargetRule& rule,
                const Outcome& outcome, const analysis::ServiceOutcome& service, std::size_t t) {
    if (rule.credits.empty()) return;
    List given, months;
    for (std::size_t h = 0; h != outcome.histories; ++h) {
        given.push_back(service.credits[h * service.targets + t]);
        months.push_back(service.creditMonths[h * service.targets + t]);
    }
    if (!std::isfinite(total(given))) return;
    auto& credits = result.credits.emplace();
    credits.feePerYear =
        system.scenario->targets[rule.target].credits->feePerHour * core::kHoursPerYear * 1e-6;
    for (double& share : given) share *= credits.feePerYear;
    credits.perYear = analysis::within(analysis::meanInterval(given), 0.0, credits.feePerYear);
    credits.months = analysis::within(analysis::meanInterval(months), 0.0, 1.0);
}

void describe(TargetResult& result, const System& system, const model::TargetRule& rule) {
    const auto& spec = system.scenario->targets[rule.target];
    result.id = rule.id;
    result.title = spec.title;
    result.promisesUptime = rule.uptime.has_value();
    result.uptime = rule.uptime.value_or(0.0);
    result.weight = rule.weight == Weight::time       ? "time"
                    : rule.weight == Weight::requests ? "requests"
                                                      : "users";
    result.windowed = spec.window.has_value();
    result.window = spec.window ? core::toString(*spec.window) : "";
    result.excludingMaintenance = rule.excludePlanned;
    result.confidence = spec.confidence;
    for (const model::LatencyBound& bound : rule.latency)
        result.latency.push_back({bound.share, bound.seconds, analysis::unknown(), Verdict::open});
}

void judge(TargetResult& result, const std::vector<Counted>& promised, const Outcome& outcome) {
    result.probabilityMet = probabilityMet(promised, outcome);
    if (result.confidence) {
        if (result.probabilityMet.low >= *result.confidence)
            result.verdict = Verdict::met;
        else if (result.probabilityMet.high < *result.confidence)
            result.verdict = Verdict::missed;
        return;
    }
    result.verdict = Verdict::met;
    if (result.promisesUptime) result.verdict = verdictOf(result.unavailability, 1.0 - result.uptime);
    for (const auto& latency : result.latency) result.verdict = worseOf(result.verdict, latency.verdict);
}

} // namespace

TargetResult targetResult(const System& system, const Outcome& outcome, std::size_t s, std::size_t t) {
    const model::TargetRule& rule = system.services.raw()[s].targets[t];
    TargetResult result;
    describe(result, system, rule);
    result.unavailability = result.probabilityMet = analysis::unknown();
    if (system.scenario->run.measure == scenario::Measure::mission) return result;
    const PromiseOutcome* promise =
        outcome.promises.empty() ? nullptr : &outcome.promises[promiseOf(system, s, t)];
    addCredits(result, system, rule, outcome, outcome.services[s], t);
    std::vector<Counted> promised;
    if (rule.uptime) {
        promised.push_back(uptimeOf(rule, outcome, outcome.services[s], promise, t));
        result.unavailability = shareWrong(promised.back(), outcome);
        addBudget(result, promised.back(), outcome, rule.weight);
        if (promise != nullptr && *rule.uptime < 1.0) addBurn(result, *promise, outcome);
    }
    for (std::size_t b = 0; promise != nullptr && b != rule.latency.size(); ++b) {
        promised.push_back(
            {rowOf(promise->late, outcome, promise->bounds, b), promise->asked, 1.0 - rule.latency[b].share});
        result.latency[b].late = shareWrong(promised.back(), outcome);
        result.latency[b].verdict = verdictOf(result.latency[b].late, promised.back().allowed);
    }
    judge(result, promised, outcome);
    return result;
}

} // namespace nueves::methods
