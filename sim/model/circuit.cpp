#include "sim/model/circuit.hpp"

#include "sim/core/assert.hpp"
#include "sim/model/circuit_rules.hpp"

#include <algorithm>
#include <functional>

namespace nueves::model {

Spreader::Spreader(const Circuit& circuit)
    : m_circuit(circuit), m_queued(circuit.gates.size(), 0), m_reported(circuit.gates.size(), 0) {}

void Spreader::touch(std::uint32_t gate) {
    if (m_queued[gate]) return;
    m_queued[gate] = 1;
    m_heap.push_back(gate);
    std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>{});
}

void Spreader::record(const Signals& s, std::uint32_t gate) {
    if (m_supposing) m_journal.entries.push_back({gate, s.value[gate], s.count[gate], s.real[gate]});
}

void Spreader::report(std::uint32_t gate) {
    if (!m_circuit.gates[gate].watched || m_supposing || m_reported[gate]) return;
    m_reported[gate] = 1;
    m_changed.push_back(gate);
}

// A new truth value: thresholds above count it, everything else above looks again.
void Spreader::flip(Signals& s, std::uint32_t gate, bool value) {
    record(s, gate);
    s.value[gate] = value;
    const Gate& spec = m_circuit.gates[gate];
    report(gate);
    for (std::uint32_t f = spec.fans.first; f != spec.fans.last; ++f) {
        const std::uint32_t above = m_circuit.fans[f] / 2;
        const Gate& target = m_circuit.gates[above];
        if (target.kind != GateKind::threshold) {
            touch(above);
            continue;
        }
        const bool inverted = m_circuit.fans[f] % 2 != 0;
        record(s, above);
        s.count[above] += value != inverted ? 1 : -1;
        if ((s.count[above] >= static_cast<std::int32_t>(target.k)) != (s.value[above] != 0)) touch(above);
    }
}

// A new real value with the same truth value: only gates that read the number look again.
void Spreader::announce(std::uint32_t gate) {
    report(gate);
    const Gate& spec = m_circuit.gates[gate];
    for (std::uint32_t f = spec.fans.first; f != spec.fans.last; ++f) {
        const std::uint32_t above = m_circuit.fans[f] / 2;
        if (m_circuit.gates[above].kind != GateKind::threshold) touch(above);
    }
}

void Spreader::settleReal(Signals& s, std::uint32_t gate, double real) {
    if (real == s.real[gate]) return;
    record(s, gate);
    s.real[gate] = real;
    const bool value = real > 0.0;
    if (value != (s.value[gate] != 0))
        flip(s, gate, value);
    else
        announce(gate);
}

void Spreader::settleNet(Signals& s, std::uint32_t gate) {
    const std::uint32_t net = m_circuit.gates[gate].payload;
    auto labels = connectedParts(m_circuit.nets[net], s);
    if (labels == s.labels[net]) return;
    if (m_supposing) m_journal.labels.emplace_back(net, s.labels[net]);
    s.labels[net] = std::move(labels);
    announce(gate);
}

void Spreader::settlePool(Signals& s, std::uint32_t gate) {
    const std::uint32_t number = m_circuit.gates[gate].payload;
    const Pool& pool = m_circuit.pools[number];
    const CpuShares shares = cpuShares(pool, s);
    bool differs = false;
    for (std::size_t i = 0; i != pool.consumers.size(); ++i) {
        const std::uint32_t slot = m_circuit.poolFirst[number] + static_cast<std::uint32_t>(i);
        const double now = shares.of(pool, s, i);
        if (now == s.poolSpeeds[slot]) continue;
        if (m_supposing) m_journal.poolSpeeds.emplace_back(slot, s.poolSpeeds[slot]);
        s.poolSpeeds[slot] = now;
        differs = true;
    }
    if (differs) announce(gate);
}

void Spreader::evaluate(Signals& s, std::uint32_t gate) {
    const Gate& spec = m_circuit.gates[gate];
    const auto settle = [&](bool now) {
        if (now != (s.value[gate] != 0)) flip(s, gate, now);
    };
    switch (spec.kind) {
    case GateKind::leaf: break;
    case GateKind::threshold: settle(s.count[gate] >= static_cast<std::int32_t>(spec.k)); break;
    case GateKind::net: settleNet(s, gate); break;
    case GateKind::reach: settle(reaches(m_circuit, m_circuit.pairs[spec.payload], s)); break;
    case GateKind::most: settle(hasMajority(m_circuit, m_circuit.mosts[spec.payload], spec.k, s)); break;
    case GateKind::pool: settlePool(s, gate); break;
    case GateKind::speed: settleReal(s, gate, replicaSpeed(m_circuit.speeds[spec.payload], s)); break;
    case GateKind::fraction:
        settleReal(s, gate, deliveredFraction(m_circuit, m_circuit.fractions[spec.payload], s));
        break;
    case GateKind::atLeast: {
        const auto& [source, bound] = m_circuit.bounds[spec.payload];
        settle(s.real[source.value] >= bound);
        break;
    }
    }
}

