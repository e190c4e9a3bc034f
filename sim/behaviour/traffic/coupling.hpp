// Who sends how much to whom, at one instant: what the lines give to the users' attempts, what the attempts
// give to the lines. A function of the levels; it changes none.
//
// Answers are worked out from the callees upwards, arrivals from the users downwards. A caller's worker waits
// for its calls, so their time is part of its service.
#pragma once

#include "sim/behaviour/traffic/answer_time.hpp"
#include "sim/behaviour/traffic/breaker.hpp"
#include "sim/behaviour/traffic/line.hpp"
#include "sim/model/system.hpp"
#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace nueves::behaviour::traffic {

// What one attempt over an edge meets; the four sum to 1.
struct Odds {
    double answered = 1.0; // in time and well
    double refused = 0.0;  // known at once
    double late = 0.0;     // known when the time-out has passed
    double wrong = 0.0;    // in time, but a call that it needs has failed
};

class Relaxation;

struct LineNow { // of one line
    LineRates rates;
    double own = 0.0;      // s, work of a request of size 1 there
    double given = 1.0;    // share of the CPU time it wants that its machines give
    double weight = 1.0;   // of each of its targets just now, in what is sent
    double arrivals = 0.0; // 1/s, sent to each of its targets
    double letIn = 1.0;    // share of them that may stand in line: neither shed nor answered wrongly at once
    double evens = 1.0;    // what its own length takes from those who come or adds to them, on average
    LineFlows flows;
};

struct StationNow {
    double arrivals = 0.0; // 1/s, attempts that come
    double limited = 0.0;  // 1/s, attempts above what one user may ask: beside the arrivals
    double users = 0.0;    // of closed demands that ask here
    double byUsers = 0.0;  // 1/s, of the arrivals: theirs
    double weights = 0.0;  // of all targets that requests are sent to
    double entering =
        1.0; // share of them that gets to the targets: needs met, what stands before it lets them pass
    double through = 1.0; // share of them that is not shed, nor refused by the limit of all together
    double met = 1.0;     // the same, that the odds reckon with
    double size = 1.0, spread = 1.0; // of the requests that come: mean, and mean square over squared mean
    double work = 0.0;               // s, of a request on an idle machine, mean
    double calls = 0.0;              // s, that a request waits for its calls, mean
    double callsVariance = 0.0;      // s^2, of that, by chance whether a call is made
    double callsSpread = 0.0;        // s^2, of that, by how long those take that are answered
    double varied = 0.0;             // s^2, of a request on a sound target, calls included
    double service = 0.0;            // s, mean of a request on a sound target, calls included
    double hold = 0.0;               // s, until those give up who get no answer; infinity
    double patience = 0.0;           // s, of those who wait and are not served after it; infinity
    double callsWell = 1.0;          // P(no call that is needed fails)
    double alone = 1.0;              // of those answered well: share that needed no call, thanks to caches
    double called = 0.0;             // s, that the others of these waited for theirs, mean
    bool spared = false;             // those who come depend on who stands here already, and ...
    double flow = 1.0;               // ... so many come, as a multiple of what callers send
    std::vector<double> atNodes;     // 1/s: arrivals to a target with so many requests
    std::vector<LineNow> lines;
    LineRates queue;  // fed from one queue: of all targets together
    LineFlows queued; // and what they do
};

struct DemandNow {
    double intents = 0.0;  // 1/s: what users mean to ask, retries not counted
    double repeats = 0.0;  // 1/s: retries
    double answered = 0.0; // 1/s: attempts answered in time
    double lost = 0.0;     // 1/s: intents given up
    double budget = 1.0;   // share of the retries that would be made that may be
};

struct Now {
    std::vector<StationNow> stations;
    std::vector<DemandNow> demands;
    std::vector<Odds> odds;       // per edge: of a call with its repeats, of a user's attempt
    std::vector<Odds> once;       // per edge: of one attempt
    std::vector<double> duration; // s, per edge: mean until the caller knows, answered or not
    std::vector<double> each;     // s, per edge: of one attempt
    std::vector<double> well;     // s, per edge of stations: mean until the answer of calls that get one
    std::vector<double> asked;    // 1/s, per edge: attempts
    std::vector<double> wanted;   // 1/s, per edge of stations: calls
    std::vector<double> made;     // per edge of stations: calls of one request
    std::vector<double> attempts; // per edge of stations: of one call
    std::vector<double> passed;   // per edge: share of them that a limit per user lets through
    std::vector<double> squeeze;  // per machine: share of the CPU time wanted that is given
};

class Coupling {
  public:
    explicit Coupling(const model::System& system);

