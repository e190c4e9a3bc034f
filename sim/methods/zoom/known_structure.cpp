#include "sim/methods/zoom/known_structure.hpp"

#include "sim/behaviour/traffic/target_look.hpp"

namespace nueves::methods::zoom {

KnownStructure::KnownStructure(const model::System& system) : m_system(system) {
    for (const model::Station& station : system.traffic.stations)
        m_targets.emplace_back(station.targets.size());
    m_stations.resize(system.traffic.stations.size());
}

std::optional<StationChange> KnownStructure::lookAtStation(std::uint32_t s, const model::Signals& signals,
                                                           const model::TrafficLevels& levels, Nanos at) {
    const model::Station& station = m_system.traffic.stations[s];
    const StationChange now{at, s, behaviour::traffic::enteringOf(m_system, signals, station),
                            levels.stations[s].size};
    StationChange& known = m_stations[s];
    if (now.entering == known.entering && now.size == known.size) return std::nullopt;
    return known = now;
}

std::optional<TargetChange> KnownStructure::lookAtTarget(std::uint32_t s, std::uint32_t t,
                                                         const model::Signals& signals,
                                                         const model::TrafficLevels& levels, Nanos at) {
    const auto look = behaviour::traffic::lookOf(m_system, signals, m_system.traffic.stations[s].targets[t]);
    const TargetChange now{at, s, t, look.conduct, look.speed, levels.stations[s].seen[t].in, look.wrong};
    TargetChange& known = m_targets[s][t];
    const bool same = now.conduct == known.conduct && now.speed == known.speed &&
                      now.reached == known.reached && now.wrong == known.wrong;
    known = now;
    if (same) return std::nullopt;
    return now;
}

} // namespace nueves::methods::zoom
