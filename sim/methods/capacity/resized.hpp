// The same deployment with other numbers of instances: more of them stand on more machines like today's.
#pragma once

#include "sim/model/system.hpp"

#include <optional>
#include <vector>

namespace nueves::methods {

struct Size { // of one station
    int instances = 1;
    std::optional<double> cores; // of each; none: as today
};

// Nobody scales in it.
model::System resized(const model::System& system, const std::vector<Size>& sizes);

// Machines under the instances of a station, 0 if none states what it has; and the cores of the first.
int hostsOf(const model::System& system, std::size_t station);
std::optional<double> hostCoresOf(const model::System& system, std::size_t station);
// Cores that one instance can count on when all of them work: its own, or its part of the machine.
double coresOf(const model::System& system, std::size_t station, double own);
// Instances that a station has today at the most: whoever scales may ask for so many.
int instancesOf(const model::System& system, std::size_t station);

} // namespace nueves::methods
