// Coming back: layer by layer, each through its own start-up (semantics.md, section 4).
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

using model::JobStatus;

// What it needs is back. Its start-up lingers as the doing of whoever's end began it.
void Dynamics::beginStartup(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    if (!thing.startup && !thing.pull) {
        started(id);
        return;
    }
    const auto clock = thing.pull ? m_system.fleet.pulls[*thing.pull].clock : ClockId{};
    if (clock && m_state.clocks[clock.value].status == engine::ClockStatus::running) return;
    if (thing.startup && m_state.jobs[thing.startup.value].status != JobStatus::idle) return;
    setLeaf(thing.notStarting, false, m_root);
    if (!pullImage(id)) startProcess(id);
}

// All that it needs is on its machine.
void Dynamics::startProcess(ThingId id) {
    const JobId startup = m_system.things[id].startup;
    if (startup)
        beginJob(startup);
    else
        started(id);
}

// Interrupted: it begins again when what it needs is back.
void Dynamics::dropStartup(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    const bool pulling = dropPull(id);
    if (!pulling && (!thing.startup || m_state.jobs[thing.startup.value].status == JobStatus::idle)) return;
    if (thing.startup) cancelJob(thing.startup);
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
