// Collects the edges of a Topology from what is written: the same rules of standing and inheritance as the
// compiler's.
#pragma once

#include "sim/model/compile/inheritance.hpp"
#include "sim/model/topology.hpp"

#include <vector>

namespace nueves::model {

class TieCollector {
  public:
    explicit TieCollector(const scenario::Inventory& inventory);
    std::vector<Topology::Edge> collect(); // ascending, each once

  private:
    void addStanding(int instance);
    void addParts(int instance);
    void addPower(int instance);
    void addService(int index);
    void addNet();
    void addPath(const scenario::Expression& expression, int vertex, int from);
    // Everything that an expression names, for the reader `member` where it deals turns.
    void addNamed(const scenario::Expression& expression, int vertex, Tie tie, int from, int member);
    void addNamed(const scenario::Selector& name, int vertex, Tie tie, int from);
    void add(int from, int to, Tie tie) { m_edges.push_back({from, to, tie}); }
    bool isMember(int instance, scenario::Kind kind) const;

    const scenario::Inventory& m_inventory;
    compiling::References m_references;
    compiling::Standing m_standing;
    compiling::Inheritance m_inheritance;
    std::vector<Topology::Edge> m_edges;
    std::vector<std::vector<int>> m_wires; // of the net, both ways, per instance
};

} // namespace nueves::model
