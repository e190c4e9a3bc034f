// Watches the traffic of one history, step by step, and keeps its tally.
#pragma once

#include "sim/measure/promises.hpp"

#include <vector>

namespace nueves::measure {

// A part of a history that is drawn: slices of kSlice from `from` on, whole ones.
struct TrafficSeries {
    core::SimTime from{}, to{};
    std::vector<std::vector<CurvePoint>> points; // per station, slice by slice
    std::vector<std::vector<double>> slow;       // the same: s within which 99 % of the answers came; NaN: none
};

class TrafficRecorder final : public behaviour::traffic::TrafficWatch {
  public:
    TrafficRecorder(const model::System& system, Credits& credits);

    void begin(const Blocks& blocks); // a new history
    void open();                      // its measured stretch begins
    void draw(TrafficSeries* series) { m_series = series; } // null: nothing
    Promises& promises() { return m_promises; }
    void passed(const behaviour::traffic::Passed& step, const model::TrafficState& state,
                const model::Signals& signals) override;
    const TrafficTally& finish();

  private:
    using Sums = behaviour::traffic::TrafficSums;
    using Flowed = std::vector<CurvePoint>; // per station: amounts in half a step
    void lookAtStructure(const model::TrafficState& state, const model::Signals& signals, double seconds);
    int wantedOf(std::size_t station, const model::TrafficState& state, int there) const;
    void lookAt(const Sums& sums, Flowed& into) const;
    void add(const behaviour::traffic::Passed& step, const Part& part);
    void addSupply(std::size_t station, CurvePoint& point, double seconds);
    void addAnswers(const behaviour::traffic::Passed& step, const Part& part);
    bool isDrawn(core::SimTime t) const {
        return m_series != nullptr && t >= m_series->from && t < m_series->to;
    }
    void closeSlice(core::SimTime end);
    void closeHour(core::SimTime end);

    const model::System& m_system;
    const model::Traffic& m_plan;
    Promises m_promises;
    std::vector<std::vector<double>> m_most;   // requests per second and replica: station by station, its sizes
    std::vector<std::vector<double>> m_visits; // demand by demand, station by station
    std::vector<std::vector<model::ThingId>> m_machines; // per station, each once
    Blocks m_blocks;
    bool m_open = false;
    TrafficSeries* m_series = nullptr;

    Flowed m_early, m_late;                         // of the present step
    std::vector<double> m_machinesUp, m_perReplica, m_wanted; // per station, of the present step
    std::vector<CurvePoint> m_slice, m_hour;        // per station: amounts
    std::vector<std::vector<double>> m_answers;     // per station, of a drawn slice: by time
    double m_sliceSeconds = 0.0, m_hourSeconds = 0.0;
    TrafficTally m_tally, m_empty;
};

} // namespace nueves::measure
