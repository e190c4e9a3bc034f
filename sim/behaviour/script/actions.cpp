// A person's hand: timed actions of the script (semantics.md, section 9).
//
// What an action does to a thing is a leaf of that thing, so that a later one may take back a part of it.
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

using model::Action;
using model::Fault;

void Dynamics::action(std::uint32_t n) {
    const Action& action = m_system.actions[model::ActionId{n}];
    m_root = action.root;
    if (action.duration.count() > 0) m_doors.at(action.endClock, core::after(m_doors.now(), action.duration));
    switch (action.verb) {
    case Action::Verb::stop: begins(action); break;
    case Action::Verb::start: startThings(action); break;
    case Action::Verb::repair: repairThings(action); break;
    case Action::Verb::strike:
        begins(action);
        for (ModeId mode : action.modes) { // its own repair acts, from known
            strike(mode, action.root);
            m_spreader.spread(m_state.signals);
            become(mode);
        }
        break;
    case Action::Verb::restart: // a stop without length: all that stands on the things stops with them
        for (ThingId thing : action.things) endEarlier(Action::Verb::stop, thing);
        begins(action);
        m_instants.push_back(action.endClock);
        break;
    case Action::Verb::maintain:
        for (WorkId work : action.works) {
            if (m_state.planned[work.value] == model::Planned::running) continue;
            if (m_state.planned[work.value] == model::Planned::idle) ++m_state.dueWorks;
            m_doors.stop(m_system.works[work].dueClock);
            beginWork(work);
        }
        break;
    }
}

void Dynamics::begins(const Action& action) {
    for (GateId leaf : action.absents) setLeaf(leaf, false, action.root);
}

void Dynamics::actionEnd(std::uint32_t n) {
    const Action& action = m_system.actions[model::ActionId{n}];
    m_root = action.root;
    for (std::size_t i = 0; i != action.absents.size(); ++i)
        if (!isTrue(action.absents[i])) ends(action, i);
}

// It is over for one of its things: a planned stop ends with a start, a fault as its own repair would end it.
void Dynamics::ends(const Action& action, std::size_t which) {
    setLeaf(action.absents[which], true, {});
    const ThingId thing = action.things[which];
    if (action.verb != Action::Verb::strike) return startAgain(thing);
    if (m_system.things[thing].soft) {
        cureAll(thing, ModeId{});
        renewClocks(thing);
    }
    returnAtOnce(thing);
}

// Ends what earlier actions of this kind still do to the thing.
void Dynamics::endEarlier(Action::Verb verb, ThingId thing) {
    for (const Action& earlier : m_system.actions) {
        const auto place = std::lower_bound(earlier.things.begin(), earlier.things.end(), thing);
        if (earlier.verb != verb || place == earlier.things.end() || *place != thing) continue;
        const auto which = static_cast<std::size_t>(place - earlier.things.begin());
        if (earlier.absents.empty() || isTrue(earlier.absents[which])) continue;
        m_root = earlier.root; // what lingers is its doing
        ends(earlier, which);
        const auto over = [&](GateId leaf) { return isTrue(leaf); };
        if (std::all_of(earlier.absents.begin(), earlier.absents.end(), over)) stopClock(earlier.endClock);
    }
}

// Those that a script has stopped; the others run already, or something else holds them down.
void Dynamics::startThings(const Action& action) {
    for (ThingId thing : action.things) endEarlier(Action::Verb::stop, thing);
}

// Through its start-up, which cures a process of what a restart cures, whoever broke it.
void Dynamics::startAgain(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    if (thing.soft) {
        for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i)
            m_state.modes[m_system.modeOf[i].value].ownRestart = false;
        cureAll(id, ModeId{});
    }
    m_state.things[id.value].needsStart = true;
    enqueue(id);
}

// All faults of the things end now, each as its own repair would end it.
void Dynamics::repairThings(const Action& action) {
    for (ThingId thing : action.things) {
        endEarlier(Action::Verb::strike, thing);
        const model::Range modes = m_system.things[thing].modes;
        for (std::uint32_t m = modes.first; m != modes.last; ++m) {
            const ModeId mode = m_system.modeOf[m];
            if (m_state.modes[mode.value].fault == Fault::idle || m_system.modes[mode].probability > 0.0)
                continue;
            repaired(mode);
        }
        returnAtOnce(thing);
    }
}

} // namespace nueves::behaviour
