#include "sim/methods/metastable/metastable.hpp"

#include "sim/methods/requests/requests.hpp"
#include "sim/methods/zoom/recorded_window.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::Metastable;
using model::System;

namespace {

constexpr double kReplayed = 1200.0;      // s; its second half is counted (assumed)
constexpr double kShortest = 60.0;        // s: less shows nothing
constexpr double kMostRequests = 500'000; // of users, in one replay
constexpr int kMostTried = 3;             // histories that are replayed until one is confirmed

// Share of the users' wishes that a replay answered; none: nobody wished anything.
std::optional<double> shareIn(const System& system, const RequestWindow& window, std::size_t station,
                              const SamplingPlan& plan, std::uint64_t history) {
    const model::Traffic& traffic = system.traffic;
    const auto record = replayRequests({traffic, system.laws.raw(), system.streams.raw()}, window,
                                       {.seed = plan.seed, .history = history});
    double answered = 0.0, lost = 0.0;
    for (std::size_t d = 0; d != traffic.demands.size(); ++d) {
        if (traffic.edges[traffic.demands[d].edge].to != station || traffic.demands[d].hostile) continue;
        answered += static_cast<double>(record.demands[d].answered);
        lost += static_cast<double>(record.demands[d].lost);
    }
    return answered + lost > 0.0 ? std::optional(answered / (answered + lost)) : std::nullopt;
}

class Confirmation {
  public:
    Confirmation(const System& system, const SamplingPlan& plan, const analysis::Outcome& outcome)
        : m_system(system), m_plan(plan), m_outcome(outcome) {}

    Metastable judge(std::size_t station) const {
        const analysis::StationOutcome& seen = m_outcome.stations[station];
        Metastable result;
        int tried = 0;
        for (std::size_t h = 0; h != seen.heldFor.size(); ++h) {
            if (seen.heldFor[h] <= 0.0) continue;
            ++result.histories;
            if (result.isMetastable || tried == kMostTried) continue;
            ++tried;
            result.history = m_outcome.firstHistory + h;
            result.since = seen.heldSince[h];
            result.lasted = seen.heldFor[h];
            result.share = seen.heldShare[h];
            result.calm = seen.calmShare[h];
            replay(station, result, seen.heldSeen[h]);
        }
        return result;
    }

  private:
    void replay(std::size_t station, Metastable& result, double from) const {
        const double end = core::seconds(m_plan.stretch.to - core::kStart);
        const double asked = std::max(rateOf(station), 1e-9);
        const double lasts = std::min({kReplayed, end - from, kMostRequests / asked});
        if (lasts < kShortest) return;
        const WindowAsked window{core::after(core::kStart, core::spanFromSeconds(from)),
                                 core::spanFromSeconds(lasts), core::SimSpan{}, core::SimSpan{}};
        const auto recorded =
            recordWindows(m_system, m_plan, result.history, std::span(&window, 1), m_plan.givenUp);
        if (recorded.empty()) return;
        const core::DrawSource source{m_plan.seed, result.history, 0};
        RequestWindow asItStood = peopled(m_system, recorded.front(), source);
        RequestWindow empty = recorded.front().requests;
        empty.warmth.assign(empty.warmth.size(), 1.0);
        asItStood.measureFrom = empty.measureFrom = asItStood.lasts / 2;
        result.replayed = shareIn(m_system, asItStood, station, m_plan, result.history);
        result.replayedCalm = shareIn(m_system, empty, station, m_plan, result.history);
        const double required =
            m_system.services[m_system.traffic.stations[station].service].requiredFraction;
        result.isMetastable = result.replayed && result.replayedCalm && *result.replayed < required &&
                              *result.replayedCalm >= required;
    }
    // Attempts of users, 1/s, on average.
    double rateOf(std::size_t station) const {
        const auto& attempts = m_outcome.stations[station].attempts;
        double sum = 0.0;
        for (const double one : attempts) sum += one;
        return sum / (static_cast<double>(attempts.size()) * static_cast<double>(m_outcome.stretch) * 1e-6);
    }

    const System& m_system;
    const SamplingPlan& m_plan;
    const analysis::Outcome& m_outcome;
};

bool hasUsers(const System& system, std::size_t station) {
    return std::any_of(system.traffic.demands.begin(), system.traffic.demands.end(),
                       [&](const model::Demand& demand) {
                           return system.traffic.edges[demand.edge].to == station && !demand.hostile;
                       });
}

} // namespace

void addMetastable(std::vector<analysis::ServiceResult>& services, const System& system,
                   const SamplingPlan& plan, const analysis::Outcome& outcome) {
    const Confirmation confirmation(system, plan, outcome);
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        const model::Station& station = system.traffic.stations[s];
        auto& traffic = services[station.service.value].traffic;
        if (traffic && !station.answered.empty() && hasUsers(system, s))
            traffic->metastable = confirmation.judge(s);
    }
}

} // namespace nueves::methods
