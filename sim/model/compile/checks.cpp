#include "sim/model/compile/checks.hpp"

#include "sim/model/compile/machine_gates.hpp"

#include <cstdio>

namespace nueves::model::compiling {

using scenario::Kind;

void checkKernels(Context& context) {
    for (const int i : context.instanceOf) {
        const scenario::Thing& keys = *context.inventory[i].thing;
        if (keys.needsKernel.empty()) continue;
        int at = context.standing[i].carrier;
        while (at != kNobody && context.inventory[at].thing->kind != Kind::os)
            at = context.standing[at].carrier;
        if (at == kNobody) continue;
        const scenario::Thing& os = *context.inventory[at].thing;
        if (!os.kernel.empty() && os.kernel != keys.needsKernel)
            context.error("wrong-kernel", keys.mark,
                          {{"found", os.kernel},
                           {"expected", keys.needsKernel},
                           {"other", context.inventory[at].name}});
    }
}

// What replicas on a node ask, and what its layers and guests take.
MachineGates::Load MachineGates::loadOf(int node) const {
    const Context& context = m_wiring.context;
    Load load;
    double perGuest = 0.0;
    for (const int layer : context.inventory[node].children) {
        if (context.inventory[layer].layer < 0) continue;
        load.memory += context.inventory[layer].thing->overheadMemory;
        perGuest += context.inventory[layer].thing->overheadPerGuest;
    }
    for (const Consumer& consumer : consumers(node)) {
        const scenario::Instance& instance = context.inventory[consumer.instance];
        if (m_noRoom.contains(instance.replica)) continue;
        if (instance.isReplica() && context.inventory.isLodger(instance.service)) continue; // comes and goes
        if (!instance.isReplica()) { // a vm asks what is inside it
            const Load inner = loadOf(consumer.instance);
            load.cpu += inner.cpu;
            load.memory += inner.memory + perGuest;
            load.disk += inner.disk;
            continue;
        }
        const scenario::Amounts& asked = instance.thing->requests;
        load.cpu += asked.cpu.value_or(0.0);
        load.memory += asked.memory.value_or(0.0);
        load.disk += asked.disk.value_or(0.0);
    }
    return load;
}

MachineGates::Load MachineGates::roomOf(int node) const {
    const scenario::Thing& keys = *m_wiring.context.inventory[node].thing;
    const Stand& stand = m_wiring.context.standing[node];
    const bool machine = stand.carrier == kNobody && stand.pair == kNobody;
    const double cores = machine ? keys.cpu : limitOf(node);
    return {cores > 0.0 ? coresOf(node) : 0.0,
            machine ? keys.memory : keys.limits.memory.value_or(keys.memory),
            machine ? keys.disk : keys.limits.disk.value_or(keys.disk)};
}

bool MachineGates::exceeds(double asked, double holds) {
    return holds > 0.0 && asked > holds * (1.0 + 1e-9);
}

void MachineGates::checkCapacity() {
    Context& context = m_wiring.context;
    for (const int i : context.instanceOf) {
        if (!isNode(i)) continue;
        const scenario::Thing& keys = *context.inventory[i].thing;
        const Load load = loadOf(i), room = roomOf(i);
        const auto compare = [&](const char* what, double asked, double holds) {
            if (!exceeds(asked, holds)) return;
            char askedText[32], holdsText[32];
            std::snprintf(askedText, sizeof askedText, "%.10g", asked);
            std::snprintf(holdsText, sizeof holdsText, "%.10g", holds);
            context.error("requests-above-host", keys.mark,
                          {{"found", askedText},
                           {"expected", std::string("at most ") + holdsText},
                           {"key", what},
                           {"other", context.inventory[i].name}});
        };
        compare("cpu", load.cpu, room.cpu);
        compare("memory", load.memory, room.memory);
        compare("disk", load.disk, room.disk);
    }
}

} // namespace nueves::model::compiling
