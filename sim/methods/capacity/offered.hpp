// How much each station is meant to serve, hour by hour, if nothing fails and nothing is repeated.
//
// The busy hour of traffic engineering: the hour of the greatest traffic volume (ITU-T E.600, 1993, 2.12).
#pragma once

#include "sim/model/system.hpp"

#include <vector>

namespace nueves::methods {

inline constexpr double kHour = 3600.0;     // s
inline constexpr double kLargeCrowd = 0.95; // a great day counts with the size that this share do not exceed
inline constexpr std::size_t kMostHours = 8784; // a year: days and weeks come round

// What one demand means to ask at t s: requests per second, the users' own pace at an idle service included.
// Without growth: as it is today.
class Intents {
  public:
    Intents(const model::System& system, bool crowds);
    double at(std::size_t demand, double t) const;
    // Requests of size 1 of a station for one of a demand: calls of calls, what caches answer left out.
    double visits(std::size_t demand, std::size_t station) const { return m_visits[demand][station]; }
    // s: a request at an idle station, its calls included.
    double idleResponse(std::size_t station) const { return m_response[station]; }

  private:
    const model::System& m_system;
    std::vector<double> m_response;            // per station
    std::vector<std::vector<double>> m_visits; // per demand, per station
    std::vector<std::vector<double>> m_peaks;  // per demand, per crowd
};

class Offered {
  public:
    // Whole hours from the start, at most kMostHours.
    Offered(const model::System& system, const Intents& intents, std::size_t hours);
    std::size_t hours() const { return m_hours; }
    // Mean of that hour, 1/s.
    double rate(std::size_t station, std::size_t hour) const { return m_rates[station][hour]; }
    // At its highest moment in that hour, 1/s.
    double peak(std::size_t station, std::size_t hour) const { return m_peaks[station][hour]; }
    // The hour of most requests; of several the first that has some hours before it.
    std::size_t busiest(std::size_t station) const;

  private:
    void addStretch(double from, double to, const std::vector<double>& first,
                    const std::vector<double>& last);

    std::size_t m_hours;
    std::vector<std::vector<double>> m_rates, m_peaks; // per station, per hour
};

} // namespace nueves::methods
