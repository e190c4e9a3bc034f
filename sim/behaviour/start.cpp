// The state at time 0: everything works, except what was unlucky from the start.
#include "sim/behaviour/dynamics.hpp"

#include "sim/behaviour/scaling/room.hpp"

namespace nueves::behaviour {

using model::State;
using model::System;

State Dynamics::blank(const System& system) {
    State state;
    state.signals = system.circuit.initial();
    state.clocks.resize(system.clocks.size());
    state.modes.resize(system.modes.size());
    state.jobs.resize(system.jobs.size());
    state.crews.resize(system.crews.size());
    state.stocks.resize(system.stocks.size());
    state.pairs.resize(system.pairs.size());
    state.planned.resize(system.works.size(), model::Planned::idle);
    state.plannedDates.resize(system.works.size(), 0);
    state.things.resize(system.things.size());
    state.charge.resize(system.batteries.size());
    state.chargedAt.resize(system.batteries.size());
    state.supplyRoot.resize(system.batteries.size());
    state.fuelRoot.resize(system.generators.size());
    state.probePhase.resize(system.rotations.size());
    state.probes.resize(system.rotations.size());
    state.rotationRoots.resize(system.rotations.size());
    state.traffic = traffic::Flow::blank(system);
    state.traffic.scalings = Scaler::blank(system);
    state.fleet = blankFleet(system.fleet);
    state.occurrences.resize(system.streams.size(), 0);
    for (std::size_t i = 0; i != system.stocks.size(); ++i) state.stocks[i].stock = system.stocks.raw()[i].stock;
    for (std::size_t i = 0; i != system.batteries.size(); ++i) state.charge[i] = system.batteries[i].bridges;
    return state;
}

void Dynamics::begin(bool aged) {
    m_root = RootId{};
    m_traffic = m_rates.get(); // whoever went on in a fork before this
    for (std::size_t i = 0; i != m_system.pairs.size(); ++i) {
        const auto& pair = m_system.pairs.raw()[i];
        for (std::uint32_t m = pair.active; m < pair.members.size(); ++m) setRole(PairId{i}, m, false, RootId{});
    }
    beginScaled();
    beginFleet(aged);
    m_spreader.spread(m_state.signals);
    for (const auto& rotation : m_system.rotations.raw()) // who never ran was never found well
        if (!isTrue(rotation.healthy)) setLeaf(rotation.in, false, RootId{});
    m_spreader.spread(m_state.signals);
    m_spreader.forgetChanges();
    for (std::size_t i = 0; i != m_system.things.size(); ++i) { // a generator nobody asked stands still
        auto& thing = m_state.things[i];
        thing.seenSupplied = isTrue(m_system.things.raw()[i].supplied);
        thing.needsStart = !thing.seenSupplied;
        thing.seenRuns = isTrue(m_system.things.raw()[i].runs);
    }
    beginImages();
    beginFaults(aged);
    for (std::size_t i = 0; i != m_system.works.size(); ++i) scheduleWork(WorkId{i});
    for (std::size_t i = 0; i != m_system.rotations.size(); ++i) {
        const auto& rotation = m_system.rotations.raw()[i];
        m_state.probePhase[i] =
            core::spanFromSeconds(core::seconds(rotation.every) * m_doors.phase(rotation.phaseStream));
    }
    for (std::size_t i = 0; i != m_system.actions.size(); ++i)
        m_doors.at(m_system.actions.raw()[i].clock, m_system.actions.raw()[i].at);
    settle();
    for (std::size_t i = 0; i != m_system.services.size(); ++i) reviewService(static_cast<std::uint32_t>(i));
    settle();
    meetFleet();
    beginTraffic();
}

// Targets beyond what is wanted at first.
void Dynamics::beginScaled() {
    for (std::size_t i = 0; i != m_system.traffic.scalings.size(); ++i) {
        if (m_system.traffic.scalings[i].by == model::Scaling::By::vertical) continue; // counts sizes, not targets
        if (m_system.traffic.scalings[i].lodges) continue;
        const auto& targets = m_system.traffic.stations[m_system.traffic.scalings[i].station].targets;
        for (auto t = static_cast<std::size_t>(m_state.traffic.scalings[i].wanted); t < targets.size(); ++t)
            setLeaf(targets[t].wanted, false, RootId{});
    }
}

// What was unlucky from the start, and the clocks of the rest.
void Dynamics::beginFaults(bool aged) {
    for (std::size_t i = 0; i != m_system.modes.size(); ++i) {
        const auto& mode = m_system.modes.raw()[i];
        if (mode.probability <= 0.0) startLife(ModeId{i}, aged);
        else if (mode.probability >= 1.0 || m_doors.chance(mode.probabilityStream, mode.probability, 0))
            strike(ModeId{i}, mode.root);
    }
    for (std::size_t i = 0; i != m_system.causes.size(); ++i) {
        const auto& cause = m_system.causes.raw()[i];
        if (cause.probability > 0.0 && m_doors.chance(cause.everyStream, cause.probability, 0))
            for (ModeId mode : cause.modes) strike(mode, cause.root);
        if (!cause.clock || cause.candidate) continue;
        if (aged) m_doors.startAged(cause.clock, cause.every, cause.everyStream, {});
        else m_doors.start(cause.clock, cause.every, cause.everyStream, {});
    }
}

// The clocks of a mode that is idle on a thing that is new.
void Dynamics::startLife(ModeId id, bool aged) {
    const model::Mode& mode = m_system.modes[id];
    const auto launch = [&](ClockId clock, LawId law, StreamId stream) {
        if (!clock || m_system.clocks[clock].candidate) return;
        const auto profile = clock == mode.everyClock ? mode.during : engine::ProfileId{};
        if (aged) m_doors.startAged(clock, law, stream, profile);
        else m_doors.start(clock, law, stream, profile);
        const auto& thing = m_state.things[mode.thing.value];
        m_doors.setSpeed(clock, isTrue(m_system.things[mode.thing].runs) ? thing.reserve : 0.0);
    };
    launch(mode.everyClock, mode.every, mode.everyStream);
    launch(mode.falseClock, mode.falseAlarm, mode.falseStream);
}

} // namespace nueves::behaviour
