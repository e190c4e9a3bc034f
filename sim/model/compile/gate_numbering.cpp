// The last step of building: which gates are used, and in which order they stand.
#include "sim/model/compile/gate_builder.hpp"
#include "sim/model/compile/visit.hpp"

#include <algorithm>
#include <tuple>

namespace nueves::model::compiling {
namespace {

constexpr std::uint32_t kDropped = 0xffffffffU;

} // namespace

std::vector<std::uint32_t> GateBuilder::levels() const {
    std::vector<std::uint32_t> level(m_drafts.size(), 0);
    for (std::size_t gate = 0; gate != m_drafts.size(); ++gate) {
        const Draft& draft = m_drafts[gate];
        if (draft.kind != GateKind::leaf) level[gate] = 1; // also constants: leaves alone stand at the bottom
        for (std::uint32_t i = draft.inputs.first; i != draft.inputs.last; ++i)
            level[gate] = std::max(level[gate], level[m_inputs[i].gate()] + 1);
    }
    return level;
}

// What a System or a rule names, and all below. The rules of a gate that is not used read nothing that
// matters, but their numbers must stay valid.
std::vector<std::uint8_t> GateBuilder::used(System& system, std::vector<GateId>& others) {
    std::vector<std::uint8_t> used(m_drafts.size(), 0);
    const auto mark = [&](GateId& gate) {
        if (gate) used[gate.value] = 1;
    };
    visitGates(system, mark);
    visitRuleGates(m_circuit, mark);
    for (GateId& gate : others) mark(gate);
    for (std::size_t gate = m_drafts.size(); gate-- > 0;) {
        if (!used[gate]) continue;
        const Range inputs = m_drafts[gate].inputs;
        for (std::uint32_t i = inputs.first; i != inputs.last; ++i) used[m_inputs[i].gate()] = 1;
    }
    return used;
}

std::vector<std::uint32_t> GateBuilder::order(const std::vector<std::uint8_t>& used) const {
    const std::vector<std::uint32_t> level = levels();
    std::vector<std::uint32_t> order;
    for (std::uint32_t gate = 0; gate != m_drafts.size(); ++gate)
        if (used[gate]) order.push_back(gate);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return level[a] != level[b] ? level[a] < level[b] : m_drafts[a].key < m_drafts[b].key;
    });
    std::vector<std::uint32_t> place(m_drafts.size(), 0);
    std::vector<std::vector<std::uint32_t>> below(m_drafts.size()); // places of the inputs, ascending
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        if (below[a] != below[b]) return below[a] < below[b];
        const Draft &x = m_drafts[a], &y = m_drafts[b];
        return std::tie(x.kind, x.k, x.payload) < std::tie(y.kind, y.k, y.payload);
    };
    for (std::size_t first = 0; first != order.size();) {
        std::size_t last = first;
        for (; last != order.size() && level[order[last]] == level[order[first]]; ++last) {
            const Range inputs = m_drafts[order[last]].inputs;
            for (std::uint32_t i = inputs.first; i != inputs.last; ++i)
                below[order[last]].push_back(place[m_inputs[i].gate()] * 2 +
                                             (m_inputs[i].inverted() ? 1 : 0));
            std::sort(below[order[last]].begin(), below[order[last]].end());
        }
        const auto from = order.begin() + static_cast<std::ptrdiff_t>(first);
        if (level[order[first]] > 0)
            std::stable_sort(from, order.begin() + static_cast<std::ptrdiff_t>(last), before);
        for (; first != last; ++first) place[order[first]] = static_cast<std::uint32_t>(first);
    }
    return order;
}

void GateBuilder::layOut(const std::vector<std::uint32_t>& order,
                         const std::vector<std::uint32_t>& renumbered) {
    Circuit& circuit = m_circuit;
    circuit.gates.resize(order.size());
    std::vector<std::uint32_t> fans(order.size(), 0);
    for (std::size_t place = 0; place != order.size(); ++place) {
        const Draft& draft = m_drafts[order[place]];
        Gate& gate = circuit.gates[place];
        gate.kind = draft.kind;
        gate.k = draft.k;
        gate.payload = draft.payload;
        gate.inputs.first = static_cast<std::uint32_t>(circuit.inputs.size());
        for (std::uint32_t i = draft.inputs.first; i != draft.inputs.last; ++i) {
            const GateId below{renumbered[m_inputs[i].gate()]};
            circuit.inputs.emplace_back(below, m_inputs[i].inverted());
            ++fans[below.value];
        }
        gate.inputs.last = static_cast<std::uint32_t>(circuit.inputs.size());
    }
    std::uint32_t next = 0;
    for (std::size_t place = 0; place != order.size(); ++place) {
        circuit.gates[place].fans = {next, next};
        next += fans[place];
    }
    circuit.fans.resize(next);
    for (std::uint32_t place = 0; place != order.size(); ++place) {
        const Range inputs = circuit.gates[place].inputs;
        for (std::uint32_t i = inputs.first; i != inputs.last; ++i) {
            const Input input = circuit.inputs[i];
            Range& above = circuit.gates[input.gate().value].fans;
            circuit.fans[above.last++] = place * 2 + (input.inverted() ? 1 : 0);
        }
    }
}

void GateBuilder::finish(System& system, std::vector<GateId>& others) {
    const std::vector<std::uint32_t> order = this->order(used(system, others));
    std::vector<std::uint32_t> renumbered(m_drafts.size(), kDropped);
    for (std::uint32_t place = 0; place != order.size(); ++place) renumbered[order[place]] = place;
    const auto renew = [&](GateId& gate) {
        if (gate) gate.value = renumbered[gate.value];
    };
    visitGates(system, renew);
    visitRuleGates(m_circuit, renew);
    for (GateId& gate : others) renew(gate);
    layOut(order, renumbered);
    std::uint32_t consumers = 0;
    for (const Pool& pool : m_circuit.pools) {
        m_circuit.poolFirst.push_back(consumers);
        consumers += static_cast<std::uint32_t>(pool.consumers.size());
    }
    system.circuit = std::move(m_circuit);
}

} // namespace nueves::model::compiling
