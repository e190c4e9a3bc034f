#include "sim/model/compile/network.hpp"

#include "sim/model/compile/expressions.hpp"
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/pair_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Expression;
using scenario::Instance;
using scenario::Kind;

Network::Network(Wiring& wiring) : m_wiring(wiring) {
    const Context& context = wiring.context;
    for (const int i : context.instanceOf) {
        const scenario::Thing& keys = *context.inventory[i].thing;
        m_hasIsp = m_hasIsp || keys.kind == Kind::isp;
        m_exists = m_exists || keys.net || keys.kind == Kind::isp || keys.kind == Kind::link;
    }
    m_vertexOf.resize(static_cast<std::size_t>(context.inventory.size()), -1);
    if (m_exists) addVertices();
}

std::uint32_t Network::vertex(int i) {
    int& at = m_vertexOf[static_cast<std::size_t>(i)];
    if (at < 0) {
        at = static_cast<int>(m_instanceOf.size());
        m_instanceOf.push_back(i);
        m_neighbours.emplace_back();
    }
    return static_cast<std::uint32_t>(at);
}

void Network::connect(std::uint32_t a, std::uint32_t b) {
    if (a == b) return;
    m_neighbours[a].insert(b);
    m_neighbours[b].insert(a);
}

// `named` is one that a `net` or a link names.
void Network::join(std::uint32_t from, int named) {
    if (scenario::isPlace(m_wiring.context.inventory[named].thing->kind)) m_joinedTo.insert(named);
    connect(from, vertex(named));
}

void Network::addVertices() {
    const Context& context = m_wiring.context;
    m_instanceOf.push_back(kNobody); // internet
    m_neighbours.emplace_back();
    for (const int i : context.instanceOf) {
        const Kind kind = context.inventory[i].thing->kind;
        const bool layer = context.inventory[i].layer >= 0 || context.inventory[i].replica != kNobody;
        const bool machine = isEnd(kind) && !layer && !context.standing[i].isPart;
        const bool placeOfUsers = scenario::isPlace(kind); // its `net` is what its contents state
        if (machine || kind == Kind::link || kind == Kind::isp ||
            (!placeOfUsers && context.inheritance.net(i) != kNobody))
            vertex(i);
        else if (!m_hasIsp && isNetworkBox(kind) && !layer)
            vertex(i);
    }
    for (std::size_t s = 0; s != context.scenario.services.size(); ++s) { // users may sit in a place
        const auto& replicas = context.inventory.replicasOf(static_cast<int>(s));
        const auto& from = context.scenario.services[s].from;
        if (!from || replicas.empty()) continue;
        for (const int i : m_wiring.context.references.resolve(*from, replicas.front()).instances) vertex(i);
    }
    for (const int i : context.instanceOf)
        if (m_vertexOf[static_cast<std::size_t>(i)] >= 0) addEdges(i);
    addInternet();
}

void Network::addEdges(int i) {
    const Context& context = m_wiring.context;
    const scenario::Thing& keys = *context.inventory[i].thing;
    if (const int from = context.inheritance.net(i); from != kNobody)
        addNamed(*context.inventory[from].thing->net, from, i);
    if (keys.kind == Kind::link) addLink(i);
}

void Network::addNamed(const Expression& expression, int from, int user) {
    Context& context = m_wiring.context;
    if (expression.op == Expression::Op::turn) {
        const auto item = m_wiring.expressions.dealt(expression, from, context.inventory[user].member);
        if (item.instance != kNobody)
            join(vertex(user), item.instance);
        else if (item.expression)
            addNamed(*item.expression, from, user);
        return;
    }
    if (expression.op == Expression::Op::name) {
        const scenario::Resolution& found = context.references.resolve(expression.name, from);
        if (found.internet) connect(vertex(user), kInternetVertex);
        for (const int i : found.instances) join(vertex(user), i);
    }
    for (const Expression& inner : expression.of) addNamed(inner, from, user);
}

void Network::addLink(int i) {
    for (const auto& end : m_wiring.context.inventory[i].thing->between) {
        if (!end) continue;
        const scenario::Resolution& found = m_wiring.context.references.resolve(*end, i);
        if (found.internet) connect(vertex(i), kInternetVertex);
        for (const int at : found.instances) join(vertex(i), at);
    }
}

// Users come in over the isps; with none in the file, to every machine and box that says nothing of a net.
void Network::addInternet() {
    const Context& context = m_wiring.context;
    for (const int i : context.instanceOf) {
        const Instance& instance = context.inventory[i];
        const Kind kind = instance.thing->kind;
        if (m_vertexOf[static_cast<std::size_t>(i)] < 0) continue;
        const bool open = (isEnd(kind) || isNetworkBox(kind)) && context.inheritance.net(i) == kNobody;
        if (m_hasIsp ? kind == Kind::isp : open) connect(vertex(i), kInternetVertex);
        if (kind == Kind::standby) // reached over its members
            for (const auto& role : m_wiring.pairs.roles(i))
                if (role.member != kNobody) connect(vertex(i), vertex(role.member));
    }
}

NetSpots Network::internet() const {
    return m_exists ? NetSpots{{Wire::yes(), kInternetVertex}} : NetSpots{};
}

NetSpots Network::spots(int i) {
    if (!m_exists || i == kNobody) return {};
    const Context& context = m_wiring.context;
    const Stand& stand = context.standing[i];
    const bool pair = context.inventory[i].thing->kind == Kind::standby && !context.inventory[i].isReplica();
    if (const int at = m_vertexOf[static_cast<std::size_t>(i)]; at >= 0 && !pair)
        return {{Wire::yes(), static_cast<std::uint32_t>(at)}};
    if (stand.pair == kNobody && !pair) {
        if (stand.carrier != kNobody) return spots(stand.carrier);
        return stand.isPart ? spots(context.inventory[i].parent) : NetSpots{};
    }
    NetSpots found;
    for (const auto& role : m_wiring.pairs.roles(pair ? i : stand.pair))
        for (const NetSpot& spot : spots(role.member))
            found.push_back({m_wiring.context.gates.all({spot.via, role.active}), spot.vertex});
    return found;
}

std::vector<NetSpots> Network::spotsOfEach(const scenario::Selector& name, int from) {
    const scenario::Resolution& found = m_wiring.context.references.resolve(name, from);
    std::vector<NetSpots> each;
    if (found.internet) each.push_back(internet());
    for (const int i : found.instances) each.push_back(spots(i));
    std::erase_if(each, [](const NetSpots& one) { return one.empty(); });
    return each;
}

NetSpots Network::spotsOf(const scenario::Selector& name, int from) {
    NetSpots all;
    for (const NetSpots& one : spotsOfEach(name, from)) all.insert(all.end(), one.begin(), one.end());
    return all;
}

Wire Network::joined(const NetSpots& from, const NetSpots& to) {
    std::vector<Wire> ways;
    for (const NetSpot& here : from)
        for (const NetSpot& there : to)
            ways.push_back(
                m_wiring.context.gates.all({here.via, there.via, reach(here.vertex, there.vertex)}));
    return m_wiring.context.gates.any(std::move(ways));
}

} // namespace nueves::model::compiling
