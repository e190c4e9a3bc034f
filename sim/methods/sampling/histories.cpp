#include "sim/methods/sampling/histories.hpp"

#include "sim/behaviour/traffic/response_quantile.hpp"
#include "sim/methods/metastable/lingering.hpp"
#include "sim/methods/sampling/store_traffic.hpp"

#include <algorithm>
#include <functional>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace nueves::methods {

using analysis::Outcome;
using analysis::ServiceOutcome;

struct Histories::Threads {
    tbb::task_arena arena;
    tbb::enumerable_thread_specific<std::unique_ptr<Sampler>> samplers;
    tbb::enumerable_thread_specific<std::unique_ptr<Lingering>> lingering; // where anything could hold a service down
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

namespace {

template <class T> void place(std::vector<T>& all, std::size_t history, const std::vector<T>& one) {
    std::copy(one.begin(), one.end(), all.begin() + static_cast<std::ptrdiff_t>(history * one.size()));
}

void store(ServiceOutcome& into, std::size_t history, const measure::ServiceTally& tally) {
    place(into.down, history, tally.down);
    place(into.windowDown, history, tally.windowDown);
    place(into.windowInside, history, tally.windowInside);
    place(into.credits, history, tally.credits);
    place(into.creditMonths, history, tally.creditMonths);
    into.degraded[history] = tally.degraded;
    into.lost[history] = tally.lost;
    into.outages[history] = tally.outages;
    into.longest[history] = tally.longest;
    into.firstOutage[history] = tally.firstOutage;
    into.downAtEnd[history] = tally.downAtEnd;
}

void store(analysis::DemandOutcome& into, std::size_t history, const behaviour::traffic::DemandSums& sums) {
    into.asked[history] = sums.asked;
    into.answered[history] = sums.answered;
    into.lost[history] = sums.lost;
    into.repeats[history] = sums.repeats;
    into.refused[history] = sums.refused;
    into.users[history] = sums.users;
    into.usersServed[history] = sums.usersServed;
}

void store(analysis::StationOutcome& into, std::size_t history, const behaviour::traffic::StationSums& sums) {
    into.attempts[history] = sums.attempts;
    into.served[history] = sums.served;
    into.refused[history] = sums.refused;
    into.present[history] = sums.present;
    into.computing[history] = sums.computing;
    into.serving[history] = sums.serving;
    into.wanted[history] = sums.wanted;
    into.waiting[history] = sums.waiting;
    into.longest[history] = sums.longest;
    into.oldest[history] = sums.oldest;
}

void store(analysis::StationOutcome& into, std::size_t history, const HeldDown& held) {
    if (!held.found) return;
    into.heldFor[history] = held.lasted;
    into.heldSince[history] = held.since;
    into.heldSeen[history] = held.seen;
    into.heldShare[history] = held.share;
    into.calmShare[history] = held.calm;
}

using Counts = std::map<std::uint32_t, std::int64_t>;
const Counts kNothing;

void subtract(Counts& into, const Counts& now, const Counts& before) {
    for (const auto& [key, amount] : now) {
        const auto known = before.find(key);
        const std::int64_t grown = amount - (known == before.end() ? 0 : known->second);
        if (grown != 0) into[key] = grown;
    }
}

// Sums of this range = sums of all samplers now - what they were before it. Integers: the order does not matter.
void storeSums(Outcome& into, const measure::Sums& now, const measure::Sums& before) {
    const auto old = [](const auto& list, std::size_t i) { return i < list.size() ? list[i] : 0; };
    for (std::size_t s = 0; s != into.services.size(); ++s) {
        for (std::size_t r = 0; r != now.blame[s].size(); ++r)
            into.services[s].blame[r] =
                now.blame[s][r] - (s < before.blame.size() ? old(before.blame[s], r) : std::int64_t{0});
        subtract(into.services[s].phases, now.phases[s], s < before.phases.size() ? before.phases[s] : kNothing);
        subtract(into.services[s].lengths, now.lengths[s], s < before.lengths.size() ? before.lengths[s] : kNothing);
    }
    for (std::size_t c = 0; c != now.crewBusy.size(); ++c)
        into.crewBusy[c] = now.crewBusy[c] - static_cast<std::int64_t>(old(before.crewBusy, c));
    for (std::size_t p = 0; p != now.pieces.size(); ++p)
        into.pieces[p] = now.pieces[p] - static_cast<std::uint64_t>(old(before.pieces, p));
    for (std::size_t m = 0; m != now.faults.size(); ++m)
        into.faults[m] = now.faults[m] - static_cast<std::uint64_t>(old(before.faults, m));
}

void storeLatency(Outcome& into, std::size_t history, const model::Traffic& plan,
                  const behaviour::traffic::TrafficSums& sums) {
    constexpr double kShares[] = {0.5, 0.95, 0.99, 0.999};
    for (std::size_t s = 0; s != plan.stations.size(); ++s) {
        std::vector<double> bins(Outcome::kResponseBins, 0.0);
        for (std::size_t d = 0; d != plan.demands.size(); ++d)
            if (plan.edges[plan.demands[d].edge].to == s && !plan.demands[d].hostile)
                std::transform(bins.begin(), bins.end(), sums.demands[d].responses.begin(), bins.begin(), std::plus<>{});
        for (std::size_t q = 0; q != 4; ++q)
            into.stations[s].latency[q][history] = behaviour::traffic::responseQuantile(bins, kShares[q]);
    }
}

using Responses = std::vector<std::vector<std::uint64_t>>; // demand by demand, bin by bin

void storeTraffic(Outcome& into, std::size_t history, const behaviour::traffic::TrafficSums& sums,
                  tbb::enumerable_thread_specific<Responses>& responses) {
    static_assert(Outcome::kResponseBins == behaviour::traffic::kResponseBins);
    if (sums.demands.empty()) return;
    Responses& mine = responses.local();
    mine.resize(sums.demands.size(), std::vector<std::uint64_t>(Outcome::kResponseBins, 0));
    for (std::size_t d = 0; d != sums.demands.size(); ++d) {
        store(into.demands[d], history, sums.demands[d]);
        for (std::size_t b = 0; b != Outcome::kResponseBins; ++b)
            mine[d][b] += static_cast<std::uint64_t>(std::llround(sums.demands[d].responses[b] * 1e6));
    }
    for (std::size_t s = 0; s != sums.stations.size(); ++s) store(into.stations[s], history, sums.stations[s]);
}

} // namespace

bool Histories::run(std::uint64_t first, std::uint64_t count, Outcome& into, const std::atomic<bool>* stop) {
    Outcome range = empty(first);
    range.resize(count);
    std::atomic<std::uint64_t> events{0};
    std::atomic<bool> given{false};
    tbb::enumerable_thread_specific<WeekSums> weeks;
    tbb::enumerable_thread_specific<Responses> responses; // whole millionths of requests: summed in any order
    const auto one = [&](std::uint64_t i) {
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) given = true;
        if (given) return;
        auto& sampler = m_threads->samplers.local();
        if (!sampler) {
            SamplingPlan plan = m_plan;
            plan.givenUp = stop;
            sampler = std::make_unique<Sampler>(m_system, plan);
        }
        auto& lingering = m_threads->lingering.local();
        if (!lingering && Lingering::isPossible(m_system)) lingering = std::make_unique<Lingering>(m_system);
        if (lingering) lingering->begin(core::seconds(m_plan.stretch.from - core::kStart));
        const auto& tally = lingering ? sampler->attend(first + i, *lingering) : sampler->run(first + i);
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) given = true; // in the middle of it
        if (given) return;
        for (std::size_t s = 0; s != range.services.size(); ++s) store(range.services[s], i, tally.services[s]);
        place(range.historyCrewBusy, i, tally.crewBusy);
        place(range.historyPieces, i, tally.pieces);
        place(range.historyExisted, i, tally.existed);
        storeTraffic(range, i, tally.traffic, responses);
        if (!tally.observed.week.empty()) {
            storeObserved(range, i, tally.observed);
            weeks.local().add(tally.observed);
        }
        if (!tally.traffic.demands.empty()) storeLatency(range, i, m_system.traffic, tally.traffic);
        for (std::size_t s = 0; lingering && s != range.stations.size(); ++s)
            store(range.stations[s], i, lingering->found()[s]);
        range.fingerprints[i] = sampler->fingerprint();
        events += tally.events;
    };
    m_threads->arena.execute([&] { tbb::parallel_for(std::uint64_t{0}, count, one); });
    if (given) return false;
    measure::Sums now;
    for (auto& sampler : m_threads->samplers)
        if (sampler) now.add(sampler->sums());
    storeSums(range, now, m_threads->before);
    for (const Responses& some : responses)
        for (std::size_t d = 0; d != some.size(); ++d)
            for (std::size_t b = 0; b != some[d].size(); ++b) range.demands[d].responses[b] += some[d][b];
    for (const WeekSums& some : weeks) some.addTo(range);
    m_threads->before = now;
    range.events = events;
    if (into.histories == 0) into = std::move(range);
    else into.append(range);
    return true;
}

} // namespace nueves::methods
