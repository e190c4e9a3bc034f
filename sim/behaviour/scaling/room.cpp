#include "sim/behaviour/scaling/room.hpp"

#include <algorithm>
#include <tuple>

namespace nueves::behaviour {

using model::Fleet;
using model::FleetState;
using model::Lodger;
using model::NodeState;
using model::Resources;
using model::State;
using model::System;

namespace {

bool within(double asked, double holds, double taken) {
    return holds <= 0.0 || asked + taken <= holds * (1.0 + 1e-9);
}

double share(double taken, double holds) {
    return holds > 0.0 ? taken / holds : 0.0;
}

// On its way: asked for, or there and still starting for the first time.
bool isComing(const NodeState& node) {
    return node.stage == NodeState::Stage::asked ||
           (node.stage == NodeState::Stage::present && !node.everReady);
}

} // namespace

FleetState blankFleet(const Fleet& fleet) {
    FleetState state;
    state.nodes.resize(fleet.nodes.size());
    state.pools.resize(fleet.pools.size());
    state.seated.resize(fleet.lodgers.size(), 0);
    state.pending.resize(fleet.lodgers.size(), 0);
    state.lodged.resize(fleet.lodgers.size());
    state.counted.resize(fleet.lodgers.size());
    state.imageHere.resize(fleet.images.size(), 0);
    state.imageComes.resize(fleet.images.size(), core::kStart);
    state.pullerFree.resize(fleet.pullers, core::kStart);
    return state;
}

Room::Room(const System& system, const State& state) : m_fleet(system.fleet) {
    for (const model::Node& node : m_fleet.nodes) m_taken.push_back(node.taken);
    for (const Lodger& lodger : m_fleet.lodgers)
        for (const model::Place& place : lodger.places)
            if (system.isTrue(state.signals, place.wanted)) take(place.node, lodger.asks);
}

bool Room::fits(std::uint32_t node, const Resources& asks) const {
    const Resources& holds = m_fleet.nodes[node].holds;
    const Resources& taken = m_taken[node];
    return within(asks.cpu, holds.cpu, taken.cpu) && within(asks.memory, holds.memory, taken.memory) &&
           within(asks.disk, holds.disk, taken.disk);
}

void Room::take(std::uint32_t node, const Resources& asks) {
    m_taken[node].cpu += asks.cpu;
    m_taken[node].memory += asks.memory;
    m_taken[node].disk += asks.disk;
}

double Room::used(std::uint32_t node) const {
    const Resources& holds = m_fleet.nodes[node].holds;
    return std::max(share(m_taken[node].cpu, holds.cpu), share(m_taken[node].memory, holds.memory));
}

std::vector<std::uint8_t> takenPlaces(const System& system, const State& state, const Lodger& lodger) {
    std::vector<std::uint8_t> taken;
    taken.reserve(lodger.places.size());
    for (const model::Place& place : lodger.places)
        taken.push_back(system.isTrue(state.signals, place.wanted));
    return taken;
}

bool isUsable(const State& state, std::uint32_t node) {
    const NodeState& here = state.fleet.nodes[node];
    return here.stage == NodeState::Stage::present && !here.down;
}

int machinesOf(const FleetState& state, const model::NodePool& pool) {
    return static_cast<int>(std::count_if(pool.nodes.begin(), pool.nodes.end(), [&](std::uint32_t node) {
        return state.nodes[node].stage != NodeState::Stage::absent;
    }));
}

bool isHealthy(const FleetState& state) {
    std::size_t there = 0, down = 0;
    for (const NodeState& node : state.nodes) {
        if (node.stage != NodeState::Stage::present || !node.everReady) continue;
        ++there;
        down += node.down;
    }
    return down <= 3 || static_cast<double>(down) <= 0.45 * static_cast<double>(there);
}

namespace {

// The absent machine to be opened for a replica: of the pool that its service names first; one that was lost
// before one that was never there, so that what its loss cost ends with its return; then by number.
std::optional<std::size_t> placeOnNew(const System& system, const State& state, const Lodger& lodger,
                                      const Room& room, const std::vector<std::uint8_t>& open,
                                      core::SimTime now) {
    const Fleet& fleet = system.fleet;
    std::vector<std::uint32_t> ranks; // pools, in the order in which the service names them
    std::optional<std::size_t> best;
    std::tuple<std::size_t, bool, std::size_t> bestKey;
    for (std::size_t p = 0; p != lodger.places.size(); ++p) {
        const std::uint32_t n = lodger.places[p].node;
        const model::Node& node = fleet.nodes[n];
        if (!node.pool) continue;
        auto rank = std::find(ranks.begin(), ranks.end(), *node.pool);
        if (rank == ranks.end()) rank = ranks.insert(ranks.end(), *node.pool);
        const bool absent = state.fleet.nodes[n].stage == NodeState::Stage::absent && !open[n];
        if (!absent || state.fleet.pools[*node.pool].pausedUntil > now) continue;
        if (!system.isTrue(state.signals, node.ground) || !room.fits(n, lodger.asks)) continue;
        const bool lost = static_cast<bool>(state.signals.root[node.exists.value]);
        const std::tuple key{static_cast<std::size_t>(rank - ranks.begin()), !lost, p};
        if (!best || key < bestKey) {
            best = p;
            bestKey = key;
        }
    }
    return best;
}

} // namespace

std::vector<std::uint32_t> machinesNeeded(const System& system, const State& state, core::SimTime now) {
    const Fleet& fleet = system.fleet;
    Room room(system, state);
    std::vector<std::uint32_t> needed;
    std::vector<std::uint8_t> open(fleet.nodes.size(), 0);
    for (std::size_t l = 0; l != fleet.lodgers.size(); ++l) {
        const Lodger& lodger = fleet.lodgers[l];
        if (state.fleet.pending[l] <= 0) continue;
        std::vector<std::uint8_t> taken = takenPlaces(system, state, lodger);
        for (int waiting = state.fleet.pending[l]; waiting > 0; --waiting) {
            auto place = room.place(lodger, taken, [&](std::uint32_t node) {
                return open[node] != 0 || isComing(state.fleet.nodes[node]);
            });
            if (!place) {
                place = placeOnNew(system, state, lodger, room, open, now);
                if (!place) break;
                open[lodger.places[*place].node] = 1;
                needed.push_back(lodger.places[*place].node);
            }
            taken[*place] = 1;
            room.take(lodger.places[*place].node, lodger.asks);
        }
    }
    return needed;
}

bool couldBeEmptied(const System& system, const State& state, std::uint32_t node) {
    Room room(system, state);
    for (const Lodger& lodger : system.fleet.lodgers) {
        std::vector<std::uint8_t> taken = takenPlaces(system, state, lodger);
        for (std::size_t p = 0; p != lodger.places.size(); ++p) {
            if (lodger.places[p].node != node || !system.isTrue(state.signals, lodger.places[p].wanted))
                continue;
            const auto other =
                room.place(lodger, taken, [&](std::uint32_t n) { return n != node && isUsable(state, n); });
            if (!other) return false;
            taken[*other] = 1;
            room.take(lodger.places[*other].node, lodger.asks);
        }
    }
    return true;
}

} // namespace nueves::behaviour
