// What traffic showed in one history, into its place among all.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/measure/tally.hpp"
#include "sim/model/system.hpp"

namespace nueves::methods {

// Curves of a typical week, summed over histories in whole millionths: any order gives the same.
struct WeekSums {
    std::vector<std::vector<std::uint64_t>> stations; // hour of the week by curve
    std::vector<std::uint64_t> seen;                  // histories that saw the hour
    void add(const measure::TrafficTally& tally);
    void addTo(analysis::Outcome& outcome) const;
};

// Room for what storeObserved puts there; before Outcome::resize.
void prepareObserved(const model::System& system, analysis::Outcome& outcome);
void storeObserved(analysis::Outcome& into, std::size_t history, const measure::TrafficTally& tally);

} // namespace nueves::methods
