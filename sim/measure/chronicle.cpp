#include "sim/measure/chronicle.hpp"

#include <algorithm>

namespace nueves::measure {

using core::SimTime;
using model::Fault;
using model::ModeId;
using model::RootId;
using model::State;

Chronicle::Chronicle(const model::System& system) : m_system(system) {
    const auto watch = [&](Kind kind, std::size_t subject, std::size_t member = 0) {
        m_watched.push_back({kind, static_cast<std::uint32_t>(subject), static_cast<std::uint32_t>(member)});
    };
    for (std::size_t i = 0; i != system.modes.size(); ++i)
        if (system.modes.raw()[i].falseRepair) watch(Kind::falseAlarm, i);
    for (std::size_t i = 0; i != system.causes.size(); ++i)
        if (system.causes.raw()[i].absent) watch(Kind::cause, i);
    for (std::size_t i = 0; i != system.works.size(); ++i) watch(Kind::work, i);
    for (std::size_t i = 0; i != system.actions.size(); ++i)
        for (std::size_t m = 0; m != system.actions.raw()[i].absents.size(); ++m)
            if (system.actions.raw()[i].absents[m]) watch(Kind::action, i, m);
    for (std::size_t i = 0; i != system.fleet.nodes.size(); ++i)
        if (system.fleet.nodes[i].lifetime) watch(Kind::reclaimed, i);
}

bool Chronicle::isOn(const Watched& watched, const State& state) const {
    const std::uint32_t n = watched.subject;
    switch (watched.kind) {
    case Kind::falseAlarm: return state.modes[n].falseAlarm;
    case Kind::cause: return !m_system.isTrue(state.signals, m_system.causes[model::CauseId{n}].absent);
    case Kind::work: return state.planned[n] == model::Planned::running;
    case Kind::action:
        return !m_system.isTrue(state.signals, m_system.actions[model::ActionId{n}].absents[watched.member]);
    case Kind::reclaimed: {
        const model::GateId exists = m_system.fleet.nodes[n].exists;
        return !m_system.isTrue(state.signals, exists) &&
               state.signals.root[exists.value] == m_system.fleet.nodes[n].reclaimed;
    }
    case Kind::fault:
    case Kind::stay: break; // have lists of their own
    }
    return false;
}

RootId Chronicle::rootOf(const Watched& watched) const {
    const std::uint32_t n = watched.subject;
    switch (watched.kind) {
    case Kind::falseAlarm: return m_system.modes[ModeId{n}].falseRoot;
    case Kind::cause: return m_system.causes[model::CauseId{n}].root;
    case Kind::work: return m_system.works[model::WorkId{n}].root;
    case Kind::action: return m_system.actions[model::ActionId{n}].root;
    case Kind::reclaimed: return m_system.fleet.nodes[n].reclaimed;
    case Kind::fault:
    case Kind::stay: break;
    }
    return {};
}

std::size_t Chronicle::begin(Kind kind, std::uint32_t subject, RootId root, SimTime now) {
    Happening happening;
    happening.kind = kind;
    happening.subject = subject;
    happening.from = now;
    happening.root = root;
    happening.open = true;
    m_happenings.push_back(happening);
    return m_happenings.size() - 1;
}

void Chronicle::end(std::size_t index, SimTime now) {
    m_happenings[index].until = now;
    m_happenings[index].open = false;
}

void Chronicle::strike(ModeId id, const State& state) {
    for (const std::size_t fault : m_faults) // cured and struck again within one event
        if (m_happenings[fault].subject == id.value) end(fault, state.now);
    std::erase_if(m_faults, [&](std::size_t fault) { return !m_happenings[fault].open; });
    const model::Mode& mode = m_system.modes[id];
    const RootId root = state.signals.root[mode.absent.value];
    m_faults.push_back(begin(Kind::fault, id.value, root ? root : mode.root, state.now));
    if (mode.effect != scenario::Effect::flap) return;
    const std::size_t fault = m_faults.back();
    m_flaps.push_back({fault, begin(Kind::stay, id.value, m_happenings[fault].root, state.now)});
}

void Chronicle::lookAtFault(std::size_t index, const State& state) {
    Happening& happening = m_happenings[index];
    const Fault fault = state.modes[happening.subject].fault;
    if (fault == Fault::known && happening.known == core::kNever) happening.known = state.now;
    if (fault == Fault::idle) end(index, state.now);
}

// The stops in between. A repair that ends while the thing is coming back makes it run at once: then the last
// stop and the start-up that came to nothing were one.
void Chronicle::lookAtFlap(Flap& flap, const State& state) {
    const model::Mode& mode = m_system.modes[ModeId{m_happenings[flap.fault].subject}];
    const bool stopped = !m_system.isTrue(state.signals, mode.absent);
    const bool repaired = !m_happenings[flap.fault].open;
    if (flap.down && !stopped) {
        end(flap.stay, state.now);
        m_happenings[flap.stay].startsUp = !repaired;
        flap.ran = false;
    } else if (!flap.down && stopped) {
        flap.stay =
            begin(Kind::stay, m_happenings[flap.fault].subject, m_happenings[flap.fault].root, state.now);
    } else if (!flap.down && repaired && !flap.ran) {
        end(flap.stay, state.now);
        m_happenings[flap.stay].startsUp = false;
    }
    flap.down = stopped;
    flap.ran = flap.ran || m_system.isTrue(state.signals, m_system.things[mode.victim].runs);
}

void Chronicle::look(const State& state, const behaviour::Dynamics& dynamics) {
    const auto& struck = dynamics.struck();
    for (; m_struckSeen < struck.size(); ++m_struckSeen) strike(struck[m_struckSeen], state);
    for (const std::size_t fault : m_faults) lookAtFault(fault, state);
    for (Flap& flap : m_flaps) lookAtFlap(flap, state);
    std::erase_if(m_faults, [&](std::size_t fault) { return !m_happenings[fault].open; });
    std::erase_if(m_flaps, [&](const Flap& flap) { return !m_happenings[flap.fault].open; });
    for (Watched& watched : m_watched) {
        const bool on = isOn(watched, state);
        if (on && watched.open == kNone) {
            watched.open = begin(watched.kind, watched.subject, rootOf(watched), state.now);
            m_happenings.back().member = watched.member;
        } else if (!on && watched.open != kNone) {
            end(watched.open, state.now);
            watched.open = kNone;
        }
    }
}

void Chronicle::finish(SimTime end) {
    for (Happening& happening : m_happenings)
        if (happening.open) happening.until = end;
}

} // namespace nueves::measure
