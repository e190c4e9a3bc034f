#include "sim/methods/existence.hpp"

#include "sim/scenario/reach.hpp"

#include <map>

namespace nueves::methods {

using scenario::kNobody;

std::vector<double> existenceAtStart(const scenario::Inventory& inventory) {
    std::vector<double> existed(static_cast<std::size_t>(inventory.size()), 1.0);
    if (!scenario::scalesMachines(inventory)) return existed;
    for (int i = 0; i != inventory.size(); ++i) {
        const scenario::Instance& instance = inventory[i];
        double& share = existed[static_cast<std::size_t>(i)];
        if (instance.replica != kNobody) {
            const int service = inventory[instance.replica].service;
            if (inventory.isLodger(service))
                share = static_cast<double>(inventory[instance.replica].thing->replicas) /
                        static_cast<double>(inventory.replicasOf(service).size());
        } else if (const int machine = inventory.scaledMachine(i); machine != kNobody) {
            share = scenario::isThereAtStart(inventory, machine) ? 1.0 : 0.0;
        }
    }
    return existed;
}

void addExistence(const model::System& system, const analysis::Outcome& outcome,
                  const scenario::Inventory& inventory, std::size_t first, std::size_t count,
                  std::vector<double>& existed) {
    const model::Fleet& fleet = system.fleet;
    if (fleet.empty() || outcome.comers == 0 || count == 0) return;
    const double time = static_cast<double>(outcome.stretch) * static_cast<double>(count);
    const auto mean = [&](std::size_t comer) {
        std::int64_t sum = 0;
        for (std::size_t h = first; h != first + count; ++h)
            sum += outcome.historyExisted[h * outcome.comers + comer];
        return static_cast<double>(sum) / time;
    };
    std::map<int, double> machines, services; // by instance, by service
    for (std::size_t n = 0; n != fleet.nodes.size(); ++n)
        if (fleet.nodes[n].pool) machines[inventory.find(fleet.nodes[n].name)] = mean(n);
    for (std::size_t l = 0; l != fleet.lodgers.size(); ++l)
        services[static_cast<int>(fleet.lodgers[l].service.value)] =
            mean(fleet.nodes.size() + l) / static_cast<double>(fleet.lodgers[l].places.size());
    for (int i = 0; i != inventory.size(); ++i) {
        const scenario::Instance& instance = inventory[i];
        const int replica = instance.replica;
        if (replica != kNobody && services.contains(inventory[replica].service))
            existed[static_cast<std::size_t>(i)] = services[inventory[replica].service];
        else if (const auto at = machines.find(replica == kNobody ? inventory.scaledMachine(i) : kNobody);
                 at != machines.end())
            existed[static_cast<std::size_t>(i)] = at->second;
    }
}

} // namespace nueves::methods
