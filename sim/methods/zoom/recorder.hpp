// Writes windows down while a history passes by.
#pragma once

#include "sim/behaviour/traffic/passage.hpp"
#include "sim/behaviour/traffic/target_look.hpp"
#include "sim/methods/zoom/known_structure.hpp"
#include "sim/methods/zoom/recorded_window.hpp"

namespace nueves::methods::zoom {

// One window: told of each stretch in which nothing happens, it follows the levels on a copy of its own.
class WindowRecorder {
  public:
    WindowRecorder(const model::System& system, std::uint64_t seed, std::uint64_t history,
                   const WindowAsked& asked);
    WindowRecorder(const WindowRecorder&) = delete; // its passage knows where its parts lie
    WindowRecorder& operator=(const WindowRecorder&) = delete;

    // Nothing happens between state.now and `to`, s.
    void pass(const model::State& state, double to);
    bool isDone() const { return m_done; }
    RecordedWindow take() { return std::move(m_window); }

  private:
    void open();
    void lookAtStructure(double at);
    void lookAtTarget(std::uint32_t station, std::uint32_t target, double at);
    void openCold(std::uint32_t station, std::uint32_t target);
    void openNew(std::uint32_t station, std::uint32_t target);
    void moveTo(double to);
    void endLeadIn();
    void addRow();
    Nanos nanosAt(double at) const { return at <= m_begins ? 0 : nanosOf(at - m_begins); }

    const model::System& m_system;
    RecordedWindow m_window;
    double m_begins, m_measured, m_ends; // s since the history's start
    double m_nextRow;
    bool m_open = false, m_counts = false, m_done = false;
    behaviour::traffic::RatePassage m_passage;
    model::TrafficState m_levels; // the copy that is moved
    model::Signals m_signals;
    std::vector<model::ScalingState> m_before;
    KnownStructure m_known; // as last written down
};

} // namespace nueves::methods::zoom
