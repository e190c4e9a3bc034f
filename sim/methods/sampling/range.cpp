#include "sim/methods/sampling/range.hpp"

#include "sim/behaviour/traffic/response_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace nueves::methods {

using analysis::Outcome;
using analysis::ServiceOutcome;

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

// Sums of this range = sums of all samplers now - what they were before it. Integers: the order does not
// matter.
void storeSums(Outcome& into, const measure::Sums& now, const measure::Sums& before) {
    const auto old = [](const auto& list, std::size_t i) { return i < list.size() ? list[i] : 0; };
    for (std::size_t s = 0; s != into.services.size(); ++s) {
        for (std::size_t r = 0; r != now.blame[s].size(); ++r)
            into.services[s].blame[r] =
                now.blame[s][r] - (s < before.blame.size() ? old(before.blame[s], r) : std::int64_t{0});
        subtract(into.services[s].phases, now.phases[s],
                 s < before.phases.size() ? before.phases[s] : kNothing);
        subtract(into.services[s].lengths, now.lengths[s],
                 s < before.lengths.size() ? before.lengths[s] : kNothing);
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
                std::transform(bins.begin(), bins.end(), sums.demands[d].responses.begin(), bins.begin(),
                               std::plus<>{});
        for (std::size_t q = 0; q != 4; ++q)
            into.stations[s].latency[q][history] = behaviour::traffic::responseQuantile(bins, kShares[q]);
    }
}

void storeTraffic(Outcome& into, std::size_t history, const behaviour::traffic::TrafficSums& sums,
                  ResponseSums& mine) {
    static_assert(Outcome::kResponseBins == behaviour::traffic::kResponseBins);
    if (sums.demands.empty()) return;
    mine.resize(sums.demands.size(), std::vector<std::uint64_t>(Outcome::kResponseBins, 0));
    for (std::size_t d = 0; d != sums.demands.size(); ++d) {
        store(into.demands[d], history, sums.demands[d]);
        for (std::size_t b = 0; b != Outcome::kResponseBins; ++b)
            mine[d][b] += static_cast<std::uint64_t>(std::llround(sums.demands[d].responses[b] * 1e6));
    }
    for (std::size_t s = 0; s != sums.stations.size(); ++s)
        store(into.stations[s], history, sums.stations[s]);
}

} // namespace

Range::Range(const model::System& system, Outcome empty, std::uint64_t count)
    : m_system(system), m_outcome(std::move(empty)) {
    m_outcome.resize(count);
}

void Range::store(std::uint64_t at, const measure::HistoryTally& tally, const Lingering* lingering,
                  std::uint64_t fingerprint) {
    for (std::size_t s = 0; s != m_outcome.services.size(); ++s)
        methods::store(m_outcome.services[s], at, tally.services[s]);
    place(m_outcome.historyCrewBusy, at, tally.crewBusy);
    place(m_outcome.historyPieces, at, tally.pieces);
    place(m_outcome.historyExisted, at, tally.existed);
    storeTraffic(m_outcome, at, tally.traffic, m_responses.local());
    if (!tally.observed.week.empty()) {
        storeObserved(m_outcome, at, tally.observed);
        m_weeks.local().add(tally.observed);
    }
    if (!tally.traffic.demands.empty()) storeLatency(m_outcome, at, m_system.traffic, tally.traffic);
    for (std::size_t s = 0; lingering != nullptr && s != m_outcome.stations.size(); ++s)
        methods::store(m_outcome.stations[s], at, lingering->found()[s]);
    m_outcome.fingerprints[at] = fingerprint;
    m_events += tally.events;
}

Outcome Range::finish(const measure::Sums& before, const measure::Sums& after) {
    storeSums(m_outcome, after, before);
    for (const ResponseSums& some : m_responses)
        for (std::size_t d = 0; d != some.size(); ++d)
            for (std::size_t b = 0; b != some[d].size(); ++b) m_outcome.demands[d].responses[b] += some[d][b];
    for (const WeekSums& some : m_weeks) some.addTo(m_outcome);
    m_outcome.events = m_events;
    return std::move(m_outcome);
}

} // namespace nueves::methods
