#include "sim/model/compile/references.hpp"

#include <algorithm>

namespace nueves::model::compiling {

// A name is looked up among one's own parts first; who has none of that name sees what its box sees.
const scenario::Resolution& References::resolve(const scenario::Selector& selector, int from) {
    if (from != kNobody && !selector.steps.empty()) {
        const auto& own = m_inventory[from].children;
        const std::string& id = selector.steps.front().id;
        const bool hasIt = std::any_of(own.begin(), own.end(),
                                       [&](int child) { return m_inventory[child].thing->id == id; });
        if (!hasIt) from = m_inventory[from].parent;
    }
    const auto found = m_known.find({&selector, from});
    if (found != m_known.end()) return found->second;
    return m_known.emplace(std::pair{&selector, from}, m_inventory.resolve(selector, from)).first->second;
}

int References::dealt(const std::vector<scenario::Selector>& list, int from, int member) {
    if (list.empty()) return kNobody;
    const std::size_t turn = static_cast<std::size_t>(std::max(member, 1)) - 1;
    const scenario::Resolution& found = resolve(list[turn % list.size()], from);
    if (found.instances.empty()) return kNobody;
    return found.instances[(turn / list.size()) % found.instances.size()];
}

} // namespace nueves::model::compiling
