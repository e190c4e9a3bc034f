// What the requests of a window were last told of the structure, and what has changed in it since.
#pragma once

#include "sim/methods/requests/window.hpp"
#include "sim/model/system.hpp"

#include <optional>
#include <vector>

namespace nueves::methods::zoom {

// Before the first look every target serves at full speed, in rotation; nothing is in the way.
class KnownStructure {
  public:
    explicit KnownStructure(const model::System& system);

    // What is new at `at`; none: nothing.
    std::optional<StationChange> lookAtStation(std::uint32_t station, const model::Signals& signals,
                                               const model::TrafficLevels& levels, Nanos at);
    std::optional<TargetChange> lookAtTarget(std::uint32_t station, std::uint32_t target,
                                             const model::Signals& signals,
                                             const model::TrafficLevels& levels, Nanos at);

  private:
    const model::System& m_system;
    std::vector<std::vector<TargetChange>> m_targets; // as last told
    std::vector<StationChange> m_stations;
};

} // namespace nueves::methods::zoom
