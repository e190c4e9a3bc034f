// What strikes several at once: own shocks and Fleming's beta factor (semantics.md, section 9).
// Source: K. N. Fleming, "A reliability model for common mode failures in redundant safety systems", 1975.
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

void Dynamics::shock(CauseId id) {
    const model::Cause& cause = m_system.causes[id];
    m_root = cause.root;
    if (cause.absent) { // one fault, one repair: all return together
        setLeaf(cause.absent, false, cause.root);
        beginJob(cause.repair);
        return;
    }
    for (std::size_t i = 0; i != cause.modes.size(); ++i) {
        const model::Mode& mode = m_system.modes[cause.modes[i]];
        double accepted = isTrue(m_system.things[mode.thing].runs) ? 1.0 : 0.0;
        if (cause.beta) accepted *= m_state.things[mode.thing.value].reserve; // as its own clock runs
        if (cause.beta && mode.during && !m_doors.isOn(mode.during, cause.clock)) accepted = 0.0;
        if (m_state.modes[cause.modes[i].value].falseAlarm) accepted = 0.0;
        if (accepted <= 0.0) continue;
        if (accepted < 1.0 && !m_doors.chance(cause.acceptStream, accepted, static_cast<std::uint32_t>(i))) continue;
        strike(cause.modes[i], cause.root);
    }
    if (!cause.candidate) m_doors.start(cause.clock, cause.every, cause.everyStream, {});
}

void Dynamics::causeRepaired(CauseId id) {
    const model::Cause& cause = m_system.causes[id];
    m_root = cause.root;
    setLeaf(cause.absent, true, RootId{});
    for (ThingId victim : cause.victims) returnAtOnce(victim);
    if (!cause.candidate) m_doors.start(cause.clock, cause.every, cause.everyStream, {});
}

} // namespace nueves::behaviour
