// What traffic did over a stretch of time: requests asked and answered, work done, how long answers took.
#pragma once

#include "sim/behaviour/traffic/coupling.hpp"

#include <cstdint>
#include <vector>

namespace nueves::behaviour::traffic {

// Response times counted in bins of 5 %: bin b holds [kShortestResponse 1.05^b, the next), s.
inline constexpr double kShortestResponse = 1e-4;
inline constexpr double kResponseStep = 1.05;
inline constexpr std::size_t kResponseBins = 480; // up to 1.5e6 s

struct DemandSums {
    double asked = 0.0;            // requests meant
    double answered = 0.0;         // in time, in the end
    double lost = 0.0;             // given up
    double repeats = 0.0;          // retries made
    double refused = 0.0;          // attempts turned away at once
    double users = 0.0;            // user seconds; open demand: none
    double usersServed = 0.0;      // user seconds of those whose requests are answered
    std::vector<double> responses; // answers by time since the request was meant; kResponseBins
};

struct StationSums {
    double attempts = 0.0;  // requests that came
    double served = 0.0;    // requests that were worked on to the end, in time or not
    double refused = 0.0;   // turned away at once
    double present = 0.0;   // request seconds
    double computing = 0.0; // core seconds
    double serving = 0.0;   // target seconds that take requests
    double wanted = 0.0;    // target seconds that should
    // Fed from one queue.
    double waiting = 0.0; // request seconds in the queue
    double longest = 0.0; // most that ever waited
    double oldest = 0.0;  // s, that the oldest had waited, at most
};

struct TrafficSums {
    std::vector<DemandSums> demands;
    std::vector<StationSums> stations;
    double seconds = 0.0;

    explicit TrafficSums(const model::Traffic& plan);
    TrafficSums() = default;
    void clear();
    void add(const TrafficSums& other);
};

// Adds what goes on at an instant, for as long as it is said to go on.
class Accrual {
  public:
    Accrual(const model::System& system, const Coupling& coupling);
    // t: s, of the instant; h: s.
    void add(const model::TrafficLevels& levels, const Now& now, double t, double h, TrafficSums& into);

  private:
    void addDemand(const model::TrafficLevels& levels, const Now& now, double t, double h, std::size_t demand,
                   DemandSums& into);
    void addStation(const model::TrafficLevels& levels, const Now& now, double h, std::size_t station,
                    StationSums& into) const;
    void addRepeats(const Now& now, const model::Demand& demand, std::size_t before, double attempts);
    void addResponses(const model::TrafficLevels& levels, const Now& now, std::size_t edge,
                      std::vector<double>& bins);
    void lookAtAnswers(const model::TrafficLevels& levels, const Now& now, std::size_t edge,
                       std::size_t line);
    int stagesOfCalls(const model::TrafficLevels& levels, const Now& now, std::size_t station);
    double variationOf(const model::TrafficLevels& levels, const Now& now, std::size_t edge);

    struct Attempts {
        double since = 0.0, number = 0.0; // s, from when they were meant
    };
    const model::Traffic& m_plan;
    const Coupling& m_coupling;
    std::vector<Attempts> m_attempts; // of one demand
    std::vector<double> m_times, m_within, m_delayed;
};

} // namespace nueves::behaviour::traffic
