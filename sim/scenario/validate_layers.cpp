// Layers that cannot stand where they are put, and machines that hold less than what is asked of them.
#include "sim/core/short_number.hpp"
#include "sim/scenario/validation.hpp"

#include <map>

namespace nueves::scenario {

using core::shortNumber;

namespace {

// The system on which a layer or a replica stands: that of its own vm, else its carrier's.
int systemOf(const Inventory& inventory, int machine) {
    return machine == kNobody ? kNobody : inventory.layerOf(machine, Kind::os);
}

// The carrier of a replica or of a part, or kNobody. A standby stands for its members: nothing is said of
// those.
int carrierOf(const Inventory& inventory, int at) {
    const Instance& instance = inventory[at];
    return inventory.dealt(instance.thing->on, at, std::max(instance.member, 1));
}

void checkKernel(Validation& validation, const Thing& layer, int system) {
    if (layer.needsKernel.empty() || system == kNobody) return;
    const Thing& os = *validation.inventory()[system].thing;
    if (os.kernel.empty() || os.kernel == layer.needsKernel) return;
    validation.error(
        "wrong-kernel", layer.mark,
        {{"thing", layer.id}, {"needed", layer.needsKernel}, {"on", os.mark.path}, {"found", os.kernel}});
}

// Own layers of a replica, outside first: each container needs a runtime and a kernel below it.
void checkInside(Validation& validation, int replica) {
    const Inventory& inventory = validation.inventory();
    const int carrier = carrierOf(inventory, replica);
    const auto isA = [&](int at, Kind kind) { return at != kNobody && inventory[at].thing->kind == kind; };
    int machine = carrier;
    Kind around = isA(carrier, Kind::container) ? Kind::container : Kind::component;
    for (const int at : inventory[replica].children) {
        const Thing& layer = *inventory[at].thing;
        if (layer.kind == around || (layer.kind == Kind::vm && isA(machine, Kind::vm)))
            validation.error("layer-twice", layer.mark, {{"found", layer.id}});
        around = layer.kind;
        checkKernel(validation, layer, systemOf(inventory, machine));
        const bool bare = layer.kind == Kind::container && machine != kNobody &&
                          inventory.layerOf(machine, Kind::runtime) == kNobody;
        if (bare && (isA(machine, Kind::host) || isA(machine, Kind::vm)))
            validation.warning("container-without-runtime", layer.mark, {{"found", inventory[machine].path}});
        if (layer.kind == Kind::vm) machine = at;
    }
}

// A runtime of a machine stands on the machine's own system.
void checkMachine(Validation& validation, int at) {
    const int runtime = validation.inventory().layerOf(at, Kind::runtime);
    if (runtime != kNobody)
        checkKernel(validation, *validation.inventory()[runtime].thing, systemOf(validation.inventory(), at));
}

struct Asked {
    double cpu = 0.0, memory = 0.0, disk = 0.0;
};

void tooMuch(Validation& validation, const Mark& mark, const char* code, const std::string& what,
             double asked, double held, const std::string& holder) {
    if (asked <= held * (1.0 + 1e-12)) return;
    validation.error(
        code, mark,
        {{"thing", holder}, {"asked", shortNumber(asked)}, {"what", what}, {"holds", shortNumber(held)}});
}

void checkLimits(Validation& validation, const Thing& thing, const Thing& within) {
    const auto compare = [&](const std::optional<double>& asked, const std::optional<double>& limit,
                             const char* key) {
        if (asked && limit)
            tooMuch(validation, thing.mark, "requests-above-limit", key, *asked, *limit, within.mark.path);
    };
    compare(thing.requests.cpu, within.limits.cpu, "cpu");
    compare(thing.requests.memory, within.limits.memory, "memory");
    compare(thing.requests.disk, within.limits.disk, "disk");
}

} // namespace

void Validation::checkLayers() {
    for (std::size_t i = 0; i < m_scenario.services.size(); ++i) {
        const auto& replicas = m_inventory.replicasOf(static_cast<int>(i));
        if (!replicas.empty()) checkInside(*this, replicas.front());
    }
    eachThing(*this, [&](const Thing&, int at) { checkMachine(*this, at); });
}

void Validation::checkRequests() {
    std::map<int, Asked> asked;
    for (std::size_t i = 0; i < m_scenario.services.size(); ++i) {
        const Thing& service = m_scenario.services[i];
        checkLimits(*this, service, service);
        for (const Thing& layer : service.inside) checkLimits(*this, service, layer);
        if (m_inventory.isLodger(static_cast<int>(i))) continue; // waits where there is no room
        for (const int replica : m_inventory.replicasOf(static_cast<int>(i))) {
            const int carrier = carrierOf(m_inventory, replica);
            const bool scaled = m_inventory[replica].member > service.replicas; // as far as there is room
            if (carrier == kNobody || scaled) continue;
            Asked& sum = asked[carrier];
            sum.cpu += service.requests.cpu.value_or(0.0);
            sum.memory += service.requests.memory.value_or(0.0);
            sum.disk += service.requests.disk.value_or(0.0);
        }
    }
    std::set<const Thing*> told;
    for (const auto& [carrier, sum] : asked) {
        const Thing& machine = *m_inventory[carrier].thing;
        if (!told.insert(&machine).second) continue;
        const std::string& name = m_inventory[carrier].name;
        if (machine.cpu > 0.0)
            tooMuch(*this, machine.mark, "requests-above-capacity", "cpu", sum.cpu, machine.cpu, name);
        if (machine.memory > 0.0)
            tooMuch(*this, machine.mark, "requests-above-capacity", "memory", sum.memory, machine.memory,
                    name);
        if (machine.disk > 0.0)
            tooMuch(*this, machine.mark, "requests-above-capacity", "disk", sum.disk, machine.disk, name);
    }
}

} // namespace nueves::scenario
