// Pairs: who is active, who is in reserve, and the way from one to the other (semantics.md, section 5).
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

using model::Fault;
using model::JobStatus;
using model::Pair;

namespace {

bool stops(const model::Mode& mode) { // slow and friends drive nobody out
    using scenario::Effect;
    return mode.effect != Effect::slow && mode.effect != Effect::memoryLeak &&
           mode.effect != Effect::cpuHog && mode.effect != Effect::errors;
}

} // namespace

// People know that an active member is lost: one of its faults is known, or it lost something that anyone can see.
bool Dynamics::noticed(const Pair::Member& member) const {
    if (isTrue(member.works)) return false; // one disk of a mirror has failed: it still serves
    bool silent = false;
    for (ModeId id : member.modes) {
        const auto& state = m_state.modes[id.value];
        if (state.falseAlarm || (state.fault == Fault::known && stops(m_system.modes[id]))) return true;
        silent = silent || (state.fault == Fault::silent && stops(m_system.modes[id]));
    }
    if (!isTrue(member.supplied)) return true;
    for (WorkId work : member.planned)
        if (m_state.planned[work.value] == model::Planned::running) return true;
    return !silent && !isTrue(member.works);
}

// A spare listed in two pairs serves the first that takes it.
bool Dynamics::takenElsewhere(PairId id, std::uint32_t member) const {
    const Pair& pair = m_system.pairs[id];
    for (std::size_t p = 0; p != m_system.pairs.size(); ++p) {
        if (p == id.value) continue;
        const Pair& other = m_system.pairs.raw()[p];
        for (std::uint32_t m = 0; m != other.members.size(); ++m) {
            if (other.members[m].name != pair.members[member].name) continue;
            const auto& state = m_state.pairs[p];
            if (isTrue(other.members[m].role) || (state.switching && state.to == m)) return true;
        }
    }
    return false;
}

// In reserve, and as far as anyone knows able to serve.
bool Dynamics::believedGood(PairId id, std::uint32_t member) const {
    const auto& spec = m_system.pairs[id].members[member];
    return !isTrue(spec.role) && !noticed(spec) && !takenElsewhere(id, member);
}

int Dynamics::nextReserve(PairId id) const {
    const Pair& pair = m_system.pairs[id];
    for (std::uint32_t m = 0; m != pair.members.size(); ++m)
        if (believedGood(id, m)) return static_cast<int>(m);
    return -1;
}

RootId Dynamics::faultOf(const Pair::Member& member) const {
    for (ModeId id : member.modes)
        if (m_state.modes[id.value].fault != Fault::idle && stops(m_system.modes[id]))
            return m_state.signals.root[m_system.modes[id].absent.value];
    return m_root;
}

void Dynamics::setRole(PairId id, std::uint32_t member, bool active, RootId root) {
    const Pair& pair = m_system.pairs[id];
    const auto& spec = pair.members[member];
    setLeaf(spec.role, active, root);
    for (ThingId thing : spec.things) {
        m_state.things[thing.value].reserve = active ? 1.0 : pair.reserveSpeed;
        adjustSpeeds(thing);
    }
}

void Dynamics::reviewPair(PairId id) {
    m_spreader.spread(m_state.signals);
    const Pair& pair = m_system.pairs[id];
    auto& state = m_state.pairs[id.value];
    for (std::uint32_t m = 0; m != pair.members.size(); ++m) // well again: an ordinary reserve from now on
        if (!isTrue(pair.members[m].role) && isTrue(pair.members[m].works)) setLeaf(pair.members[m].role, false, {});
    if (state.switching) { // the old one is back before the switch is done: it stays
        if (!state.failingBack && isTrue(pair.members[state.from].works)) endSwitch(id);
        else return;
    }
    if (state.stranded) takeOver(id);
    for (std::uint32_t m = 0; m != pair.members.size(); ++m) {
        const auto& member = pair.members[m];
        if (!isTrue(member.role) || isTrue(member.works) || !noticed(member)) continue;
        const int reserve = nextReserve(id);
        if (reserve < 0) {
            state.stranded = true;
            continue;
        }
        beginSwitch(id, m, static_cast<std::uint32_t>(reserve), faultOf(member));
        return;
    }
    if (pair.failback) reviewFailback(id);
}

