#include "sim/behaviour/dynamics.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <functional>

namespace nueves::behaviour {

using model::EventKind;
using model::System;

namespace {

constexpr std::uint32_t kMostSteps = 1'000'000; // within one instant: more is a loop

void addOnce(std::vector<std::uint32_t>& sorted, std::uint32_t item) {
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), item);
    if (place == sorted.end() || *place != item) sorted.insert(place, item);
}

std::uint32_t takeFirst(std::vector<std::uint32_t>& sorted) {
    const std::uint32_t first = sorted.front();
    sorted.erase(sorted.begin());
    return first;
}

} // namespace

Dynamics::Dynamics(const System& system, model::State& state, engine::Doors& doors, model::Spreader& spreader)
    : m_system(system), m_state(state), m_doors(doors), m_spreader(spreader),
      m_thingQueued(system.things.size(), 0), m_reacts(system.things.size(), 0),
      m_serviceQueued(system.services.size(), 0) {
    for (std::size_t i = 0; i != system.things.size(); ++i) {
        const model::Thing& thing = system.things.raw()[i];
        bool ages = false;
        for (std::uint32_t m = thing.clocked.first; m != thing.clocked.last; ++m) {
            const model::Mode& mode = system.modes[system.modeOf[m]];
            const auto ageing = [&](ClockId clock) { return clock && !system.clocks[clock].candidate; };
            ages = ages || ageing(mode.everyClock) || ageing(mode.falseClock) || mode.leakClock;
        }
        m_reacts[i] = ages || thing.supplied || thing.startup;
    }
    if (system.traffic.empty()) return;
    m_rates = std::make_unique<traffic::RatePassage>(system);
    m_traffic = m_rates.get();
}

void Dynamics::setLeaf(GateId leaf, bool value, RootId root) {
    if (leaf) m_spreader.set(m_state.signals, leaf, value, root);
}

void Dynamics::enqueue(ThingId thing) {
    if (m_thingQueued[thing.value]) return;
    m_thingQueued[thing.value] = 1;
    m_things.emplace_back(m_system.things[thing].settleOrder, thing);
    std::push_heap(m_things.begin(), m_things.end(), std::greater<>{});
}

void Dynamics::fire(ClockId clock) {
    m_steps = 0;
    passTraffic();
    dispatch(clock);
    settle();
    meetFleet();
    meetTraffic();
}

void Dynamics::dispatch(ClockId clock) {
    const engine::Event event = m_system.clocks[clock].event;
    const std::uint32_t n = event.subject;
    switch (static_cast<EventKind>(event.kind)) {
    case EventKind::failure: strike(ModeId{n}, m_root = m_system.modes[ModeId{n}].root); break;
    case EventKind::falseAlarm: falseAlarm(ModeId{n}); break;
    case EventKind::known:
    case EventKind::inspection: become(ModeId{n}); break;
    case EventKind::flapTurn: flapTurn(ModeId{n}); break;
    case EventKind::leakFull: leakFull(ModeId{n}); break;
    case EventKind::jobStep: phaseEnded(JobId{n}); break;
    case EventKind::shock: shock(CauseId{n}); break;
    case EventKind::workDue: workDue(WorkId{n}); break;
    case EventKind::workWindow: workWindow(WorkId{n}); break;
    case EventKind::lead: pieceArrived(n); break;
    case EventKind::batteryEmpty: batteryEmpty(n); break;
    case EventKind::fuelEmpty: fuelEmpty(n); break;
    case EventKind::rotationTurn: rotationTurn(n); break;
    case EventKind::action: action(n); break;
    case EventKind::actionEnd: actionEnd(n); break;
    case EventKind::traffic: m_root = RootId{}; break; // what is due then is found by looking
    case EventKind::fleet: m_fleetChanged = true; break;
    case EventKind::nodeArrives: nodeArrives(n); break;
    case EventKind::nodeEnds: nodeEnds(n); break;
    case EventKind::pulled: pulled(n); break;
    }
}

void Dynamics::settle() {
    while (settleOnce())
        NUEVES_ASSERT(++m_steps < kMostSteps, "one instant does not come to rest: its parts depend on each other in a circle");
}

