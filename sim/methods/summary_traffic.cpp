#include "sim/methods/summary_traffic.hpp"

#include "sim/analysis/statistics/intervals.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::DemandOutcome;
using analysis::Estimate;
using analysis::Outcome;
using analysis::StationOutcome;
using model::System;

namespace {

using List = std::vector<double>;

double total(const List& list) {
    double sum = 0.0;
    for (const double value : list) sum += value;
    return sum;
}

// A share of what is nothing is not known.
Estimate ratio(const List& part, const List& whole) {
    return total(whole) > 0.0 ? analysis::within(analysis::ratioInterval(part, whole), 0.0, HUGE_VAL)
                              : analysis::unknown();
}

Estimate perSecond(List list, const Outcome& outcome) {
    for (double& value : list) value /= static_cast<double>(outcome.stretch) * 1e-6;
    return analysis::within(analysis::meanInterval(list), 0.0, HUGE_VAL);
}

// The sum of one list over all demands on a station.
List ofUsers(const System& system, const Outcome& outcome, std::size_t station, List DemandOutcome::*what) {
    List sum(outcome.histories, 0.0);
    for (std::size_t d = 0; d != outcome.demands.size(); ++d)
        if (system.traffic.edges[system.traffic.demands[d].edge].to == station)
            for (std::size_t h = 0; h != sum.size(); ++h) sum[h] += (outcome.demands[d].*what)[h];
    return sum;
}

void addLatency(analysis::TrafficResult& result, const StationOutcome& station) {
    constexpr double kShares[] = {0.5, 0.95, 0.99, 0.999};
    for (std::size_t q = 0; q != 4; ++q) {
        List seen;
        std::copy_if(station.latency[q].begin(), station.latency[q].end(), std::back_inserter(seen),
                     [](double value) { return std::isfinite(value); });
        if (seen.empty()) continue;
        result.latency.emplace_back(kShares[q], analysis::within(analysis::meanInterval(seen), 0.0, HUGE_VAL));
    }
}

} // namespace

void addTraffic(analysis::ServiceResult& result, const System& system, const Outcome& outcome,
                model::ServiceId service) {
    const auto& plan = system.traffic.stations;
    const auto found =
        std::find_if(plan.begin(), plan.end(), [&](const model::Station& s) { return s.service == service; });
    if (found == plan.end()) return;
    const auto s = static_cast<std::size_t>(found - plan.begin());
    const StationOutcome& station = outcome.stations[s];
    const auto users = [&](List DemandOutcome::*what) { return ofUsers(system, outcome, s, what); };
    const List asked = users(&DemandOutcome::asked), lost = users(&DemandOutcome::lost), present = users(&DemandOutcome::users);
    auto& traffic = result.traffic.emplace();
    traffic.asked = perSecond(asked, outcome);
    traffic.goodput = perSecond(users(&DemandOutcome::answered), outcome);
    traffic.throughput = perSecond(station.served, outcome);
    traffic.requestWeighted = ratio(lost, asked);
    if (total(present) > 0.0) {
        List unserved = users(&DemandOutcome::usersServed);
        for (std::size_t h = 0; h != unserved.size(); ++h) unserved[h] = std::max(0.0, present[h] - unserved[h]);
        traffic.userWeighted = ratio(unserved, present);
    }
    traffic.retries = ratio(users(&DemandOutcome::repeats), asked);
    List perYear = lost;
    for (double& value : perYear) value *= core::kSecondsPerYear;
    traffic.lostPerYear = perSecond(perYear, outcome);
    traffic.instances = perSecond(station.serving, outcome);
    List cores = station.serving;
    for (double& value : cores) value *= found->cpuRequest;
    traffic.utilisation = ratio(station.computing, cores);
    addLatency(traffic, station);
    if (found->fed) {
        const auto most = [](const List& list) { return list.empty() ? 0.0 : *std::max_element(list.begin(), list.end()); };
        traffic.backlog = {perSecond(station.waiting, outcome), most(station.longest), most(station.oldest)};
    }
    const double price = system.scenario->services[service.value].cost.lostPerRequest.value_or(0.0) * 1e-6;
    if (price > 0.0) result.costPerYear.push_back({"lost", price * traffic.lostPerYear.value});
}

} // namespace nueves::methods
