// Traffic as a history sees it: moved on to each event, and asked what it means. By rates: summed up on the
// way, scratch only; the levels are in the state.
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

// Traffic between structural events, whoever says what it does: rates, or requests one by one. Everything
// that structure and traffic ask of each other goes through it.
class Passage {
  public:
    virtual ~Passage() = default;
    // Moves traffic to t, s, and lets those look who scale.
    virtual void moveTo(model::TrafficState& state, const model::Signals& signals, double t) = 0;
    // The structure is another now.
    virtual void regroup(model::TrafficState& state, const model::Signals& signals) = 0;
    // Passive checks at state.at. True: somebody goes out, so the structure is another.
    virtual bool judge(model::TrafficState& state) = 0;
    // Is the required share of what is asked of a station answered?
    virtual bool isEnough(const model::TrafficState& state, const model::Signals& signals,
                          std::size_t station) = 0;
    // Looks ahead to the next instant that matters: state.aheadAt.
    virtual void lookAhead(model::TrafficState& state, const model::Signals& signals) = 0;
};

// By rates: as every history has it.
class RatePassage final : public Passage {
  public:
    explicit RatePassage(const model::System& system)
        : m_system(system), m_flow(system), m_accrual(system, m_flow.coupling()), m_scaler(system),
          m_sums(system.traffic), m_early(system.traffic), m_late(system.traffic) {}
    RatePassage(const RatePassage&) = delete; // its parts know where the flow lies
    RatePassage& operator=(const RatePassage&) = delete;

    Flow& flow() { return m_flow; }
    // Sums up what passes, too.
    void moveTo(model::TrafficState& state, const model::Signals& signals, double t) override;
    void regroup(model::TrafficState& state, const model::Signals& signals) override {
        m_flow.regroup(state, signals);
    }
    bool judge(model::TrafficState& state) override { return m_flow.judge(state); }
    bool isEnough(const model::TrafficState& state, const model::Signals& signals,
                  std::size_t station) override;
    void lookAhead(model::TrafficState& state, const model::Signals& signals) override;
    TrafficSums& sums() { return m_sums; }
    void setWatch(TrafficWatch* watch) { m_watch = watch; } // null: nobody

  private:
    const model::System& m_system;
    Flow m_flow;
    Accrual m_accrual;
    Scaler m_scaler;
    TrafficSums m_sums;
    TrafficSums m_early, m_late; // of the present step
    TrafficWatch* m_watch = nullptr;
};

} // namespace nueves::behaviour::traffic
