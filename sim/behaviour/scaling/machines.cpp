// Replicas find machines: put where there is room, moved from machines that are lost, pending where there is
// none (semantics.md, section 12).
#include "sim/behaviour/scaling/fleet_times.hpp"
#include "sim/behaviour/scaling/room.hpp"

#include "sim/behaviour/dynamics.hpp"

#include <algorithm>
#include <utility>

namespace nueves::behaviour {

using model::Lodger;
using model::NodeState;
using Stage = NodeState::Stage;

namespace {

constexpr int kMostRounds = 100; // of replicas that move because others did, within one instant

} // namespace

// Those machines that it begins with, and on them as many replicas as find room.
void Dynamics::beginFleet(bool aged) {
    const model::Fleet& fleet = m_system.fleet;
    for (std::size_t i = 0; i != fleet.pools.size(); ++i)
        m_state.fleet.pools[i].size = fleet.pools[i].initial;
    for (NodeState& node : m_state.fleet.nodes) node.stage = Stage::present;
    for (const model::NodePool& pool : fleet.pools)
        for (std::size_t i = 0; i != pool.nodes.size(); ++i) {
            if (i < static_cast<std::size_t>(pool.initial)) continue;
            m_state.fleet.nodes[pool.nodes[i]].stage = Stage::absent;
            setLeaf(fleet.nodes[pool.nodes[i]].exists, false, RootId{});
        }
    for (std::uint32_t n = 0; n != fleet.nodes.size(); ++n) {
        NodeState& node = m_state.fleet.nodes[n];
        node.everReady = node.stage == Stage::present;
        node.down = !node.everReady;
        if (node.everReady) startLifetime(n, aged);
    }
    for (const Lodger& lodger : fleet.lodgers)
        for (const model::Place& place : lodger.places) setLeaf(place.wanted, false, RootId{});
    for (std::size_t l = 0; l != fleet.lodgers.size(); ++l) seatLodger(l);
    m_fleetChanged = true;
}

void Dynamics::meetFleet() {
    const model::Fleet& fleet = m_system.fleet;
    if (fleet.empty()) return;
    bool due = std::exchange(m_fleetChanged, false);
    for (std::size_t l = 0; l != fleet.lodgers.size(); ++l)
        due = due || seats(l) != m_state.fleet.seated[l] + m_state.fleet.pending[l];
    if (!due) return;
    for (int round = 0; round != kMostRounds && reviewFleet(); ++round) settle();
    m_fleetChanged = false;
    scheduleFleet();
}

// True: somebody came or went.
bool Dynamics::reviewFleet() {
    watchNodes();
    bool changed = movePlaces();
    for (std::size_t l = 0; l != m_system.fleet.lodgers.size(); ++l) changed = seatLodger(l) || changed;
    const core::SimTime now = m_doors.now();
    if (now.time_since_epoch() % kScan == core::SimSpan{} && m_state.fleet.scanned != now) {
        m_state.fleet.scanned = now;
        if (isHealthy(m_state.fleet)) {
            changed = askForMachines() || changed;
            changed = takeMachinesAway() || changed;
        }
    }
    markIdle();
    return changed;
}

void Dynamics::watchNodes() {
    for (std::size_t n = 0; n != m_system.fleet.nodes.size(); ++n) {
        NodeState& node = m_state.fleet.nodes[n];
        if (node.stage != Stage::present) continue;
        const bool ready = isTrue(m_system.fleet.nodes[n].ready);
        if (ready) {
            node.everReady = true;
            node.root = RootId{};
        } else if (!node.down) {
            node.downSince = m_doors.now();
            node.root = m_root;
        }
        node.down = !ready;
    }
}

int Dynamics::seats(std::size_t l) const {
    const Lodger& lodger = m_system.fleet.lodgers[l];
    return lodger.scaling ? m_state.traffic.scalings[*lodger.scaling].wanted : lodger.replicas;
}

void Dynamics::leavePlace(std::size_t l, std::size_t place, RootId root) {
    countLodged(l);
    --m_state.fleet.seated[l];
    setLeaf(m_system.fleet.lodgers[l].places[place].wanted, false, root);
}

void Dynamics::countLodged(std::size_t l) {
    m_state.fleet.lodged[l] = lodged(l);
    m_state.fleet.counted[l] = m_doors.now();
}

core::SimSpan Dynamics::lodged(std::size_t l) const {
    const model::FleetState& state = m_state.fleet;
    return state.lodged[l] + state.seated[l] * (m_doors.now() - state.counted[l]);
}

// From machines that have been lost for long enough that somebody acts.
bool Dynamics::movePlaces() {
    bool moved = false;
    for (std::size_t l = 0; l != m_system.fleet.lodgers.size(); ++l) {
        const auto& places = m_system.fleet.lodgers[l].places;
        for (std::size_t p = 0; p != places.size(); ++p) {
            const NodeState& node = m_state.fleet.nodes[places[p].node];
            if (!node.down || !isTrue(places[p].wanted) || m_doors.now() < movesAt(node)) continue;
            leavePlace(l, p, node.root);
            moved = true;
        }
    }
    return moved;
}

// As many as are wanted. Goes: one that does not serve, before one that does, the last first.
bool Dynamics::seatLodger(std::size_t l) {
    const Lodger& lodger = m_system.fleet.lodgers[l];
    int& seated = m_state.fleet.seated[l];
    bool changed = false;
    for (; seated > seats(l); changed = true) {
        std::optional<std::size_t> last, idle;
        for (std::size_t p = lodger.places.size(); p-- > 0 && !idle;) {
            if (!isTrue(lodger.places[p].wanted)) continue;
            if (!last) last = p;
            if (!isTrue(m_system.things[lodger.places[p].thing].works)) idle = p;
        }
        leavePlace(l, idle ? *idle : *last, RootId{});
        m_spreader.spread(m_state.signals);
    }
    if (seated < seats(l)) {
        Room room(m_system, m_state);
        auto taken = takenPlaces(m_system, m_state, lodger);
        while (seated < seats(l)) {
            const auto place =
                room.place(lodger, taken, [&](std::uint32_t n) { return isUsable(m_state, n); });
            if (!place) break;
            taken[*place] = 1;
            room.take(lodger.places[*place].node, lodger.asks);
            takePlace(l, *place);
            changed = true;
        }
    }
    m_state.fleet.pending[l] = seats(l) - seated;
    if (m_state.fleet.pending[l] == 0) forgetDisplaced(l);
    return changed;
}

// Its start is the doing of what made the one before it go, if it takes the place of one that was lost.
void Dynamics::takePlace(std::size_t l, std::size_t place) {
    const auto& places = m_system.fleet.lodgers[l].places;
    m_root = RootId{};
    for (const model::Place& other : places) {
        const RootId root = m_state.signals.root[other.wanted.value];
        if (isTrue(other.wanted) || !root) continue;
        m_root = root;
        setLeaf(other.wanted, false, RootId{});
        break;
    }
    countLodged(l);
    ++m_state.fleet.seated[l];
    setLeaf(places[place].wanted, true, RootId{});
}

// Nobody waits: what is not there is not missed.
void Dynamics::forgetDisplaced(std::size_t l) {
    for (const model::Place& place : m_system.fleet.lodgers[l].places)
        if (!isTrue(place.wanted) && m_state.signals.root[place.wanted.value])
            setLeaf(place.wanted, false, RootId{});
}

} // namespace nueves::behaviour
