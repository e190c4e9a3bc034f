#include "sim/methods/decision_diagram.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace nueves::methods {

using model::Circuit;
using model::Gate;
using model::GateKind;
using model::NetGraph;

namespace {

constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kMostPaths = 2'000;
constexpr int kDeepest = 10'000; // variables one below the other that may have to be taken apart at once
constexpr std::size_t kMostSteps = 200'000;   // along ways that may lead nowhere
constexpr std::size_t kMostVotes = 4'000'000; // inputs x votes wanted, of one gate
constexpr std::uint32_t kTerminal = std::numeric_limits<std::uint32_t>::max();

// All simple ways between two vertices: the gates that each needs.
class Paths {
  public:
    Paths(const NetGraph& net, std::uint32_t to) : m_net(net), m_to(to), m_seen(net.conducts.size(), 0) {}

    // False: too many.
    bool from(std::uint32_t vertex) {
        if (m_found.size() >= kMostPaths || ++m_steps > kMostSteps) return false;
        if (vertex == m_to) {
            m_found.push_back(m_gates);
            return true;
        }
        m_seen[vertex] = 1;
        const model::Range around = m_net.neighbours[vertex];
        bool fits = true;
        for (std::uint32_t e = around.first; fits && e != around.last; ++e) fits = follow(m_net.edges[e]);
        m_seen[vertex] = 0;
        return fits;
    }
    const std::vector<std::vector<std::uint32_t>>& found() const { return m_found; }

  private:
    bool follow(const NetGraph::Edge& edge) {
        if (m_seen[edge.to]) return true;
        const std::uint32_t conducts = m_net.conducts[edge.to];
        if (conducts == NetGraph::kEnd && edge.to != m_to) return true;
        const std::size_t before = m_gates.size();
        if (edge.link != NetGraph::kAlways) m_gates.push_back(edge.link);
        if (conducts != NetGraph::kEnd && conducts != NetGraph::kAlways) m_gates.push_back(conducts);
        const bool fits = from(edge.to);
        m_gates.resize(before);
        return fits;
    }

    const NetGraph& m_net;
    std::uint32_t m_to;
    std::size_t m_steps = 0;
    std::vector<std::uint8_t> m_seen;
    std::vector<std::uint32_t> m_gates;
    std::vector<std::vector<std::uint32_t>> m_found;
};

} // namespace

DecisionDiagram::DecisionDiagram(const Circuit& circuit, std::vector<double> failing)
    : m_circuit(circuit), m_failing(std::move(failing)), m_given(circuit.gates.size(), 0) {
    forget();
}

void DecisionDiagram::give(model::GateId gate, double failing) {
    if (!gate) return;
    m_given[gate.value] = 1;
    m_failing[gate.value] = failing;
}

void DecisionDiagram::forget() {
    m_nodes = {{kTerminal, 0, 0}, {kTerminal, 1, 1}};
    m_false = {1.0, 0.0};
    m_unique.clear();
    m_ite.clear();
    m_gates.clear();
}

DecisionDiagram::Ref DecisionDiagram::make(std::uint32_t variable, Ref low, Ref high) {
    if (low == high) return low;
    if (m_nodes.size() >= kMostNodes) throw TooLarge{};
    const auto [place, isNew] =
        m_unique.try_emplace(Triple{variable, low, high}, static_cast<Ref>(m_nodes.size()));
    if (isNew) m_nodes.push_back({variable, low, high});
    return place->second;
}

std::uint32_t DecisionDiagram::top(Ref f) const {
    return m_nodes[f].variable;
}

DecisionDiagram::Ref DecisionDiagram::cofactor(Ref f, std::uint32_t variable, bool value) const {
    if (m_nodes[f].variable != variable) return f;
    return value ? m_nodes[f].high : m_nodes[f].low;
}

DecisionDiagram::Ref DecisionDiagram::ifThenElse(Ref condition, Ref then, Ref otherwise) {
    if (condition == 1) return then;
    if (condition == 0) return otherwise;
    if (then == otherwise) return then;
    if (then == 1 && otherwise == 0) return condition;
    const Triple key{condition, then, otherwise};
    if (const auto known = m_ite.find(key); known != m_ite.end()) return known->second;
    if (m_depth >= kDeepest) throw TooLarge{};
    ++m_depth;
    const std::uint32_t variable = std::min({top(condition), top(then), top(otherwise)});
    const auto side = [&](bool value) {
        return ifThenElse(cofactor(condition, variable, value), cofactor(then, variable, value),
                          cofactor(otherwise, variable, value));
    };
    const Ref low = side(false), high = side(true);
    --m_depth;
    const Ref result = make(variable, low, high);
    m_ite.emplace(key, result);
    return result;
}

