// Scaled machines, the services that are put on them, and images to be pulled.
#pragma once

#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

// Starting where its image is not takes time.
bool pullsImage(const scenario::Instance& instance);

void addFleet(Wiring& wiring); // after the traffic

} // namespace nueves::model::compiling