// No reserve was left: the first member that works again is active at once.
void Dynamics::takeOver(PairId id) {
    const Pair& pair = m_system.pairs[id];
    auto& state = m_state.pairs[id.value];
    state.stranded = false;
    for (std::uint32_t lost = 0; lost != pair.members.size(); ++lost) {
        if (!isTrue(pair.members[lost].role) || isTrue(pair.members[lost].works)) continue;
        bool replaced = false;
        for (std::uint32_t m = 0; m != pair.members.size() && !replaced; ++m) {
            const auto& member = pair.members[m];
            if (isTrue(member.role) || !isTrue(member.works) || takenElsewhere(id, m)) continue;
            const RootId root = faultOf(pair.members[lost]);
            setRole(id, m, true, {});
            setRole(id, lost, false, root);
            replaced = true;
        }
        if (!replaced) state.stranded = true;
    }
    m_spreader.spread(m_state.signals);
}

void Dynamics::reviewFailback(PairId id) {
    const Pair& pair = m_system.pairs[id];
    if (isTrue(pair.members[0].role) || !isTrue(pair.members[0].works) || takenElsewhere(id, 0)) return;
    for (std::uint32_t m = 1; m != pair.members.size(); ++m) {
        if (!isTrue(pair.members[m].role)) continue;
        m_state.pairs[id.value].failingBack = true;
        beginSwitch(id, m, 0, pair.failbackRoot);
        return;
    }
}

void Dynamics::beginSwitch(PairId id, std::uint32_t from, std::uint32_t to, RootId root) {
    const Pair& pair = m_system.pairs[id];
    auto& state = m_state.pairs[id.value];
    state.switching = true;
    state.from = static_cast<std::uint8_t>(from);
    state.to = static_cast<std::uint8_t>(to);
    setLeaf(pair.notSwitching, false, root);
    beginJob(pair.switchOver);
}

// One attempt list ended well: was there somebody at the other end?
void Dynamics::switchDone(PairId id) {
    const Pair& pair = m_system.pairs[id];
    auto& state = m_state.pairs[id.value];
    m_spreader.spread(m_state.signals);
    const RootId root = m_state.signals.root[pair.notSwitching.value];
    const std::uint32_t from = state.from, to = state.to;
    const auto& target = pair.members[to];
    if (!isTrue(target.works)) {
        for (ModeId mode : target.modes)
            if (m_state.modes[mode.value].fault == Fault::silent) reveal(mode);
        if (m_state.pairs[id.value].switching) {
            endSwitch(id);
            reviewPair(id);
        }
        return;
    }
    setRole(id, to, true, {});
    setRole(id, from, false, isTrue(pair.members[from].works) ? RootId{} : root);
    if (pair.hot) keepStarted(pair);
    endSwitch(id);
    reviewPair(id);
}

// A hot reserve runs a started copy of all that stands on the pair, layer upon layer.
void Dynamics::keepStarted(const Pair& pair) {
    for (std::size_t i = 0; i != m_system.things.size(); ++i) {
        ThingId at{i};
        while (at && std::find(pair.carried.begin(), pair.carried.end(), at) == pair.carried.end())
            at = m_system.things[at].carrier;
        if (at) m_state.things[i].needsStart = false;
    }
}

// Also lets those repairs begin that waited for the switch.
void Dynamics::endSwitch(PairId id) {
    const Pair& pair = m_system.pairs[id];
    auto& state = m_state.pairs[id.value];
    cancelJob(pair.switchOver);
    state.switching = false;
    state.failingBack = false;
    state.from = state.to = 0;
    setLeaf(pair.notSwitching, true, {});
    m_spreader.spread(m_state.signals);
    for (std::size_t j = 0; j != m_state.jobs.size(); ++j) {
        if (m_state.jobs[j].status != JobStatus::waitsForSwitch) continue;
        const auto& waits = m_system.jobs.raw()[j].waitsFor;
        if (std::find(waits.begin(), waits.end(), id) != waits.end()) joinQueue(JobId{j});
    }
}

} // namespace nueves::behaviour
