#include "sim/methods/capacity/headroom.hpp"

#include "sim/methods/capacity/replayed.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

std::vector<std::uint8_t> HeadroomSearch::judge(double multiple, const Loss* loss) {
    const model::System& system = m_rehearsal.system();
    const auto& hours = m_rehearsal.run(multiple, loss);
    std::vector<std::uint8_t> met(system.traffic.stations.size(), hours.empty() ? 0 : 1);
    for (std::size_t s = 0; s != met.size(); ++s) {
        const Objective objective = objectiveOf(system, s);
        for (const Rehearsal::Hour& hour : hours) {
            if (hour.sums.stations.empty()) { // given up on the way
                m_givenUp = true;
                continue;
            }
            const auto seen = seenAt(system, s, objective, hour.sums);
            if (seen ? !methods::isMet(objective, *seen) : hour.stood[s] == 0) met[s] = 0;
        }
    }
    return met;
}

bool HeadroomSearch::isMet(std::size_t station, double multiple, const Loss* loss) {
    const auto key = std::make_pair(loss, multiple);
    auto known = m_known.find(key);
    if (known == m_known.end()) known = m_known.emplace(key, judge(multiple, loss)).first;
    return known->second[station] != 0;
}

// Up to most.missed, which is not met itself unless it is beyond what is tried.
HeadroomSearch::Bracket HeadroomSearch::largest(std::size_t station, const Loss* loss, const Bracket& most) {
    double met = std::min(1.0, most.met / 2.0), missed = most.missed;
    while (!isMet(station, met, loss)) {
        missed = met;
        met /= 2.0;
        if (met < kLeastMultiple || m_givenUp) return {0.0, missed};
    }
    for (double next = 2.0 * met; next < missed && isMet(station, next, loss); next *= 2.0) met = next;
    if (2.0 * met >= kMostMultiple) return {kMostMultiple, HUGE_VAL};
    missed = std::min(missed, 2.0 * met);
    const double fine = m_rehearsal.scales() ? kFineScaled : kFineMultiple;
    while (missed / met > fine && !m_givenUp) {
        const double middle = std::sqrt(met * missed);
        (isMet(station, middle, loss) ? met : missed) = middle;
    }
    return {met, missed};
}

HeadroomSearch::Bracket HeadroomSearch::today(std::size_t station) {
    return largest(station, nullptr, {kMostMultiple, kMostMultiple});
}

std::pair<HeadroomSearch::Bracket, const Loss*> HeadroomSearch::afterWorstLoss(std::size_t station,
                                                                               const Bracket& today) {
    Bracket worst = today;
    const Loss* which = nullptr;
    for (const Loss& loss : m_losses.different) {
        if (worst.met <= 0.0 || m_givenUp) break;
        if (which != nullptr || worst.met < kMostMultiple) {
            if (isMet(station, worst.met, &loss)) {
                if (which == nullptr) which = &loss;
                continue;
            }
        }
        const Bracket carried = largest(station, &loss, {worst.met, worst.met});
        if (carried.met < worst.met || which == nullptr) {
            if (carried.met < worst.met) worst = carried;
            which = &loss;
        }
    }
    return {worst, which};
}

std::optional<analysis::Estimate> HeadroomSearch::replayed(std::size_t station, double multiple,
                                                           std::uint64_t seed) {
    if (m_rehearsal.scales() || multiple <= 0.0 || m_givenUp) return std::nullopt;
    m_rehearsal.run(multiple, nullptr); // the demand is that of the last run
    return replayedShare(m_rehearsal, station, seed);
}

} // namespace nueves::methods
