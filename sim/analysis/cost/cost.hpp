// What a deployment costs in a year, by kind (micro-units of the scenario's currency in, units out).
//
// Purchases are spread evenly over their life; energy = power drawn x PUE x price, all year; people = hours of crews
// on repairs and planned work, as simulated, and upkeep at the inherited crew's price.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/scenario/names.hpp"

#include <cstdint>
#include <vector>

namespace nueves::analysis {

// Of the past run: hours a year.
struct Usage {
    std::vector<double> crewHours;   // per Scenario::crews
    std::vector<double> pieces;      // per Scenario::spares, a year
    std::vector<double> downHours;   // per Scenario::services
};

std::vector<CostPart> costPerYear(const scenario::Inventory& inventory, const Usage& usage);
double total(const std::vector<CostPart>& parts);

// Index in Scenario::crews of the crew that looks after an instance: its own, its box's, its place's or carrier's; -1.
int crewOf(const scenario::Inventory& inventory, int instance);

} // namespace nueves::analysis
