// The deployment as a graph: what everything hangs on, and by which tie.
//
// Vertices are the instances of the Inventory, then the services (whose copies may fail one by one). An edge
// points from a dependent to what it depends on. It says "may", not "must": the second of two feeds is an
// edge like an only one. What really falls when something stops is asked of the circuit; the graph says who
// could be touched at all, who stands in a circle, and in which order things can be settled. Graph
// algorithms: Boost Graph Library.
#pragma once

#include "sim/scenario/names.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace nueves::model {

enum class Tie : std::uint8_t {
    in,     // the place it was put in
    inside, // the place it is drawn inside of
    on,     // what carries it: a system, a host, a pair
    layer,  // the layer below in the same machine or copy
    part,   // inner parts that a machine needs
    member, // members of a pair; copies of a service
    power,  // its own supply, or that of its place or machine
    net,    // the next box on the way to the users
    needs,  // named in `needs`
    behind, // boxes and services that its users pass
};
std::string_view tieName(Tie tie);

class Ties { // a set of them
  public:
    constexpr Ties(std::initializer_list<Tie> ties) {
        for (Tie tie : ties) m_bits |= bit(tie);
    }
    static constexpr Ties all() {
        return Ties{Tie::in,     Tie::inside, Tie::on,  Tie::layer, Tie::part,
                    Tie::member, Tie::power,  Tie::net, Tie::needs, Tie::behind};
    }
    constexpr bool has(Tie tie) const { return (m_bits & bit(tie)) != 0; }
    constexpr Ties without(Tie tie) const {
        Ties rest = *this;
        rest.m_bits &= ~bit(tie);
        return rest;
    }

  private:
    static constexpr std::uint32_t bit(Tie tie) { return 1U << static_cast<std::uint32_t>(tie); }
    std::uint32_t m_bits = 0;
};

class Topology {
  public:
    struct Edge {
        int from = 0, to = 0; // dependent, what it depends on
        Tie tie = Tie::on;
        friend auto operator<=>(const Edge&, const Edge&) = default;
    };

    // The inventory must outlive the topology. Names that mean nothing are left out: validation reports them.
    explicit Topology(const scenario::Inventory& inventory);
    ~Topology();

    int size() const;                          // vertices: instances, then services
    int service(int index) const;              // vertex of a service by its index in Scenario::services
    int serviceOf(int vertex) const;           // the other way; -1: an instance
    const std::string& name(int vertex) const; // of the instance, or the id of the service
    const std::vector<Edge>& edges() const;    // ascending, each once

    // Everything that a vertex hangs on, over any number of these ties; ascending, without itself.
    std::vector<int> ancestors(int vertex, Ties ties = Ties::all()) const;
    // Everything that hangs on it.
    std::vector<int> dependents(int vertex, Ties ties = Ties::all()) const;

    // Things that in the end hang on themselves: of each knot one shortest circle, each member hanging on the
    // next. Net ties are two-way by nature and make none.
    std::vector<std::vector<int>> circles() const;
    // What is depended on before its dependents, net ties aside; empty if there is a circle.
    std::vector<int> order() const;

  private:
    struct Graph; // Boost stays in the .cpp
    const scenario::Inventory& m_inventory;
    std::vector<Edge> m_edges;
    std::unique_ptr<Graph> m_graph;
};

} // namespace nueves::model
