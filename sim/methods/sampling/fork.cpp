// A history that goes on another way.
#include "sim/methods/sampling/sampler.hpp"

namespace nueves::methods {

void Sampler::fork(const Moment& moment, behaviour::traffic::Passage& traffic, core::SimTime to,
                   Onlooker& onlooker) {
    m_source.history = moment.history;
    m_state = moment.state;
    m_queue = moment.queue;
    m_ticks = moment.ticks;
    m_dynamics.continueWith(traffic);
    while (!m_queue.empty() && m_queue.top().time < to && !isGivenUp()) {
        const core::SimTime time = m_queue.top().time;
        onlooker.before(time, m_state);
        do {
            const engine::QueuedEvent event = m_queue.top();
            m_queue.pop();
            handle(event);
        } while (!m_queue.empty() && m_queue.top().time == time);
        m_dynamics.clearChanges();
    }
    if (isGivenUp()) return;
    onlooker.before(to, m_state);
    m_state.now = to;
    m_dynamics.passTraffic();
}

} // namespace nueves::methods
