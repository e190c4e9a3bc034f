// Health checks: which targets a balancer, proxy or dns sends users to (semantics.md, section 7).
//
// Probes are no events: how many were sent follows from phase and period, and when the one comes that
// decides.
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

// Probes up to now. Those since the last look all found what was true until now.
void Dynamics::countProbes(std::uint32_t n) {
    const model::Rotation& rotation = m_system.rotations[model::RotationId{n}];
    auto& probes = m_state.probes[n];
    const core::SimSpan since = m_doors.now().time_since_epoch() - m_state.probePhase[n];
    const std::int64_t sent = since.count() < 0 ? 0 : since / rotation.every + 1;
    const bool wasContrary = m_state.clocks[rotation.clock.value].status == engine::ClockStatus::running;
    if (wasContrary)
        probes.contrary += sent - probes.sent;
    else if (sent > probes.sent)
        probes.contrary = 0;
    probes.sent = sent;
}

void Dynamics::reviewRotation(std::uint32_t n) {
    const model::Rotation& rotation = m_system.rotations[model::RotationId{n}];
    const bool healthy = isTrue(rotation.healthy), in = isTrue(rotation.in),
               probing = isTrue(rotation.holder);
    if (!healthy && in && m_root) m_state.rotationRoots[n] = m_root;
    countProbes(n);
    auto& probes = m_state.probes[n];
    if (!probing) probes.contrary = 0;
    const bool pending = m_state.clocks[rotation.clock.value].status == engine::ClockStatus::running;
    if (healthy == in || !probing) {
        if (pending) stopClock(rotation.clock);
        return;
    }
    if (pending) return;
    const std::int64_t wanted = healthy ? rotation.rise : rotation.fall;
    const std::int64_t more =
        std::max<std::int64_t>(wanted - probes.contrary, 1); // probe number 0 is sent at the phase
    m_doors.at(rotation.clock, core::kStart + m_state.probePhase[n] +
                                   (probes.sent + more - 1) * rotation.every + rotation.delay);
}

void Dynamics::rotationTurn(std::uint32_t n) {
    const model::Rotation& rotation = m_system.rotations[model::RotationId{n}];
    const bool in = isTrue(rotation.healthy);
    m_root = m_state.rotationRoots[n];
    countProbes(n);
    m_state.probes[n].contrary = 0;
    setLeaf(rotation.in, in, in ? RootId{} : m_root);
    if (in) m_state.rotationRoots[n] = RootId{};
}

} // namespace nueves::behaviour
