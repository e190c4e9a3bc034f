// Who stands where when a window opens: from the shares of the rate clock to whole requests.
#include "sim/methods/zoom/recorded_window.hpp"

#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

namespace {

constexpr double kLeastLeadIn = 10.0, kLongestLeadIn = 600.0; // s (assumed)
constexpr double kServicesToForget =
    50.0; // mean services after which a line that is not full is another (assumed)

// A number whose distribution stands on the nodes of a line: between two nodes all are as likely.
std::uint32_t numberFrom(const std::vector<double>& nodes, const std::vector<double>& p, double u) {
    double left = u;
    for (std::size_t i = 0; i != p.size(); ++i) {
        if (left >= p[i]) {
            left -= p[i];
            continue;
        }
        const double low = i == 0 ? nodes[i] : 0.5 * (nodes[i - 1] + nodes[i]);
        const double high = i + 1 == p.size() ? nodes[i] : 0.5 * (nodes[i] + nodes[i + 1]);
        if (high - low <= 1.0) return static_cast<std::uint32_t>(nodes[i]);
        return static_cast<std::uint32_t>(low + (high - low) * left / p[i] + 0.5);
    }
    return static_cast<std::uint32_t>(nodes.back());
}

} // namespace

RequestWindow peopled(const model::System& system, const RecordedWindow& recorded,
                      const core::DrawSource& source) {
    RequestWindow window = recorded.requests;
    const model::Traffic& plan = system.traffic;
    for (std::uint32_t s = 0; s != plan.stations.size(); ++s) {
        const model::Station& station = plan.stations[s];
        const model::StationState& levels = recorded.opens.stations[s];
        const behaviour::traffic::LineGrid grid = behaviour::traffic::gridOf(station);
        const std::uint64_t key = core::streamKey(station.name, "found waiting");
        if (station.fed)
            window.waiting.push_back({s, 0,
                                      numberFrom(grid.nodes(), levels.backlog.p, source.uniform(key, 0)),
                                      nanosOf(levels.backlog.age)});
        for (std::uint32_t t = 0; t != station.targets.size(); ++t) {
            const std::uint32_t line = levels.lineOf[t];
            if (line == model::StationState::kNoLine || levels.lines[line].p.empty()) continue;
            const auto number = numberFrom(grid.nodes(), levels.lines[line].p, source.uniform(key, t));
            if (number == 0) continue;
            const double rate = recorded.arriving[s];
            window.waiting.push_back({s, t, number, rate > 0.0 ? nanosOf(number / rate) : kNeverNanos / 2});
        }
    }
    for (std::uint32_t d = 0; d != plan.demands.size(); ++d) {
        const std::uint64_t key = core::streamKey(plan.demands[d].name, "found waiting");
        for (std::uint32_t r = 0; r != recorded.pausing[d].size(); ++r) {
            const double mean = recorded.opens.demands[d].orbit[r] * recorded.pausing[d][r];
            const auto number = static_cast<std::uint32_t>(mean + source.uniform(key, r));
            if (number > 0) window.retrying.push_back({d, r + 1, number});
        }
    }
    return window;
}

core::SimSpan leadInFor(const model::System& system) {
    double longest = kLeastLeadIn;
    for (const model::Demand& demand : system.traffic.demands) {
        const model::Edge& edge = system.traffic.edges[demand.edge];
        const double patience = std::isfinite(edge.timeout) ? edge.timeout : 0.0;
        double trying = patience, pause = demand.retries.after;
        for (int r = 0; r != demand.retries.times; ++r, pause *= demand.retries.factor)
            trying += pause + patience;
        longest = std::max(longest, 2.0 * trying);
    }
    for (const model::Station& station : system.traffic.stations)
        longest = std::max(longest, kServicesToForget * station.takes.mean());
    return core::spanFromSeconds(std::min(longest, kLongestLeadIn));
}

} // namespace nueves::methods
