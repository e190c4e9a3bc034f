// The machine below a replica as requests meet it: who answers for it, and what CPU there is.
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

#include <algorithm>
#include <utility>

namespace nueves::model::compiling {

using scenario::Kind;

// The nearest system, vm or host below speaks for what stands on it: a connection to a process that is gone
// is refused by the kernel. Over a pair: that of the active member.
Wire MachineGates::refuses(int replica, Wire reached) {
    const Context& context = m_wiring.context;
    std::vector<Wire> seen, ways;
    for (const Below& at : below(replica)) {
        const Kind kind = context.inventory[at.instance].thing->kind;
        const bool speaks =
            at.instance != replica && (kind == Kind::os || kind == Kind::vm || kind == Kind::host);
        if (!speaks || std::find(seen.begin(), seen.end(), at.via) != seen.end()) continue;
        seen.push_back(at.via);
        ways.push_back(m_wiring.context.gates.all({at.via, m_wiring.things.works(at.instance).wire}));
    }
    if (!hasRoom(replica)) return Wire::no();
    if (ways.empty()) return reached;
    return m_wiring.context.gates.all({reached, m_wiring.context.gates.any(std::move(ways))});
}

// Over a pair: those of the first member, which are like the others'.
std::vector<int> MachineGates::machinesOf(int replica) const {
    std::vector<int> nodes;
    for (std::vector<Taking> open = pools(replica); !open.empty(); open = pools(open.front().node)) {
        const int node = open.front().node;
        const bool stated = m_wiring.context.inventory[node].thing->cpu > 0.0 || limitOf(node) > 0.0;
        if (stated) nodes.push_back(node);
        if (nodes.size() > 100) break; // circles are reported elsewhere
    }
    return nodes;
}

double MachineGates::coresFor(int replica) const {
    double cores = 0.0;
    const auto least = [&](double bound) {
        if (bound > 0.0) cores = cores > 0.0 ? std::min(cores, bound) : bound;
    };
    if (const auto taking = pools(replica); !taking.empty()) least(taking.front().cap);
    least(m_wiring.context.inventory[replica].thing->limits.cpu.value_or(0.0));
    for (const int node : machinesOf(replica)) least(coresOf(node));
    return cores;
}

int MachineGates::nodeOf(int replica) const {
    const std::vector<Taking> nodes = pools(replica);
    return nodes.empty() ? kNobody : nodes.front().node;
}

Resources MachineGates::holds(int node) const {
    const Load room = roomOf(node);
    return {room.cpu, room.memory, room.disk};
}

Resources MachineGates::taken(int node) const {
    const Load load = loadOf(node);
    return {load.cpu, load.memory, load.disk};
}

bool MachineGates::hasRoom(int replica) {
    if (!std::exchange(m_roomKnown, true)) findRoom();
    return !m_noRoom.contains(replica);
}

void MachineGates::findRoom() {
    const Context& context = m_wiring.context;
    std::vector<std::pair<int, int>> extra; // member, replica
    for (int i = 0; i != context.inventory.size(); ++i)
        if (const auto& one = context.inventory[i];
            one.isReplica() && one.member > one.thing->replicas && !context.inventory.isLodger(one.service))
            extra.emplace_back(one.member, i);
    std::sort(extra.begin(), extra.end());
    for (const auto& [member, replica] : extra) m_noRoom.insert(replica);
    std::map<int, Load> loads; // of the nodes, with those that have found room
    for (const auto& [member, replica] : extra) {
        const std::vector<int> way = nodesBelow(replica);
        const scenario::Amounts& asked = context.inventory[replica].thing->requests;
        const auto fits = [&](int node) {
            const Load room = roomOf(node);
            auto known = loads.find(node);
            if (known == loads.end()) known = loads.emplace(node, loadOf(node)).first;
            const Load& load = known->second;
            return !exceeds(load.cpu + asked.cpu.value_or(0.0), room.cpu) &&
                   !exceeds(load.memory + asked.memory.value_or(0.0), room.memory) &&
                   !exceeds(load.disk + asked.disk.value_or(0.0), room.disk);
        };
        if (!std::all_of(way.begin(), way.end(), fits)) continue;
        m_noRoom.erase(replica);
        for (const int node : way) {
            loads[node].cpu += asked.cpu.value_or(0.0);
            loads[node].memory += asked.memory.value_or(0.0);
            loads[node].disk += asked.disk.value_or(0.0);
        }
    }
}

// All machines that a replica takes from, over a pair those of either member, nearest first.
std::vector<int> MachineGates::nodesBelow(int replica) const {
    std::vector<int> nodes;
    for (std::vector<Taking> open = pools(replica); !open.empty(); open = pools(open.front().node))
        for (const Taking& taking : open) nodes.push_back(taking.node);
    return nodes;
}

} // namespace nueves::model::compiling
