// A failure mode's small machine: idle, active and unknown, known and being repaired (semantics.md, section 2).
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

using model::Fault;
using model::Mode;
using scenario::Effect;

namespace {

// Faults of a soft thing that a restart does not cure: what was full or expired still is.
bool survivesRestart(Effect effect) {
    return effect == Effect::diskFull || effect == Effect::expire || effect == Effect::destroy;
}

} // namespace

double Dynamics::candidateSpeed(ClockId clock) const {
    const engine::Event event = m_system.clocks[clock].event;
    if (static_cast<model::EventKind>(event.kind) == model::EventKind::shock) {
        const auto& cause = m_system.causes[CauseId{event.subject}];
        return isTrue(cause.absent) ? 1.0 : 0.0;
    }
    const Mode& mode = m_system.modes[ModeId{event.subject}];
    const auto& state = m_state.modes[event.subject];
    if (state.fault != Fault::idle || state.falseAlarm || !isTrue(m_system.things[mode.thing].runs)) return 0.0;
    if (mode.during && clock == mode.everyClock && !m_doors.isOn(mode.during, clock)) return 0.0;
    return m_state.things[mode.thing.value].reserve;
}

void Dynamics::strike(ModeId id, RootId root) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (state.fault != Fault::idle) return;
    stopClock(mode.falseClock); // counts while the mode is idle
    dropFalseAlarm(id);         // no longer false
    state = {};
    state.fault = Fault::silent;
    state.root = root;
    m_struck.push_back(id);
    setLeaf(mode.absent, false, root);
    if (mode.probability > 0.0 || !mode.repair) return; // there for the whole history
    if (mode.effect == Effect::destroy) destroyInside(mode.thing, false);
    if (mode.effect == Effect::flap) startClock(mode.flapClock, mode.flap, mode.flapStream, {});
    if (mode.effect == Effect::memoryLeak) {
        m_doors.reaches(mode.leakClock, mode.leakTime);
        if (!isTrue(m_system.things[mode.thing].runs)) m_doors.setSpeed(mode.leakClock, 0.0);
    } else {
        beginDetection(id);
    }
}

void Dynamics::beginDetection(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    state.hidden = mode.hidden >= 1.0 || (mode.hidden > 0.0 && m_doors.chance(mode.hiddenStream, mode.hidden, 0));
    const bool atOnce = !mode.detect || m_system.laws[mode.detect].isZero();
    if (!state.hidden && atOnce && mode.memberOf.empty()) { // nobody decides on it first: no event of its own
        become(id);
    } else if (!state.hidden) {
        startClock(mode.detectClock, mode.detect, mode.detectStream, {});
    } else if (mode.inspect.count() > 0) { // fixed dates since the start
        const auto passed = m_doors.now().time_since_epoch() / mode.inspect;
        m_doors.at(mode.inspectClock, core::kStart + (passed + 1) * mode.inspect);
    }
}

// The fault becomes known: whoever waits for that acts.
void Dynamics::become(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (state.fault != Fault::silent) return;
    m_root = state.root;
    state.fault = Fault::known;
    state.hidden = false;
    stopClock(mode.detectClock);
    stopClock(mode.inspectClock);
    for (PairId pair : mode.memberOf) reviewPair(pair); // before the repair: it may have to wait for the switch
    if (state.fault == Fault::known && mode.repair) beginJob(mode.repair);
}

// Inspection, use or complaint shows a hidden fault now.
void Dynamics::reveal(ModeId id) {
    if (m_state.modes[id.value].fault != Fault::silent) return;
    const RootId before = m_root;
    become(id);
    m_root = before;
}

// Back to idle. The caller starts its clocks again, and the thing.
void Dynamics::cure(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (state.fault == Fault::idle) return;
    stopClock(mode.detectClock);
    stopClock(mode.inspectClock);
    stopClock(mode.flapClock);
    stopClock(mode.leakClock);
    if (mode.repair) cancelJob(mode.repair);
    state = {};
    setLeaf(mode.absent, true, RootId{});
    setLeaf(mode.starved, true, RootId{});
}

// A soft thing is new: everything a restart cures is gone. `repaired` is cured whatever it is.
void Dynamics::cureAll(ThingId id, ModeId repairedMode) {
    const model::Thing& thing = m_system.things[id];
    for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i) {
        const ModeId mode = m_system.modeOf[i];
        const Mode& spec = m_system.modes[mode];
        const bool survives = m_state.modes[mode.value].ownRestart || survivesRestart(spec.effect);
        if (m_state.modes[mode.value].fault == Fault::idle || spec.probability > 0.0) continue;
        if (survives && mode != repairedMode) continue;
        cure(mode);
        if (isBelow(spec.thing, id)) startLife(mode, false); // nothing starts it anew
    }
    for (std::uint32_t i = thing.clocked.first; i != thing.clocked.last; ++i) // a panic's alarm is its own, not its victim's
        falseAlarmDone(m_system.modeOf[i]);
}

