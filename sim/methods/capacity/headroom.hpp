// How much more demand a deployment carries, as it stands and after the worst single loss.
//
// The rate clock itself with the structure held, demand multiplied: the largest multiple that keeps the
// promise in every measured hour, by bisection. Cost: some 20 rehearsals of a busy hour, and one for each
// different loss that is no worse than those before it, some 12 for one that is.
#pragma once

#include "sim/analysis/capacity.hpp"
#include "sim/methods/capacity/losses.hpp"
#include "sim/methods/capacity/objective.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace nueves::methods {

inline constexpr double kMostMultiple = 1024.0;       // of demand: beyond, it is called unbounded
inline constexpr double kLeastMultiple = 1.0 / 256.0; // below, nothing
inline constexpr double kFineMultiple = 1.001;        // between what is met and what is not ...
inline constexpr double kFineScaled = 1.02; // ... where somebody scales: each step counts in whole instances

class HeadroomSearch {
  public:
    // The rehearsal must outlive this.
    HeadroomSearch(Rehearsal& rehearsal, const Losses& losses) : m_rehearsal(rehearsal), m_losses(losses) {}

    // Is the promise of a station that users ask, or the share that one which is called must answer, kept?
    bool isMet(std::size_t station, double multiple, const Loss* loss);
    struct Bracket {
        double met = 0.0, missed = 0.0; // multiples of the demand
    };
    Bracket today(std::size_t station);
    // After the worst loss; the loss, none if there is none.
    std::pair<Bracket, const Loss*> afterWorstLoss(std::size_t station, const Bracket& today);
    // The same hour request by request; none: see replayedShare.
    std::optional<analysis::Estimate> replayed(std::size_t station, double multiple, std::uint64_t seed);
    // A person does not want to wait any longer: what was found is void.
    bool isGivenUp() const { return m_givenUp; }

  private:
    std::vector<std::uint8_t> judge(double multiple, const Loss* loss);
    Bracket largest(std::size_t station, const Loss* loss, const Bracket& most);

    Rehearsal& m_rehearsal;
    const Losses& m_losses;
    std::map<std::pair<const Loss*, double>, std::vector<std::uint8_t>> m_known; // per station
    bool m_givenUp = false;
};

} // namespace nueves::methods
