#include "sim/methods/deployment_cost.hpp"

#include "sim/analysis/cost/cost.hpp"
#include "sim/methods/existence.hpp"

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
    addExistence(system, outcome, inventory, first, count, usage.existed);
    return usage;
}

} // namespace

std::vector<analysis::CostPart> deploymentCost(const System& system, const Outcome& outcome) {
    const scenario::Inventory inventory(*system.scenario);
    return analysis::costPerYear(inventory, usageOf(system, outcome, inventory, 0, outcome.histories));
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
