// The gates of the net: its connected parts, and who reaches whom in them.
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/network.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Kind;

Wire Network::conducts(std::uint32_t at) {
    if (at == kInternetVertex) return Wire::yes();
    return m_wiring.things.works(m_instanceOf[at]).wire;
}

// A place that nobody is connected to: users sit there, and they pass nothing on.
bool Network::isSeat(std::uint32_t at) const {
    if (at == kInternetVertex) return false;
    const int place = m_instanceOf[at];
    return scenario::isPlace(m_wiring.context.inventory[place].thing->kind) && !m_joinedTo.contains(place);
}

Wire Network::gate() {
    if (m_stage == Stage::busy) {
        m_wiring.circles.report("net", {}, "net");
        m_stage = Stage::done;
    }
    if (m_stage == Stage::open) {
        static const std::string name = "net";
        m_stage = Stage::busy;
        m_wiring.circles.enter(name);
        makeGate();
        m_wiring.circles.leave();
        m_stage = Stage::done;
    }
    return m_gate;
}

void Network::makeGate() {
    GateBuilder& gates = m_wiring.context.gates;
    NetGraph net;
    for (std::uint32_t v = 0; v != m_instanceOf.size(); ++v) {
        const Kind kind =
            v == kInternetVertex ? Kind::isp : m_wiring.context.inventory[m_instanceOf[v]].thing->kind;
        const bool end = isEnd(kind) || isSeat(v);
        m_conducts.push_back(end ? Wire::no() : conducts(v));
        const Wire wire = m_conducts.back();
        net.conducts.push_back(end            ? NetGraph::kEnd
                               : wire.isYes() ? NetGraph::kAlways
                                              : gates.solid(wire).value);
        Range around{static_cast<std::uint32_t>(net.edges.size()), 0};
        for (const std::uint32_t to : m_neighbours[v]) net.edges.push_back({to, NetGraph::kAlways});
        around.last = static_cast<std::uint32_t>(net.edges.size());
        net.neighbours.push_back(around);
    }
    auto& nets = gates.circuit().nets;
    nets.push_back(std::move(net));
    m_always = paint(true);
    m_ever = paint(false);
    std::vector<Wire> inputs; // as stored: a rule reads whole gates
    for (const std::uint32_t at : nets.back().conducts)
        if (at != NetGraph::kAlways && at != NetGraph::kEnd) inputs.push_back(Wire::of(at));
    m_gate = gates.special(GateKind::net, static_cast<std::uint32_t>(nets.size() - 1), inputs);
}

// Labels > 0 of connected vertices that conduct always, or that can conduct.
std::vector<std::uint32_t> Network::paint(bool alwaysOnly) const {
    std::vector<std::uint32_t> labels(m_instanceOf.size(), 0);
    const auto passes = [&](std::uint32_t v) {
        return alwaysOnly ? m_conducts[v].isYes() : !m_conducts[v].isNo();
    };
    for (std::uint32_t v = 0; v != labels.size(); ++v) {
        if (labels[v] != 0 || !passes(v)) continue;
        std::vector<std::uint32_t> open{v};
        labels[v] = v + 1;
        while (!open.empty()) {
            const std::uint32_t at = open.back();
            open.pop_back();
            for (const std::uint32_t to : m_neighbours[at]) {
                if (labels[to] != 0 || !passes(to)) continue;
                labels[to] = v + 1;
                open.push_back(to);
            }
        }
    }
    return labels;
}

// A vertex that does not conduct is entered from those around it.
bool Network::touches(const std::vector<std::uint32_t>& labels, std::uint32_t from, std::uint32_t to) const {
    const auto entrances = [&](std::uint32_t v) {
        std::set<std::uint32_t> found;
        if (labels[v] != 0)
            found.insert(labels[v]);
        else if (m_conducts[v].isNo())
            for (const std::uint32_t next : m_neighbours[v])
                if (labels[next] != 0) found.insert(labels[next]);
        return found;
    };
    const auto here = entrances(from), there = entrances(to);
    return std::any_of(here.begin(), here.end(), [&](auto label) { return there.contains(label); });
}

Wire Network::reach(std::uint32_t from, std::uint32_t to) {
    if (from > to) std::swap(from, to);
    if (from == to) return Wire::yes();
    const auto found = m_reaches.find({from, to});
    if (found != m_reaches.end()) return found->second;
    const Wire net = gate();
    GateBuilder& gates = m_wiring.context.gates;
    Wire made = Wire::yes();
    const bool neighbours =
        m_conducts[from].isNo() && m_conducts[to].isNo() && m_neighbours[from].contains(to);
    if (neighbours || touches(m_always, from, to)) {
        made = Wire::yes();
    } else if (!touches(m_ever, from, to)) {
        made = Wire::no();
    } else {
        auto& pairs = gates.circuit().pairs;
        pairs.push_back({0, from, to});
        made = gates.special(GateKind::reach, static_cast<std::uint32_t>(pairs.size() - 1), {net});
    }
    m_reaches.emplace(std::pair{from, to}, made);
    return made;
}

std::optional<Wire> Network::majority(const std::vector<int>& members, const std::vector<Wire>& works,
                                      std::size_t k) {
    if (!m_exists || members.empty()) return {};
    MostMembers most;
    std::set<std::uint32_t> distinct;
    std::vector<Wire> inputs{gate()};
    for (std::size_t i = 0; i != members.size(); ++i) {
        const NetSpots at = spots(members[i]);
        if (at.size() != 1 || !at.front().via.isYes()) return {};
        const GateId gate = m_wiring.context.gates.solid(works[i]);
        most.members.emplace_back(gate, at.front().vertex);
        distinct.insert(at.front().vertex);
        inputs.push_back(Wire::of(gate.value));
    }
    if (distinct.size() < 2) return {}; // all in one machine
    auto& mosts = m_wiring.context.gates.circuit().mosts;
    mosts.push_back(std::move(most));
    return m_wiring.context.gates.special(GateKind::most, static_cast<std::uint32_t>(mosts.size() - 1),
                                          inputs, static_cast<std::uint32_t>(k));
}

} // namespace nueves::model::compiling
