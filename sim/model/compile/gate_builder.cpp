#include "sim/model/compile/gate_builder.hpp"

#include <algorithm>

namespace nueves::model::compiling {

Wire GateBuilder::add(Draft draft, const std::vector<Wire>& wires) {
    draft.inputs.first = static_cast<std::uint32_t>(m_inputs.size());
    m_inputs.insert(m_inputs.end(), wires.begin(), wires.end());
    draft.inputs.last = static_cast<std::uint32_t>(m_inputs.size());
    m_drafts.push_back(draft);
    return Wire::of(static_cast<std::uint32_t>(m_drafts.size() - 1));
}

Wire GateBuilder::leaf(std::uint64_t key) {
    return add({.key = key}, {});
}

Wire GateBuilder::threshold(std::uint32_t k, const std::vector<Wire>& wires) {
    std::vector<std::uint32_t> key{k};
    key.reserve(wires.size() + 1);
    for (Wire wire : wires) key.push_back(wire.code());
    const auto found = m_shared.find(key);
    if (found != m_shared.end()) return found->second;
    const Wire made = add({.kind = GateKind::threshold, .k = k}, wires);
    m_shared.emplace(std::move(key), made);
    return made;
}

// Sorted; constants counted away: true ones lower k.
Wire GateBuilder::atLeast(std::size_t k, std::vector<Wire> wires) {
    std::sort(wires.begin(), wires.end());
    while (!wires.empty() && wires.back().isConstant()) { // constants sort last
        if (wires.back().isYes() && k > 0) --k;
        wires.pop_back();
    }
    if (k == 0) return Wire::yes();
    if (k > wires.size()) return Wire::no();
    if (k == wires.size() || k == 1) { // all or any: repeated inputs add nothing, opposite ones decide
        const bool isAll = k == wires.size() && wires.size() > 1;
        wires.erase(std::unique(wires.begin(), wires.end()), wires.end());
        for (std::size_t i = 1; i < wires.size(); ++i)
            if (wires[i] == !wires[i - 1]) return isAll ? Wire::no() : Wire::yes();
        if (wires.size() == 1) return wires.front();
        k = isAll ? wires.size() : 1;
    }
    return threshold(static_cast<std::uint32_t>(k), wires);
}

Wire GateBuilder::all(std::vector<Wire> wires) {
    const std::size_t n = wires.size();
    return atLeast(n, std::move(wires));
}

Wire GateBuilder::any(std::vector<Wire> wires) {
    return atLeast(1, std::move(wires));
}

Wire GateBuilder::special(GateKind kind, std::uint32_t payload, const std::vector<Wire>& wires,
                          std::uint32_t k) {
    std::vector<Wire> inputs;
    for (Wire wire : wires) // only which gate matters, not the sense in which the rule reads it
        if (!wire.isConstant()) inputs.push_back(wire.inverted() ? !wire : wire);
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    return add({.kind = kind, .k = k, .payload = payload}, inputs);
}

GateId GateBuilder::field(Wire wire) {
    return wire.isYes() ? GateId{} : solid(wire);
}

GateId GateBuilder::solid(Wire wire) {
    if (wire.isYes()) return GateId{threshold(0, {}).gate()};
    if (wire.isNo()) return GateId{threshold(1, {}).gate()};
    if (wire.inverted()) return GateId{threshold(1, {wire}).gate()};
    return GateId{wire.gate()};
}

bool GateBuilder::isReal(Wire wire) const {
    if (wire.isConstant()) return false;
    const GateKind kind = m_drafts[wire.gate()].kind;
    return kind == GateKind::speed || kind == GateKind::fraction;
}

std::vector<std::uint32_t> GateBuilder::cone(Wire wire) const {
    std::vector<std::uint32_t> found;
    if (wire.isConstant()) return found;
    std::vector<std::uint8_t> seen(m_drafts.size(), 0);
    std::vector<std::uint32_t> open{wire.gate()};
    seen[wire.gate()] = 1;
    while (!open.empty()) {
        const std::uint32_t gate = open.back();
        open.pop_back();
        found.push_back(gate);
        const Range inputs = m_drafts[gate].inputs;
        for (std::uint32_t i = inputs.first; i != inputs.last; ++i) {
            const std::uint32_t below = m_inputs[i].gate();
            if (!seen[below]) open.push_back(below);
            seen[below] = 1;
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace nueves::model::compiling
