// Coming back: layer by layer, each through its own start-up (semantics.md, section 4).
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

using model::JobStatus;

// What it needs is back. Its start-up lingers as the doing of whoever's end began it.
void Dynamics::beginStartup(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    if (!thing.startup) {
        started(id);
        return;
    }
    if (m_state.jobs[thing.startup.value].status != JobStatus::idle) return;
    setLeaf(thing.notStarting, false, m_root);
    beginJob(thing.startup);
}

// Interrupted: it begins again when what it needs is back.
void Dynamics::dropStartup(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    if (!thing.startup || m_state.jobs[thing.startup.value].status == JobStatus::idle) return;
    cancelJob(thing.startup);
    setLeaf(thing.notStarting, true, RootId{});
}

void Dynamics::started(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    m_state.things[id.value].needsStart = false;
    if (thing.soft) { // software is as new; hardware keeps its age
        cureAll(id, ModeId{});
        renewClocks(id);
        for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i)
            m_state.modes[m_system.modeOf[i].value].ownRestart = false;
    }
    setLeaf(thing.notStarting, true, RootId{});
    enqueue(id);
}

} // namespace nueves::behaviour
