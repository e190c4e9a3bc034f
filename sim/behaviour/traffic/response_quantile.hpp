// Quantiles of the response times that sums.hpp counts.
#pragma once

#include <span>

namespace nueves::behaviour::traffic {

// Time within which a share of the answers came, s, straight lines within a bin (on its logarithmic scale); not a
// number if none did. bins: of DemandSums::responses.
double responseQuantile(std::span<const double> bins, double share);

} // namespace nueves::behaviour::traffic
