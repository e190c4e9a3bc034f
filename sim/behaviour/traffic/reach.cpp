#include "sim/behaviour/traffic/reach.hpp"

#include <vector>

namespace nueves::behaviour::traffic {

bool reaches(const model::Traffic& plan, std::size_t demand, std::size_t station) {
    // Each once: the ways from one to another may be more than memory holds.
    std::vector<bool> seen(plan.stations.size(), false);
    std::vector<std::uint32_t> open;
    const auto visit = [&](std::uint32_t edge) {
        const std::uint32_t to = plan.edges[edge].to;
        if (seen[to]) return;
        seen[to] = true;
        open.push_back(to);
    };
    visit(plan.demands[demand].edge);
    while (!open.empty() && !seen[station]) {
        const std::uint32_t from = open.back();
        open.pop_back();
        for (const std::uint32_t edge : plan.stations[from].calls) visit(edge);
    }
    return seen[station];
}

bool isMissed(const model::Traffic& plan, std::size_t station) {
    for (std::size_t d = 0; d != plan.demands.size(); ++d)
        if (!plan.demands[d].hostile && reaches(plan, d, station)) return true;
    return false;
}

} // namespace nueves::behaviour::traffic
