// Ties of the net. Connections are two-way; what a thing hangs on is the next box on the way to the users.
#include "sim/model/compile/kinds.hpp"
#include "sim/model/topology_ties.hpp"

#include <algorithm>
#include <queue>

namespace nueves::model {

using namespace compiling;
using scenario::Expression;
using scenario::Instance;
using scenario::Kind;
using scenario::kNobody;

namespace {

constexpr int kFar = 1 << 30;

// Steps from the nearest of `starts`.
std::vector<int> distances(const std::vector<std::vector<int>>& wires, const std::vector<int>& starts) {
    std::vector<int> steps(wires.size(), kFar);
    std::queue<int> open;
    for (const int start : starts) {
        steps[static_cast<std::size_t>(start)] = 0;
        open.push(start);
    }
    while (!open.empty()) {
        const int at = open.front();
        open.pop();
        for (const int next : wires[static_cast<std::size_t>(at)]) {
            if (steps[static_cast<std::size_t>(next)] != kFar) continue;
            steps[static_cast<std::size_t>(next)] = steps[static_cast<std::size_t>(at)] + 1;
            open.push(next);
        }
    }
    return steps;
}

} // namespace

void TieCollector::addNet() {
    const auto n = static_cast<std::size_t>(m_inventory.size());
    m_wires.resize(n);
    std::vector<int> origins; // users may sit in a place: then it is connected as it says
    for (const auto& service : m_inventory.scenario().services)
        if (service.from)
            for (const int i : m_references.resolve(*service.from, kNobody).instances) origins.push_back(i);
    const auto statedBy = [&](int i) {
        const bool connected = !scenario::isPlace(m_inventory[i].thing->kind) ||
                               std::find(origins.begin(), origins.end(), i) != origins.end();
        return connected ? m_inheritance.net(i) : kNobody;
    };
    std::vector<Topology::Edge> kept;
    kept.swap(m_edges); // addNamed writes the connections there
    for (int i = 0; i != m_inventory.size(); ++i) {
        const Instance& instance = m_inventory[i];
        if (const int from = statedBy(i); from != kNobody)
            addNamed(*m_inventory[from].thing->net, i, Tie::net, from, instance.member);
        if (instance.thing->kind == Kind::link)
            for (const auto& end : instance.thing->between)
                if (end) addNamed(*end, i, Tie::net, i);
    }
    kept.swap(m_edges);
    std::vector<int> starts;
    bool hasIsp = false;
    for (int i = 0; i != m_inventory.size(); ++i) hasIsp = hasIsp || m_inventory[i].thing->kind == Kind::isp;
    for (int i = 0; i != m_inventory.size(); ++i) {
        const Kind kind = m_inventory[i].thing->kind;
        const bool open = (isEnd(kind) || isNetworkBox(kind)) && m_inheritance.net(i) == kNobody;
        if (hasIsp ? kind == Kind::isp : open) starts.push_back(i);
    }
    starts.insert(starts.end(), origins.begin(), origins.end());
    for (const auto& [from, to, tie] : kept) {
        if (from == to || to >= m_inventory.size()) continue;
        m_wires[static_cast<std::size_t>(from)].push_back(to);
        m_wires[static_cast<std::size_t>(to)].push_back(from);
    }
    const auto steps = distances(m_wires, starts);
    for (const auto& [from, to, tie] : kept) {
        if (from == to || to >= m_inventory.size()) continue;
        const int here = steps[static_cast<std::size_t>(from)], there = steps[static_cast<std::size_t>(to)];
        if (here >= there) add(from, to, Tie::net);
        if (there >= here) add(to, from, Tie::net);
    }
}

// {"path": [a, b]} hangs on whatever may join the two: everything in their part of the net that passes on.
void TieCollector::addPath(const Expression& expression, int vertex, int from) {
    for (const Expression& inner : expression.of) addPath(inner, vertex, from);
    if (expression.op != Expression::Op::path) return;
    const auto steps = distances(m_wires, m_references.resolve(expression.name, from).instances);
    for (int i = 0; i != m_inventory.size(); ++i) {
        const Kind kind = m_inventory[i].thing->kind;
        if (steps[static_cast<std::size_t>(i)] != kFar && !isEnd(kind)) add(vertex, i, Tie::net);
    }
}

} // namespace nueves::model
