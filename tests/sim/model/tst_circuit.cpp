// The circuit: what is spread step by step must equal what is worked out from scratch.
#include <QtTest> // before <compare>: moc 6.4 cannot read that one first

#include "sim/model/circuit_rules.hpp"
#include "sim/model/compile/gate_builder.hpp"

#include <algorithm>
#include <vector>

using namespace nueves::model;
using compiling::GateBuilder;
using compiling::Wire;

namespace {

// A small fixed generator: tests must not depend on the library's.
struct Dice {
    std::uint64_t state;
    std::uint32_t operator()(std::uint32_t sides) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>((state >> 33U) % sides);
    }
};

// Everything from the values of the leaves, gate by gate from below.
Signals fromScratch(const Circuit& circuit, const std::vector<std::uint8_t>& leaves) {
    Signals s = circuit.initial();
    std::fill(s.count.begin(), s.count.end(), 0);
    for (std::size_t i = 0; i != circuit.gates.size(); ++i) {
        const Gate& gate = circuit.gates[i];
        for (std::uint32_t in = gate.inputs.first; in != gate.inputs.last; ++in) {
            const Input input = circuit.inputs[in];
            s.count[i] += (s.value[input.gate().value] != 0) != input.inverted() ? 1 : 0;
        }
        switch (gate.kind) {
        case GateKind::leaf: s.value[i] = leaves[i]; break;
        case GateKind::threshold: s.value[i] = s.count[i] >= static_cast<std::int32_t>(gate.k); break;
        case GateKind::net: s.labels[gate.payload] = connectedParts(circuit.nets[gate.payload], s); break;
        case GateKind::reach: s.value[i] = reaches(circuit, circuit.pairs[gate.payload], s); break;
        case GateKind::most:
            s.value[i] = hasMajority(circuit, circuit.mosts[gate.payload], gate.k, s);
            break;
        case GateKind::pool: {
            const Pool& pool = circuit.pools[gate.payload];
            for (std::size_t c = 0; c != pool.consumers.size(); ++c)
                s.poolSpeeds[circuit.poolFirst[gate.payload] + c] = cpuShares(pool, s).of(pool, s, c);
            break;
        }
        case GateKind::speed: s.real[i] = replicaSpeed(circuit.speeds[gate.payload], s); break;
        case GateKind::fraction:
            s.real[i] = deliveredFraction(circuit, circuit.fractions[gate.payload], s);
            break;
        case GateKind::atLeast:
            s.value[i] =
                s.real[circuit.bounds[gate.payload].first.value] >= circuit.bounds[gate.payload].second;
            break;
        }
        if (gate.kind == GateKind::speed || gate.kind == GateKind::fraction) s.value[i] = s.real[i] > 0.0;
    }
    return s;
}

// Counts of gates other than thresholds are of no use and not kept.
bool same(const Circuit& circuit, const Signals& a, const Signals& b) {
    for (std::size_t i = 0; i != circuit.gates.size(); ++i)
        if (circuit.gates[i].kind == GateKind::threshold && a.count[i] != b.count[i]) return false;
    return a.value == b.value && a.real == b.real && a.labels == b.labels && a.poolSpeeds == b.poolSpeeds;
}

// A circuit of every kind of gate over random leaves.
class RandomCircuit {
  public:
    explicit RandomCircuit(std::uint64_t seed) : m_dice{seed} {
        for (std::uint64_t i = 0; i != 24; ++i) m_wires.push_back(m_gates.leaf(i));
        for (int i = 0; i != 40; ++i) addThreshold();
        addNet();
        addPool();
        for (int i = 0; i != 20; ++i) addThreshold();
        std::vector<GateId> all;
        for (const Wire wire : m_wires) all.push_back(m_gates.solid(wire));
        m_gates.finish(system, all);
        for (const Gate& gate : system.circuit.gates) leaves += gate.kind == GateKind::leaf;
    }
    System system;
    std::uint32_t leaves = 0;

