// What happened in one history, from when to when: root faults, false alarms, shocks, planned work, the
// script's actions. For a record that can be replayed; nothing here feeds a figure.
//
// It is shown every settled state of one history, so what began and ended within one event is still seen
// (length 0).
#pragma once

#include "sim/behaviour/dynamics.hpp"

#include <vector>

namespace nueves::measure {

struct Happening {
    enum class Kind : std::uint8_t {
        fault,      // of a mode: subject. Also of those that flap, whose stays follow on their own
        stay,       // of a flapping mode: one stop
        falseAlarm, // of a mode
        cause,      // with one repair for all: a shock whose victims enter modes of their own shows as their
                    // faults
        work,       // planned work
        action,     // of the script, that holds things down itself
        reclaimed,  // node of a pool: its provider took it back
    };
    Kind kind = Kind::fault;
    std::uint32_t subject = 0;
    std::uint32_t member = 0; // action: which of its things
    core::SimTime from{}, until{};
    core::SimTime known = core::kNever; // fault: when somebody knew
    model::RootId root;
    bool open = false;     // not over at the end of the history
    bool startsUp = false; // stay: ended by coming back through a start-up, not by the repair
};

class Chronicle {
  public:
    explicit Chronicle(const model::System& system);

    void look(const model::State& state, const behaviour::Dynamics& dynamics); // settled
    void cleared() { m_struckSeen = 0; } // the list of struck modes was emptied
    void finish(core::SimTime end);
    const std::vector<Happening>& happenings() const { return m_happenings; } // in order of beginning

  private:
    using Kind = Happening::Kind;
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    struct Watched { // something that is on or off
        Kind kind;
        std::uint32_t subject, member;
        std::size_t open = kNone;
    };
    struct Flap { // an open fault that stops and runs in turn
        std::size_t fault, stay;
        bool down = true;
        bool ran = false; // since its last stop
    };
    bool isOn(const Watched& watched, const model::State& state) const;
    model::RootId rootOf(const Watched& watched) const;
    void strike(model::ModeId mode, const model::State& state);
    void lookAtFault(std::size_t index, const model::State& state);
    void lookAtFlap(Flap& flap, const model::State& state);
    std::size_t begin(Kind kind, std::uint32_t subject, model::RootId root, core::SimTime now);
    void end(std::size_t index, core::SimTime now);

    const model::System& m_system;
    std::vector<Happening> m_happenings;
    std::vector<Watched> m_watched;
    std::vector<std::size_t> m_faults; // open ones
    std::vector<Flap> m_flaps;
    std::size_t m_struckSeen = 0;
};

} // namespace nueves::measure
