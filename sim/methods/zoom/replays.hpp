// A recorded window replayed again and again, each time with other luck of the requests.
#pragma once

#include "sim/analysis/statistics/moments.hpp"
#include "sim/methods/fork/fork.hpp"
#include "sim/methods/requests/requests.hpp"
#include "sim/methods/zoom/recorded_window.hpp"

#include <array>
#include <atomic>
#include <string>
#include <vector>

namespace nueves::methods::zoom {

inline constexpr std::array<double, 4> kShares = {0.5, 0.95, 0.99, 0.999};

// Whose requests are looked at together.
struct View {
    std::string service; // empty: everybody's
    std::vector<std::size_t> demands;
};
std::vector<View> viewsOf(const model::System& system); // everybody first

struct ViewReplays {
    std::array<double, 4> latency{};            // s, of all answers of all replays; not a number: none
    std::array<analysis::Moments, 4> perReplay; // of one replay each
    double lost = 0.0;                          // share of the requests that came to their end
    analysis::Moments lostPerReplay;
    double asked = 0.0, retries = 0.0; // mean of the replays
    double ended = 0.0;                // requests that came to their end, in all replays
};

struct Replays {
    std::uint64_t count = 0, requests = 0;
    RequestRecord all;              // merged
    std::vector<ViewReplays> views; // as viewsOf
    std::vector<double> otherwise;  // as decisionsOf: mean number taken otherwise
    fork::DecidedTotals forks;      // of forks
};

struct ReplayPlan {
    std::uint64_t seed = 1, history = 0;
    double requests = 2e6; // about so many in all replays together
    int threads = 0;       // 0: as many as the machine has
    const std::atomic<bool>* stop = nullptr;
};

// Replays until about so many requests have come, at least kFewestReplays and at most kMostReplays times. The
// same window and seed give the same result on any number of threads. count = 0: stopped.
Replays replay(const model::System& system, const RecordedWindow& window, const ReplayPlan& plan);

// The same of forks, each driven by its requests.
Replays replayForks(const model::System& system, const SamplingPlan& sampling, const fork::Opening& opening,
                    const ReplayPlan& plan);

inline constexpr std::uint64_t kFewestReplays = 4, kMostReplays = 400;

// What the rate clock says of a view.
struct ViewRates {
    double ended = 0.0;              // requests that came to their end
    double lost = 0.0;               // share of them
    std::array<double, 4> latency{}; // s; not a number: nobody was answered
};
ViewRates ratesOf(const View& view, const behaviour::traffic::TrafficSums& sums);

} // namespace nueves::methods::zoom
