#include "sim/methods/facts_capacity.hpp"

#include "sim/methods/facts_names.hpp"
#include "sim/scenario/reach.hpp"

#include <algorithm>

namespace nueves::methods {

using model::Tie;
using model::Topology;
using scenario::Instance;
using scenario::Inventory;
using scenario::Kind;
using scenario::kNobody;

namespace {

class Machines {
  public:
    Machines(const Inventory& inventory, const Topology& topology)
        : m_inventory(inventory), m_topology(topology),
          m_guests(static_cast<std::size_t>(topology.size()), 0),
          m_stands(static_cast<std::size_t>(topology.size()), 0) {
        for (const auto& [from, to, tie] : topology.edges()) {
            if (tie != Tie::on && tie != Tie::layer) continue;
            m_stands[static_cast<std::size_t>(from)] = 1;
            const Kind kind = from < inventory.size() ? inventory[from].thing->kind : Kind::component;
            if (kind == Kind::vm || kind == Kind::container) ++m_guests[static_cast<std::size_t>(to)];
        }
    }

    bool isMachine(int i) const {
        const Kind kind = m_inventory[i].thing->kind;
        return kind == Kind::host ||
               (kind == Kind::vm && m_inventory[i].layer < 0 && !m_stands[static_cast<std::size_t>(i)]);
    }

    analysis::Capacity of(int machine) const {
        const scenario::Thing& keys = *m_inventory[machine].thing;
        analysis::Capacity capacity;
        capacity.design = m_inventory.scenario().design;
        capacity.machine = nameForPeople(m_inventory, machine);
        capacity.cores = keys.cpu;
        capacity.memory = keys.memory;
        double cores = 0.0, memory = 0.0; // taken
        take(machine, machine, cores, memory);
        for (const int above : m_topology.dependents(machine, {Tie::on, Tie::layer, Tie::member})) {
            if (above >= m_inventory.size()) continue;
            const scenario::Thing& user = *m_inventory[above].thing;
            if (m_inventory[above].isReplica()) {
                ++capacity.applications;
                capacity.requestedCores += user.requests.cpu.value_or(0.0);
                capacity.requestedMemory += user.requests.memory.value_or(0.0);
            } else {
                take(above, machine, cores, memory);
            }
        }
        capacity.usefulCores = std::max(0.0, capacity.cores - cores);
        capacity.usefulMemory = std::max(0.0, capacity.memory - memory);
        return capacity;
    }

  private:
    void take(int layer, int machine, double& cores, double& memory) const {
        const scenario::Thing& keys = *m_inventory[layer].thing;
        memory += keys.overheadMemory + keys.overheadPerGuest * m_guests[static_cast<std::size_t>(layer)];
        if (keys.overheadShare > 0.0) cores += keys.overheadShare * coresAround(layer, machine);
    }

    // Size of the nearest virtual machine around a layer (itself, if it is one), else of the machine.
    double coresAround(int layer, int machine) const {
        for (int at = layer; at != kNobody && at != machine; at = m_inventory[at].parent) {
            if (m_inventory[at].thing->kind == Kind::vm) return sizeOf(at);
            const int parent = m_inventory[at].parent;
            if (parent == kNobody || m_inventory[at].layer < 0) continue;
            for (const int sibling :
                 m_inventory[parent].children) // own layers of a copy stand one on the other
                if (m_inventory[sibling].thing->kind == Kind::vm && m_inventory[sibling].layer >= 0 &&
                    m_inventory[sibling].layer < m_inventory[at].layer)
                    return sizeOf(sibling);
        }
        return m_inventory[machine].thing->cpu;
    }

    double sizeOf(int vm) const {
        const scenario::Thing& keys = *m_inventory[vm].thing;
        if (keys.limits.cpu) return *keys.limits.cpu;
        if (keys.cpu > 0.0) return keys.cpu;
        double asked = 0.0; // as large as what is in it
        for (const int above : m_topology.dependents(vm, {Tie::on, Tie::layer}))
            if (above < m_inventory.size() && m_inventory[above].isReplica())
                asked += m_inventory[above].thing->requests.cpu.value_or(0.0);
        return asked;
    }

    const Inventory& m_inventory;
    const Topology& m_topology;
    std::vector<int> m_guests;          // per vertex: virtual machines and containers directly on it
    std::vector<std::uint8_t> m_stands; // per vertex: on something
};

} // namespace

void addCapacity(analysis::Result& result, const Inventory& inventory, const Topology& topology) {
    const Machines machines(inventory, topology);
    for (int i = 0; i != inventory.size(); ++i) // those that scaling adds later are like those that are there
        if (machines.isMachine(i) && scenario::isThereAtStart(inventory, i)) result.capacity.push_back(machines.of(i));
}

} // namespace nueves::methods
