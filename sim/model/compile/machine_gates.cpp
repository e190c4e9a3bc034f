#include "sim/model/compile/machine_gates.hpp"

#include "sim/model/compile/pair_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Instance;
using scenario::Kind;

MachineGates::MachineGates(Wiring& wiring) : m_wiring(wiring) {
    findHogs();
    findFilled();
    findStarved();
}

Wire MachineGates::through(Wire leaf, Wire via) const {
    return m_wiring.context.gates.any({leaf, !via});
}

void MachineGates::goDown(int i, Wire via, std::vector<Below>& found) const {
    const Context& context = m_wiring.context;
    if (i == kNobody || found.size() > 1000) return; // circles are reported elsewhere
    found.push_back({i, via});
    const Stand& stand = context.standing[i];
    if (stand.pair == kNobody) return goDown(stand.carrier, via, found);
    const Instance& carried = context.inventory[i];
    const Kind kind = carried.isReplica() ? Kind::service : carried.thing->kind;
    for (const auto& role : m_wiring.pairs.roles(stand.pair))
        if (role.member != kNobody)
            goDown(context.standing.layerFor(role.member, kind),
                   m_wiring.context.gates.all({via, role.active}), found);
}

std::vector<MachineGates::Below> MachineGates::below(int instance) const {
    std::vector<Below> found;
    goDown(instance, Wire::yes(), found);
    return found;
}

// Down from `i` to where `stop` holds, or to what stands by itself; the smallest CPU limit met before it.
template <class Stop>
void MachineGates::walk(int i, Wire via, double cap, Stop&& stop, std::vector<Taking>& found) const {
    const Context& context = m_wiring.context;
    if (i == kNobody || found.size() > 1000) return;
    const Stand& stand = context.standing[i];
    if (stop(i) || (stand.carrier == kNobody && stand.pair == kNobody)) {
        found.push_back({i, via, cap});
        return;
    }
    if (const auto limit = context.inventory[i].thing->limits.cpu; limit && *limit > 0.0)
        cap = cap > 0.0 ? std::min(cap, *limit) : *limit;
    if (stand.pair == kNobody) return walk(stand.carrier, via, cap, stop, found);
    const Instance& carried = context.inventory[i];
    const Kind kind = carried.isReplica() ? Kind::service : carried.thing->kind;
    for (const auto& role : m_wiring.pairs.roles(stand.pair))
        if (role.member != kNobody)
            walk(context.standing.layerFor(role.member, kind), m_wiring.context.gates.all({via, role.active}),
                 cap, stop, found);
}

double MachineGates::limitOf(int vm) const {
    const scenario::Thing& keys = *m_wiring.context.inventory[vm].thing;
    const double limit = keys.limits.cpu.value_or(keys.cpu);
    return keys.cpu > 0.0 ? std::min(limit, keys.cpu) : limit;
}

bool MachineGates::isNode(int i) const {
    const Context& context = m_wiring.context;
    const Stand& stand = context.standing[i];
    if (context.inventory[i].isReplica()) return false;
    if (stand.carrier == kNobody && stand.pair == kNobody) return true;
    return context.inventory[i].thing->kind == Kind::vm && limitOf(i) > 0.0;
}

std::vector<MachineGates::Taking> MachineGates::pools(int instance) const {
    std::vector<Taking> found;
    walk(
        instance, Wire::yes(), 0.0, [&](int at) { return at != instance && isNode(at); }, found);
    std::erase_if(found, [&](const Taking& taking) { return taking.node == instance; });
    return found;
}

// Its own limit, or the nearest limit below, keeps a full disk from the others.
std::vector<MachineGates::Taking> MachineGates::disks(int instance) const {
    const Context& context = m_wiring.context;
    const auto bounded = [&](int at) {
        const scenario::Thing& keys = *context.inventory[at].thing;
        return keys.limits.disk.has_value() || (keys.kind == Kind::vm && keys.disk > 0.0);
    };
    std::vector<Taking> found;
    if (context.inventory[instance].isReplica() && bounded(instance)) return found;
    walk(instance, Wire::yes(), 0.0, bounded, found);
    return found;
}

void MachineGates::findFilled() {
    Context& context = m_wiring.context;
    for (std::size_t t = 0; t != context.faults.size(); ++t) {
        if (context.faults[t].filling.empty()) continue;
        for (const Taking& disk : disks(context.instanceOf[t]))
            for (const Wire leaf : context.faults[t].filling)
                m_filled[disk.node].push_back(through(leaf, disk.via));
    }
}

std::vector<Wire> MachineGates::neighboursFilling(int replica) {
    std::vector<Wire> leaves;
    if (m_filled.empty()) return leaves;
    for (const Taking& disk : disks(replica)) {
        const auto found = m_filled.find(disk.node);
        if (found == m_filled.end()) continue;
        for (const Wire leaf : found->second) leaves.push_back(through(leaf, disk.via));
    }
    return leaves;
}

