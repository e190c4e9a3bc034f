#include "sim/methods/capacity/offered.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>

namespace nueves::methods {

using model::System;
using model::Traffic;

namespace {

constexpr std::size_t kLooks = 12;      // in an hour
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

Offered::Offered(const System& system, const Intents& intents, std::size_t hours)
    : m_hours(std::clamp<std::size_t>(hours, 1, kMostHours)),
      m_rates(system.traffic.stations.size(), std::vector<double>(m_hours, 0.0)), m_peaks(m_rates) {
    std::vector<double> asked(system.traffic.demands.size());
    for (std::size_t look = 0; look <= m_hours * kLooks; ++look) {
        const double t = kHour * static_cast<double>(look) / static_cast<double>(kLooks);
        const std::size_t hour = std::min(look / kLooks, m_hours - 1);
        const bool edge = look % kLooks == 0 && hour > 0; // the end of the hour before, too
        for (std::size_t d = 0; d != asked.size(); ++d) asked[d] = intents.at(d, t);
        for (std::size_t s = 0; s != m_rates.size(); ++s) {
            double rate = 0.0;
            for (std::size_t d = 0; d != asked.size(); ++d) rate += asked[d] * intents.visits(d, s);
            if (look / kLooks == hour) m_rates[s][hour] += rate / static_cast<double>(kLooks);
            m_peaks[s][hour] = std::max(m_peaks[s][hour], rate);
            if (edge) m_peaks[s][hour - 1] = std::max(m_peaks[s][hour - 1], rate);
        }
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
