#include "sim/methods/exact/gate_numbers.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace nueves::methods {

using model::Gate;
using model::GateKind;
using model::NetGraph;

namespace {

enum Tag : std::uint64_t { kVertex = 100, kAlone, kEnd, kNet, kPool, kConsumer, kSeat };

std::uint64_t bits(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

using Key = std::vector<std::uint64_t>;

void append(Key& key, Key part) { // with its length, so that parts cannot run into each other
    key.push_back(part.size());
    key.insert(key.end(), part.begin(), part.end());
}

void appendSorted(Key& key, Key part) {
    std::sort(part.begin(), part.end());
    append(key, std::move(part));
}

template <class A, class B> void appendSorted(Key& key, std::vector<std::pair<A, B>> pairs) {
    std::sort(pairs.begin(), pairs.end());
    key.push_back(pairs.size());
    for (const auto& [a, b] : pairs) key.insert(key.end(), {a, b});
}

} // namespace

std::uint32_t GateNumbers::intern(const Key& key) {
    return m_known.try_emplace(key, static_cast<std::uint32_t>(m_known.size())).first->second;
}

std::uint64_t GateNumbers::link(std::uint32_t gate) const {
    return gate == NetGraph::kAlways ? 0 : m_numbers[gate] + std::uint64_t{1};
}

std::vector<std::uint32_t> GateNumbers::number(const std::vector<std::uint32_t>& leaves) {
    m_numbers.assign(m_circuit.gates.size(), 0);
    m_vertices.assign(m_circuit.nets.size(), {});
    m_nets.assign(m_circuit.nets.size(), 0);
    m_pools.assign(m_circuit.pools.size(), 0);
    std::size_t consumers = 0;
    for (const auto& pool : m_circuit.pools) consumers += pool.consumers.size();
    m_consumers.assign(consumers, 0);
    for (std::uint32_t g = 0; g != m_circuit.gates.size(); ++g) {
        const bool leaf = m_circuit.gates[g].kind == GateKind::leaf;
        m_numbers[g] = intern(leaf ? Key{std::uint64_t(GateKind::leaf), leaves[g]} : keyOf(g));
    }
    return m_numbers;
}

// Gates stand in topological order: whatever a rule reads has its number already.
Key GateNumbers::keyOf(std::uint32_t g) {
    const Gate& gate = m_circuit.gates[g];
    Key key{std::uint64_t(gate.kind), gate.k};
    switch (gate.kind) {
    case GateKind::leaf: break;
    case GateKind::threshold: {
        Key inputs;
        for (std::uint32_t i = gate.inputs.first; i != gate.inputs.last; ++i) {
            const model::Input input = m_circuit.inputs[i];
            inputs.push_back(of(input.gate()) * 2 + input.inverted());
        }
        appendSorted(key, std::move(inputs));
        break;
    }
    case GateKind::net:
        numberNet(gate.payload);
        key.push_back(m_nets[gate.payload]);
        break;
    case GateKind::reach: {
        const auto& pair = m_circuit.pairs[gate.payload];
        const auto& vertices = m_vertices[pair.net];
        const auto [a, b] = std::minmax(vertices[pair.from], vertices[pair.to]);
        key.insert(key.end(), {m_nets[pair.net], a, b});
        break;
    }
    case GateKind::most: append(key, most(gate)); break;
    case GateKind::pool:
        numberPool(gate.payload);
        key.push_back(m_pools[gate.payload]);
        break;
    case GateKind::speed: append(key, speed(m_circuit.speeds[gate.payload])); break;
    case GateKind::fraction: append(key, fraction(m_circuit.fractions[gate.payload])); break;
    case GateKind::atLeast: {
        const auto& [source, bound] = m_circuit.bounds[gate.payload];
        key.insert(key.end(), {of(source), bits(bound)});
        break;
    }
    }
    return key;
}

// A vertex that conducts is known by its gate; one whose gate serves several, only by itself.
void GateNumbers::numberNet(std::uint32_t number) {
    const NetGraph& net = m_circuit.nets[number];
    auto& vertices = m_vertices[number];
    vertices.assign(net.conducts.size(), 0);
    std::map<std::uint64_t, int> uses;
    const auto hasGate = [&](std::size_t v) { return net.conducts[v] < NetGraph::kEnd; };
    for (std::size_t v = 0; v != vertices.size(); ++v)
        if (hasGate(v)) ++uses[link(net.conducts[v])];
    for (std::size_t v = 0; v != vertices.size(); ++v) {
        const bool known = hasGate(v) && uses[link(net.conducts[v])] == 1;
        vertices[v] = intern(known ? Key{kVertex, number, link(net.conducts[v])} : Key{kAlone, number, v});
    }
    numberEnds(number);
    Key key{kNet}, all(vertices);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> edges;
    for (std::size_t v = 0; v != vertices.size(); ++v)
        for (std::uint32_t e = net.neighbours[v].first; e != net.neighbours[v].last; ++e) {
            const auto& edge = net.edges[e];
            edges.emplace_back(intern({kNet, vertices[v], vertices[edge.to]}), link(edge.link));
        }
    appendSorted(key, std::move(all));
    appendSorted(key, std::move(edges));
    m_nets[number] = intern(key);
}

// Ends are alike if they hang on the same vertices by the same links; an end that hangs on an end is only
// itself.
void GateNumbers::numberEnds(std::uint32_t number) {
    const NetGraph& net = m_circuit.nets[number];
    auto& vertices = m_vertices[number];
    for (std::size_t v = 0; v != vertices.size(); ++v) {
        if (net.conducts[v] != NetGraph::kEnd) continue;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> around;
        bool hangsOnEnd = false;
        for (std::uint32_t e = net.neighbours[v].first; e != net.neighbours[v].last; ++e) {
            const auto& edge = net.edges[e];
            hangsOnEnd = hangsOnEnd || net.conducts[edge.to] == NetGraph::kEnd;
            around.emplace_back(vertices[edge.to], link(edge.link));
        }
        if (hangsOnEnd) continue;
        Key key{kEnd, number};
        appendSorted(key, std::move(around));
        vertices[v] = intern(key);
    }
}

void GateNumbers::numberPool(std::uint32_t number) {
    const model::Pool& pool = m_circuit.pools[number];
    const auto appendHogs = [&](Key& key, const std::vector<model::Pool::Hog>& hogs) {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
        for (const auto& hog : hogs) all.emplace_back(of(hog.absent), bits(hog.cores));
        appendSorted(key, std::move(all));
    };
    Key key{kPool, bits(pool.cores)}, consumers;
    appendHogs(key, pool.hogs);
    for (const auto& consumer : pool.consumers) {
        Key own{kConsumer, of(consumer.runs), bits(consumer.requests), bits(consumer.limit)};
        appendHogs(own, consumer.hogs);
        consumers.push_back(intern(own));
    }
    const Key inOrder = consumers;
    appendSorted(key, std::move(consumers));
    m_pools[number] = intern(key);
    for (std::size_t i = 0; i != inOrder.size(); ++i)
        m_consumers[m_circuit.poolFirst[number] + i] = intern({kConsumer, m_pools[number], inOrder[i]});
}

Key GateNumbers::most(const Gate& gate) {
    const auto& rule = m_circuit.mosts[gate.payload];
    std::map<std::uint32_t, Key> members; // by vertex: those of one machine reach one another whatever fails
    for (const auto& [works, vertex] : rule.members) members[vertex].push_back(of(works));
    Key key{m_nets[rule.net]}, seats;
    for (auto& [vertex, there] : members) {
        Key seat{kSeat, m_vertices[rule.net][vertex]};
        appendSorted(seat, std::move(there));
        seats.push_back(intern(seat));
    }
    appendSorted(key, std::move(seats));
    return key;
}

Key GateNumbers::speed(const model::SpeedRule& rule) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> slows;
    for (const auto& [leaf, remains] : rule.slows) slows.emplace_back(of(leaf), bits(remains));
    Key key{of(rule.works), of(rule.reachable)}, pools, starved;
    for (const auto& share : rule.pools) {
        pools.push_back(m_consumers[share.consumer]);
        pools.push_back(of(share.via));
    }
    for (model::GateId leaf : rule.starved) starved.push_back(of(leaf));
    appendSorted(key, std::move(slows));
    append(key, std::move(pools));
    appendSorted(key, std::move(starved));
    return key;
}

Key GateNumbers::fraction(const model::FractionRule& rule) {
    Key key{of(rule.needs), rule.first}, tiers;
    for (model::GateId tier : rule.tiers) tiers.push_back(of(tier));
    appendSorted(key, std::move(tiers));
    std::vector<std::pair<std::uint64_t, std::uint64_t>> targets;
    for (std::size_t i = 0; i != rule.speeds.size(); ++i)
        targets.emplace_back(of(rule.speeds[i]), rule.rotation.empty() ? 0 : of(rule.rotation[i]));
    Key inOrder;
    for (const auto& [a, b] : targets) inOrder.insert(inOrder.end(), {a, b});
    for (const double weight : rule.weights) inOrder.push_back(bits(weight));
    if (rule.first || !rule.weights.empty()) // whose weight is whose must stay known
        append(key, std::move(inOrder));
    else
        appendSorted(key, std::move(targets));
    return key;
}

} // namespace nueves::methods
