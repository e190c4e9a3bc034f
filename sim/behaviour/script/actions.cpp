// A person's hand: timed actions of the script (semantics.md, section 9).
#include "sim/behaviour/dynamics.hpp"

namespace nueves::behaviour {

using model::Action;
using model::Fault;

void Dynamics::action(std::uint32_t n) {
    const Action& action = m_system.actions[model::ActionId{n}];
    m_root = action.root;
    if (action.duration.count() > 0) m_doors.at(action.endClock, core::after(m_doors.now(), action.duration));
    switch (action.verb) {
    case Action::Verb::strike:
        setLeaf(action.absent, false, action.root);
        for (ModeId mode : action.modes) { // its own repair acts, from known
            strike(mode, action.root);
            m_spreader.spread(m_state.signals);
            become(mode);
        }
        break;
    case Action::Verb::stop: setLeaf(action.absent, false, action.root); break;
    case Action::Verb::start: startThings(action); break;
    case Action::Verb::restart:
        for (ThingId thing : action.things) {
            m_state.things[thing.value].needsStart = true;
            enqueue(thing);
        }
        break;
    case Action::Verb::repair: repairThings(action); break;
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

void Dynamics::actionEnd(std::uint32_t n) {
    const Action& action = m_system.actions[model::ActionId{n}];
    m_root = action.root;
    setLeaf(action.absent, true, {});
    for (ThingId thing : action.things) {
        if (action.verb == Action::Verb::stop) {
            m_state.things[thing.value].needsStart = true; // a planned stop ends with a start
            enqueue(thing);
        } else {
            returnAtOnce(thing);
        }
    }
}

// Ends every earlier planned stop of these things; they go through their start-up.
void Dynamics::startThings(const Action& action) {
    for (std::size_t i = 0; i != m_system.actions.size(); ++i) {
        const Action& other = m_system.actions.raw()[i];
        if (other.verb != Action::Verb::stop || isTrue(other.absent)) continue;
        if (other.things != action.things) continue;
        setLeaf(other.absent, true, {});
        stopClock(other.endClock);
    }
    for (ThingId thing : action.things) {
        m_state.things[thing.value].needsStart = true;
        enqueue(thing);
    }
}

// All faults of the things end now.
void Dynamics::repairThings(const Action& action) {
    for (std::size_t i = 0; i != m_system.actions.size(); ++i) {
        const Action& other = m_system.actions.raw()[i];
        if (other.verb != Action::Verb::strike || isTrue(other.absent) || other.things != action.things) continue;
        setLeaf(other.absent, true, {});
        stopClock(other.endClock);
    }
    for (ThingId thing : action.things) {
        const model::Range modes = m_system.things[thing].modes;
        for (std::uint32_t m = modes.first; m != modes.last; ++m) {
            const ModeId mode = m_system.modeOf[m];
            if (m_state.modes[mode.value].fault == Fault::idle || m_system.modes[mode].probability > 0.0) continue;
            cure(mode);
            startLife(mode, false);
        }
        returnAtOnce(thing);
    }
}

} // namespace nueves::behaviour
