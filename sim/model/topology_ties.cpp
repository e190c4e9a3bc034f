#include "sim/model/topology_ties.hpp"

#include "sim/model/compile/kinds.hpp"

#include <algorithm>

namespace nueves::model {

using namespace compiling;
using scenario::Expression;
using scenario::Instance;
using scenario::Kind;
using scenario::kNobody;
using Op = scenario::Expression::Op;

TieCollector::TieCollector(const scenario::Inventory& inventory)
    : m_inventory(inventory), m_references(inventory),
      m_standing(inventory, m_references), m_inheritance{inventory, m_references, m_standing} {}

std::vector<Topology::Edge> TieCollector::collect() {
    for (int i = 0; i != m_inventory.size(); ++i) {
        addStanding(i);
        addParts(i);
        addPower(i);
        const Instance& instance = m_inventory[i];
        if (instance.thing->needs && !instance.isReplica())
            addNamed(*instance.thing->needs, i, Tie::needs, i, instance.member);
        if (instance.thing->of) addNamed(*instance.thing->of, i, Tie::member, i, instance.member);
    }
    addNet();
    for (std::size_t s = 0; s != m_inventory.scenario().services.size(); ++s) addService(static_cast<int>(s));
    std::sort(m_edges.begin(), m_edges.end());
    m_edges.erase(std::unique(m_edges.begin(), m_edges.end()), m_edges.end());
    return std::move(m_edges);
}

// Outside things go on whatever happens to the place they are drawn in; groups and pairs stand nowhere.
void TieCollector::addStanding(int i) {
    const Instance& instance = m_inventory[i];
    const Stand& stand = m_standing[i];
    if (isOutside(instance.thing->kind) || isAbstract(instance.thing->kind)) return;
    if (stand.ownPlace && stand.place != kNobody)
        add(i, stand.place, instance.thing->in.empty() ? Tie::inside : Tie::in);
    if (stand.pair != kNobody) add(i, stand.pair, Tie::on);
    if (stand.carrier == kNobody) return;
    const auto copyOf = [&](int at) { return m_inventory[at].replica; };
    const bool within = instance.layer >= 0 || (copyOf(i) != kNobody && copyOf(i) == copyOf(stand.carrier));
    const bool ownBox = m_inventory[stand.carrier].parent == instance.parent ||
                        stand.carrier == instance.parent || copyOf(stand.carrier) == i;
    add(i, stand.carrier, within && ownBox ? Tie::layer : Tie::on);
}

// A machine runs on its inner parts. They need its place and its power, not that it runs.
void TieCollector::addParts(int i) {
    for (const int child : m_inventory[i].children)
        if (m_standing[child].isPart) add(i, child, Tie::part);
}

bool TieCollector::isMember(int i, Kind kind) const {
    return m_inventory[i].thing->kind == kind && m_standing[i].isPart;
}

// A machine with inner supplies is fed through them alone; what sits inside is fed as its machine is.
void TieCollector::addPower(int i) {
    int fed = i;
    for (int depth = 0; depth != 64; ++depth) {
        const auto& children = m_inventory[fed].children;
        const bool hasSupplies =
            std::any_of(children.begin(), children.end(), [&](int c) { return isMember(c, Kind::psu); });
        if (hasSupplies && fed == i) return; // a machine: its supplies are among its parts
        if (hasSupplies) {
            for (const int child : children)
                if (isMember(child, Kind::psu)) add(i, child, Tie::power);
            return;
        }
        const bool inner =
            m_standing[fed].isPart && !isMember(fed, Kind::psu) && !m_inventory[fed].thing->power;
        if (!inner) break;
        fed = m_inventory[fed].parent;
    }
    const int from = m_inheritance.power(fed);
    if (from != kNobody)
        addNamed(*m_inventory[from].thing->power, i, Tie::power, from, m_inheritance.turn(fed, from));
}

void TieCollector::addService(int index) {
    const scenario::Thing& keys = m_inventory.scenario().services[static_cast<std::size_t>(index)];
    const int vertex = m_inventory.size() + index;
    for (const int replica : m_inventory.replicasOf(index)) add(vertex, replica, Tie::member);
    if (keys.needs) {
        addNamed(*keys.needs, vertex, Tie::needs, kNobody, 1);
        addPath(*keys.needs, vertex, kNobody);
    }
    for (const auto& element : keys.behind) addNamed(element, vertex, Tie::behind, kNobody);
    if (keys.from) addNamed(*keys.from, vertex, Tie::behind, kNobody);
}

void TieCollector::addNamed(const scenario::Selector& name, int vertex, Tie tie, int from) {
    if (name.steps.empty()) return;
    const scenario::Resolution& found = m_references.resolve(name, from);
    if (found.service >= 0) return add(vertex, m_inventory.size() + found.service, tie);
    for (const int i : found.instances) add(vertex, i, tie);
}

void TieCollector::addNamed(const Expression& expression, int vertex, Tie tie, int from, int member) {
    if (expression.op ==
        Op::turn) { // one item for each member, round and round; then the item's next instance
        if (expression.of.empty()) return;
        const std::size_t at = static_cast<std::size_t>(std::max(member, 1)) - 1;
        const Expression& item = expression.of[at % expression.of.size()];
        if (item.op != Op::name) return addNamed(item, vertex, tie, from, member);
        const scenario::Resolution& found = m_references.resolve(item.name, from);
        if (found.service >= 0) return add(vertex, m_inventory.size() + found.service, tie);
        if (!found.instances.empty())
            add(vertex, found.instances[(at / expression.of.size()) % found.instances.size()], tie);
        return;
    }
    addNamed(expression.name, vertex, tie, from);
    addNamed(expression.other, vertex, tie, from);
    for (const Expression& inner : expression.of) addNamed(inner, vertex, tie, from, member);
}

} // namespace nueves::model
