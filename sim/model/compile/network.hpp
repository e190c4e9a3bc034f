// The net graph: who is connected to whom, and whether users get there (semantics.md, section 7).
//
// A link is a vertex between its ends. Hosts and vms are ends, and places where users sit. Without any
// connection in the file there is no graph and everybody reaches everybody.
#pragma once

#include "sim/model/compile/wiring.hpp"

#include <map>
#include <optional>
#include <set>

namespace nueves::model::compiling {

// Where something is in the net; on a pair: there while that member is the active one.
struct NetSpot {
    Wire via;
    std::uint32_t vertex = 0;
};
using NetSpots = std::vector<NetSpot>;

class Network {
  public:
    explicit Network(Wiring& wiring);

    NetSpots spots(int instance); // empty: no place in the net
    NetSpots spotsOf(const scenario::Selector& name, int from);
    std::vector<NetSpots> spotsOfEach(const scenario::Selector& name, int from); // of each that has some
    NetSpots internet() const;
    // Some pair of spots is joined.
    Wire joined(const NetSpots& from, const NetSpots& to);
    // `most of` over members that have places in the net; none if there is no net to split them.
    std::optional<Wire> majority(const std::vector<int>& members, const std::vector<Wire>& works,
                                 std::size_t k);

  private:
    static constexpr std::uint32_t kInternetVertex = 0;
    enum class Stage : std::uint8_t { open, busy, done };

    void addVertices();
    void addEdges(int instance);
    void addNamed(const scenario::Expression& expression, int from, int user);
    void addLink(int instance);
    void addInternet();
    void connect(std::uint32_t a, std::uint32_t b);
    void join(std::uint32_t from, int named);
    std::uint32_t vertex(int instance);
    Wire conducts(std::uint32_t vertex);
    bool isSeat(std::uint32_t vertex) const;
    Wire gate(); // of the net
    void makeGate();
    std::vector<std::uint32_t> paint(bool alwaysOnly) const;
    bool touches(const std::vector<std::uint32_t>& labels, std::uint32_t from, std::uint32_t to) const;
    Wire reach(std::uint32_t from, std::uint32_t to);

    Wiring& m_wiring;
    bool m_exists = false;
    bool m_hasIsp = false;
    std::vector<int> m_vertexOf;                       // per instance, -1
    std::vector<int> m_instanceOf;                     // per vertex
    std::set<int> m_joinedTo;                          // places that a `net` or a link names
    std::vector<std::set<std::uint32_t>> m_neighbours; // per vertex
    Stage m_stage = Stage::open;
    Wire m_gate;
    std::vector<Wire> m_conducts;
    std::vector<std::uint32_t> m_always, m_ever; // labels: what nothing can part, what can be joined at all
    std::map<std::pair<std::uint32_t, std::uint32_t>, Wire> m_reaches;
};

} // namespace nueves::model::compiling
