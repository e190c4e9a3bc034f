#include "sim/methods/capacity/offered.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>

namespace nueves::methods {

using model::System;
using model::Traffic;

namespace {

constexpr double kLooks = 12.0;         // in an hour
constexpr double kBefore = 1e-6;        // s
constexpr std::size_t kHoursBefore = 7; // so that what leads up to the busy hour lies within the run

// Share of the calls that no cache answers.
double asking(const model::Call& call) {
    return 1.0 - call.cacheHit;
}

// Callees stand before their callers.
std::vector<double> idleResponses(const Traffic& plan) {
    std::vector<double> response;
    for (const model::Station& station : plan.stations) {
        double calls = 0.0, together = 0.0; // of calls side by side the longest
        for (const std::uint32_t e : station.calls) {
            const model::Call& call = plan.edges[e].call;
            if (call.later) continue; // put into a queue: nobody waits
            if (!call.parallel) {
                calls += together;
                together = 0.0;
            }
            together = std::max(together, call.times * asking(call) * response[plan.edges[e].to]);
        }
        response.push_back(station.takes.mean() + calls + together);
    }
    return response;
}

// In requests of size 1; what a larger one calls is not larger for it.
std::vector<double> visitsOf(const Traffic& plan, const model::Demand& demand) {
    std::vector<double> visits(plan.stations.size(), 0.0);
    visits[plan.edges[demand.edge].to] = 1.0;
    for (std::size_t s = plan.stations.size(); s-- > 0;)
        for (const std::uint32_t e : plan.stations[s].calls)
            visits[plan.edges[e].to] += visits[s] * plan.edges[e].call.times * asking(plan.edges[e].call);
    visits[plan.edges[demand.edge].to] += plan.edges[demand.edge].size - 1.0;
    return visits;
}

// Five minutes apart, and where a demand bends or a crowd comes or goes; on both sides of a jump.
std::vector<double> instantsOf(const System& system, double until) {
    std::vector<double> instants;
    const auto add = [&](double t) {
        if (t > 0.0 && t < until) instants.insert(instants.end(), {std::max(0.0, t - kBefore), t});
    };
    for (double t = 0.0; t <= until; t += kHour / kLooks) instants.push_back(t);
    for (const model::Demand& demand : system.traffic.demands) {
        for (const double knot : demand.curve.times) add(knot);
        for (const model::Crowd& crowd : demand.crowds) {
            double corner = crowd.begins;
            for (const double length : {crowd.rise, crowd.lasts, crowd.fades, 0.0}) {
                add(corner);
                corner += length;
            }
        }
    }
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
}

} // namespace

Intents::Intents(const System& system, bool crowds)
    : m_system(system), m_response(idleResponses(system.traffic)) {
    for (const model::Demand& demand : system.traffic.demands) {
        m_visits.push_back(visitsOf(system.traffic, demand));
        m_peaks.emplace_back();
        for (const model::Crowd& crowd : demand.crowds)
            m_peaks.back().push_back(crowds ? system.laws[crowd.peak].quantile(kLargeCrowd) : 0.0);
    }
}

double Intents::at(std::size_t d, double t) const {
    using namespace behaviour::traffic;
    const model::Demand& demand = m_system.traffic.demands[d];
    double wanted = valueAt(demand.curve, t);
    for (std::size_t c = 0; c != demand.crowds.size(); ++c)
        wanted += m_peaks[d][c] * presence(demand.crowds[c], t);
    if (!demand.users) return wanted;
    const double turn =
        m_system.laws[demand.think].mean() + m_response[m_system.traffic.edges[demand.edge].to];
    return wanted / std::max(turn, 1e-6);
}

// Between two instants of the list every demand is a straight line, or nearly.
Offered::Offered(const System& system, const Intents& intents, std::size_t hours)
    : m_hours(std::clamp<std::size_t>(hours, 1, kMostHours)),
      m_rates(system.traffic.stations.size(), std::vector<double>(m_hours, 0.0)), m_peaks(m_rates) {
    const std::vector<double> instants = instantsOf(system, static_cast<double>(m_hours) * kHour);
    std::vector<double> before(m_rates.size()), now(m_rates.size());
    for (std::size_t i = 0; i != instants.size(); ++i) {
        std::fill(now.begin(), now.end(), 0.0);
        for (std::size_t d = 0; d != system.traffic.demands.size(); ++d) {
            const double asked = intents.at(d, instants[i]);
            for (std::size_t s = 0; s != now.size(); ++s) now[s] += asked * intents.visits(d, s);
        }
        if (i > 0) addStretch(instants[i - 1], instants[i], before, now);
        std::swap(before, now);
    }
}

void Offered::addStretch(double from, double to, const std::vector<double>& first,
                         const std::vector<double>& last) {
    const auto hour = std::min(static_cast<std::size_t>(0.5 * (from + to) / kHour), m_hours - 1);
    for (std::size_t s = 0; s != m_rates.size(); ++s) {
        m_rates[s][hour] += 0.5 * (first[s] + last[s]) * (to - from) / kHour;
        m_peaks[s][hour] = std::max({m_peaks[s][hour], first[s], last[s]});
    }
}

std::size_t Offered::busiest(std::size_t station) const {
    const auto& rates = m_rates[station];
    const auto most = [&](std::size_t from) {
        return static_cast<std::size_t>(
            std::max_element(rates.begin() + static_cast<std::ptrdiff_t>(from), rates.end()) - rates.begin());
    };
    const std::size_t first = most(0), later = most(std::min(kHoursBefore, m_hours - 1));
    return rates[later] >= rates[first] * (1.0 - 1e-9) ? later : first;
}

} // namespace nueves::methods