  private:
    Wire any() {
        const Wire wire = m_wires[m_dice(static_cast<std::uint32_t>(m_wires.size()))];
        return m_dice(4) == 0 ? !wire : wire;
    }
    void addThreshold() {
        std::vector<Wire> inputs;
        const std::uint32_t n = 1 + m_dice(5);
        for (std::uint32_t i = 0; i != n; ++i) inputs.push_back(any());
        m_wires.push_back(m_gates.atLeast(1 + m_dice(n), inputs));
    }
    void addNet() {
        constexpr std::uint32_t kVertices = 9;
        NetGraph net;
        std::vector<Wire> inputs;
        std::vector<std::vector<NetGraph::Edge>> around(kVertices);
        for (std::uint32_t v = 0; v != kVertices; ++v) {
            const GateId gate = m_gates.solid(any());
            net.conducts.push_back(v == 0 ? NetGraph::kAlways : v > 5 ? NetGraph::kEnd : gate.value);
            inputs.push_back(Wire::of(gate.value));
        }
        for (std::uint32_t v = 0; v != kVertices; ++v)
            for (std::uint32_t to = v + 1; to != kVertices; ++to)
                if (m_dice(3) == 0) {
                    around[v].push_back({to, NetGraph::kAlways});
                    around[to].push_back({v, NetGraph::kAlways});
                }
        for (const auto& edges : around) {
            const auto first = static_cast<std::uint32_t>(net.edges.size());
            net.edges.insert(net.edges.end(), edges.begin(), edges.end());
            net.neighbours.push_back({first, static_cast<std::uint32_t>(net.edges.size())});
        }
        m_gates.circuit().nets.push_back(net);
        const Wire gate = m_gates.special(GateKind::net, 0, inputs);
        for (std::uint32_t v = 1; v != kVertices; ++v) {
            m_gates.circuit().pairs.push_back({0, 0, v});
            m_wires.push_back(m_gates.special(GateKind::reach, v - 1, {gate}));
        }
        MostMembers most;
        std::vector<Wire> reading{gate};
        for (std::uint32_t v = 1; v != kVertices; ++v) {
            most.members.emplace_back(m_gates.solid(any()), v);
            reading.push_back(Wire::of(most.members.back().first.value));
        }
        m_gates.circuit().mosts.push_back(most);
        m_wires.push_back(m_gates.special(GateKind::most, 0, reading, 5));
    }
    void addPool() {
        Pool pool;
        pool.cores = 8.0;
        std::vector<Wire> inputs;
        const auto read = [&] {
            const GateId gate = m_gates.solid(any());
            inputs.push_back(Wire::of(gate.value));
            return gate;
        };
        pool.hogs.push_back({read(), 2.0});
        for (int c = 0; c != 3; ++c) {
            Pool::Consumer consumer{read(), c * 2.0, c == 1 ? 3.0 : 0.0, {}};
            consumer.hogs.push_back({read(), 4.0});
            pool.consumers.push_back(consumer);
        }
        m_gates.circuit().pools.push_back(pool);
        const Wire gate = m_gates.special(GateKind::pool, 0, inputs);
        FractionRule fraction;
        std::vector<Wire> shares;
        for (std::uint32_t c = 0; c != 3; ++c) {
            SpeedRule speed;
            speed.works = m_gates.solid(any());
            const GateId slow = m_gates.solid(any());
            speed.slows.emplace_back(slow, 0.25);
            speed.pools.push_back({c, {}});
            m_gates.circuit().speeds.push_back(speed);
            shares.push_back(m_gates.special(GateKind::speed, c,
                                             {gate, Wire::of(speed.works.value), Wire::of(slow.value)}));
            fraction.speeds.push_back(m_gates.solid(shares.back()));
        }
        m_wires.insert(m_wires.end(), shares.begin(), shares.end());
        m_gates.circuit().fractions.push_back(fraction);
        const Wire all = m_gates.special(GateKind::fraction, 0, shares);
        m_gates.circuit().bounds.emplace_back(m_gates.solid(all), 0.5);
        m_wires.push_back(m_gates.special(GateKind::atLeast, 0, {all}));
    }

    Dice m_dice;
    GateBuilder m_gates;
    std::vector<Wire> m_wires;
};

} // namespace

class CircuitTest : public QObject {
    Q_OBJECT

