// What shares of time in the states of a chain mean for a service. The same for the long run and for a
// stretch.
#pragma once

#include "sim/methods/exact/rates.hpp"

#include <map>

namespace nueves::methods {

struct ServiceFigures {
    double unavailability = 0.0; // share of the time, summed over down states
    double up = 0.0;             // summed over up states
    double degraded = 0.0;       // share of the time up but not whole
    double fraction = 0.0;       // mean delivered
    double outageRate = 0.0;     // 1/s: outages begun
    // With blame: shares of the time. They sum to the unavailability (less what no root explains).
    std::vector<double> blame;              // per root
    std::map<std::uint32_t, double> phases; // per measure::Phase

    double meanOutage() const { return outageRate > 0.0 ? unavailability / outageRate : 0.0; } // s
    double meanUpTime() const { return outageRate > 0.0 ? up / outageRate : 0.0; }             // s
};

// service: number in chain.up. `shares` sums to 1; roots: how many there are.
ServiceFigures figuresOf(const Chain& chain, const Rates& rates, std::size_t service,
                         const Distribution& shares, std::size_t roots);

} // namespace nueves::methods
