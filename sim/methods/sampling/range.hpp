// One range of histories, put together from threads that end in any order.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/measure/tally.hpp"
#include "sim/methods/metastable/lingering.hpp"
#include "sim/methods/sampling/store_traffic.hpp"

#include <atomic>
#include <tbb/enumerable_thread_specific.h>

namespace nueves::methods {

// Demand by demand, bin by bin: whole millionths of requests, summed in any order.
using ResponseSums = std::vector<std::vector<std::uint64_t>>;

class Range {
  public:
    // empty: an outcome of no history, whose rooms are made for `count` of them.
    Range(const model::System& system, analysis::Outcome empty, std::uint64_t count);

    // From any thread; at: from 0, each once. lingering: null where nothing could hold a service down.
    void store(std::uint64_t at, const measure::HistoryTally& tally, const Lingering* lingering,
               std::uint64_t fingerprint);
    // Once, when all are stored. before, after: sums of all samplers.
    analysis::Outcome finish(const measure::Sums& before, const measure::Sums& after);

  private:
    const model::System& m_system;
    analysis::Outcome m_outcome;
    std::atomic<std::uint64_t> m_events{0};
    tbb::enumerable_thread_specific<WeekSums> m_weeks;
    tbb::enumerable_thread_specific<ResponseSums> m_responses;
};

} // namespace nueves::methods