// Of the nearest machine or vm below that says how much memory it has.
void MachineGates::findStarved() {
    Context& context = m_wiring.context;
    const auto holds = [&](int at) { return context.inventory[at].thing->memory > 0.0; };
    for (std::size_t t = 0; t != context.faults.size(); ++t) {
        if (context.faults[t].starving.empty()) continue;
        std::vector<Taking> machines;
        walk(context.instanceOf[t], Wire::yes(), 0.0, holds, machines);
        for (const Taking& machine : machines)
            for (const Wire leaf : context.faults[t].starving)
                m_starved[machine.node].push_back(through(leaf, machine.via));
    }
}

// All that stand on a machine whose memory is gone.
void MachineGates::addStarved(const std::vector<Below>& stack, std::vector<Wire>& truths) const {
    for (const Below& at : stack)
        if (const auto found = m_starved.find(at.instance); found != m_starved.end())
            for (const Wire leaf : found->second) truths.push_back(through(leaf, at.via));
}

// Its pool's, and those of the pools around it. `via`: of the consumer; its own way down is in its pools.
void MachineGates::addPools(int consumer, Wire via, SpeedRule& rule, std::vector<Wire>& inputs) {
    GateBuilder& gates = m_wiring.context.gates;
    for (const Taking& taking : pools(consumer)) {
        if (m_hogs.contains(taking.node)) {
            const Made& made = pool(taking.node);
            const auto at = std::find(made.consumers.begin(), made.consumers.end(), consumer);
            if (at == made.consumers.end()) continue;
            const auto number = made.first + static_cast<std::uint32_t>(at - made.consumers.begin());
            rule.pools.push_back({number, gates.field(via)});
            inputs.push_back(made.gate);
            if (const GateId way = rule.pools.back().via) inputs.push_back(Wire::of(way.value));
        }
        addPools(taking.node, gates.all({via, taking.via}), rule, inputs);
    }
}

// Slow parts of what it stands on slow it too; a neighbour's leak that took all memory stops it.
Wire MachineGates::speed(int replica, Wire works, Wire reachable) {
    return speedOf(replica, works, reachable, false);
}

Wire MachineGates::delivered(int replica, Wire works, Wire reachable) {
    return speedOf(replica, works, reachable, true);
}

Wire MachineGates::rightness(int replica) {
    SpeedRule rule;
    std::vector<Wire> inputs;
    addErrors(replica, rule, inputs);
    return realGate(std::move(rule), Wire::yes(), std::move(inputs));
}

void MachineGates::addErrors(int replica, SpeedRule& rule, std::vector<Wire>& inputs) const {
    Context& context = m_wiring.context;
    for (const auto& [leaf, right] : context.faults[context.thing(replica).value].erring) {
        inputs.push_back(leaf);
        rule.slows.emplace_back(context.gates.solid(leaf), right);
    }
}

Wire MachineGates::realGate(SpeedRule rule, Wire truth, std::vector<Wire> inputs) {
    GateBuilder& gates = m_wiring.context.gates;
    if (inputs.empty() || truth.isNo()) return truth;
    rule.works = gates.solid(truth);
    inputs.push_back(Wire::of(rule.works.value));
    gates.circuit().speeds.push_back(std::move(rule));
    return gates.special(GateKind::speed, static_cast<std::uint32_t>(gates.circuit().speeds.size() - 1),
                         inputs);
}

Wire MachineGates::speedOf(int replica, Wire works, Wire reachable, bool rightOnly) {
    Context& context = m_wiring.context;
    GateBuilder& gates = context.gates;
    SpeedRule rule;
    std::vector<Wire> truths{works, reachable}, inputs;
    const auto slow = [&](const auto& self, int at, Wire via) -> void { // with the parts inside it
        if (const ThingId thing = context.thing(at))
            for (const auto& [leaf, remains] : context.faults[thing.value].slowing) {
                inputs.push_back(through(leaf, via));
                rule.slows.emplace_back(gates.solid(inputs.back()), remains);
            }
        for (const int part : context.inventory[at].children)
            if (context.standing[part].isPart) self(self, part, via);
    };
    const std::vector<Below> stack = below(replica);
    for (const Below& at : stack) slow(slow, at.instance, at.via);
    addStarved(stack, truths);
    if (!m_hogs.empty()) addPools(replica, Wire::yes(), rule, inputs);
    if (rightOnly) addErrors(replica, rule, inputs);
    return realGate(std::move(rule), gates.all(std::move(truths)), std::move(inputs));
}

} // namespace nueves::model::compiling
