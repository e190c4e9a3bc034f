// Watches one history and keeps its tally. Sees settled states only, so an outage always has positive length.
#pragma once

#include "sim/behaviour/dynamics.hpp"
#include "sim/measure/blame.hpp"
#include "sim/measure/credits.hpp"
#include "sim/measure/traffic_recorder.hpp"

#include <memory>
#include <vector>

namespace nueves::measure {

struct Stretch { // what is measured of each history
    core::SimTime from{};
    core::SimTime to{};
    core::SimSpan block{}; // length of one block; the last may be shorter
    std::uint32_t blocks = 1;
};
// Blocks of a year each, or one block of the whole if it is shorter than a year.
Stretch stretchOf(core::SimTime from, core::SimSpan length);

class Recorder {
  public:
    Recorder(const model::System& system, const Stretch& stretch);

    void measure(const Stretch& stretch);  // another one of the same length, from the next history on
    void begin(const model::State& state); // a new history, before its first event
    // The state has come to rest at `now` after something changed.
    void update(core::SimTime now, model::State& state, model::Spreader& spreader,
                behaviour::Dynamics& dynamics);
    // Is there anything to write down? While nothing is down, only services that changed matter.
    bool wants(const behaviour::Dynamics& dynamics) const {
        return m_downNow > 0 || !dynamics.changedServices().empty() || dynamics.struck().size() >= 64;
    }
    void finish(model::State& state, behaviour::Dynamics& dynamics); // at stretch.to

    HistoryTally& tally() { return m_tally; }
    Sums& sums() { return m_sums; }
    TrafficRecorder* traffic() { return m_traffic.get(); } // null without demand

  private:
    struct Observed { // a service or the whole
        std::vector<model::GateId> ups;
        const model::Service* service = nullptr; // null: the whole
        bool down = false, degraded = false;
        double fraction = 1.0;
        core::SimTime since{}, downSince{};
        bool excluded = false; // down only for planned work
        std::vector<model::RootId> shares;
        std::vector<std::uint32_t> phases;
        std::uint64_t epoch = 0;
    };
    void open(model::State& state, model::Spreader& spreader, behaviour::Dynamics& dynamics);
    void review(std::size_t index, core::SimTime now, model::State& state, model::Spreader& spreader);
    void tellTraffic(const Observed& observed);
    void look(Observed& observed, model::State& state, model::Spreader& spreader, core::SimTime now);
    void phasesOf(const Observed& observed, const model::State& state,
                  std::vector<std::uint32_t>& phases) const;
    void moveOn(std::size_t index, const model::State& state, core::SimTime now);
    void accrue(std::size_t index, core::SimTime until);
    void accrueDown(std::size_t index, core::SimTime from, core::SimTime until);
    void accrueTargets(const Observed& observed, ServiceTally& tally, core::SimTime from, core::SimTime until,
                       std::uint32_t block);
    void endOutage(std::size_t index, core::SimTime until);
    std::uint32_t blockAt(core::SimTime t) const;
    core::SimTime blockEnd(std::uint32_t block) const;
    std::vector<std::int64_t> existedBy(const behaviour::Dynamics& dynamics) const;

    const model::System& m_system;
    Stretch m_stretch;
    Blame m_blame;
    std::vector<Observed> m_observed;
    std::vector<std::uint32_t> m_phases; // of one of them, while it is compared
    HistoryTally m_tally, m_empty;
    Sums m_sums;
    std::vector<core::SimSpan> m_busyBefore;   // crews' hand time before the stretch
    std::vector<std::uint64_t> m_piecesBefore; // pieces asked for before the stretch
    std::vector<std::int64_t> m_existedBefore; // us, of what comes and goes, before the stretch
    Credits m_credits;
    std::unique_ptr<TrafficRecorder> m_traffic; // null without demand
    int m_downNow = 0;                          // how many of them are down
    bool m_open = false;
};

} // namespace nueves::measure
