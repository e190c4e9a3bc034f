#include "sim/methods/metastable/metastable.hpp"

#include "sim/methods/fork/fork.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::Metastable;
using model::System;

namespace {

constexpr double kReplayed = 1200.0;      // s; its second half is counted (assumed)
constexpr double kShortest = 60.0;        // s: less shows nothing
constexpr double kMostRequests = 500'000; // of users, in one replay
constexpr int kMostTried = 3;             // histories that are forked until one is confirmed

// Share of the users' wishes that were answered; none: nobody wished anything.
std::optional<double> shareIn(const System& system, const RequestRecord& record, std::size_t station) {
    const model::Traffic& traffic = system.traffic;
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
            confirm(station, result, seen.heldSeen[h]);
        }
        return result;
    }

  private:
    // Two forks that requests drive, so that whoever would scale or eject does.
    void confirm(std::size_t station, Metastable& result, double from) const {
        const double end = core::seconds(m_plan.stretch.to - core::kStart);
        const double asked = std::max(rateOf(station), 1e-9);
        const double lasts = std::min({kReplayed, end - from, kMostRequests / asked});
        if (lasts < kShortest) return;
        const WindowAsked window{core::after(core::kStart, core::spanFromSeconds(from)),
                                 core::spanFromSeconds(lasts), core::SimSpan{}, core::SimSpan{}};
        const auto opening = fork::open(m_system, m_plan, result.history, window, m_plan.givenUp);
        if (!opening) return;
        const core::DrawSource source{m_plan.seed, result.history, 0};
        RequestWindow asItStood = peopled(m_system, opening->window, source);
        RequestWindow empty = opening->window.requests;
        empty.warmth.assign(empty.warmth.size(), 1.0);
        asItStood.measureFrom = empty.measureFrom = asItStood.lasts / 2;
        fork::Forker forker(m_system, m_plan);
        const auto share = [&](const RequestWindow& requests) {
            return shareIn(m_system, forker.run(*opening, requests, source).record, station);
        };
        result.replayed = share(asItStood);
        result.replayedCalm = share(empty);
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
