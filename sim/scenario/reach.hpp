// Which services requests reach, and how many replicas of them there can ever be.
#pragma once

#include "sim/scenario/names.hpp"

#include <vector>

namespace nueves::scenario {

// The top-level service of this name; -1: no such.
int serviceOf(const Scenario& scenario, const Selector& selector);

// Per service: demand reaches it, directly or by calls of others.
std::vector<bool> reachedServices(const Scenario& scenario);

// Machines of a part: its count, or as many as its autoscaler may ask for.
int mostMembers(const Thing& part);

// Some machines come and go.
bool scalesMachines(const Inventory& inventory);

// Machines of the group that a part is one of.
int membersAtStart(const Inventory& inventory, int instance);
// False: a machine that scaling may add later.
bool isThereAtStart(const Inventory& inventory, int instance);

// Its replicas, or as many as its scaling may ask for. A service that nobody asks is not scaled.
int mostReplicas(const Thing& service, bool reached);

} // namespace nueves::scenario
