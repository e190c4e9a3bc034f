// Traffic between two structural events: lines, orbits and caches moved on in time.
//
// Levels are integrated with a stiffly accurate two-stage method (SDIRK2: Hairer & Wanner, Solving ODEs II,
// 1996, IV.6), so that a line which answers within milliseconds follows an hour's demand in steps of minutes.
// A step ends where the demand bends, where a service stops or begins to answer the share it must, or where
// its error would grow too large.
#pragma once

#include "sim/behaviour/traffic/coupling.hpp"
#include "sim/behaviour/traffic/relaxation.hpp"

#include <optional>

namespace nueves::behaviour::traffic {

class Flow {
  public:
    explicit Flow(const model::System& system);

    // Empty lines everywhere, nobody in orbit.
    static model::TrafficState blank(const model::System& system);
    // Looks at a state that somebody else has moved: a copy, or one put back.
    void adopt(const model::TrafficState& state, const model::Signals& signals);
    // Sorts the targets into lines as the structure is now; requests at a target that is gone have failed.
    // The levels stand at state.at; the look ahead is void.
    void regroup(model::TrafficState& state, const model::Signals& signals);
    // Has a cold or slow start just ended, or a list been told, so that the lines must be sorted anew?
    bool mustRegroup(const model::TrafficState& state) const;
    // Passive checks at state.at: whose failures count, who goes out. True: somebody does, sort anew.
    bool judge(model::TrafficState& state);
    // Looks ahead from state.at for at most `most` s: state.ahead, state.aheadAt.
    void lookAhead(model::TrafficState& state, const model::Signals& signals, double most);
    // Ends the look ahead at `to`, or before.
    void shorten(model::TrafficState& state, double to);
    // Moves the levels towards `to`: over the look ahead if that ends before, else by one step of their own.
    // Returned: how far, s.
    double moveOn(model::TrafficState& state, double to);

    // Everything about the instant of `levels`.
    const Now& now(const model::TrafficLevels& levels, double t);
    // Share of what is asked of a station that is answered in time in the end, repeats included; none:
    // nothing is asked.
    std::optional<double> answered(std::size_t station, const Now& now) const;
    // What a station would answer in the long run if the structure were as `signals` say and the demand
    // stayed.
    double restful(const model::TrafficState& state, const model::Signals& signals, std::size_t station);
    // Moves levels on for so many s while structure (as last looked at) and demand stay as they are at t.
    void hold(model::TrafficLevels& levels, double t, double lasts);
    // The demand on a station that stands for it now: the largest crowd that is there, else the demand of
    // most requests.
    model::RootId demandRoot(const model::TrafficState& state, std::size_t station);
    const Coupling& coupling() const { return m_coupling; }

  private:
    struct Trial {
        bool solved = false;
        double error = 0.0; // of what tolerance allows
    };
    Trial tryStep(const model::TrafficLevels& from, double t, double h, model::TrafficLevels& to);
    double quadratureError(double h) const;
    bool stage(const model::TrafficLevels& before, double t, double h, model::TrafficLevels& to, Now& now);
    void moveLine(const model::Line& before, double h, std::size_t station, std::span<const double> coming,
                  const LineRates& rates, model::Line& line);
    void moveBacklog(const model::TrafficLevels& before, std::size_t station, double h,
                     model::TrafficLevels& to, const Now& now);
    void keepAges(model::TrafficState& state, const model::TrafficLevels& before, double from);
    void meetUsers(model::TrafficState& state);
    double newUsers(model::TrafficState& state, std::size_t station) const;
    void bindUsers(model::TrafficState& state, std::size_t station, std::vector<model::Line>& targets) const;
    void restartCallers(model::TrafficLevels& levels, std::size_t station, double kept) const;
    void moveLevels(const model::TrafficLevels& before, double h, model::TrafficLevels& to, Now& now);
    void moveLines(const model::TrafficLevels& before, double h, model::TrafficLevels& to, Now& now);
    void moveOnce(const model::TrafficLevels& before, double h, model::TrafficLevels& to, Now& now);
    bool settled(const Now& now);
    double tooMuch(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                   std::size_t target) const;
    bool judgementChanges(const model::TrafficLevels& levels, const Now& now) const;
    bool judgeStation(model::TrafficState& state, std::size_t station);
    double bend(const model::TrafficState& state) const;
    double longestStep(model::TrafficState& state, const model::Signals& signals) const;
    double goodStep(model::TrafficState& state, double most);
    void stopAtCrossing(model::TrafficState& state, const model::Signals& signals);
    bool crossed(const model::Signals& signals, const model::TrafficLevels& levels, double t);
    void fail(model::TrafficLevels& levels, std::size_t station, double requests) const;
    void regroupStation(model::TrafficState& state, const model::Signals& signals, std::size_t station);
    std::vector<model::Line> targetsOf(model::TrafficState& state, const model::Signals& signals,
                                       std::size_t station, double& begun);
    double moveIn(model::TrafficState& state, std::size_t station, const std::vector<model::Line>& targets,
                  std::vector<model::Line>& lines);

    const model::System& m_system;
    const model::Traffic& m_plan;
    Coupling m_coupling;
    Now m_first, m_middle, m_last;
    Relaxation m_relaxation;
    Squeezing m_squeezing;
    model::TrafficLevels m_between, m_rest;
    std::vector<double> m_seen; // arrivals and service rates of the iteration before
    std::vector<bool> m_missed; // per station: somebody but an attacker sends requests there
    LineGenerator m_generator;
    std::vector<double> m_scratch;
    std::vector<double> m_asked; // 1/s, per edge, when targets last changed
};

} // namespace nueves::behaviour::traffic
