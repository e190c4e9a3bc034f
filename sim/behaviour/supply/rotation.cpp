// Health checks: which targets a balancer, proxy or dns sends users to (semantics.md, section 7).
//
// Probes that change nothing are no events: the one that matters is computed from phase and period.
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

void Dynamics::reviewRotation(std::uint32_t n) {
    const model::Rotation& rotation = m_system.rotations[model::RotationId{n}];
    const bool healthy = isTrue(rotation.healthy), in = isTrue(rotation.in);
    if (!healthy && in && m_root) m_state.rotationRoots[n] = m_root;
    const bool pending = m_state.clocks[rotation.clock.value].status == engine::ClockStatus::running;
    if (healthy == in || !isTrue(rotation.holder)) {
        if (pending) stopClock(rotation.clock);
        return;
    }
    if (pending) return;
    const core::SimSpan phase = m_state.probePhase[n];
    const core::SimSpan now = m_doors.now().time_since_epoch();
    // First probe after now, then as many more as it takes in a row.
    const auto periods = now < phase ? 0 : (now - phase) / rotation.every + 1;
    const int more = (healthy ? rotation.rise : rotation.fall) - 1;
    m_doors.at(rotation.clock, core::kStart + phase + (periods + more) * rotation.every + rotation.delay);
}

void Dynamics::rotationTurn(std::uint32_t n) {
    const model::Rotation& rotation = m_system.rotations[model::RotationId{n}];
    const bool in = isTrue(rotation.healthy);
    m_root = m_state.rotationRoots[n];
    setLeaf(rotation.in, in, in ? RootId{} : m_root);
    if (in) m_state.rotationRoots[n] = RootId{};
}

} // namespace nueves::behaviour
