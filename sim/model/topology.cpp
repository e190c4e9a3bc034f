#include "sim/model/topology.hpp"

#include "sim/core/assert.hpp"
#include "sim/model/topology_ties.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <map>
#include <queue>

namespace nueves::model {

namespace {

struct TieOfEdge {
    Tie tie = Tie::on;
};
using List =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, TieOfEdge>;

template <class G> struct ByTie { // edges of some ties
    using Edge = typename boost::graph_traits<G>::edge_descriptor;
    const List* list = nullptr;
    Ties ties = Ties::all();
    bool operator()(const Edge& edge) const { return ties.has((*list)[edge].tie); }
};

template <class Vertex> struct Note : boost::default_bfs_visitor {
    explicit Note(std::vector<int>& list) : found(list) {}
    template <class G> void discover_vertex(Vertex vertex, const G&) {
        found.push_back(static_cast<int>(vertex));
    }
    std::vector<int>& found;
};

// Breadth first; colours only of what is met, so that a small answer costs little in a large graph.
template <class G> std::vector<int> reachable(const G& graph, int start) {
    using Vertex = typename boost::graph_traits<G>::vertex_descriptor;
    std::vector<int> found;
    std::map<Vertex, boost::default_color_type> colours;
    boost::queue<Vertex> open;
    boost::breadth_first_visit(
        graph, static_cast<Vertex>(start), open, Note<Vertex>(found),
        boost::associative_property_map<std::map<Vertex, boost::default_color_type>>(colours));
    std::erase(found, start);
    std::sort(found.begin(), found.end());
    return found;
}

// Ties that make something hang on itself.
constexpr Ties kHanging = Ties::all().without(Tie::net);

} // namespace

std::string_view tieName(Tie tie) {
    constexpr std::string_view kNames[] = {"in",     "inside", "on",  "layer", "part",
                                           "member", "power",  "net", "needs", "behind"};
    return kNames[static_cast<std::size_t>(tie)];
}

struct Topology::Graph {
    List list;
    explicit Graph(std::size_t vertices) : list(vertices) {}
    auto only(Ties ties) const {
        return boost::filtered_graph<List, ByTie<List>>(list, ByTie<List>{&list, ties});
    }
};

Topology::Topology(const scenario::Inventory& inventory)
    : m_inventory(inventory), m_edges(TieCollector(inventory).collect()),
      m_graph(std::make_unique<Graph>(static_cast<std::size_t>(size()))) {
    for (const Edge& edge : m_edges)
        boost::add_edge(static_cast<std::size_t>(edge.from), static_cast<std::size_t>(edge.to),
                        TieOfEdge{edge.tie}, m_graph->list);
}

Topology::~Topology() = default;

int Topology::size() const {
    return m_inventory.size() + static_cast<int>(m_inventory.scenario().services.size());
}
int Topology::service(int index) const {
    return m_inventory.size() + index;
}
int Topology::serviceOf(int vertex) const {
    return vertex < m_inventory.size() ? -1 : vertex - m_inventory.size();
}
const std::vector<Topology::Edge>& Topology::edges() const {
    return m_edges;
}

const std::string& Topology::name(int vertex) const {
    const int service = serviceOf(vertex);
    return service < 0 ? m_inventory[vertex].name
                       : m_inventory.scenario().services[static_cast<std::size_t>(service)].id;
}

std::vector<int> Topology::ancestors(int vertex, Ties ties) const {
    return reachable(m_graph->only(ties), vertex);
}

std::vector<int> Topology::dependents(int vertex, Ties ties) const {
    const auto graph = m_graph->only(ties);
    return reachable(boost::make_reverse_graph(graph), vertex);
}

namespace {

// The shortest way from `start` back to itself over vertices of one component; each hangs on the next.
template <class G>
std::vector<int> shortestCircle(const G& graph, const std::vector<int>& component, int start) {
    std::map<int, int> before;
    std::queue<int> open;
    open.push(start);
    const int own = component[static_cast<std::size_t>(start)];
    while (!open.empty()) {
        const int at = open.front();
        open.pop();
        const auto [first, last] = boost::out_edges(static_cast<std::size_t>(at), graph);
        for (auto edge = first; edge != last; ++edge) {
            const int next = static_cast<int>(boost::target(*edge, graph));
            if (component[static_cast<std::size_t>(next)] != own) continue;
            if (next == start) {
                std::vector<int> circle{at};
                while (circle.back() != start) circle.push_back(before[circle.back()]);
                std::reverse(circle.begin(), circle.end());
                return circle;
            }
            if (before.emplace(next, at).second) open.push(next);
        }
    }
    return {};
}

} // namespace

std::vector<std::vector<int>> Topology::circles() const {
    const auto graph = m_graph->only(kHanging);
    std::vector<int> component(static_cast<std::size_t>(size()));
    boost::strong_components(graph, boost::make_iterator_property_map(
                                        component.begin(), boost::get(boost::vertex_index, m_graph->list)));
    std::vector<std::vector<int>> found;
    std::vector<std::uint8_t> seen(component.size(), 0); // components looked at, from their first member
    for (int v = 0; v != size(); ++v) {
        auto& looked = seen[static_cast<std::size_t>(component[static_cast<std::size_t>(v)])];
        if (looked) continue;
        looked = 1;
        if (auto circle = shortestCircle(graph, component, v); !circle.empty())
            found.push_back(std::move(circle));
    }
    return found;
}

std::vector<int> Topology::order() const {
    const auto graph = m_graph->only(kHanging);
    std::vector<int> open(static_cast<std::size_t>(size())); // things below that have not been placed yet
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (int v = 0; v != size(); ++v) {
        open[static_cast<std::size_t>(v)] =
            static_cast<int>(boost::out_degree(static_cast<std::size_t>(v), graph));
        if (open[static_cast<std::size_t>(v)] == 0) ready.push(v);
    }
    std::vector<int> placed;
    while (!ready.empty()) {
        const int at = ready.top();
        ready.pop();
        placed.push_back(at);
        const auto [first, last] = boost::in_edges(static_cast<std::size_t>(at), graph);
        for (auto edge = first; edge != last; ++edge)
            if (const auto above = boost::source(*edge, graph); --open[above] == 0)
                ready.push(static_cast<int>(above));
    }
    if (placed.size() != open.size()) placed.clear();
    return placed;
}

} // namespace nueves::model
