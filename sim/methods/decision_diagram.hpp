// Reduced ordered binary decision diagrams of the circuit's boolean gates, for exact probabilities of independent
// leaves that stand in several places.
//
// Source: R. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Trans. Computers C-35 (1986);
// their use for fault trees: A. Rauzy, Reliability Engineering & System Safety 40 (1993).
#pragma once

#include "sim/model/circuit.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace nueves::methods {

class DecisionDiagram {
  public:
    // failing[g]: probability that leaf g is false; leaves at 0 are constant true.
    DecisionDiagram(const model::Circuit& circuit, std::vector<double> failing);

    // Probability that the gate is false. Empty: the diagram or a net grew too large.
    std::optional<double> falseProbability(model::GateId gate);

  private:
    using Ref = std::uint32_t; // 0 false, 1 true, else node
    struct Node {
        std::uint32_t variable;
        Ref low, high;
    };
    struct TooLarge {};
    Ref of(std::uint32_t gate);
    Ref build(std::uint32_t gate);
    Ref atLeast(std::uint32_t k, const std::vector<Ref>& inputs);
    Ref reach(const model::ReachPair& pair);
    Ref make(std::uint32_t variable, Ref low, Ref high);
    Ref ifThenElse(Ref condition, Ref then, Ref otherwise);
    Ref inverse(Ref f) { return ifThenElse(f, 0, 1); }
    std::uint32_t top(Ref f) const;
    Ref cofactor(Ref f, std::uint32_t variable, bool value) const;
    double falseOf(Ref f, std::vector<double>& known) const;

    const model::Circuit& m_circuit;
    std::vector<double> m_failing;
    std::vector<Node> m_nodes;
    std::map<std::tuple<std::uint32_t, Ref, Ref>, Ref> m_unique;
    std::map<std::tuple<Ref, Ref, Ref>, Ref> m_ite;
    std::map<std::uint32_t, Ref> m_gates;
};

} // namespace nueves::methods