    // What the structure lets pass, and which machines carry which lines. Call when either has changed.
    void look(const model::Signals& signals, const model::TrafficLevels& levels);
    // What the lines as they are give to those who come: odds and services, callees first. t: s.
    // `relaxation`: of the rounds that this is one of; none: the odds as they are.
    void answers(const model::TrafficLevels& levels, double t, Now& now,
                 Relaxation* relaxation = nullptr) const;
    // Arrivals everywhere, with the odds as they are in `now`: users first. t: s.
    void arrivals(const model::TrafficLevels& levels, double t, Now& now) const;
    // The lines of a station have moved since `arrivals`: what they send on to those they call.
    void pass(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    // What machines give to the lines as they stand.
    void squeezeMachines(const model::TrafficLevels& levels, Now& now) const;
    // Machines give more or less than they did: how fast lines serve.
    void serve(const model::TrafficLevels& levels, Now& now) const;
    // Those who call a station have been made to `pass`: what comes to its lines.
    void receive(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    // Time until an attempt number `repeat` (from 1) is made after the one before it failed, s, mean.
    double delay(const model::Demand& demand, const Now& now, std::size_t repeat) const;

    // How many requests one finds on arrival at a line that serves, and is let in: P(node), less the last
    // node and those that hold nobody; its sum is the chance of being let in. station, line: of `levels`.
    std::span<const double> found(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                                  std::size_t line) const;
    // Share of a station's attempts that gets to a line and is let in.
    double shareOf(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                   std::size_t line) const;

    // What one of the callers over an edge meets whose breaker is closed.
    BreakerSight breakerSight(const model::TrafficLevels& levels, const Now& now, std::size_t edge) const;
    // What comes into a line, 1/s, by how many stand there.
    std::span<const double> coming(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                                   std::size_t line) const;

    // Share of what is sent to a line that fails: it, its calls, or the patience of its station.
    double failing(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                   std::size_t line) const;

    // Targets of a station that serve.
    static double serving(const model::TrafficLevels& levels, std::size_t station);
    const LineGrid& grid(std::size_t station) const { return m_grids[station]; }
    const AnswerTimes& answerTimes(const model::TrafficLevels& levels, std::size_t station) const {
        return *m_answerTimes[station][levels.stations[station].size];
    }
    // Those who come to a line and are let in. Holds until the next call.
    const Meeting& meet(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                        std::size_t line) const;
    // s, of a request that comes over an edge, alone on a target of a line, its calls left out.
    double workOf(const Now& now, std::size_t station, std::size_t line, std::size_t edge) const {
        return now.stations[station].lines[line].own * m_sizes[edge];
    }
    Now blank() const;
    static void forget(Now& now); // as blank, memory kept

  private:
    using Carriers = std::vector<std::pair<std::uint32_t, double>>; // machine, share of a line's targets
    void prepare(std::size_t station);
    void makeCalls(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void weighWork(std::size_t station, Now& now) const;
    void feed(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void answerBacklog(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void shareOutBacklog(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void stick(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void serveStation(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void answerLine(const model::TrafficLevels& levels, std::size_t station, std::size_t line,
                    Now& now) const;
    double burstsOf(const model::TrafficLevels& levels, const Now& now, std::size_t station) const;
    double withinBursts(const AnswerTimes& times, double service, double t, double bursts) const;
    double whileFull(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                     std::size_t line) const;
    void repeatCall(const model::TrafficLevels& levels, std::size_t edge, Now& now) const;
    void cutCalls(const model::TrafficLevels& levels, std::size_t edge, Now& now) const;
    void sendUsers(const model::TrafficLevels& levels, double t, std::size_t demand, Now& now) const;
    void limitUsers(const model::Demand& demand, double users, Now& now) const;
    void sendCalls(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void weigh(const model::TrafficLevels& levels, std::size_t station, double t, Now& now) const;
    double throughOf(const model::TrafficLevels& levels, const Now& now, std::size_t station,
                     double arrivals) const;
    void settleRepeats(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void shareOut(const model::TrafficLevels& levels, std::size_t station, Now& now) const;
    void spareThePresent(const model::TrafficLevels& levels, std::size_t station, double each,
                         Now& now) const;
    void spareTheWaiting(const model::TrafficLevels& levels, std::size_t station, double each,
                         Now& now) const;
    void addCaller(const model::TrafficLevels& levels, std::uint32_t edge, double patient,
                   const Now& now) const;
    std::span<const double> freeWorkers(const model::TrafficLevels& levels, std::uint32_t caller,
                                        double in) const;
    void sendTo(const model::TrafficLevels& levels, std::size_t station, std::size_t line, double each,
                Now& now) const;
    const std::vector<double>& crowd(const model::StationState& state, const StationNow& here,
                                     std::size_t station) const;
    std::size_t reachedLines(const model::StationState& state, const StationNow& here) const;
    double missed(const model::TrafficLevels& levels, std::size_t edge) const;

    const model::System& m_system;
    const model::Traffic& m_plan;
    std::vector<LineGrid> m_grids; // per station
    // Per station, of each size it can have.
    std::vector<std::vector<std::shared_ptr<const AnswerTimes>>> m_answerTimes;
    std::vector<std::uint32_t> m_sameAs; // per edge: the first whose requests meet the same there
    std::vector<double> m_sizes;         // per edge, of its requests
    std::vector<std::vector<std::uint32_t>> m_callers; // per station: edges into it
    std::vector<double> m_entering;
    std::vector<std::vector<Carriers>> m_carriers;       // per station, per line
    std::vector<std::vector<std::uint32_t>> m_machineOf; // per station, per target
    // Working space.
    mutable std::vector<double> m_found, m_wanted, m_coming, m_busy, m_free, m_factors;
    mutable std::vector<LinesAlike> m_alike;
    mutable Meeting m_meeting;
};

} // namespace nueves::behaviour::traffic
