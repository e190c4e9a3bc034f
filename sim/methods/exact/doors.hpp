// The doors while states are listed: clocks are written down, choices follow a plan of branches.
#pragma once

#include "sim/engine/doors.hpp"
#include "sim/model/state.hpp"

#include <vector>

namespace nueves::methods {

class ListingDoors final : public engine::Doors {
  public:
    ListingDoors(const model::System& system, model::State& state) : m_system(system), m_state(state) {}

    // Branches: first call firstBranch(); after each run of model code nextBranch() says whether another is
    // left.
    void firstBranch();
    bool nextBranch();
    void restart() { m_cursor = 0, m_probability = 1.0; }
    double probability() const { return m_probability; } // of the branch just followed

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
    [[noreturn]] void refuse(engine::ClockId clock, const char* reason) const;

    struct Choice {
        bool taken;
        double p; // of the branch taken
        double other;
    };
    const model::System& m_system;
    model::State& m_state;
    std::vector<Choice> m_choices;
    std::size_t m_cursor = 0;
    double m_probability = 1.0;
};

} // namespace nueves::methods
