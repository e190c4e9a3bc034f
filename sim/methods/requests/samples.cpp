// Rows of the timeline, and the account of those who are still there when the window closes.
#include "sim/methods/requests/simulation.hpp"

#include <utility>

namespace nueves::methods::requests {

void Simulation::sampleUntil(Nanos time) {
    for (; m_nextSample < time; m_nextSample += m_window.sampleEvery) {
        for (std::size_t s = 0; s != m_stations.size(); ++s) {
            m_sample[s].present = static_cast<std::uint32_t>(m_stations[s].queue.size());
            m_sample[s].busy = 0;
            for (std::size_t t = 0; t != m_stations[s].plan->targets.size(); ++t) {
                m_sample[s].present += m_targets[m_stations[s].first + t].present;
                m_sample[s].busy += m_targets[m_stations[s].first + t].busy;
            }
        }
        m_record.timeline.stations.push_back(m_sample);
        for (auto& sample : m_sample) sample = {};
        auto& row = m_record.timeline.demands.emplace_back();
        for (DemandState& demand : m_demands) {
            row.push_back(demand.sample);
            demand.sample = {.orbit = demand.sample.orbit};
        }
    }
}

RequestRecord Simulation::finish() {
    m_now = m_window.lasts;
    if (m_nextSample != kNeverNanos) sampleUntil(m_now + 1);
    close();
    return std::move(m_record);
}

// Whoever is still there has been there until now.
void Simulation::close() {
    for (std::uint32_t slot = 0; slot != m_requests.size(); ++slot) {
        const Request& request = m_requests[slot];
        if (!request.live) continue;
        account(request, request.phase != Phase::waits && request.phase != Phase::hangs);
        if (request.caller.kind == Caller::Kind::user && counts(request.caller.intent))
            ++m_record.demands[request.caller.of].underWay;
    }
    for (std::uint32_t slot = 0; slot != m_orbit.size(); ++slot)
        if (m_orbit[slot].live && counts(m_orbit[slot].caller.intent))
            ++m_record.demands[m_orbit[slot].caller.of].underWay;
}

} // namespace nueves::methods::requests
