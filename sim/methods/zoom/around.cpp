#include "sim/methods/zoom/around.hpp"

#include "sim/methods/zoom/zoom.hpp"

#include <algorithm>

namespace nueves::methods {

namespace {

constexpr core::SimSpan kBefore = std::chrono::minutes(2), kWindow = std::chrono::minutes(10);
constexpr double kRequests = 2e5, kOtherRequests = 1e5; // in all replays together, about
constexpr double kMostAtOnce = 1e5;                     // in one replay
constexpr std::size_t kOthers = 2;
constexpr core::SimSpan kSoon = std::chrono::hours(48);

bool hasUsers(const model::System& system, const model::Service& service) {
    const model::Traffic& plan = system.traffic;
    return std::any_of(plan.demands.begin(), plan.demands.end(), [&](const model::Demand& demand) {
        return plan.stations[plan.edges[demand.edge].to].name == service.name;
    });
}

// The first outage of the first history that has one; none: never down.
std::optional<ZoomOptions> windowFor(const SamplingPlan& plan, const analysis::Outcome& outcome,
                                     std::size_t service) {
    const auto& firsts = outcome.services[service].firstOutage;
    const auto found = std::find_if(firsts.begin(), firsts.end(), [](std::int64_t at) { return at >= 0; });
    if (found == firsts.end()) return std::nullopt;
    ZoomOptions options;
    options.history = outcome.firstHistory + static_cast<std::uint64_t>(found - firsts.begin());
    const measure::Stretch stretch = stretchOf(plan, options.history);
    const core::SimTime outage = stretch.from + core::SimSpan{*found};
    options.from = std::max(stretch.from, outage - kBefore);
    options.lasts = std::min(kWindow, stretch.to - options.from);
    options.keepsIn = outage;
    options.requests = kRequests;
    options.otherRequests = kOtherRequests;
    options.most = kMostAtOnce;
    options.others = kOthers;
    options.otherHistories = kSoon;
    return options;
}

} // namespace

std::vector<analysis::ZoomResult> zoomAroundOutages(const scenario::Scenario& scenario,
                                                    const Compiled& compiled,
                                                    const analysis::Outcome& outcome, int threads,
                                                    const std::atomic<bool>* stop) {
    std::vector<analysis::ZoomResult> windows;
    const model::System& system = *compiled.system;
    for (std::size_t i = 0; i != system.services.size() && windows.size() < kMostWindows; ++i) {
        const model::Service& service = system.services.raw()[i];
        if (!hasUsers(system, service)) continue;
        auto options = windowFor(compiled.plan, outcome, i);
        if (!options || options->lasts <= core::SimSpan{}) continue;
        options->threads = threads;
        options->stop = stop;
        std::vector<core::Issue> issues; // too many requests: the window says so itself
        analysis::ZoomResult window = zoomInto(scenario, compiled, *options, issues);
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) break;
        window.partial = false;
        window.around = service.name;
        windows.push_back(std::move(window));
    }
    return windows;
}

} // namespace nueves::methods
