// Effects that go on moving after they began: flapping and leaks (semantics.md, section 6).
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

using model::Fault;

// Stopped and running in turn, a start-up at each return, until it is repaired.
void Dynamics::flapTurn(ModeId id) {
    const model::Mode& mode = m_system.modes[id];
    if (m_state.modes[id.value].fault == Fault::idle) return;
    m_root = m_state.modes[id.value].root;
    const bool comesBack = !isTrue(mode.absent);
    setLeaf(mode.absent, comesBack, m_root);
    if (comesBack) {
        m_state.modes[id.value].ownRestart = true;
        m_state.things[mode.victim.value].needsStart = true;
        enqueue(mode.victim);
    }
    startClock(mode.flapClock, mode.flap, mode.flapStream, {});
}

// The leak reached its bound: killed at a limit and started again, the leak going on; or everybody starves.
void Dynamics::leakFull(ModeId id) {
    const model::Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (state.fault == Fault::idle) return;
    m_root = state.root;
    const bool first = !state.harmed;
    state.harmed = true;
    if (mode.leakKills) {
        m_doors.reaches(mode.leakClock, mode.leakTime);
        state.ownRestart = true;
        m_state.things[mode.thing.value].needsStart = true;
        enqueue(mode.thing);
    } else {
        setLeaf(mode.starved, false, state.root);
    }
    if (first && state.fault == Fault::silent) beginDetection(id);
}

} // namespace nueves::behaviour
