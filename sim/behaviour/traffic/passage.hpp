// Traffic as a history sees it: moved on to each event, summed up on the way. Scratch only; the levels are in
// the state.
#pragma once

#include "sim/behaviour/scaling/scaler.hpp"
#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/traffic/sums.hpp"

namespace nueves::behaviour::traffic {

// One step of the flow, from `from` to `to` s: what passes at its two ends, each for half of it. On the
// straight line between them the two make what passed in any part of it.
struct Passed {
    double from = 0.0, to = 0.0; // s
    const TrafficSums& early;
    const TrafficSums& late;
};

// Sees every step; the structure has stood still for all of it. Changes nothing.
class TrafficWatch {
  public:
    virtual ~TrafficWatch() = default;
    virtual void passed(const Passed& step, const model::TrafficState& state,
                        const model::Signals& signals) = 0;
};

class Passage {
  public:
    explicit Passage(const model::System& system)
        : m_flow(system), m_accrual(system, m_flow.coupling()), m_scaler(system), m_sums(system.traffic),
          m_early(system.traffic), m_late(system.traffic) {}

    Flow& flow() { return m_flow; }
    // Moves the levels to t, s; sums up what passes, and lets those look who scale.
    void moveTo(model::TrafficState& state, const model::Signals& signals, double t);
    // Looks ahead to the next instant that matters: state.aheadAt.
    void lookAhead(model::TrafficState& state, const model::Signals& signals);
    TrafficSums& sums() { return m_sums; }
    void setWatch(TrafficWatch* watch) { m_watch = watch; } // null: nobody

  private:
    Flow m_flow;
    Accrual m_accrual;
    Scaler m_scaler;
    TrafficSums m_sums;
    TrafficSums m_early, m_late; // of the present step
    TrafficWatch* m_watch = nullptr;
};

} // namespace nueves::behaviour::traffic