// The last variables first: each step then only puts one more node on top.
DecisionDiagram::Ref DecisionDiagram::combine(const std::vector<Ref>& inputs, bool all) {
    std::vector<Ref> sorted = inputs;
    std::sort(sorted.begin(), sorted.end(), [&](Ref a, Ref b) {
        return std::pair{top(a), a} > std::pair{top(b), b};
    });
    Ref result = all ? 1 : 0;
    for (Ref input : sorted) result = all ? ifThenElse(input, result, 0) : ifThenElse(input, 1, result);
    return result;
}

// Row by row: reached[j] = at least j of the inputs looked at so far.
DecisionDiagram::Ref DecisionDiagram::atLeast(std::uint32_t k, const std::vector<Ref>& inputs) {
    if (k == 0) return 1;
    if (k > inputs.size()) return 0;
    if (k == inputs.size() || k == 1) return combine(inputs, k != 1);
    if (inputs.size() * k > kMostVotes) throw TooLarge{};
    std::vector<Ref> reached(k + 1, 0);
    reached[0] = 1;
    for (Ref input : inputs)
        for (std::uint32_t j = k; j > 0; --j) reached[j] = ifThenElse(input, reached[j - 1], reached[j]);
    return reached[k];
}

DecisionDiagram::Ref DecisionDiagram::reach(const model::ReachPair& pair) {
    const NetGraph& net = m_circuit.nets[pair.net];
    Paths paths(net, pair.to);
    if (!paths.from(pair.from)) throw TooLarge{};
    std::vector<Ref> ways;
    for (const auto& path : paths.found()) {
        std::vector<Ref> gates;
        for (std::uint32_t gate : path) gates.push_back(of(gate));
        ways.push_back(combine(gates, true));
    }
    const Ref any = combine(ways, false);
    const std::uint32_t own = net.conducts[pair.from];
    const bool conditional = own != NetGraph::kEnd && own != NetGraph::kAlways && pair.from != pair.to;
    return conditional ? ifThenElse(any, of(own), 0) : any;
}

DecisionDiagram::Ref DecisionDiagram::of(std::uint32_t gate) {
    if (const auto known = m_gates.find(gate); known != m_gates.end()) return known->second;
    const Ref made = build(gate);
    m_gates.emplace(gate, made);
    return made;
}

DecisionDiagram::Ref DecisionDiagram::build(std::uint32_t gate) {
    const Gate& spec = m_circuit.gates[gate];
    std::vector<Ref> inputs;
    const GateKind kind = m_given[gate] ? GateKind::leaf : spec.kind;
    switch (kind) {
    case GateKind::leaf: return m_failing[gate] <= 0.0 ? 1 : m_failing[gate] >= 1.0 ? 0 : make(gate, 0, 1);
    case GateKind::threshold:
        for (std::uint32_t i = spec.inputs.first; i != spec.inputs.last; ++i) {
            const model::Input input = m_circuit.inputs[i];
            const Ref f = of(input.gate().value);
            inputs.push_back(input.inverted() ? inverse(f) : f);
        }
        return atLeast(spec.k, inputs);
    case GateKind::reach: return reach(m_circuit.pairs[spec.payload]);
    case GateKind::most:
        for (const auto& [works, vertex] : m_circuit.mosts[spec.payload].members)
            inputs.push_back(of(works.value));
        return atLeast(spec.k, inputs);
    case GateKind::speed: {
        const auto& rule = m_circuit.speeds[spec.payload];
        Ref works = of(rule.works.value);
        for (const auto& [leaf, remains] : rule.slows) // nothing is left of it
            if (remains <= 0.0) works = ifThenElse(works, of(leaf.value), 0);
        return rule.reachable ? ifThenElse(works, of(rule.reachable.value), 0) : works;
    }
    case GateKind::net:
    case GateKind::pool:
    case GateKind::fraction:
    case GateKind::atLeast: break;
    }
    throw TooLarge{}; // numbers, not truths: the caller takes services apart itself
}

// Summed over ways to fail, so that small probabilities keep their digits.
void DecisionDiagram::weigh() {
    for (std::size_t f = m_false.size(); f < m_nodes.size(); ++f) {
        const Node& node = m_nodes[f];
        const double fails = m_failing[node.variable];
        m_false.push_back(fails * m_false[node.low] + (1.0 - fails) * m_false[node.high]);
    }
}

std::optional<double> DecisionDiagram::falseProbability(model::GateId gate) {
    if (!gate) return 0.0;
    m_depth = 0;
    try {
        const Ref f = of(gate.value);
        weigh();
        return m_false[f];
    } catch (const TooLarge&) {
        return std::nullopt;
    }
}

} // namespace nueves::methods
