// Ranges of histories on any number of threads.
#pragma once

#include "sim/analysis/outcome.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <atomic>
#include <memory>

namespace nueves::methods {

class Range;

// Runs histories one range after the other; keeps its threads' samplers between calls.
class Histories {
  public:
    // threads 0: as many as the machine has.
    Histories(const model::System& system, const SamplingPlan& plan, int threads);
    ~Histories();

    // Histories [first, first + count). If `stop` becomes true the range is given up: false, and `into` is
    // untouched.
    bool run(std::uint64_t first, std::uint64_t count, analysis::Outcome& into,
             const std::atomic<bool>* stop);
    analysis::Outcome empty(std::uint64_t first) const;

  private:
    struct Threads;
    // Into its place `at` of the range. False: given up.
    bool simulate(std::uint64_t history, std::uint64_t at, Range& range, const std::atomic<bool>* stop);
    const model::System& m_system;
    SamplingPlan m_plan;
    std::unique_ptr<Threads> m_threads;
};

} // namespace nueves::methods
