#include "sim/methods/summary_traffic.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/measure/traffic_tally.hpp"
#include "sim/methods/deployment_cost.hpp"

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

List added(List sum, const List& more) {
    for (std::size_t h = 0; h != sum.size(); ++h) sum[h] += more[h];
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

// The sum of one list over all demands on a station: those of users, or those of attackers.
List ofUsers(const System& system, const Outcome& outcome, std::size_t station, List DemandOutcome::*what,
             bool hostile = false) {
    List sum(outcome.histories, 0.0);
    for (std::size_t d = 0; d != outcome.demands.size(); ++d)
        if (system.traffic.edges[system.traffic.demands[d].edge].to == station &&
            system.traffic.demands[d].hostile == hostile)
            for (std::size_t h = 0; h != sum.size(); ++h) sum[h] += (outcome.demands[d].*what)[h];
    return sum;
}

// Of what attackers send: how much, and what share of it never got as far as to cost work.
void addAttack(analysis::TrafficResult& result, const System& system, const Outcome& outcome,
               std::size_t station) {
    const auto of = [&](List DemandOutcome::*what) { return ofUsers(system, outcome, station, what, true); };
    const List attempts = added(of(&DemandOutcome::asked), of(&DemandOutcome::repeats));
    if (total(attempts) <= 0.0) return;
    auto& attack = result.attack.emplace();
    attack.sent = perSecond(attempts, outcome);
    attack.absorbed = ratio(of(&DemandOutcome::refused), attempts);
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

void addSupply(analysis::ServiceResult& result, const System& system, const Outcome& outcome,
               model::ServiceId service, const StationOutcome& station) {
    auto& traffic = *result.traffic;
    traffic.machines = perSecond(station.machines, outcome);
    if (!std::isfinite(total(station.needed))) return;
    auto& supply = traffic.supply.emplace();
    supply.needed = perSecond(station.needed, outcome);
    supply.idle = perSecond(station.idle, outcome);
    supply.missing = perSecond(station.missing, outcome);
    const auto hoursPerYear = [&](List list) {
        for (double& value : list) value *= core::kHoursPerYear;
        return perSecond(std::move(list), outcome);
    };
    supply.overHoursPerYear = hoursPerYear(station.over);
    supply.underHoursPerYear = hoursPerYear(station.under);
    const double price = core::kHoursPerYear * pricePerReplicaHour(system, service);
    supply.idleCostPerYear = {supply.idle.value * price, supply.idle.low * price, supply.idle.high * price,
                              supply.idle.method};
}

void addWeek(analysis::TrafficResult& result, const Outcome& outcome, const StationOutcome& station) {
    const auto unseen = [](std::uint64_t histories) { return histories == 0; };
    if (std::any_of(outcome.weekSeen.begin(), outcome.weekSeen.end(), unseen)) return;
    auto& week = result.week.emplace();
    const auto curve = [&](measure::Curve which, List& into) {
        for (std::size_t hour = 0; hour != measure::kHoursOfWeek; ++hour)
            into.push_back(static_cast<double>(station.week[hour * measure::kCurves + which]) * 1e-6 /
                           static_cast<double>(outcome.weekSeen[hour]));
    };
    curve(measure::kAsked, week.asked);
    curve(measure::kAnswered, week.answered);
    curve(measure::kLost, week.lost);
    curve(measure::kServing, week.serving);
    curve(measure::kWanted, week.wanted);
    curve(measure::kNeeded, week.needed);
    curve(measure::kMachines, week.machines);
    if (!result.supply) week.needed.assign(measure::kHoursOfWeek, std::nan(""));
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
    addSupply(result, system, outcome, service, station);
    addWeek(traffic, outcome, station);
    addAttack(traffic, system, outcome, s);
    if (found->fed) {
        const auto most = [](const List& list) {
            return list.empty() ? 0.0 : *std::max_element(list.begin(), list.end());
        };
        traffic.backlog = {perSecond(station.waiting, outcome), most(station.longest), most(station.oldest)};
    }
    const double price = system.scenario->services[service.value].cost.lostPerRequest.value_or(0.0) * 1e-6;
    if (price > 0.0) result.costPerYear.push_back({"lost", price * traffic.lostPerYear.value});
}

} // namespace nueves::methods
