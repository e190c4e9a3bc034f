// CPU pools: built only where a hog can take something.
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/pair_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Instance;
using scenario::Kind;

// Of a machine, or of a vm with a limit: what its layers leave. A machine that says nothing holds what is
// asked of it.
double MachineGates::coresOf(int node) const {
    const Context& context = m_wiring.context;
    const Instance& machine = context.inventory[node];
    double cores = context.standing[node].carrier == kNobody && context.standing[node].pair == kNobody
                       ? machine.thing->cpu
                       : limitOf(node);
    if (cores <= 0.0)
        for (const Consumer& consumer : consumers(node)) cores += requestsOf(consumer.instance);
    double overhead = 0.0;
    for (const int layer : machine.children)
        if (context.inventory[layer].layer >= 0) overhead += context.inventory[layer].thing->overheadShare;
    cores *= std::max(0.0, 1.0 - overhead);
    return cores > 0.0 ? cores : 1.0;
}

void MachineGates::findHogs() {
    for (std::size_t t = 0; t != m_wiring.context.faults.size(); ++t)
        if (!m_wiring.context.faults[t].hogging.empty()) noteHog(m_wiring.context.instanceOf[t]);
}

// In the pool it is in, and outwards.
void MachineGates::noteHog(int hog) {
    const Faults& faults = m_wiring.context.faults[m_wiring.context.thing(hog).value];
    for (const Taking& taking : isNode(hog) ? std::vector<Taking>{{hog, Wire::yes(), 0.0}} : pools(hog)) {
        const double cores = coresOf(taking.node);
        const double reach = taking.cap > 0.0 ? std::min(taking.cap, cores) : cores;
        for (const auto& [leaf, size] : faults.hogging)
            m_hogs[taking.node].push_back({hog, hog, leaf, taking.via, size * reach});
        noteAround(hog, taking.node, taking.via);
    }
}

// Seen from outside a vm with a hog takes its whole limit.
void MachineGates::noteAround(int hog, int vm, Wire via) {
    const Faults& faults = m_wiring.context.faults[m_wiring.context.thing(hog).value];
    for (const Taking& taking : pools(vm)) {
        const Wire way = m_wiring.context.gates.all({via, taking.via});
        for (const auto& [leaf, size] : faults.hogging)
            m_hogs[taking.node].push_back({vm, hog, leaf, way, limitOf(vm)});
        noteAround(hog, taking.node, way);
    }
}

void MachineGates::collectConsumers(int at, Wire via, std::vector<Consumer>& found) const {
    const Context& context = m_wiring.context;
    if (found.size() > 1'000'000) return;
    const auto visit = [&](int above, Wire way) {
        if (context.inventory[above].isReplica() || isNode(above))
            found.push_back({above, way});
        else
            collectConsumers(above, way, found);
    };
    for (const int above : context.standing.carriedBy(at))
        if (context.inventory[at].thing->kind != Kind::standby) visit(above, via);
    for (const auto& [pair, active] : m_wiring.pairs.membershipsOf(at))
        for (const int above : context.standing.carriedBy(pair))
            visit(above, m_wiring.context.gates.all({via, active}));
}

std::vector<MachineGates::Consumer> MachineGates::consumers(int node) const {
    std::vector<Consumer> found;
    collectConsumers(node, Wire::yes(), found);
    std::sort(found.begin(), found.end(), [&](const Consumer& a, const Consumer& b) {
        return m_wiring.context.thing(a.instance) < m_wiring.context.thing(b.instance);
    });
    return found;
}

double MachineGates::requestsOf(int consumer) const {
    if (m_wiring.context.inventory[consumer].isReplica())
        return m_wiring.context.inventory[consumer].thing->requests.cpu.value_or(0.0);
    double sum = 0.0;
    for (const Consumer& inner : consumers(consumer)) sum += requestsOf(inner.instance);
    return sum;
}

const MachineGates::Made& MachineGates::pool(int node) {
    const auto found = m_pools.find(node);
    if (found != m_pools.end()) return found->second;
    GateBuilder& gates = m_wiring.context.gates;
    Pool pool;
    Made made;
    std::vector<Wire> inputs;
    fillPool(node, pool, made, inputs);
    made.first = m_consumers;
    m_consumers += static_cast<std::uint32_t>(pool.consumers.size());
    auto& all = gates.circuit().pools;
    all.push_back(std::move(pool));
    made.gate = gates.special(GateKind::pool, static_cast<std::uint32_t>(all.size() - 1), inputs);
    return m_pools.emplace(node, std::move(made)).first->second;
}

void MachineGates::fillPool(int node, Pool& pool, Made& made, std::vector<Wire>& inputs) {
    Context& context = m_wiring.context;
    GateBuilder& gates = context.gates;
    pool.cores = coresOf(node);
    for (const Consumer& user : consumers(node)) {
        Pool::Consumer consumer;
        const Wire runs = gates.all({m_wiring.things.runs(user.instance).wire, user.via});
        consumer.runs = gates.solid(runs);
        inputs.push_back(Wire::of(consumer.runs.value));
        consumer.requests = requestsOf(user.instance);
        const Instance& instance = context.inventory[user.instance];
        consumer.limit =
            instance.isReplica() ? instance.thing->limits.cpu.value_or(0.0) : limitOf(user.instance);
        made.consumers.push_back(user.instance);
        pool.consumers.push_back(std::move(consumer));
    }
    for (const Hog& hog : m_hogs[node]) {
        const auto at = std::find(made.consumers.begin(), made.consumers.end(), hog.taker);
        const bool itself = hog.taker == hog.hog && at != made.consumers.end(); // its `runs` says all
        const Wire way = gates.all({hog.via, m_wiring.things.runs(hog.hog).wire});
        const Pool::Hog entry{gates.solid(itself ? hog.leaf : through(hog.leaf, way)), hog.cores};
        inputs.push_back(Wire::of(entry.absent.value));
        if (at == made.consumers.end())
            pool.hogs.push_back(entry);
        else
            pool.consumers[static_cast<std::size_t>(at - made.consumers.begin())].hogs.push_back(entry);
    }
}

} // namespace nueves::model::compiling
