// Systems with traffic and nothing else, made by hand: targets that never fail.
#pragma once

#include "sim/behaviour/traffic/flow.hpp"

#include <limits>

namespace nueves::test {

struct SmallTraffic {
    model::System system;
    model::Signals state;

    std::uint32_t station(const core::Law& takes, int targets, int workers, double queue) {
        system.services.push({});
        system.things.push({});
        model::Station station;
        station.service = model::ServiceId{system.services.size() - 1};
        station.takes = takes;
        station.cpuShare = 0.0; // as many served at once as there are workers
        station.workers = workers;
        station.queue = queue;
        station.timeout = std::numeric_limits<double>::infinity();
        station.targets.assign(static_cast<std::size_t>(targets), {model::ThingId{0u}, {}, {}, {}, {}, {}});
        system.traffic.stations.push_back(std::move(station));
        return static_cast<std::uint32_t>(system.traffic.stations.size() - 1);
    }
    model::Demand& users(std::uint32_t to, double timeout) {
        model::Edge edge;
        edge.to = to;
        edge.timeout = timeout;
        system.traffic.edges.push_back(edge);
        model::Demand demand;
        demand.edge = static_cast<std::uint32_t>(system.traffic.edges.size() - 1);
        system.traffic.demands.push_back(std::move(demand));
        return system.traffic.demands.back();
    }
    engine::LawId law(const core::Law& law) { return system.laws.push(law); }
};

// The flow moved on to `until`; `each` sees the levels after every step.
template <class Each>
void moveUntil(behaviour::traffic::Flow& flow, const SmallTraffic& small, model::TrafficState& state,
               double until, Each&& each) {
    while (state.at < until) {
        flow.lookAhead(state, small.state, until - state.at);
        flow.moveOn(state, state.aheadAt);
        each(state);
    }
}

} // namespace nueves::test
