// Are two gates the same function of the leaves? Equal structure gets equal numbers, whatever order it is
// written in.
#pragma once

#include "sim/model/circuit.hpp"

#include <map>
#include <vector>

namespace nueves::methods {

class GateNumbers {
  public:
    explicit GateNumbers(const model::Circuit& circuit) : m_circuit(circuit) {}
    // Per gate, with every leaf g read as leaves[g]. Numbers of different calls can be compared.
    std::vector<std::uint32_t> number(const std::vector<std::uint32_t>& leaves);

  private:
    using Key = std::vector<std::uint64_t>;
    std::uint32_t intern(const Key& key);
    Key keyOf(std::uint32_t gate);
    void numberNet(std::uint32_t net);
    void numberEnds(std::uint32_t net);
    void numberPool(std::uint32_t pool);
    Key most(const model::Gate& gate);
    Key speed(const model::SpeedRule& rule);
    Key fraction(const model::FractionRule& rule);
    std::uint64_t of(model::GateId gate) const { return gate ? m_numbers[gate.value] + std::uint64_t{1} : 0; }
    std::uint64_t link(std::uint32_t gate) const;

    const model::Circuit& m_circuit;
    std::map<Key, std::uint32_t> m_known;
    std::vector<std::uint32_t> m_numbers;               // per gate, of the present call
    std::vector<std::vector<std::uint64_t>> m_vertices; // per net, per vertex
    std::vector<std::uint64_t> m_nets, m_pools, m_consumers;
};

} // namespace nueves::methods