// The hardware whose fault stops the system on it goes on as it is when that is started again.
bool Dynamics::isBelow(ThingId thing, ThingId other) const {
    return m_system.things[thing].settleOrder < m_system.things[other].settleOrder;
}

// The repair of a mode ended well: the thing works at once.
void Dynamics::repaired(ModeId id) {
    const Mode& mode = m_system.modes[id];
    m_root = m_state.modes[id.value].root;
    const bool destroyed = mode.effect == Effect::destroy;
    const ThingId victim = mode.victim;
    if (m_system.things[victim].soft) {
        cureAll(victim, id);
        renewClocks(victim);
    } else {
        cure(id);
        startLife(id, false);
    }
    if (destroyed) destroyInside(mode.thing, true);
    returnAtOnce(victim);
}

// Own repair, repair by hand, end of planned work: no start-up, unless something else holds the thing down.
void Dynamics::returnAtOnce(ThingId id) {
    m_spreader.spread(m_state.signals);
    auto& state = m_state.things[id.value];
    state.needsStart = !isTrue(m_system.things[id].supplied);
    if (!state.needsStart) dropStartup(id);
    if (m_reacts[id.value]) enqueue(id);
}

// New software: ageing clocks of idle modes draw a new life.
void Dynamics::renewClocks(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    for (std::uint32_t i = thing.clocked.first; i != thing.clocked.last; ++i) {
        const ModeId mode = m_system.modeOf[i];
        if (m_state.modes[mode.value].fault != Fault::idle || m_system.modes[mode].probability > 0.0) continue;
        startLife(mode, false);
    }
}

// Ageing clocks run exactly while the thing runs, a reserve's at the reserve's speed.
void Dynamics::adjustSpeeds(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    const double runs = isTrue(thing.runs) ? 1.0 : 0.0;
    const double speed = runs * m_state.things[id.value].reserve;
    const auto adjust = [&](ClockId clock, double to) {
        if (clock && m_state.clocks[clock.value].status == engine::ClockStatus::running) m_doors.setSpeed(clock, to);
    };
    for (std::uint32_t i = thing.clocked.first; i != thing.clocked.last; ++i) {
        const Mode& mode = m_system.modes[m_system.modeOf[i]];
        if (mode.everyClock && !m_system.clocks[mode.everyClock].candidate) adjust(mode.everyClock, speed);
        if (mode.falseClock && !m_system.clocks[mode.falseClock].candidate) adjust(mode.falseClock, speed);
        adjust(mode.leakClock, runs);
    }
}

bool Dynamics::isInside(ThingId thing, ThingId place) const {
    for (ThingId at = thing; at;) {
        const model::Thing& spec = m_system.things[at];
        if (spec.place == place || spec.box == place) return true;
        at = spec.carrier ? spec.carrier : spec.box ? spec.box : spec.place;
    }
    return false;
}

// A place burnt down: what was inside is gone with its repairs; rebuilt, everything is new.
void Dynamics::destroyInside(ThingId place, bool renew) {
    for (std::size_t i = 0; i != m_system.things.size(); ++i) {
        const ThingId thing{i};
        if (!isInside(thing, place)) continue;
        const model::Range modes = m_system.things[thing].modes;
        for (std::uint32_t m = modes.first; m != modes.last; ++m)
            if (m_system.modes[m_system.modeOf[m]].probability == 0.0) {
                cure(m_system.modeOf[m]);
                dropFalseAlarm(m_system.modeOf[m]);
            }
        if (renew) renewClocks(thing);
    }
    for (std::size_t w = 0; w != m_system.works.size(); ++w)
        if (isInside(m_system.works.raw()[w].thing, place)) dropWork(WorkId{w});
}

void Dynamics::falseAlarm(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (state.fault != Fault::idle || state.falseAlarm) return;
    m_root = mode.falseRoot;
    state.falseAlarm = true;
    setLeaf(mode.falseAbsent, false, mode.falseRoot);
    for (PairId pair : mode.memberOf) reviewPair(pair);
    if (state.falseAlarm) beginJob(mode.falseRepair);
}

void Dynamics::falseAlarmDone(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (!state.falseAlarm) return;
    m_root = mode.falseRoot;
    dropFalseAlarm(id);
    if (m_system.things[mode.thing].soft) {
        cureAll(mode.thing, ModeId{});
        renewClocks(mode.thing);
    } else {
        startLife(id, false);
    }
    returnAtOnce(mode.thing);
}

// Nobody works on it any more.
void Dynamics::dropFalseAlarm(ModeId id) {
    const Mode& mode = m_system.modes[id];
    auto& state = m_state.modes[id.value];
    if (!state.falseAlarm) return;
    state.falseAlarm = false;
    cancelJob(mode.falseRepair);
    setLeaf(mode.falseAbsent, true, RootId{});
}

} // namespace nueves::behaviour
