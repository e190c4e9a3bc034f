// Users, requests and the services that serve them, as the plan of model/traffic.hpp.
#pragma once

#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

// Fills System::traffic. After the services are stored, before the gates are numbered. Nothing without
// demand.
void addTraffic(Wiring& wiring);

} // namespace nueves::model::compiling