// One step towards rest: the lowest thing first (carriers before what they carry), then zero-length clocks, then those
// who watch others. False: nothing is left to do in this instant.
bool Dynamics::settleOnce() {
    m_spreader.spread(m_state.signals);
    takeChanges();
    if (!m_things.empty()) {
        std::pop_heap(m_things.begin(), m_things.end(), std::greater<>{});
        const ThingId thing = m_things.back().second;
        m_things.pop_back();
        m_thingQueued[thing.value] = 0;
        reviewThing(thing);
    } else if (!m_instants.empty()) {
        const auto before = [&](ClockId a, ClockId b) {
            const auto ra = m_system.clocks[a].rank, rb = m_system.clocks[b].rank;
            return ra != rb ? ra < rb : a < b;
        };
        const auto first = std::min_element(m_instants.begin(), m_instants.end(), before);
        const ClockId clock = *first;
        m_instants.erase(first);
        dispatch(clock);
    } else if (!m_batteries.empty()) {
        reviewBattery(takeFirst(m_batteries));
    } else if (!m_generators.empty()) {
        reviewGenerator(takeFirst(m_generators));
    } else if (!m_pairs.empty()) {
        reviewPair(PairId{takeFirst(m_pairs)});
    } else if (!m_rotations.empty()) {
        reviewRotation(takeFirst(m_rotations));
    } else {
        complain();
        if (m_state.dueWorks > 0) reviewWorks();
        return m_spreader.pending() || !m_spreader.changed().empty() || !m_things.empty() || !m_instants.empty();
    }
    return true;
}

void Dynamics::takeChanges() {
    auto& changed = m_spreader.changed();
    for (std::size_t i = 0; i != changed.size(); ++i) {
        const model::Range range = m_system.watchers[changed[i]];
        for (std::uint32_t w = range.first; w != range.last; ++w) {
            const System::Watch& watch = m_system.watching[w];
            switch (watch.kind) {
            case System::Watch::Kind::thing: enqueue(ThingId{watch.subject}); break;
            case System::Watch::Kind::service: reviewService(watch.subject); break;
            case System::Watch::Kind::battery: addOnce(m_batteries, watch.subject); break;
            case System::Watch::Kind::generator: addOnce(m_generators, watch.subject); break;
            case System::Watch::Kind::rotation: addOnce(m_rotations, watch.subject); break;
            case System::Watch::Kind::pair: addOnce(m_pairs, watch.subject); break;
            case System::Watch::Kind::traffic: m_trafficChanged = true; break;
            case System::Watch::Kind::fleet: m_fleetChanged = true; break;
            }
        }
    }
    m_spreader.forgetChanges();
}

void Dynamics::reviewService(std::uint32_t service) {
    if (!m_serviceQueued[service]) {
        m_serviceQueued[service] = 1;
        m_services.push_back(service);
    }
    const model::Service& spec = m_system.services[ServiceId{service}];
    if (spec.hasOn && !spec.modesBelow.empty() && !isTrue(spec.up)) m_complaints.push_back(service);
}

// Users notice an outage, once it is one, and what was hidden below comes to light.
void Dynamics::complain() {
    for (std::uint32_t service : m_complaints) {
        const model::Service& spec = m_system.services[ServiceId{service}];
        if (isTrue(spec.up)) continue;
        for (ModeId mode : spec.modesBelow)
            if (m_state.modes[mode.value].hidden) reveal(mode);
    }
    m_complaints.clear();
}

void Dynamics::clearChanges() {
    for (std::uint32_t service : m_services) m_serviceQueued[service] = 0;
    m_services.clear();
    m_struck.clear();
}

// A thing noticed that what others give it, or its own soundness, has changed.
void Dynamics::reviewThing(ThingId id) {
    const model::Thing& thing = m_system.things[id];
    model::ThingState& state = m_state.things[id.value];
    const bool supplied = isTrue(thing.supplied);
    if (state.seenSupplied && !supplied) {
        state.needsStart = true;
        if (thing.soft) { // a process that lost its carrier is gone, and its faults with it
            for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i)
                m_state.modes[m_system.modeOf[i].value].ownRestart = false;
            cureAll(id, ModeId{});
        }
    }
    state.seenSupplied = supplied;
    const bool canStart = supplied && isTrue(thing.ownOk);
    if (supplied && state.needsStart && !canStart) // called upon: what was hidden shows
        for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i)
            if (m_state.modes[m_system.modeOf[i].value].hidden) reveal(m_system.modeOf[i]);
    if (!canStart) dropStartup(id);
    else if (state.needsStart) beginStartup(id);
    m_spreader.spread(m_state.signals);
    const bool runs = isTrue(thing.runs);
    if (runs == state.seenRuns) return;
    state.seenRuns = runs;
    adjustSpeeds(id);
}

void Dynamics::startClock(ClockId clock, LawId law, StreamId stream, engine::ProfileId profile) {
    if (!law || m_system.laws[law].isZero()) m_instants.push_back(clock);
    else m_doors.start(clock, law, stream, profile);
}

// Also forgets a zero-length clock that has not fired yet.
void Dynamics::stopClock(ClockId clock) {
    if (!clock) return;
    std::erase(m_instants, clock);
    if (m_state.clocks[clock.value].status == engine::ClockStatus::running) m_doors.stop(clock);
}

} // namespace nueves::behaviour
