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

// Requests at a target that keeps silent: those of one time-out, unless its line was followed.
std::uint32_t hangingAt(const model::Line& line, const std::vector<double>& nodes, double arriving,
                        double timeout, double u) {
    if (!std::isfinite(timeout)) return 0; // nobody gives up, and nothing comes of it
    return line.p.empty() ? static_cast<std::uint32_t>(arriving * timeout + u) : numberFrom(nodes, line.p, u);
}

// Users who stay with a target, by where the rate clock has them.
void bind(const model::Traffic& plan, const model::TrafficLevels& opens, RequestWindow& window) {
    for (std::uint32_t d = 0; d != plan.demands.size(); ++d) {
        const std::uint32_t s = plan.edges[plan.demands[d].edge].to;
        if (!plan.demands[d].users || plan.stations[s].choice != model::Choice::sticky) continue;
        FoundBound bound{d, static_cast<std::uint32_t>(opens.demands[d].known + 0.5), {}};
        double sum = 0.0;
        for (const std::uint32_t line : opens.stations[s].lineOf) {
            const bool stays = line != model::StationState::kNoLine;
            bound.shares.push_back(stays ? opens.stations[s].lines[line].bound : 0.0);
            sum += bound.shares.back();
        }
        if (sum <= 0.0) continue;
        for (double& share : bound.shares) share /= sum;
        window.bound.push_back(std::move(bound));
    }
}

// Breakers by how long they have been open: of each target that serves one draw.
void openBreakers(const model::Traffic& plan, const model::TrafficLevels& opens,
                  const core::DrawSource& source, RequestWindow& window) {
    for (std::uint32_t e = 0; e != plan.edges.size(); ++e) {
        const model::Breaker& breaker = plan.edges[e].call.breaker;
        if (breaker.errors <= 0.0) continue;
        const model::StationState& callers = opens.stations[*plan.edges[e].from];
        const std::uint64_t key = core::streamKey(plan.stations[*plan.edges[e].from].name + "." +
                                                      plan.stations[plan.edges[e].to].name,
                                                  "found open");
        for (std::uint32_t t = 0; t != callers.lineOf.size(); ++t) {
            const std::uint32_t line = callers.lineOf[t];
            if (line == model::StationState::kNoLine || callers.lines[line].conduct != model::Conduct::serves)
                continue;
            double left = source.uniform(key, t), passed = 0.0; // phases
            for (const double share : opens.breakers[e].open) {
                if (left < share) {
                    passed += left / share;
                    const double phases = model::BreakerLevel::kPhases;
                    window.open.push_back({e, t, nanosOf(breaker.open * (1.0 - passed / phases))});
                    break;
                }
                left -= share;
                passed += 1.0;
            }
        }
    }
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
            if (line == model::StationState::kNoLine) continue;
            const double u = source.uniform(key, t);
            if (levels.lines[line].conduct == model::Conduct::silent && levels.lines[line].reached) {
                const auto hanging =
                    hangingAt(levels.lines[line], grid.nodes(), recorded.arriving[s], station.timeout, u);
                if (hanging > 0) window.waiting.push_back({s, t, hanging, nanosOf(station.timeout)});
                continue;
            }
            if (levels.lines[line].p.empty()) continue;
            const auto number = numberFrom(grid.nodes(), levels.lines[line].p, u);
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
    bind(plan, recorded.opens, window);
    openBreakers(plan, recorded.opens, source, window);
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