void Spreader::spread(Signals& s) {
    while (!m_heap.empty()) {
        std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>{});
        const std::uint32_t gate = m_heap.back();
        m_heap.pop_back();
        m_queued[gate] = 0;
        evaluate(s, gate);
    }
}

void Spreader::set(Signals& s, GateId leaf, bool value, RootId root) {
    const std::uint32_t gate = leaf.value;
    const bool was = s.value[gate] != 0;
    if (was == value && (value || s.root[gate] == root)) return;
    ++m_epoch;
    s.root[gate] = value ? RootId{} : root;
    if (was == value) return;
    if (value) { // leave the set of false leaves: the last takes its place
        const std::uint32_t hole = s.position[gate];
        const std::uint32_t last = s.falseLeaves.back();
        s.falseLeaves[hole] = last;
        s.position[last] = hole;
        s.falseLeaves.pop_back();
    } else {
        s.position[gate] = static_cast<std::uint32_t>(s.falseLeaves.size());
        s.falseLeaves.push_back(gate);
    }
    flip(s, gate, value);
}

void Spreader::forgetChanges() {
    for (std::uint32_t gate : m_changed) m_reported[gate] = 0;
    m_changed.clear();
}

void Spreader::suppose(Signals& s, const std::vector<RootId>& removed) {
    NUEVES_ASSERT(!m_supposing && m_heap.empty(), "one supposition at a time, on a settled state");
    m_supposing = true;
    for (std::uint32_t leaf : s.falseLeaves)
        if (std::find(removed.begin(), removed.end(), s.root[leaf]) != removed.end()) flip(s, leaf, true);
    spread(s);
}

void Spreader::restore(Signals& s) {
    for (auto entry = m_journal.entries.rbegin(); entry != m_journal.entries.rend(); ++entry) {
        s.value[entry->gate] = entry->value;
        s.count[entry->gate] = entry->count;
        s.real[entry->gate] = entry->real;
    }
    for (auto old = m_journal.labels.rbegin(); old != m_journal.labels.rend(); ++old)
        s.labels[old->first] = std::move(old->second);
    for (auto old = m_journal.poolSpeeds.rbegin(); old != m_journal.poolSpeeds.rend(); ++old)
        s.poolSpeeds[old->first] = old->second;
    m_journal.entries.clear();
    m_journal.labels.clear();
    m_journal.poolSpeeds.clear();
    m_supposing = false;
}

namespace {

std::int32_t trueInputs(const Circuit& circuit, const Signals& s, const Gate& spec) {
    std::int32_t count = 0;
    for (std::uint32_t i = spec.inputs.first; i != spec.inputs.last; ++i) {
        const Input input = circuit.inputs[i];
        count += (s.value[input.gate().value] != 0) != input.inverted() ? 1 : 0;
    }
    return count;
}

void shareCpu(const Circuit& circuit, std::uint32_t number, Signals& s) {
    const Pool& pool = circuit.pools[number];
    const CpuShares shares = cpuShares(pool, s);
    for (std::size_t c = 0; c != pool.consumers.size(); ++c)
        s.poolSpeeds[circuit.poolFirst[number] + c] = shares.of(pool, s, c);
}

} // namespace

// Gates stand in topological order, so one pass from below settles everything.
void Circuit::derive(Signals& s) const {
    for (std::size_t i = 0; i != gates.size(); ++i) {
        const Gate& spec = gates[i];
        s.count[i] = trueInputs(*this, s, spec);
        switch (spec.kind) {
        case GateKind::leaf: break;
        case GateKind::threshold: s.value[i] = s.count[i] >= static_cast<std::int32_t>(spec.k); break;
        case GateKind::net: s.labels[spec.payload] = connectedParts(nets[spec.payload], s); break;
        case GateKind::reach: s.value[i] = reaches(*this, pairs[spec.payload], s); break;
        case GateKind::most: s.value[i] = hasMajority(*this, mosts[spec.payload], spec.k, s); break;
        case GateKind::pool: shareCpu(*this, spec.payload, s); break;
        case GateKind::speed: s.real[i] = replicaSpeed(speeds[spec.payload], s); break;
        case GateKind::fraction: s.real[i] = deliveredFraction(*this, fractions[spec.payload], s); break;
        case GateKind::atLeast: {
            const auto& [source, bound] = bounds[spec.payload];
            s.value[i] = s.real[source.value] >= bound;
            break;
        }
        }
        if (spec.kind == GateKind::speed || spec.kind == GateKind::fraction) s.value[i] = s.real[i] > 0.0;
    }
}

Signals Circuit::initial() const {
    Signals s;
    s.value.assign(gates.size(), 0);
    s.count.assign(gates.size(), 0);
    s.real.assign(gates.size(), 0.0);
    s.root.assign(gates.size(), RootId{});
    s.position.assign(gates.size(), 0);
    std::size_t consumers = 0;
    for (const Pool& pool : pools) consumers += pool.consumers.size();
    s.poolSpeeds.assign(consumers, 1.0);
    s.labels.resize(nets.size());
    for (std::size_t i = 0; i != gates.size(); ++i) s.value[i] = gates[i].kind == GateKind::leaf;
    derive(s);
    return s;
}

} // namespace nueves::model
