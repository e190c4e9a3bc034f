// Machines that an autoscaler asks for and takes away, and that their provider takes back (semantics.md,
// section 12).
#include "sim/behaviour/scaling/fleet_times.hpp"
#include "sim/behaviour/scaling/room.hpp"

#include "sim/behaviour/dynamics.hpp"

#include <algorithm>
#include <numeric>

namespace nueves::behaviour {

using model::NodePool;
using model::NodePoolState;
using model::NodeState;
using Stage = NodeState::Stage;

namespace {

bool someWait(const model::FleetState& state) {
    return std::any_of(state.pending.begin(), state.pending.end(), [](int pending) { return pending > 0; });
}

} // namespace

// For all that waits, and for what was lost. True: some are on their way.
bool Dynamics::askForMachines() {
    const model::Fleet& fleet = m_system.fleet;
    const std::vector<std::uint32_t> needed = machinesNeeded(m_system, m_state, m_doors.now());
    bool asked = false;
    for (std::uint32_t i = 0; i != fleet.pools.size(); ++i) {
        NodePoolState& pool = m_state.fleet.pools[i];
        if (pool.pausedUntil > m_doors.now()) continue;
        std::vector<std::uint32_t> ask;
        std::copy_if(needed.begin(), needed.end(), std::back_inserter(ask),
                     [&](std::uint32_t node) { return fleet.nodes[node].pool == i; });
        const int have = machinesOf(m_state.fleet, fleet.pools[i]);
        if (have + static_cast<int>(ask.size()) > pool.size) {
            pool.size = have + static_cast<int>(ask.size());
            m_state.fleet.added = m_doors.now();
        }
        addSpares(i, pool.size - have, ask);
        for (const std::uint32_t node : ask) {
            if (!askForOne(i, node)) break;
            asked = true;
        }
    }
    return asked;
}

// Lengthens a list of absent machines to `count`: those that were lost first.
void Dynamics::addSpares(std::uint32_t i, int count, std::vector<std::uint32_t>& ask) const {
    const model::Fleet& fleet = m_system.fleet;
    for (const bool lost : {true, false})
        for (const std::uint32_t n : fleet.pools[i].nodes) {
            if (static_cast<int>(ask.size()) >= count) return;
            const bool absent = m_state.fleet.nodes[n].stage == Stage::absent;
            const bool wasLost = static_cast<bool>(m_state.signals.root[fleet.nodes[n].exists.value]);
            if (absent && wasLost == lost && isTrue(fleet.nodes[n].ground) &&
                std::find(ask.begin(), ask.end(), n) == ask.end())
                ask.push_back(n);
        }
}

// False: the provider has none, and the group is left alone for a while.
bool Dynamics::askForOne(std::uint32_t i, std::uint32_t n) {
    const NodePool& pool = m_system.fleet.pools[i];
    const bool beyond = pool.quota > 0 && machinesOf(m_state.fleet, pool) >= pool.quota;
    if (beyond || (pool.fails > 0.0 && m_doors.chance(pool.failsStream, pool.fails, 0))) {
        refuseRequest(i, n);
        return false;
    }
    NodeState& node = m_state.fleet.nodes[n];
    node.stage = Stage::asked;
    startClock(m_system.fleet.nodes[n].arrives, pool.provision, m_system.fleet.nodes[n].provisionStream, {});
    return true;
}

// What waits for machine `n` is missed because of that.
void Dynamics::refuseRequest(std::uint32_t i, std::uint32_t n) {
    const NodePool& pool = m_system.fleet.pools[i];
    NodePoolState& state = m_state.fleet.pools[i];
    state.pause = state.pause.count() == 0 ? kFirstPause : std::min(2 * state.pause, kLongestPause);
    state.pausedUntil = m_doors.now() + state.pause;
    state.size = std::max(pool.least, machinesOf(m_state.fleet, pool));
    setLeaf(m_system.fleet.nodes[n].exists, false, pool.refused);
    for (std::size_t l = 0; l != m_system.fleet.lodgers.size(); ++l) {
        int waiting = m_state.fleet.pending[l];
        for (const model::Place& place : m_system.fleet.lodgers[l].places)
            if (place.node == n && !isTrue(place.wanted) && waiting-- > 0)
                setLeaf(place.wanted, false, pool.refused);
    }
}

void Dynamics::nodeArrives(std::uint32_t n) {
    const model::Node& spec = m_system.fleet.nodes[n];
    NodeState& node = m_state.fleet.nodes[n];
    node.stage = Stage::absent;
    m_fleetChanged = true;
    if (!isTrue(spec.ground)) return refuseRequest(*spec.pool, n); // where it was to stand is lost meanwhile
    m_root = m_state.signals.root[spec.exists.value];
    leaveNode(n, m_root);
    for (const ThingId thing : spec.things) renewClocks(thing);
    for (const std::uint32_t image : m_system.fleet.nodeImages[n]) {
        m_state.fleet.imageHere[image] = 0;
        m_state.fleet.imageComes[image] = core::kStart;
        m_state.fleet.pullerFree[m_system.fleet.images[image].puller] = core::kStart;
    }
    node.stage = Stage::present;
    node.down = node.everReady = node.idle = false;
    node.since = m_doors.now();
    setLeaf(spec.exists, true, RootId{});
    startLifetime(n, false);
    NodePoolState& pool = m_state.fleet.pools[*spec.pool];
    pool.pause = {};
    if (machinesOf(m_state.fleet, m_system.fleet.pools[*spec.pool]) < pool.size) return;
    for (const std::uint32_t other : m_system.fleet.pools[*spec.pool].nodes) // none is missed any more
        if (const GateId exists = m_system.fleet.nodes[other].exists;
            !isTrue(exists) && m_state.signals.root[exists.value])
            setLeaf(exists, false, RootId{});
}

void Dynamics::startLifetime(std::uint32_t n, bool aged) {
    const model::Node& node = m_system.fleet.nodes[n];
    if (!node.lifetime) return;
    if (aged)
        m_doors.startAged(node.ends, node.lifetime, node.lifetimeStream, {});
    else
        startClock(node.ends, node.lifetime, node.lifetimeStream, {});
}

// The provider wants it back: all that is on it is gone, and its replicas are missed until somebody notices.
void Dynamics::nodeEnds(std::uint32_t n) {
    if (m_state.fleet.nodes[n].stage != Stage::present) return;
    m_root = m_system.fleet.nodes[n].reclaimed;
    endNode(n, m_root);
}

void Dynamics::endNode(std::uint32_t n, RootId root) {
    NodeState& node = m_state.fleet.nodes[n];
    const model::Node& spec = m_system.fleet.nodes[n];
    stopClock(spec.ends);
    node = {.down = true,
            .root = root,
            .downSince = m_doors.now(),
            .existed = node.existed + (m_doors.now() - node.since)};
    setLeaf(spec.exists, false, root);
    m_fleetChanged = true;
    for (const ThingId thing : spec.things) {
        const model::Range modes = m_system.things[thing].modes;
        for (std::uint32_t m = modes.first; m != modes.last; ++m) {
            if (m_system.modes[m_system.modeOf[m]].probability > 0.0) continue;
            cure(m_system.modeOf[m]);
            dropFalseAlarm(m_system.modeOf[m]);
        }
        for (std::size_t w = 0; w != m_system.works.size(); ++w)
            if (m_system.works.raw()[w].thing == thing) dropWork(WorkId{w});
    }
}

void Dynamics::leaveNode(std::uint32_t n, RootId root) {
    for (std::size_t l = 0; l != m_system.fleet.lodgers.size(); ++l) {
        const auto& places = m_system.fleet.lodgers[l].places;
        for (std::size_t p = 0; p != places.size(); ++p)
            if (places[p].node == n && isTrue(places[p].wanted)) leavePlace(l, p, root);
    }
}

core::SimSpan Dynamics::existed(std::uint32_t n) const {
    const NodeState& node = m_state.fleet.nodes[n];
    const bool there = node.stage == Stage::present;
    return node.existed + (there ? m_doors.now() - node.since : core::SimSpan{});
}

void Dynamics::takeAway(std::uint32_t n, RootId root) {
    const std::uint32_t i = *m_system.fleet.nodes[n].pool;
    leaveNode(n, root);
    endNode(n, RootId{});
    NodePoolState& pool = m_state.fleet.pools[i];
    pool.size = std::max(m_system.fleet.pools[i].least, pool.size - 1);
}

// Machines that have carried nothing for too long.
bool Dynamics::giveUpBroken() {
    bool changed = false;
    for (std::uint32_t n = 0; n != m_system.fleet.nodes.size(); ++n) {
        const NodeState node = m_state.fleet.nodes[n];
        if (!m_system.fleet.nodes[n].pool || node.stage != Stage::present || !node.down) continue;
        if (m_doors.now() < givenUpAt(node)) continue;
        takeAway(n, node.root);
        changed = true;
    }
    return changed;
}

// While nobody waits and none was added lately, those that are little used: the empty ones together, else one
// of the others.
bool Dynamics::takeMachinesAway() {
    if (giveUpBroken()) return true;
    if (someWait(m_state.fleet) || m_doors.now() < m_state.fleet.added + kAfterAdd) return false;
    int gone = 0;
    for (std::uint32_t n = 0; n != m_system.fleet.nodes.size() && gone != kMostEmpty; ++n)
        if (mayGo(n) && m_doors.now() >= goesAt(n) && replicasOn(n) == 0) {
            takeAway(n, RootId{});
            ++gone;
        }
    for (std::uint32_t n = 0; n != m_system.fleet.nodes.size() && gone == 0; ++n)
        if (mayGo(n) && m_doors.now() >= goesAt(n) && couldBeEmptied(m_system, m_state, n)) {
            takeAway(n, m_system.fleet.pools[*m_system.fleet.nodes[n].pool].emptied);
            ++gone;
        }
    return gone > 0;
}

int Dynamics::replicasOn(std::uint32_t n) const {
    int count = 0;
    for (const model::Lodger& lodger : m_system.fleet.lodgers)
        for (const model::Place& place : lodger.places) count += place.node == n && isTrue(place.wanted);
    return count;
}

bool Dynamics::mayGo(std::uint32_t n) const {
    const auto& pool = m_system.fleet.nodes[n].pool;
    return pool && m_state.fleet.nodes[n].idle &&
           m_state.fleet.pools[*pool].size > m_system.fleet.pools[*pool].least;
}

core::SimTime Dynamics::goesAt(std::uint32_t n) const {
    return m_state.fleet.nodes[n].idleSince + m_system.fleet.pools[*m_system.fleet.nodes[n].pool].idle;
}

// A machine is little used from the look on at which the autoscaler sees it.
void Dynamics::markIdle() {
    const Room room(m_system, m_state);
    for (std::uint32_t n = 0; n != m_system.fleet.nodes.size(); ++n) {
        const auto& pool = m_system.fleet.nodes[n].pool;
        if (!pool) continue;
        NodeState& node = m_state.fleet.nodes[n];
        const bool idle = isUsable(m_state, n) && room.used(n) < m_system.fleet.pools[*pool].below &&
                          couldBeEmptied(m_system, m_state, n);
        if (idle && !node.idle) node.idleSince = scanFrom(m_doors.now());
        node.idle = idle;
    }
}

// When a replica leaves a machine that is lost.
core::SimTime Dynamics::nextMove() const {
    core::SimTime next = core::kNever;
    for (const model::Lodger& lodger : m_system.fleet.lodgers)
        for (const model::Place& place : lodger.places)
            if (const NodeState& node = m_state.fleet.nodes[place.node]; node.down && isTrue(place.wanted))
                next = std::min(next, std::max(movesAt(node), m_doors.now() + core::SimSpan{1}));
    return next;
}

// The next look at which the autoscaler does something.
core::SimTime Dynamics::nextLook() const {
    const model::Fleet& fleet = m_system.fleet;
    const model::FleetState& state = m_state.fleet;
    const core::SimTime now = m_doors.now();
    core::SimTime next = core::kNever;
    const auto look = [&](core::SimTime from) {
        next = std::min(next, std::max(from, now + core::SimSpan{1}));
    };
    const bool wait = someWait(state);
    if (wait && !machinesNeeded(m_system, m_state, now).empty()) look(now);
    for (std::uint32_t i = 0; i != fleet.pools.size(); ++i) {
        std::vector<std::uint32_t> spares;
        addSpares(i, 1, spares);
        const bool paused = state.pools[i].pausedUntil > now;
        const bool lacks = machinesOf(state, fleet.pools[i]) < state.pools[i].size;
        if (!spares.empty() && (lacks || (wait && paused))) look(state.pools[i].pausedUntil);
    }
    for (std::uint32_t n = 0; n != fleet.nodes.size(); ++n) {
        const NodeState& node = state.nodes[n];
        if (!fleet.nodes[n].pool || node.stage != Stage::present) continue;
        if (node.down) look(givenUpAt(node));
        if (mayGo(n) && !wait) look(std::max(goesAt(n), state.added + kAfterAdd));
    }
    return next == core::kNever ? next : scanFrom(next);
}

// When the next of them acts, if nothing else happens.
void Dynamics::scheduleFleet() {
    const core::SimTime look = isHealthy(m_state.fleet) ? nextLook() : core::kNever;
    const core::SimTime next = std::min(look, nextMove());
    if (next != core::kNever)
        m_doors.at(m_system.fleet.clock, next);
    else
        stopClock(m_system.fleet.clock);
}

} // namespace nueves::behaviour
