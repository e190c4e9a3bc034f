#include "sim/methods/facts.hpp"

#include "sim/methods/facts_capacity.hpp"
#include "sim/methods/facts_fate.hpp"
#include "sim/methods/facts_missing.hpp"

#include <algorithm>

namespace nueves::methods {

void addFacts(analysis::Result& result, const model::System& system) {
    const scenario::Inventory inventory(*system.scenario);
    const model::Topology topology(inventory);
    Fate(system, inventory, topology).addTo(result);
    addCapacity(result, inventory, topology);
    for (auto& entry : notModelled(inventory, topology)) {
        const auto known = [&](const auto& other) {
            return other.what == entry.what && other.of == entry.of;
        };
        if (std::none_of(result.notModelled.begin(), result.notModelled.end(), known))
            result.notModelled.push_back(std::move(entry));
    }
}

} // namespace nueves::methods
