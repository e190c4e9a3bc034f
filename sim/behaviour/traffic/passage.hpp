// Traffic as a history sees it: moved on to each event, summed up on the way. Scratch only; the levels are in
// the state.
#pragma once

#include "sim/behaviour/scaling/scaler.hpp"
#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/traffic/sums.hpp"

namespace nueves::behaviour::traffic {

class Passage {
  public:
    explicit Passage(const model::System& system)
        : m_flow(system), m_accrual(system, m_flow.coupling()), m_scaler(system), m_sums(system.traffic) {}

    Flow& flow() { return m_flow; }
    // Moves the levels to t, s; sums up what passes, and lets those look who scale.
    void moveTo(model::TrafficState& state, const model::Signals& signals, double t);
    // Looks ahead to the next instant that matters: state.aheadAt.
    void lookAhead(model::TrafficState& state, const model::Signals& signals);
    TrafficSums& sums() { return m_sums; }

  private:
    Flow m_flow;
    Accrual m_accrual;
    Scaler m_scaler;
    TrafficSums m_sums;
};

} // namespace nueves::behaviour::traffic
