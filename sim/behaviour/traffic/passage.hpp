// Traffic as a history sees it: moved on to each event, summed up on the way. Scratch only; the levels are in the state.
#pragma once

#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/traffic/sums.hpp"

namespace nueves::behaviour::traffic {

class Passage {
  public:
    explicit Passage(const model::System& system)
        : m_flow(system), m_accrual(system, m_flow.coupling()), m_sums(system.traffic) {}

    Flow& flow() { return m_flow; }
    // Moves the levels to t, s, and sums up what passes.
    void moveTo(model::TrafficState& state, double t);
    TrafficSums& sums() { return m_sums; }

  private:
    Flow m_flow;
    Accrual m_accrual;
    TrafficSums m_sums;
};

} // namespace nueves::behaviour::traffic
