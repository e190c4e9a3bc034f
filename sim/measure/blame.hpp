// Why a service is down at one instant, and what is going on about it (architecture.md, section 6).
//
// Each root fault whose removal alone, with what it left behind, makes the service up has an equal share;
// where there is none, the members of the minimal cut sets within the active roots. A function of the state,
// so that every method gives the same blame.
#pragma once

#include "sim/measure/tally.hpp"
#include "sim/model/state.hpp"

#include <vector>

namespace nueves::measure {

class Blame {
  public:
    explicit Blame(const model::System& system);

    // Roots that share the downtime equally, in name order. Leaves the signals as they were. Empty only if
    // the service is down with every root removed (by its own logic).
    std::vector<model::RootId> shares(model::Signals& signals, model::Spreader& spreader,
                                      const std::vector<model::GateId>& ups) const;
    // Would it be up without planned work?
    bool downForPlannedWork(model::Signals& signals, model::Spreader& spreader,
                            const std::vector<model::GateId>& ups) const;
    std::uint32_t phaseOf(const model::State& state, model::RootId root) const;

  private:
    struct Meaning {
        enum class Kind : std::uint8_t {
            none,
            mode,
            falseAlarm,
            startup,
            switchOver,
            cause,
            work,
            supply,
            rotation,
            action,
            answered,
            machine,
            resize
        };
        Kind kind = Kind::none;
        std::uint32_t subject = 0;
    };
    std::vector<model::RootId> activeRoots(const model::Signals& signals) const;
    bool interchangeable(const model::Signals& signals, const std::vector<model::RootId>& active) const;
    std::vector<model::RootId> cutMembers(model::Signals& signals, model::Spreader& spreader,
                                          const std::vector<model::GateId>& ups,
                                          const std::vector<model::RootId>& active) const;
    std::uint32_t phaseOfJob(const model::State& state, model::JobId job) const;
    std::uint32_t phaseOfMeaning(const model::State& state, const Meaning& meaning) const;

    const model::System& m_system;
    std::vector<Meaning> m_meaning; // per gate
};

} // namespace nueves::measure
