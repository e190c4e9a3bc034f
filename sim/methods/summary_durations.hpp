// What a summary is made of: the figures that are shares, counts and lengths of time, service by service.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <cstdint>
#include <vector>

namespace nueves::methods {

double hours(std::int64_t micros);
double yearsOf(const analysis::Outcome& outcome); // measured of each history
double sortedQuantile(const std::vector<double>& sorted, double p);
bool anything(const std::vector<double>& values); // is one of them above zero?

// Per history, us.
std::vector<double> downPerHistory(const analysis::Outcome& outcome, const analysis::ServiceOutcome& service);

// Share `part` / `all` of time, one of each per history. Nothing seen is a bound, not a zero.
analysis::Estimate shareOf(const std::vector<double>& part, const std::vector<double>& all);

// Needs result.unavailability. `index`: of System::services; their number: the whole.
void addDurations(analysis::ServiceResult& result, const model::System& system,
                  const analysis::Outcome& outcome, std::size_t index);

} // namespace nueves::methods
