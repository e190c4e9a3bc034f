// Simulation: one history at a time, drawn behind the doors from named random streams.
//
// A draw is a function of (seed, history, stream, occurrence), so histories can run in any order on any thread.
// Exponential failure clocks are candidates in absolute time: the n-th tick of a stream stands at the same instant
// in every design, whether it finds a victim or not (the same storm).
#pragma once

#include "sim/behaviour/dynamics.hpp"
#include "sim/core/random.hpp"
#include "sim/engine/doors.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/measure/chronicle.hpp"
#include "sim/measure/recorder.hpp"

#include <atomic>
#include <memory>

namespace nueves::methods {

struct SamplingPlan {
    std::uint64_t seed = 1;
    measure::Stretch stretch;   // what is measured; from > 0 leaves a warm-up before it
    core::SimSpan shift{};      // each history measures that stretch later by a share of this of its own
    bool aged = false;          // failure clocks begin with their stationary residual
    bool untilOutage = false;   // stop a history once every service had its first outage (mission)
    bool alone = false;         // nothing fails by chance and no planned work falls due: only the script acts
    // Set by a person who does not want to wait: the history under way ends there, and its tally is void.
    const std::atomic<bool>* givenUp = nullptr;
};

// What is measured of one history.
measure::Stretch stretchOf(const SamplingPlan& plan, std::uint64_t history);

// Looks on while a history is simulated; changes nothing in it.
class Onlooker {
  public:
    virtual ~Onlooker() = default;
    // Nothing happens between state.now, where all has settled, and `time`, where something may.
    virtual void before(core::SimTime time, const model::State& state) = 0;
    virtual bool sawEnough() const { return false; } // the rest need not be simulated
};

// Sees a history while it happens and may take down what traffic has done so far.
class Auditor {
  public:
    virtual ~Auditor() = default;
    virtual void look(const model::State& state, behaviour::Dynamics& dynamics) = 0; // settled
    virtual void cleared() {} // changes since the look before were taken note of
    virtual void finish(core::SimTime) {}
};

// A history at an instant: all that its future depends on.
struct Moment {
    std::uint64_t history = 0;
    model::State state;
    engine::EventQueue queue;
    std::vector<std::uint32_t> ticks; // per clock: candidates so far
};

// Not copyable: owns one history's state and everything around it. One per thread.
class Sampler final : public engine::Doors {
  public:
    Sampler(const model::System& system, const SamplingPlan& plan);

    // Runs history number `history`; its tally is valid until the next call, sums() grow.
    const measure::HistoryTally& run(std::uint64_t history);
    // The same history, told to a chronicle. It draws and counts exactly as run() does.
    const measure::HistoryTally& record(std::uint64_t history, measure::Chronicle& chronicle);
    // The same history, shown to somebody, who may end it early: what it counts is then not to be used.
    void watch(std::uint64_t history, Onlooker& onlooker);
    // Draws this part of the histories to come; null: nothing. Without demand there is nothing to draw.
    void draw(measure::TrafficSeries* series) {
        if (m_recorder.traffic() != nullptr) m_recorder.traffic()->draw(series);
    }
    const measure::HistoryTally& attend(std::uint64_t history, Auditor& auditor);
    // For an onlooker who looks on: the history as it stands.
    Moment moment() const { return {m_source.history, m_state, m_queue, m_ticks}; }
    // Goes on from there until `to` while somebody else says what traffic does: a fork, with the draws that
    // the history had. It is shown as watch() shows a history, and counts nothing.
    void fork(const Moment& moment, behaviour::traffic::Passage& traffic, core::SimTime to,
              Onlooker& onlooker);
    behaviour::traffic::Flow& rates() { return m_dynamics.rates(); } // for such a fork
    // What every history begins with, before its first draw.
    model::State& blank() { return m_blank; }
    measure::Sums& sums() { return m_recorder.sums(); }
    // Order-independent digest of what happened in the last history: times and kinds of all its events.
    std::uint64_t fingerprint() const { return m_fingerprint; }

    core::SimTime now() const override { return m_state.now; }
    void start(engine::ClockId clock, engine::LawId law, engine::StreamId stream,
               engine::ProfileId profile) override;
    void startAged(engine::ClockId clock, engine::LawId law, engine::StreamId stream,
                   engine::ProfileId profile) override;
    void stop(engine::ClockId clock) override;
    void setSpeed(engine::ClockId clock, double speed) override;
    void at(engine::ClockId clock, core::SimTime date) override;
    void reaches(engine::ClockId clock, core::SimSpan span) override;
    core::SimSpan left(engine::ClockId clock) const override;
    bool isOn(engine::ProfileId profile, engine::ClockId clock) override;
    bool chance(engine::StreamId stream, double p, std::uint32_t index) override;
    double phase(engine::StreamId stream) override;

  private:
    template <class Watch> const measure::HistoryTally& runWatched(std::uint64_t history, Watch& watch);
    void silence();
    bool isSilent(engine::ClockId clock) const { return !m_silent.empty() && m_silent[clock.value] != 0; }
    double draw(engine::StreamId stream);
    void launch(engine::ClockId clock, core::SimSpan work, engine::ProfileId profile);
    void schedule(engine::ClockId clock);
    void nextCandidate(engine::ClockId clock, core::SimTime from);
    void choose(std::uint64_t history);
    template <class Watch> void beginHistory(Watch& watch);
    bool handle(const engine::QueuedEvent& event);
    void note(engine::ClockId clock);
    bool allHadOutage() const;
    bool isGivenUp() const { return m_plan.givenUp && m_plan.givenUp->load(std::memory_order_relaxed); }

    const model::System& m_system;
    SamplingPlan m_plan;
    measure::Stretch m_stretch; // of this history
    core::DrawSource m_source;
    model::State m_blank, m_state;
    model::Spreader m_spreader;
    behaviour::Dynamics m_dynamics;
    measure::Recorder m_recorder;
    engine::EventQueue m_queue;
    std::vector<std::uint32_t> m_ticks; // per clock: candidates so far
    std::vector<engine::ClockId> m_candidates;
    std::vector<std::uint8_t> m_silent;            // per clock, with `alone`: never fires. Else empty
    std::vector<std::uint8_t> m_silentStreams;     // per stream, with `alone`: whether a thing is broken from the start
    std::uint64_t m_fingerprint = 0;
    std::uint64_t m_events = 0;
};

} // namespace nueves::methods
