#include "sim/methods/sampling/store_traffic.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::Outcome;

namespace {

constexpr std::size_t kWeek = measure::kHoursOfWeek * measure::kCurves;

void place(std::vector<double>& all, std::size_t history, const std::vector<double>& one) {
    std::copy(one.begin(), one.end(), all.begin() + static_cast<std::ptrdiff_t>(history * one.size()));
}

void store(analysis::MomentOutcome& into, std::size_t history, const measure::Moment& moment) {
    into.amount[history] = moment.amount;
    into.from[history] = (moment.from - core::kStart).count();
}

} // namespace

void WeekSums::add(const measure::TrafficTally& tally) {
    stations.resize(tally.week.size(), std::vector<std::uint64_t>(kWeek, 0));
    seen.resize(measure::kHoursOfWeek, 0);
    for (std::size_t hour = 0; hour != measure::kHoursOfWeek; ++hour) {
        if (tally.weekSeconds[hour] <= 0.0) continue;
        ++seen[hour];
        for (std::size_t s = 0; s != tally.week.size(); ++s)
            for (std::size_t c = 0; c != measure::kCurves; ++c) {
                const double mean = tally.week[s][hour][c];
                if (std::isfinite(mean) && mean > 0.0)
                    stations[s][hour * measure::kCurves + c] +=
                        static_cast<std::uint64_t>(std::llround(mean * 1e6));
            }
    }
}

void WeekSums::addTo(Outcome& outcome) const {
    for (std::size_t s = 0; s != stations.size(); ++s)
        std::transform(stations[s].begin(), stations[s].end(), outcome.stations[s].week.begin(),
                       outcome.stations[s].week.begin(), std::plus<>{});
    std::transform(seen.begin(), seen.end(), outcome.weekSeen.begin(), outcome.weekSeen.begin(),
                   std::plus<>{});
}

void prepareObserved(const model::System& system, Outcome& outcome) {
    if (system.traffic.empty()) return;
    for (const auto& service : system.services)
        for (const auto& target : service.targets) {
            outcome.promises.emplace_back();
            outcome.promises.back().bounds = target.latency.size();
        }
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        outcome.stations[s].targets = system.traffic.stations[s].targets.size();
        outcome.stations[s].week.assign(kWeek, 0);
    }
    outcome.weekSeen.assign(measure::kHoursOfWeek, 0);
}

void storeObserved(Outcome& into, std::size_t history, const measure::TrafficTally& tally) {
    for (std::size_t p = 0; p != tally.promises.size(); ++p) {
        const measure::PromiseTally& from = tally.promises[p];
        analysis::PromiseOutcome& to = into.promises[p];
        place(to.all, history, from.all);
        place(to.bad, history, from.bad);
        place(to.asked, history, from.asked);
        place(to.late, history, from.late);
        for (std::size_t w = 0; w != measure::kBurnWindows; ++w) {
            to.worst[w][history] = from.worst[w];
            to.alerts[w][history] = from.alerts[w];
        }
    }
    for (std::size_t s = 0; s != tally.supply.size(); ++s) {
        const measure::SupplyTally& from = tally.supply[s];
        analysis::StationOutcome& to = into.stations[s];
        to.needed[history] = from.needed;
        to.idle[history] = from.idle;
        to.missing[history] = from.missing;
        to.over[history] = from.over;
        to.under[history] = from.under;
        to.machines[history] = from.machines;
        place(to.existed, history, from.existed);
    }
    store(into.worst, history, tally.worst);
    store(into.busiest, history, tally.busiest);
}

} // namespace nueves::methods
