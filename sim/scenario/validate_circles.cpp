// Things that depend on themselves, through places, carriers, supplies, needs and what is inside them.
//
// One graph of what must stand, be powered, carry or work first; what a thing inherits from its place is left
// out, since a supply may stand in the very place that it feeds.
#include "sim/scenario/validation.hpp"

#include <algorithm>

namespace nueves::scenario {

namespace {

class Circles {
  public:
    explicit Circles(Validation& validation)
        : m_validation(validation), m_inventory(validation.inventory()),
          m_edges(static_cast<std::size_t>(m_inventory.size()) + validation.scenario().services.size()),
          m_state(m_edges.size(), State::fresh) {}

    void run() {
        for (int at = 0; at < m_inventory.size(); ++at) addThing(at);
        for (std::size_t i = 0; i < m_validation.scenario().services.size(); ++i)
            addService(static_cast<int>(i));
        for (std::size_t node = 0; node < m_edges.size(); ++node)
            if (m_state[node] == State::fresh) visit(node);
    }

  private:
    enum class State : std::uint8_t { fresh, open, done };
    struct Edge {
        std::size_t to;
        const Mark* mark;
    };

    std::size_t serviceNode(int service) const {
        return static_cast<std::size_t>(m_inventory.size() + service);
    }
    void add(std::size_t from, std::size_t to, const Mark& mark) { m_edges[from].push_back({to, &mark}); }
    void addName(std::size_t node, const Selector& selector, int from);
    void addThing(int at);
    void addService(int service);
    void visit(std::size_t start);
    void report(std::size_t from, const Edge& closing);
    std::string nameOf(std::size_t node) const;

    Validation& m_validation;
    const Inventory& m_inventory;
    std::vector<std::vector<Edge>> m_edges;
    std::vector<State> m_state;
    std::vector<std::pair<std::size_t, std::size_t>> m_stack; // node, next edge
};

std::string Circles::nameOf(std::size_t node) const {
    const auto instances = static_cast<std::size_t>(m_inventory.size());
    return node < instances ? m_inventory[static_cast<int>(node)].name
                            : m_validation.scenario().services[node - instances].id;
}

void Circles::addName(std::size_t node, const Selector& selector, int from) {
    if (selector.steps.empty()) return;
    const Resolution found = m_inventory.resolve(selector, from);
    if (found.service >= 0) return add(node, serviceNode(found.service), selector.mark);
    for (const int at : found.instances) add(node, static_cast<std::size_t>(at), selector.mark);
}

void Circles::addThing(int at) {
    const Instance& instance = m_inventory[at];
    const Thing& thing = *instance.thing;
    const auto node = static_cast<std::size_t>(at);
    for (const auto* placed : {&thing.in, &thing.on})
        if (const int to = m_inventory.dealt(*placed, at, std::max(instance.member, 1)); to != kNobody)
            add(node, static_cast<std::size_t>(to), placed->front().mark);
    const auto visitor = [&](const Selector& selector, Role) { addName(node, selector, at); };
    // What a place states is for what it holds; a replica's needs are its service's.
    if (thing.power && !isPlace(thing.kind)) eachName(*thing.power, Role::supply, visitor);
    if (thing.needs && !instance.isReplica()) eachName(*thing.needs, Role::need, visitor);
    if (thing.of) eachName(*thing.of, Role::member, visitor);
    if (instance.layer >= 0) add(node, static_cast<std::size_t>(instance.parent), thing.mark);
    if (isPlace(thing.kind)) return;
    for (const int child : instance.children)
        if (m_inventory[child].layer < 0)
            add(node, static_cast<std::size_t>(child), m_inventory[child].thing->mark);
}

void Circles::addService(int service) {
    const Thing& thing = m_validation.scenario().services[static_cast<std::size_t>(service)];
    const auto& replicas = m_inventory.replicasOf(service);
    const int from = replicas.empty() ? kNobody : replicas.front();
    const std::size_t node = serviceNode(service);
    for (const int replica : replicas) add(node, static_cast<std::size_t>(replica), thing.mark);
    if (thing.needs)
        eachName(*thing.needs, Role::need,
                 [&](const Selector& selector, Role) { addName(node, selector, from); });
    for (const Selector& element : thing.behind) addName(node, element, from);
    for (const Call& call : thing.calls) addName(node, call.to, from);
}

// Depth first without recursion: chains of a hundred thousand things are allowed.
void Circles::visit(std::size_t start) {
    m_stack.assign(1, {start, 0});
    m_state[start] = State::open;
    while (!m_stack.empty()) {
        auto& [node, next] = m_stack.back();
        if (next == m_edges[node].size()) {
            m_state[node] = State::done;
            m_stack.pop_back();
            continue;
        }
        const Edge edge = m_edges[node][next++];
        if (m_state[edge.to] == State::open) report(edge.to, edge);
        if (m_state[edge.to] != State::fresh) continue;
        m_state[edge.to] = State::open;
        m_stack.emplace_back(edge.to, 0);
    }
}

void Circles::report(std::size_t from, const Edge& closing) {
    std::string text;
    bool inside = false;
    for (const auto& [node, next] : m_stack) {
        inside = inside || node == from;
        if (inside) text += nameOf(node) + " -> ";
    }
    std::string key = closing.mark->path.substr(closing.mark->path.rfind('.') + 1);
    if (closing.mark->path.find(".calls.") != std::string::npos) key = "calls";
    m_validation.error("circle", *closing.mark, {{"key", key}, {"found", text + nameOf(from)}});
}

} // namespace

void Validation::checkCircles() {
    Circles(*this).run();
}

} // namespace nueves::scenario
