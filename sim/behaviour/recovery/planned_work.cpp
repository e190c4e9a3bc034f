// Planned work: due by date, begun when the window, the crew and the neighbours allow (semantics.md, section 4).
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

using model::Planned;
using model::PlannedWork;

// The next date after now: a missed one is done once, later.
void Dynamics::scheduleWork(WorkId id) {
    const PlannedWork& work = m_system.works[id];
    const core::SimTime now = m_doors.now();
    if (work.every.count() > 0) {
        const auto passed = now.time_since_epoch() / work.every;
        m_doors.at(work.dueClock, core::kStart + (passed + 1) * work.every);
        return;
    }
    const auto& window = m_system.profiles[work.window]; // off for the whole window, each time it opens
    const core::SimTime next = window.isOn(now) ? window.nextOn(window.nextOff(now)) : window.nextOn(now);
    if (next != core::kNever) m_doors.at(work.dueClock, next);
}

void Dynamics::workDue(WorkId id) {
    m_state.planned[id.value] = Planned::due;
    ++m_state.plannedDates[id.value];
    ++m_state.dueWorks;
}

bool Dynamics::mayBegin(WorkId id) const {
    const PlannedWork& work = m_system.works[id];
    if (work.window && !m_doors.isOn(work.window, work.dueClock)) return false;
    if (!isTrue(m_system.things[work.thing].runs)) return false;
    std::uint32_t busy = 0;
    for (std::size_t i = 0; i != m_system.works.size(); ++i)
        busy += m_system.works.raw()[i].group == work.group && m_state.planned[i] == Planned::running;
    if (busy >= work.atOnce) return false;
    const auto& job = m_system.jobs[work.job];
    return job.attempts.size() == 0 || handIsFree(m_system.attempts[job.attempts.first].crew);
}

// Those that are due, in order; each may change the state for the next.
void Dynamics::reviewWorks() {
    for (std::size_t i = 0; i != m_state.planned.size(); ++i) {
        if (m_state.planned[i] != Planned::due) continue;
        const PlannedWork& work = m_system.works.raw()[i];
        if (mayBegin(WorkId{i})) return beginWork(WorkId{i});
        if (!work.window || m_state.clocks[work.windowClock.value].status == engine::ClockStatus::running) continue;
        const auto& window = m_system.profiles[work.window];
        const core::SimTime now = m_doors.now();
        const core::SimTime next = window.isOn(now) ? window.nextOn(window.nextOff(now)) : window.nextOn(now);
        if (next != core::kNever) m_doors.at(work.windowClock, next); // look again when it opens
    }
}

// The window opens, and settling reviews what is due; or closes on work that takes the whole of it.
void Dynamics::workWindow(WorkId id) {
    if (m_state.planned[id.value] == Planned::running) workDone(id);
}

void Dynamics::beginWork(WorkId id) {
    const PlannedWork& work = m_system.works[id];
    m_root = work.root;
    m_state.planned[id.value] = Planned::running;
    --m_state.dueWorks;
    stopClock(work.windowClock);
    setLeaf(work.absent, false, work.root);
    if (work.every.count() > 0) beginJob(work.job);
    else m_doors.at(work.windowClock, m_system.profiles[work.window].nextOff(m_doors.now()));
}

void Dynamics::workDone(WorkId id) {
    const PlannedWork& work = m_system.works[id];
    m_root = work.root;
    m_state.planned[id.value] = Planned::idle;
    setLeaf(work.absent, true, {});
    if (m_system.things[work.thing].soft) {
        cureAll(work.thing, ModeId{});
        renewClocks(work.thing);
    }
    returnAtOnce(work.thing);
    scheduleWork(id);
}

// What it was done to is gone: next time by date.
void Dynamics::dropWork(WorkId id) {
    const PlannedWork& work = m_system.works[id];
    if (m_state.planned[id.value] != Planned::running) return;
    m_state.planned[id.value] = Planned::idle;
    stopClock(work.windowClock);
    cancelJob(work.job);
    setLeaf(work.absent, true, {});
    scheduleWork(id);
}

} // namespace nueves::behaviour
