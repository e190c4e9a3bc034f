// Scaling in closed loop: a controller looks at what the targets did a while ago, and asks for more or fewer.
//
// Looks that change nothing are no events: between two instants of the flow what is measured is taken on the
// straight line, and the first look that wants another number ends the step there. Scratch only; memory is in
// the state.
#pragma once

#include "sim/behaviour/scaling/hpa.hpp"
#include "sim/behaviour/traffic/coupling.hpp"

#include <optional>
#include <vector>

namespace nueves::behaviour {

class Scaler {
  public:
    explicit Scaler(const model::System& system);

    static std::vector<model::ScalingState> blank(const model::System& system);
    // First instant after t at which somebody acts whatever is measured: a step of a schedule, the end of a
    // resize. Infinity: never.
    double nextDate(const std::vector<model::ScalingState>& states, double t) const;

    // What one instant of the flow shows: levels, and all about them, at t s.
    struct Sight {
        const model::TrafficLevels* levels = nullptr;
        const traffic::Now* now = nullptr;
        double t = 0.0;
    };
    // All looks in (from.t, to.t]. True: somebody wants another number now, at `at`; later looks have not
    // been made.
    bool look(std::vector<model::ScalingState>& states, const model::Signals& signals, const Sight& from,
              const Sight& to, double& at);
    // The same looks, if nothing else happens until `to`: they will be made then.
    bool foresee(const std::vector<model::ScalingState>& states, const model::Signals& signals,
                 const Sight& from, const Sight& to, double& at);

  private:
    bool lookOnce(std::size_t scaling, model::ScalingState& state, const model::Signals& signals,
                  const Sight& from, const Sight& to);
    bool lookAtHpa(std::size_t scaling, model::ScalingState& state, const model::Signals& signals,
                   const Sight& from, const Sight& to, double t);
    int forecastWants(const model::Scaling& scaling, model::ScalingState& state, double rate, double t) const;
    std::optional<double> coresUsed(const model::Scaling& scaling, const Sight& sight) const;
    int sizeWanted(const model::Scaling& scaling, const model::ScalingState& state, double used) const;
    void measure(std::size_t scaling, const Sight& sight, std::vector<std::int64_t>& milli);
    void seePods(std::size_t scaling, const model::ScalingState& state, const model::Signals& signals,
                 const Sight& sight);

    const model::System& m_system;
    const model::Traffic& m_plan;
    std::vector<std::int64_t> m_before, m_after, m_ofLine;
    std::vector<HpaPod> m_pods;
    std::vector<std::vector<HpaPodReading>> m_readings;
    std::vector<HpaReading> m_views;
    std::vector<model::ScalingState> m_foreseen; // of those who look: a forecast is some 80 KiB
};

} // namespace nueves::behaviour