  private slots:
    void spreadingEqualsWorkingItOutFromScratch() {
        for (std::uint64_t seed = 1; seed != 60; ++seed) {
            RandomCircuit made(seed);
            const Circuit& circuit = made.system.circuit;
            Signals s = circuit.initial();
            Spreader spreader(circuit);
            std::vector<std::uint8_t> leaves(circuit.gates.size(), 1);
            QVERIFY(same(circuit, s, fromScratch(circuit, leaves)));
            Dice dice{seed * 77};
            for (int step = 0; step != 60; ++step) {
                for (std::uint32_t i = 0, n = 1 + dice(3); i != n; ++i) { // several leaves in one instant
                    const std::uint32_t leaf = dice(made.leaves);
                    leaves[leaf] = static_cast<std::uint8_t>(dice(2));
                    spreader.set(s, GateId{leaf}, leaves[leaf] != 0, RootId{leaf});
                }
                spreader.spread(s);
                QVERIFY(same(circuit, s, fromScratch(circuit, leaves)));
            }
        }
    }
    void everyInputStandsBelowItsGate() {
        RandomCircuit made(7);
        const Circuit& circuit = made.system.circuit;
        for (std::uint32_t i = 0; i != circuit.gates.size(); ++i)
            for (std::uint32_t in = circuit.gates[i].inputs.first; in != circuit.gates[i].inputs.last; ++in)
                QVERIFY(circuit.inputs[in].gate().value < i);
    }
    void supposingIsUndoneExactly() {
        for (std::uint64_t seed = 100; seed != 130; ++seed) {
            RandomCircuit made(seed);
            const Circuit& circuit = made.system.circuit;
            Signals s = circuit.initial();
            Spreader spreader(circuit);
            Dice dice{seed};
            std::vector<std::uint8_t> leaves(circuit.gates.size(), 1);
            for (int i = 0; i != 10; ++i) {
                const std::uint32_t leaf = dice(made.leaves);
                leaves[leaf] = 0;
                spreader.set(s, GateId{leaf}, false, RootId{leaf % 4});
            }
            spreader.spread(s);
            const Signals before = s;
            for (std::uint32_t root = 0; root != 4; ++root) {
                std::vector<std::uint8_t> without = leaves;
                for (std::uint32_t leaf = 0; leaf != made.leaves; ++leaf)
                    if (leaf % 4 == root) without[leaf] = 1;
                spreader.suppose(s, {RootId{root}});
                QVERIFY(same(circuit, s, fromScratch(circuit, without)));
                spreader.restore(s);
                QVERIFY(same(circuit, s, before));
                QVERIFY(s.falseLeaves == before.falseLeaves && s.position == before.position &&
                        s.root == before.root);
            }
        }
    }
    void watchedChangesAreReportedOnceEvenIfOnlyTheNumberMoves() {
        GateBuilder gates;
        System system;
        std::vector<Wire> leaves{gates.leaf(0), gates.leaf(1), gates.leaf(2)};
        FractionRule rule;
        for (const Wire leaf : leaves) rule.speeds.push_back(gates.solid(leaf));
        gates.circuit().fractions.push_back(rule);
        std::vector<GateId> kept{gates.solid(gates.special(GateKind::fraction, 0, leaves))};
        gates.finish(system, kept);
        system.circuit.gates[kept[0].value].watched = true;
        Signals s = system.circuit.initial();
        Spreader spreader(system.circuit);
        spreader.set(s, GateId{0U}, false, RootId{0U});
        spreader.spread(s);
        QCOMPARE(s.real[kept[0].value], 2.0 / 3.0);
        QCOMPARE(spreader.changed(), std::vector<std::uint32_t>{kept[0].value});
        spreader.set(s, GateId{1U}, false, RootId{0U});
        spreader.spread(s);
        QCOMPARE(spreader.changed().size(), std::size_t{1});
        spreader.forgetChanges();
        QVERIFY(spreader.changed().empty());
    }
    void constantsFoldAndEqualGatesAreShared() {
        GateBuilder gates;
        const Wire a = gates.leaf(0), b = gates.leaf(1), c = gates.leaf(2);
        QVERIFY(gates.all({}) == Wire::yes());
        QVERIFY(gates.any({}) == Wire::no());
        QVERIFY(gates.all({a, Wire::yes()}) == a);
        QVERIFY(gates.all({a, Wire::no()}) == Wire::no());
        QVERIFY(gates.any({a, !a}) == Wire::yes());
        QVERIFY(gates.all({a, !a, b}) == Wire::no());
        QVERIFY(gates.all({a, b}) == gates.all({b, a, b}));
        QVERIFY(gates.atLeast(2, {a, b, Wire::yes()}) == gates.any({a, b}));
        QVERIFY(gates.atLeast(3, {a, b, c}) == gates.all({a, b, c}));
        QVERIFY(gates.atLeast(2, {a, a, b}) != gates.any({a, b})); // a alone has two votes
        QVERIFY(gates.atLeast(4, {a, b, c}) == Wire::no());
        QVERIFY(!gates.field(Wire::yes()));
    }
};

QTEST_APPLESS_MAIN(CircuitTest)
#include "tst_circuit.moc"
