#include "sim/methods/deployment_cost.hpp"

#include "sim/analysis/cost/cost.hpp"
#include "sim/methods/existence.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace nueves::methods {

using analysis::Outcome;
using model::System;

namespace {

constexpr double kMicrosPerHour = 3.6e9;

double hoursOf(std::int64_t micros) {
    return static_cast<double>(micros) / kMicrosPerHour;
}

double yearsOf(const Outcome& outcome) {
    return static_cast<double>(outcome.stretch) / 1e6 / core::kSecondsPerYear;
}

// A mission stops a history at its first outage: what a whole year takes of people, pieces and money is not
// seen.
bool seesWholeYears(const System& system) {
    return system.scenario->run.measure != scenario::Measure::mission;
}

// How long each replica was there, of the whole time: those that scaling brings and takes, where machines
// stay.
void addScaled(const System& system, const Outcome& outcome, const scenario::Inventory& inventory,
               std::size_t first, std::size_t count, std::vector<double>& existed) {
    const double whole = static_cast<double>(outcome.stretch) * 1e-6 * static_cast<double>(count);
    std::map<int, double> shares; // by replica
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        if (inventory.isLodger(static_cast<int>(system.traffic.stations[s].service.value))) continue;
        const auto& targets = system.traffic.stations[s].targets;
        for (std::size_t t = 0; t != targets.size(); ++t) {
            if (!targets[t].wanted) continue; // always there
            double seconds = 0.0;
            for (std::size_t h = first; h != first + count; ++h)
                seconds += outcome.stations[s].existed[h * targets.size() + t];
            shares[inventory.find(system.things[targets[t].thing].name)] = std::min(1.0, seconds / whole);
        }
    }
    for (int i = 0; i != inventory.size(); ++i)
        for (const int replica : {i, inventory[i].replica})
            if (const auto found = shares.find(replica);
                replica != scenario::kNobody && found != shares.end())
                existed[static_cast<std::size_t>(i)] = found->second;
}

double lostBy(const System& system, const Outcome& outcome, std::size_t service, std::size_t first,
              std::size_t count) {
    const model::Traffic& plan = system.traffic;
    double lost = 0.0;
    for (std::size_t d = 0; d != plan.demands.size(); ++d)
        if (plan.stations[plan.edges[plan.demands[d].edge].to].service.value == service)
            for (std::size_t h = first; h != first + count; ++h) lost += outcome.demands[d].lost[h];
    return lost;
}

// Micro-units a year. Without a whole month of the calendar nobody knows: none.
double creditsOf(const System& system, const analysis::ServiceOutcome& outcome, std::size_t service,
                 std::size_t first, std::size_t count) {
    const auto& targets = system.services.raw()[service].targets;
    double credits = 0.0;
    for (std::size_t t = 0; t != targets.size(); ++t) {
        const auto& written = system.scenario->targets[targets[t].target].credits;
        for (std::size_t h = first; written && h != first + count; ++h)
            if (const double share = outcome.credits[h * targets.size() + t]; std::isfinite(share))
                credits += share * written->feePerHour * core::kHoursPerYear / static_cast<double>(count);
    }
    return credits;
}

// Of histories [first, first + count), a year.
analysis::Usage usageOf(const System& system, const Outcome& outcome, const scenario::Inventory& inventory,
                        std::size_t first, std::size_t count) {
    analysis::Usage usage;
    usage.existed = existenceAtStart(inventory);
    if (!seesWholeYears(system) || count == 0) return usage;
    const double years = yearsOf(outcome) * static_cast<double>(count);
    const auto sum = [&](const auto& values, std::size_t width, std::size_t column, std::size_t columns) {
        std::int64_t all = 0; // columns [column, column + columns) of rows of `width`
        for (std::size_t h = first; h != first + count; ++h)
            for (std::size_t c = column; c != column + columns; ++c)
                all += static_cast<std::int64_t>(values[h * width + c]);
        return all;
    };
    const std::size_t crews = outcome.crewBusy.size(), stocks = outcome.pieces.size(),
                      blocks = outcome.blocks;
    for (std::size_t c = 0; c != crews; ++c)
        usage.crewHours.push_back(hoursOf(sum(outcome.historyCrewBusy, crews, c, 1)) / years);
    for (std::size_t p = 0; p != stocks; ++p)
        usage.pieces.push_back(static_cast<double>(sum(outcome.historyPieces, stocks, p, 1)) / years);
    for (std::size_t s = 0; s != system.services.size(); ++s)
        usage.downHours.push_back(hoursOf(sum(outcome.services[s].down, blocks, 0, blocks)) / years);
    for (std::size_t s = 0; s != system.services.size(); ++s)
        usage.credits += creditsOf(system, outcome.services[s], s, first, count);
    for (std::size_t s = 0; s != system.services.size() && !system.traffic.empty(); ++s)
        usage.lost.push_back(lostBy(system, outcome, s, first, count) / years);
    addScaled(system, outcome, inventory, first, count, usage.existed);
    addExistence(system, outcome, inventory, first, count, usage.existed);
    return usage;
}

} // namespace

std::vector<analysis::CostPart> deploymentCost(const System& system, const Outcome& outcome) {
    const scenario::Inventory inventory(*system.scenario);
    return analysis::costPerYear(inventory, usageOf(system, outcome, inventory, 0, outcome.histories));
}

double pricePerReplicaHour(const System& system, model::ServiceId service) {
    const scenario::Inventory inventory(*system.scenario);
    const auto& replicas = inventory.replicasOf(static_cast<int>(service.value));
    double sum = 0.0;
    std::map<std::string_view, const model::Thing*> things; // the first of a name
    for (const model::Thing& thing : system.things) things.emplace(thing.name, &thing);
    for (const int replica : replicas) {
        sum += analysis::pricePerHour(inventory, replica);
        const auto found = things.find(inventory[replica].name);
        if (found == things.end()) continue;
        model::ThingId below = found->second->carrier;
        while (below && system.things[below].carrier) below = system.things[below].carrier;
        const int machine = below ? inventory.find(system.things[below].name) : scenario::kNobody;
        if (machine == scenario::kNobody) continue;
        const double cores = inventory[machine].thing->cpu;
        const double asked = system.scenario->services[service.value].requests.cpu.value_or(0.0);
        if (cores > 0.0 && asked > 0.0)
            sum += std::min(1.0, asked / cores) * analysis::pricePerHour(inventory, machine);
    }
    return replicas.empty() ? 0.0 : sum / static_cast<double>(replicas.size()) * 1e-6;
}

std::vector<double> deploymentCosts(const System& system, const Outcome& outcome) {
    const scenario::Inventory inventory(*system.scenario);
    const analysis::CostModel model(inventory);
    std::vector<double> costs;
    costs.reserve(outcome.histories);
    for (std::size_t h = 0; h != outcome.histories; ++h)
        costs.push_back(model.totalPerYear(usageOf(system, outcome, inventory, h, 1)));
    return costs;
}

} // namespace nueves::methods
