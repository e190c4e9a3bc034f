#include "sim/methods/zoom/replays.hpp"

#include "sim/behaviour/traffic/response_quantile.hpp"
#include "sim/methods/zoom/decisions.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace nueves::methods::zoom {

namespace {

constexpr std::uint64_t kWave = 16; // replays whose records are kept at once

struct One { // replay
    RequestRecord record;
    std::vector<double> otherwise;
    std::optional<fork::Decided> decided; // forks
};
using Once = std::function<One(const core::DrawSource& source)>;

analysis::LatencyHistogram latenciesOf(const View& view, const RequestRecord& record) {
    analysis::LatencyHistogram all;
    for (const std::size_t d : view.demands) all.merge(record.demands[d].latency);
    return all;
}

struct Ends {
    double well = 0.0, lost = 0.0, asked = 0.0, retries = 0.0;
};
Ends endsOf(const View& view, const RequestRecord& record) {
    Ends ends;
    for (const std::size_t d : view.demands) {
        ends.well += static_cast<double>(record.demands[d].endedWell);
        ends.lost += static_cast<double>(record.demands[d].endedLost);
        ends.asked += static_cast<double>(record.demands[d].intents);
        ends.retries += static_cast<double>(record.demands[d].retries);
    }
    return ends;
}

double shareOf(double part, double rest) {
    return part > 0.0 ? part / (part + rest) : 0.0;
}

void take(const std::vector<View>& views, One& one, Replays& into) {
    for (std::size_t v = 0; v != views.size(); ++v) {
        ViewReplays& view = into.views[v];
        const auto latencies = latenciesOf(views[v], one.record);
        for (std::size_t q = 0; q != kShares.size(); ++q)
            if (latencies.count() > 0) view.perReplay[q].add(latencies.quantile(kShares[q]));
        const Ends ends = endsOf(views[v], one.record);
        view.lostPerReplay.add(shareOf(ends.lost, ends.well));
    }
    for (std::size_t i = 0; i != one.otherwise.size(); ++i) into.otherwise[i] += one.otherwise[i];
    for (const StationRecord& station : one.record.stations) into.requests += station.arrivals;
    if (into.count++ == 0)
        into.all = std::move(one.record);
    else
        into.all.merge(one.record);
}

void conclude(const std::vector<View>& views, Replays& replays) {
    const auto n = static_cast<double>(replays.count);
    for (std::size_t v = 0; v != views.size(); ++v) {
        ViewReplays& view = replays.views[v];
        const auto latencies = latenciesOf(views[v], replays.all);
        for (std::size_t q = 0; q != kShares.size(); ++q)
            view.latency[q] = latencies.count() > 0 ? latencies.quantile(kShares[q])
                                                    : std::numeric_limits<double>::quiet_NaN();
        const Ends ends = endsOf(views[v], replays.all);
        view.lost = shareOf(ends.lost, ends.well);
        view.ended = ends.lost + ends.well;
        view.asked = ends.asked / n;
        view.retries = ends.retries / n;
    }
    for (double& number : replays.otherwise) number /= n;
}

} // namespace

std::vector<View> viewsOf(const model::System& system) {
    std::vector<View> views(1);
    const model::Traffic& plan = system.traffic;
    for (std::size_t s = 0; s != plan.stations.size(); ++s) {
        View view{plan.stations[s].name, {}};
        for (std::size_t d = 0; d != plan.demands.size(); ++d)
            if (plan.edges[plan.demands[d].edge].to == s) view.demands.push_back(d);
        if (view.demands.empty()) continue;
        views[0].demands.insert(views[0].demands.end(), view.demands.begin(), view.demands.end());
        views.push_back(std::move(view));
    }
    return views;
}

namespace {

// `expected`: requests of one of them.
Replays replayBy(const model::System& system, double expected, const ReplayPlan& plan,
                 const fork::Decided& history, const Once& once) {
    const std::vector<View> views = viewsOf(system);
    Replays replays;
    replays.views.resize(views.size());
    replays.otherwise.resize(decisionsOf(system).size());
    const double wanted = plan.requests / std::max(1.0, expected);
    const auto count = static_cast<std::uint64_t>(
        std::clamp(wanted, static_cast<double>(kFewestReplays), static_cast<double>(kMostReplays)));
    tbb::task_arena arena(plan.threads > 0 ? plan.threads : tbb::task_arena::automatic);
    const auto isStopped = [&] { return plan.stop != nullptr && plan.stop->load(std::memory_order_relaxed); };
    while (replays.count < count && !isStopped()) {
        std::vector<One> wave(std::min(kWave, count - replays.count));
        arena.execute([&] {
            tbb::parallel_for(std::size_t{0}, wave.size(), [&](std::size_t i) {
                // Branch 0 is the history itself.
                if (!isStopped()) wave[i] = once({plan.seed, plan.history, replays.count + i + 1});
            });
        });
        if (isStopped()) return {};
        for (One& one : wave) {
            if (one.decided) replays.forks.add(*one.decided, history);
            take(views, one, replays);
        }
    }
    conclude(views, replays);
    return replays;
}

} // namespace

Replays replay(const model::System& system, const RecordedWindow& window, const ReplayPlan& plan) {
    const RequestPlan requests{system.traffic, system.laws.raw(), system.streams.raw()};
    return replayBy(system, window.expected, plan, {}, [&](const core::DrawSource& source) {
        One one;
        one.record = replayRequests(requests, peopled(system, window, source), source);
        one.otherwise = takenOtherwise(system, window, one.record);
        return one;
    });
}

Replays replayForks(const model::System& system, const SamplingPlan& sampling, const fork::Opening& opening,
                    const ReplayPlan& plan) {
    SamplingPlan stoppable = sampling;
    stoppable.givenUp = plan.stop;
    tbb::enumerable_thread_specific<std::unique_ptr<fork::Forker>>
        forkers; // which one runs a fork is all one
    return replayBy(
        system, opening.window.expected, plan, opening.history, [&](const core::DrawSource& source) {
            auto& forker = forkers.local();
            if (!forker) forker = std::make_unique<fork::Forker>(system, stoppable);
            fork::Forked forked = forker->run(opening, peopled(system, opening.window, source), source);
            return One{std::move(forked.record), {}, std::move(forked.decided)};
        });
}

ViewRates ratesOf(const View& view, const behaviour::traffic::TrafficSums& sums) {
    ViewRates rates;
    double well = 0.0, lost = 0.0;
    std::vector<double> bins(behaviour::traffic::kResponseBins, 0.0);
    for (const std::size_t d : view.demands) {
        well += sums.demands[d].answered;
        lost += sums.demands[d].lost;
        for (std::size_t b = 0; b != bins.size(); ++b) bins[b] += sums.demands[d].responses[b];
    }
    rates.ended = well + lost;
    rates.lost = shareOf(lost, well);
    for (std::size_t q = 0; q != kShares.size(); ++q)
        rates.latency[q] = behaviour::traffic::responseQuantile(bins, kShares[q]);
    return rates;
}

} // namespace nueves::methods::zoom
