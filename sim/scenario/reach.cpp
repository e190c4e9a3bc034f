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
