// One plan, both clocks: the rates of a small plan of traffic beside its replay request by request.
#pragma once

#include "sim/behaviour/traffic/flow.hpp"
#include "sim/behaviour/traffic/sums.hpp"
#include "support/stations.hpp"

namespace nueves::test {

// Nothing ever fails: every gate is absent.
inline model::System systemOf(const Traffic& traffic) {
    model::System system;
    system.traffic = traffic.plan;
    for (const core::Law& law : traffic.laws) system.laws.push(law);
    system.things.push({});
    for (model::Station& station : system.traffic.stations) {
        system.services.push({});
        station.service = model::ServiceId{system.services.size() - 1};
        for (model::Target& target : station.targets) target.thing = model::ThingId{0u};
    }
    return system;
}

// What passes as rates between `from` and `until`, s, from empty lines at 0.
struct Rates {
    model::System system;
    model::Signals seen;
    behaviour::traffic::Flow flow;
    model::TrafficState state;
    behaviour::traffic::TrafficSums sums;

    explicit Rates(const Traffic& traffic)
        : system(systemOf(traffic)), flow(system), state(behaviour::traffic::Flow::blank(system)),
          sums(system.traffic) {
        flow.regroup(state, seen);
    }
    // Takes a target of the first station out of its rotation, or back.
    void rotate(std::size_t target, bool in) {
        seen.value.resize(system.traffic.stations[0].targets.size(), 1);
        system.traffic.stations[0].targets[target].inRotation = model::GateId{target};
        seen.value[target] = in;
        flow.regroup(state, seen);
    }
    // A target of the first station hangs: no answer comes from it.
    void silence(std::size_t target) {
        system.circuit.gates.resize(1);
        seen.value.assign(1, 0);
        system.traffic.stations[0].targets[target].speed = model::GateId{0u};
        flow.regroup(state, seen);
    }
    void pass(double from, double until) {
        behaviour::traffic::Accrual accrual(system, flow.coupling());
        sums.clear();
        while (state.at < until) {
            const auto before = flow.now(state.levels, state.at);
            const auto levels = state.levels;
            const double at = state.at;
            flow.lookAhead(state, seen, (state.at < from ? from : until) - state.at);
            const double h = flow.moveOn(state, state.aheadAt);
            if (at < from) continue;
            accrual.add(levels, before, at, 0.5 * h, sums);
            accrual.add(state.levels, flow.now(state.levels, state.at), state.at, 0.5 * h, sums);
        }
    }
    double answered(std::size_t demand = 0) const {
        return sums.demands[demand].answered / sums.demands[demand].asked;
    }
    double present(std::size_t station = 0) const { return sums.stations[station].present / sums.seconds; }
    double served(std::size_t station = 0) const { return sums.stations[station].served / sums.seconds; }
};

inline double answeredShare(const methods::RequestRecord& record, std::size_t demand = 0) {
    const auto& of = record.demands[demand];
    return static_cast<double>(of.answered) / static_cast<double>(of.answered + of.lost);
}

} // namespace nueves::test
