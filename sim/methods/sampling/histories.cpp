#include "sim/methods/sampling/histories.hpp"

#include "sim/methods/metastable/lingering.hpp"
#include "sim/methods/sampling/range.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <utility>

namespace nueves::methods {

using analysis::Outcome;

struct Histories::Threads {
    tbb::task_arena arena;
    tbb::enumerable_thread_specific<std::unique_ptr<Sampler>> samplers;
    tbb::enumerable_thread_specific<std::unique_ptr<Lingering>>
        lingering;        // where anything could hold a service down
    measure::Sums before; // of all samplers, at the end of the last whole range
};

Histories::Histories(const model::System& system, const SamplingPlan& plan, int threads)
    : m_system(system), m_plan(plan), m_threads(std::make_unique<Threads>()) {
    if (threads > 0) m_threads->arena.initialize(threads);
}

Histories::~Histories() = default;

Outcome Histories::empty(std::uint64_t first) const {
    Outcome outcome;
    outcome.firstHistory = first;
    outcome.blocks = m_plan.stretch.blocks;
    outcome.block = m_plan.stretch.block.count();
    outcome.stretch = (m_plan.stretch.to - m_plan.stretch.from).count();
    outcome.simulated = (m_plan.stretch.to - core::kStart + m_plan.shift / 2).count(); // on average
    outcome.services.resize(m_system.services.size() + 1);
    for (std::size_t i = 0; i != m_system.services.size(); ++i)
        outcome.services[i].targets = m_system.services.raw()[i].targets.size();
    for (auto& service : outcome.services) service.blame.assign(m_system.roots.size(), 0);
    outcome.crewBusy.assign(m_system.crews.size(), 0);
    outcome.faults.assign(m_system.modes.size(), 0);
    outcome.pieces.assign(m_system.stocks.size(), 0);
    outcome.comers = static_cast<std::uint32_t>(m_system.fleet.nodes.size() + m_system.fleet.lodgers.size());
    outcome.demands.resize(m_system.traffic.demands.size());
    outcome.stations.resize(m_system.traffic.stations.size());
    prepareObserved(m_system, outcome);
    return outcome;
}

// One history, if there is time for it.
bool Histories::simulate(std::uint64_t history, std::uint64_t at, Range& range,
                         const std::atomic<bool>* stop) {
    const auto stopped = [&] { return stop != nullptr && stop->load(std::memory_order_relaxed); };
    if (stopped()) return false;
    auto& sampler = m_threads->samplers.local();
    if (!sampler) {
        SamplingPlan plan = m_plan;
        plan.givenUp = stop;
        sampler = std::make_unique<Sampler>(m_system, plan);
    }
    auto& lingering = m_threads->lingering.local();
    if (!lingering && Lingering::isPossible(m_system)) lingering = std::make_unique<Lingering>(m_system);
    if (lingering) lingering->begin(core::seconds(m_plan.stretch.from - core::kStart));
    const auto& tally = lingering ? sampler->attend(history, *lingering) : sampler->run(history);
    if (stopped()) return false; // in the middle of it
    range.store(at, tally, lingering.get(), sampler->fingerprint());
    return true;
}

bool Histories::run(std::uint64_t first, std::uint64_t count, Outcome& into, const std::atomic<bool>* stop) {
    Range range(m_system, empty(first), count);
    std::atomic<bool> given{false};
    m_threads->arena.execute([&] {
        tbb::parallel_for(std::uint64_t{0}, count, [&](std::uint64_t i) {
            if (!given && !simulate(first + i, i, range, stop)) given = true;
        });
    });
    if (given) return false;
    measure::Sums now;
    for (auto& sampler : m_threads->samplers)
        if (sampler) now.add(sampler->sums());
    Outcome found = range.finish(std::exchange(m_threads->before, now), now);
    if (into.histories == 0)
        into = std::move(found);
    else
        into.append(found);
    return true;
}

} // namespace nueves::methods
