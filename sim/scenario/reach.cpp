#include "sim/scenario/reach.hpp"

#include <algorithm>

namespace nueves::scenario {

namespace {

void visit(const Scenario& scenario, int service, std::vector<bool>& reached) {
    if (service < 0 || reached[static_cast<std::size_t>(service)]) return;
    reached[static_cast<std::size_t>(service)] = true;
    for (const Call& call : scenario.services[static_cast<std::size_t>(service)].calls)
        visit(scenario, serviceOf(scenario, call.to), reached);
}

} // namespace

int serviceOf(const Scenario& scenario, const Selector& selector) {
    if (selector.steps.size() != 1 || selector.steps.front().first != 0 || selector.starred) return -1;
    const auto found =
        std::find_if(scenario.services.begin(), scenario.services.end(),
                     [&](const Thing& service) { return service.id == selector.steps.front().id; });
    return found == scenario.services.end() ? -1 : static_cast<int>(found - scenario.services.begin());
}

std::vector<bool> reachedServices(const Scenario& scenario) {
    std::vector<bool> reached(scenario.services.size(), false);
    for (const Demand& demand : scenario.demand)
        if (demand.to) visit(scenario, serviceOf(scenario, *demand.to), reached);
    return reached;
}

int mostMembers(const Thing& part) {
    const bool scaled = part.scaling && part.scaling->by == ScalingBy::nodes;
    return scaled ? std::max(part.count, part.scaling->max.value_or(0)) : part.count;
}

bool scalesMachines(const Inventory& inventory) {
    return std::any_of(inventory.instances().begin(), inventory.instances().end(), [](const Instance& one) {
        return one.thing->scaling && one.thing->scaling->by == ScalingBy::nodes;
    });
}

// The keys of a member that differs say nothing of how many there are.
int membersAtStart(const Inventory& inventory, int at) {
    const Instance& instance = inventory[at];
    const auto& beside =
        instance.parent == kNobody ? inventory.scenario().parts : inventory[instance.parent].thing->parts;
    const auto part = std::find_if(beside.begin(), beside.end(),
                                   [&](const Thing& thing) { return thing.id == instance.thing->id; });
    return part == beside.end() ? instance.thing->count : part->count;
}

bool isThereAtStart(const Inventory& inventory, int at) {
    const Instance& instance = inventory[at];
    return instance.member <= 1 || instance.isReplica() || instance.member <= membersAtStart(inventory, at);
}

int mostReplicas(const Thing& service, bool reached) {
    int most = service.replicas;
    if (!reached || !service.scaling) return most;
    const Scaling& scaling = *service.scaling;
    if (scaling.by == ScalingBy::hpa || scaling.by == ScalingBy::forecast)
        most = std::max(most, scaling.max.value_or(0));
    for (const PlannedSize& planned : scaling.at) most = std::max(most, planned.replicas);
    return most;
}

} // namespace nueves::scenario
