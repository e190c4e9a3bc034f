#include "sim/methods/metastable/metastable.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/behaviour/traffic/reach.hpp"
#include "sim/methods/fork/fork.hpp"
#include "sim/methods/metastable/lingering.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::Metastable;
using behaviour::traffic::isMissed;
using model::System;

namespace {

constexpr double kReplayed = 1200.0;      // s; its second half is counted (assumed)
constexpr double kShortest = 60.0;        // s: less shows nothing
constexpr double kMostRequests = 500'000; // of users, in one replay
constexpr int kMostTried = 3;             // histories that are forked until one is confirmed
constexpr std::uint64_t kReplays = 4;     // of the same instant with other luck

struct Answers {
    double well = 0.0, all = 0.0;
};

// Of a call: attempts, one of which at most is answered. Of what is put into a queue: what came out of it.
Answers answersOf(const model::Call& call, const CallRecord& record) {
    const auto minus = [](std::uint64_t a, std::uint64_t b) { return a > b ? double(a - b) : 0.0; };
    if (call.later) return {minus(record.done, record.tooLate), double(record.done)};
    return {minus(record.calls, record.hits + record.failed),
            minus(record.calls + record.retries, record.hits + record.cut)};
}

// Share of the users' wishes, and of the calls of others, that a replay answered; none: nobody wanted
// anything.
std::optional<double> shareIn(const System& system, const RequestRecord& record, std::size_t station) {
    const model::Traffic& traffic = system.traffic;
    Answers sum;
    for (std::size_t d = 0; d != traffic.demands.size(); ++d) {
        if (traffic.edges[traffic.demands[d].edge].to != station || traffic.demands[d].hostile) continue;
        sum.well += static_cast<double>(record.demands[d].answered);
        sum.all += static_cast<double>(record.demands[d].answered + record.demands[d].lost);
    }
    for (std::size_t e = 0; e != traffic.edges.size(); ++e) {
        const model::Edge& edge = traffic.edges[e];
        if (edge.to != station || !edge.from || !isMissed(traffic, *edge.from)) continue;
        const Answers calls = answersOf(edge.call, record.calls[e]);
        sum.well += calls.well;
        sum.all += calls.all;
    }
    return sum.all > 0.0 ? std::optional(std::min(1.0, sum.well / sum.all)) : std::nullopt;
}

class Confirmation {
  public:
    Confirmation(const System& system, const SamplingPlan& plan, const analysis::Outcome& outcome)
        : m_system(system), m_plan(plan), m_outcome(outcome) {}

    Metastable judge(std::size_t station) const {
        const analysis::StationOutcome& seen = m_outcome.stations[station];
        Metastable result;
        const Standard standard = *standardOf(m_system, station);
        result.required = standard.share;
        result.assumed = standard.assumed;
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
        fork::Forker forker(m_system, m_plan);
        std::vector<double> stood, calm;
        for (std::uint64_t r = 0; r != kReplays; ++r) {
            const core::DrawSource source{m_plan.seed, result.history, r};
            RequestWindow asItStood = peopled(m_system, opening->window, source);
            RequestWindow empty = opening->window.requests;
            empty.warmth.assign(empty.warmth.size(), 1.0);
            asItStood.measureFrom = empty.measureFrom = asItStood.lasts / 2;
            const auto add = [&](std::vector<double>& shares, const RequestWindow& requests) {
                const auto record = forker.run(*opening, requests, source).record;
                if (const auto share = shareIn(m_system, record, station)) shares.push_back(*share);
            };
            add(stood, asItStood);
            add(calm, empty);
        }
        result.replayed = meanOf(stood);
        result.replayedCalm = meanOf(calm);
        result.isMetastable = result.replayed && result.replayedCalm &&
                              result.replayed->value < result.required &&
                              result.replayedCalm->value >= result.required;
    }
    static std::optional<analysis::Estimate> meanOf(const std::vector<double>& shares) {
        if (shares.empty()) return std::nullopt;
        return analysis::within(analysis::meanInterval(shares), 0.0, 1.0);
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

} // namespace

void addMetastable(std::vector<analysis::ServiceResult>& services, const System& system,
                   const SamplingPlan& plan, const analysis::Outcome& outcome) {
    const Confirmation confirmation(system, plan, outcome);
    for (std::uint32_t s = 0; s != system.traffic.stations.size(); ++s) {
        auto& traffic = services[system.traffic.stations[s].service.value].traffic;
        if (!traffic) continue;
        if (!isMissed(system.traffic, s))
            traffic->notJudged = "attack-only";
        else if (!standardOf(system, s))
            traffic->notJudged = "counts-replicas";
        else
            traffic->metastable = confirmation.judge(s);
    }
}

} // namespace nueves::methods
