// The hours that lead up to a busy hour and that hour itself, run on the rate clock with the structure held:
// nothing fails by chance, nothing is repaired, no planned work falls due. Those who scale do, with their
// lags.
//
// The system is a copy of its own, laid so that its time 0 is shortly before those hours; demand is as large
// as it is at the start of the scenario, times what is asked for. Costs as much as that many hours of a
// history.
#pragma once

#include "sim/methods/capacity/offered.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nueves::methods {

struct Loss { // of something that does not come back
    std::string name;
    std::vector<model::ModeId> modes;    // faults that strike, and are known at once
    std::vector<model::GateId> absences; // what else is false then
};

class Rehearsal {
  public:
    struct Options {
        std::uint64_t seed = 1;
        double busyHour = 0.0; // s: when it begins
        bool crowds = true;
        const std::atomic<bool>* givenUp = nullptr;
    };
    struct Hour {
        behaviour::traffic::TrafficSums sums;
        std::vector<std::uint8_t> stood; // per station: answered its share all the time
    };

    Rehearsal(model::System system, const Options& options);
    // Its measured hours, the last is the busy one: without scaling that alone.
    const std::vector<Hour>& run(double multiple, const Loss* loss);
    const model::System& system() const { return m_system; }
    bool scales() const { return !m_system.traffic.scalings.empty(); }
    double busyFrom() const { return m_lead + (m_measured - 1.0) * kHour; } // s, of its own time

  private:
    class Clerk;
    void layDemand();
    void layScript();
    void setDemand(double multiple);
    void remember(double multiple);

    model::System m_system;
    Options m_options;
    double m_begins = 0.0; // s of the scenario at its time 0
    double m_lead = 0.0, m_measured = 1.0;
    std::vector<model::Curve> m_curves;       // of the demands, at once
    std::vector<std::vector<double>> m_peaks; // and of their crowds
    std::vector<std::vector<double>> m_past;  // per forecast: what came, oldest first
    std::unique_ptr<Sampler> m_sampler;
    std::vector<Hour> m_hours;
};

} // namespace nueves::methods
