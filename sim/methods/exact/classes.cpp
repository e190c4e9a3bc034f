#include "sim/methods/exact/classes.hpp"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace nueves::methods {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;

std::vector<std::uint8_t> reachable(const Rates& rates, const Distribution& start) {
    std::vector<std::uint8_t> seen(rates.states(), 0);
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i != rates.states(); ++i)
        if (start[i] > 0.0) {
            seen[i] = 1;
            open.push_back(i);
        }
    while (!open.empty()) {
        const std::uint32_t state = open.back();
        open.pop_back();
        for (const auto* e = rates.begin(state); e != rates.end(state); ++e)
            if (!seen[e->to]) {
                seen[e->to] = 1;
                open.push_back(e->to);
            }
    }
    return seen;
}

} // namespace

Classes classesOf(const Rates& rates, const Distribution& start) {
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t i = 0; i != rates.states(); ++i)
        for (const auto* e = rates.begin(i); e != rates.end(i); ++e) edges.emplace_back(i, e->to);
    const Graph graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), rates.states());
    std::vector<std::size_t> component(rates.states());
    const auto index = get(boost::vertex_index, graph);
    const auto count =
        boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));
    std::vector<std::uint8_t> isLeft(count, 0);
    for (const auto& [from, to] : edges)
        if (component[from] != component[to]) isLeft[component[from]] = 1;

    Classes classes;
    const auto seen = reachable(rates, start);
    std::vector<std::size_t> place(count, count);
    for (std::uint32_t i = 0; i != rates.states(); ++i) {
        if (!seen[i]) continue;
        const std::size_t c = component[i];
        if (isLeft[c]) {
            classes.transient.push_back(i);
            continue;
        }
        if (place[c] == count) {
            place[c] = classes.recurrent.size();
            classes.recurrent.emplace_back();
        }
        classes.recurrent[place[c]].push_back(i);
    }
    return classes;
}

} // namespace nueves::methods
