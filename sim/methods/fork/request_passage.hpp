// Traffic as single requests: in a fork of a history they stand where its rates stood.
//
// What structure does reaches the requests at its instant: between two events they go on under the structure
// as it then is. What they do is what others see: autoscalers see the CPU time and the requests of each
// replica over the stretch that their metric averages (forecasts and resizes: since their last look); a
// service is up or not by the share of wishes answered since the last look that had enough to tell by;
// passive checks count the answers of each target. Before the fork there were no requests but those of the
// window's lead-in: what lies before counts as the rates were when it opened.
#pragma once

#include "sim/behaviour/traffic/passage.hpp"
#include "sim/methods/requests/simulation.hpp"
#include "sim/methods/zoom/known_structure.hpp"
#include "sim/model/state.hpp"

#include <deque>
#include <vector>

namespace nueves::methods::fork {

// A share is looked at every 10 s, once it is of 20 requests: the stretch and the least number by which a
// circuit breaker judges by default (https://github.com/Netflix/Hystrix/wiki/Configuration,
// metrics.rollingStats.timeInMilliseconds and circuitBreaker.requestVolumeThreshold). Where nobody asks for
// 5 min nothing is missed (assumed).
inline constexpr double kJudgeEvery = 10.0; // s, at its multiples from the history's start
inline constexpr std::uint64_t kEnoughToJudge = 20;
inline constexpr double kQuiet = 300.0; // s

class RequestPassage final : public behaviour::traffic::Passage {
  public:
    // opens: the history at the instant `at`, s, when the fork begins. window: what happened before, and how
    // long to go on; changes of the structure after `at` are the fork's own. rates: of the same system.
    RequestPassage(const model::System& system, behaviour::traffic::Flow& rates, RequestWindow window,
                   const core::DrawSource& source, const model::State& opens, double at);
    RequestPassage(const RequestPassage&) = delete;
    RequestPassage& operator=(const RequestPassage&) = delete;

    void moveTo(model::TrafficState& state, const model::Signals& signals, double t) override;
    void regroup(model::TrafficState& state, const model::Signals& signals) override;
    bool judge(model::TrafficState& state) override;
    bool isEnough(const model::TrafficState& state, const model::Signals& signals,
                  std::size_t station) override;
    void lookAhead(model::TrafficState& state, const model::Signals& signals) override;

    RequestRecord finish() { return m_simulation.finish(); } // when moved to the window's end

  private:
    struct Reading {
        double at = 0.0; // s
        requests::Meter meter;
    };
    struct Judged { // of a station that promises a share
        bool enough = true;
        double next = 0.0, since = 0.0; // s: the next look, and the begin of what it looks at
        requests::Ended before;         // counted before that
    };
    struct Before {                       // by rates, when the fork opens: per second
        std::vector<double> cores, letIn; // per target, among all
        std::vector<double> arrivals;     // per station
    };
    static RequestWindow upTo(RequestWindow window, double at);
    Nanos nanosAt(double t) const { return t <= m_window.begins ? 0 : nanosOf(t - m_window.begins); }
    void lookBack(const model::State& opens, double at);
    void leadIn(double to);
    void goTo(double t);
    void read(double t);
    void tellStructure(const model::TrafficState& state, const model::Signals& signals);
    double nextReading() const;
    double stretchOf(const model::Scaling& scaling) const;
    const Reading& readingAt(double t) const;
    void see(const model::TrafficState& state, double t);
    void showTargets(const model::Scaling& scaling, const model::TrafficState& state, double t,
                     const requests::Meter& meter);
    requests::Ended endedAt(std::size_t station, const requests::Meter& meter) const;
    void judgeShare(std::size_t station, double t);

    const model::System& m_system;
    const model::Traffic& m_plan;
    behaviour::traffic::Flow& m_flow;
    behaviour::Scaler m_scaler;
    const RequestWindow m_window;
    requests::Simulation m_simulation;
    zoom::KnownStructure m_known;
    std::vector<TargetChange> m_targets; // working space
    std::vector<StationChange> m_stations;
    bool m_isTold = true;               // the structure as it is
    std::vector<std::uint32_t> m_first; // per station: of its targets among all
    std::deque<Reading> m_readings;     // the oldest first; the first is of the window's begin
    std::vector<double> m_nextReadings; // s, per scaling; infinity: measures nothing
    std::vector<double> m_nextChecks;   // s, per station; infinity: no passive check
    std::vector<Judged> m_judged;       // per station
    std::vector<bool> m_missed;         // per station: somebody but an attacker sends requests there
    Before m_before;
    model::TrafficLevels m_seen; // as those see it who scale: each target by itself
    behaviour::traffic::Now m_now;
};

} // namespace nueves::methods::fork
