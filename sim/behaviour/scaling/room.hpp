// Where replicas find room on machines, and which machines those need that find none: the scheduler's and the
// node autoscaler's arithmetic. Functions of the state; they change none.
//
// First fit in the order of numbers: places are dealt to the machines in turn, so replicas spread. Machines
// are asked for as a bin packing of what waits, with those that are on their way counted (Kubernetes Cluster
// Autoscaler, FAQ; the group named first is asked first, as with its priority expander).
#pragma once

#include "sim/model/state.hpp"

#include <optional>
#include <vector>

namespace nueves::behaviour {

model::FleetState blankFleet(const model::Fleet& fleet);

class Room {
  public:
    // What is left on each machine beside the places that are taken.
    Room(const model::System& system, const model::State& state);

    bool fits(std::uint32_t node, const model::Resources& asks) const;
    void take(std::uint32_t node, const model::Resources& asks);
    // Share of what the machine holds that is asked for: the larger of CPU and memory. 0: nobody says.
    double used(std::uint32_t node) const;
    // The first free place on a machine that `may` be used and has room.
    template <class May>
    std::optional<std::size_t> place(const model::Lodger& lodger, const std::vector<std::uint8_t>& taken,
                                     May&& may) const {
        for (std::size_t p = 0; p != lodger.places.size(); ++p)
            if (!taken[p] && may(lodger.places[p].node) && fits(lodger.places[p].node, lodger.asks)) return p;
        return std::nullopt;
    }

  private:
    const model::Fleet& m_fleet;
    std::vector<model::Resources> m_taken;
};

std::vector<std::uint8_t> takenPlaces(const model::System& system, const model::State& state,
                                      const model::Lodger& lodger);
// Replicas can be put there now.
bool isUsable(const model::State& state, std::uint32_t node);
// Machines of a pool that are there or on their way.
int machinesOf(const model::FleetState& state, const model::NodePool& pool);
// Absent machines to be asked for, so that all that waits finds room; of pools that are not paused at `now`.
std::vector<std::uint32_t> machinesNeeded(const model::System& system, const model::State& state,
                                          core::SimTime now);
// All that is on a machine would find room on the others.
bool couldBeEmptied(const model::System& system, const model::State& state, std::uint32_t node);
// Too many machines carry nothing for the autoscaler to trust what it sees: more than 3, and 45 %.
bool isHealthy(const model::FleetState& state);

} // namespace nueves::behaviour
