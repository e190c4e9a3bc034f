// Reduced ordered binary decision diagrams of the circuit's boolean gates, for exact probabilities of
// independent leaves that stand in several places.
//
// Source: R. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Trans. Computers C-35
// (1986); their use for fault trees: A. Rauzy, Reliability Engineering & System Safety 40 (1993).
#pragma once

#include "sim/model/circuit.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace nueves::methods {

class DecisionDiagram {
  public:
    // failing[g]: probability that leaf g is false; leaves at 0 are constant true.
    DecisionDiagram(const model::Circuit& circuit, std::vector<double> failing);

    // From now on this gate is a leaf of its own, independent of all others. Before anything that stands on
    // it is asked.
    void give(model::GateId gate, double failing);
    // Probability that the gate is false. Empty: the diagram or a net grew too large, or it stands on numbers
    // (shares of speed or work) that were not given.
    std::optional<double> falseProbability(model::GateId gate);
    // Results stay what they are; memory is given back.
    void forget();
    std::size_t size() const { return m_nodes.size(); }

  private:
    using Ref = std::uint32_t; // 0 false, 1 true, else node
    struct Node {
        std::uint32_t variable;
        Ref low, high;
    };
    struct TooLarge {};
    using Triple = std::array<std::uint32_t, 3>; // variable, low, high; condition, then, otherwise
    struct HashOfTriple {
        std::size_t operator()(const Triple& t) const {
            std::uint64_t h = t[0] * 0x9e3779b97f4a7c15ULL; // multiply and fold: neighbouring numbers spread
            h = (h ^ (h >> 32U) ^ t[1]) * 0xbf58476d1ce4e5b9ULL;
            h = (h ^ (h >> 29U) ^ t[2]) * 0x94d049bb133111ebULL;
            return static_cast<std::size_t>(h ^ (h >> 31U));
        }
    };
    Ref of(std::uint32_t gate);
    Ref build(std::uint32_t gate);
    Ref atLeast(std::uint32_t k, const std::vector<Ref>& inputs);
    Ref reach(const model::ReachPair& pair);
    Ref make(std::uint32_t variable, Ref low, Ref high);
    Ref ifThenElse(Ref condition, Ref then, Ref otherwise);
    Ref inverse(Ref f) { return ifThenElse(f, 0, 1); }
    std::uint32_t top(Ref f) const;
    Ref cofactor(Ref f, std::uint32_t variable, bool value) const;
    Ref combine(const std::vector<Ref>& inputs, bool all);
    void weigh();

    const model::Circuit& m_circuit;
    std::vector<double> m_failing;
    std::vector<std::uint8_t> m_given; // gates that are leaves of their own
    std::vector<Node> m_nodes;         // children before parents
    int m_depth = 0;
    std::vector<double> m_false; // probability of being false, of the first nodes
    // Looked up, never walked: their order decides nothing.
    std::unordered_map<Triple, Ref, HashOfTriple> m_unique, m_ite;
    std::unordered_map<std::uint32_t, Ref> m_gates;
};

} // namespace nueves::methods
