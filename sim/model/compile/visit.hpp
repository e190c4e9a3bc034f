// Every field of a System that holds a GateId, a ClockId or a JobId, for renumbering. A new field must be
// added here.
#pragma once

#include "sim/model/system.hpp"

namespace nueves::model::compiling {

// Gates that the rules of special gates read by number, constants of NetGraph left out.
template <class Visit> void visitRuleGates(Circuit& circuit, Visit&& visit) {
    const auto raw = [&](std::uint32_t& gate) {
        if (gate == NetGraph::kAlways || gate == NetGraph::kEnd) return;
        GateId id{gate};
        visit(id);
        gate = id.value;
    };
    for (NetGraph& net : circuit.nets) {
        for (std::uint32_t& gate : net.conducts) raw(gate);
        for (NetGraph::Edge& edge : net.edges) raw(edge.link);
    }
    for (MostMembers& most : circuit.mosts)
        for (auto& [works, vertex] : most.members) visit(works);
    for (Pool& pool : circuit.pools) {
        for (auto& hog : pool.hogs) visit(hog.absent);
        for (auto& consumer : pool.consumers) {
            visit(consumer.runs);
            for (auto& hog : consumer.hogs) visit(hog.absent);
        }
    }
    for (SpeedRule& speed : circuit.speeds) {
        visit(speed.works);
        visit(speed.reachable);
        for (auto& [leaf, remains] : speed.slows) visit(leaf);
        for (auto& share : speed.pools) visit(share.via);
        for (GateId& leaf : speed.starved) visit(leaf);
    }
    for (FractionRule& fraction : circuit.fractions) {
        visit(fraction.needs);
        visit(fraction.counter);
        for (GateId& gate : fraction.tiers) visit(gate);
        for (GateId& gate : fraction.speeds) visit(gate);
        for (GateId& gate : fraction.rotation) visit(gate);
    }
    for (auto& [gate, bound] : circuit.bounds) visit(gate);
}

// Gates named by the things, modes, services ... of a System; not those of its circuit's rules.
template <class Visit> void visitGates(System& system, Visit&& visit) {
    for (Thing& thing : system.things)
        for (GateId* gate :
             {&thing.supplied, &thing.ownOk, &thing.notStarting, &thing.runs, &thing.works, &thing.carries})
            visit(*gate);
    for (Mode& mode : system.modes)
        for (GateId* gate : {&mode.absent, &mode.falseAbsent, &mode.starved}) visit(*gate);
    for (Pair& pair : system.pairs) {
        for (GateId* gate : {&pair.notSwitching, &pair.works}) visit(*gate);
        for (Pair::Member& member : pair.members)
            for (GateId* gate : {&member.works, &member.supplied, &member.role}) visit(*gate);
    }
    for (Cause& cause : system.causes) visit(cause.absent);
    for (PlannedWork& work : system.works) visit(work.absent);
    for (Battery& battery : system.batteries)
        for (GateId* gate : {&battery.input, &battery.charged}) visit(*gate);
    for (Generator& generator : system.generators)
        for (GateId* gate : {&generator.asked, &generator.fuelled}) visit(*gate);
    for (Rotation& rotation : system.rotations)
        for (GateId* gate : {&rotation.healthy, &rotation.in, &rotation.holder}) visit(*gate);
    for (Action& action : system.actions)
        for (GateId& gate : action.absents) visit(gate);
    for (Service& service : system.services)
        for (GateId* gate : {&service.up, &service.whole, &service.fraction}) visit(*gate);
    for (Node& node : system.fleet.nodes)
        for (GateId* gate : {&node.exists, &node.ready, &node.ground}) visit(*gate);
    for (Lodger& lodger : system.fleet.lodgers)
        for (Place& place : lodger.places) visit(place.wanted);
    for (Station& station : system.traffic.stations) {
        visit(station.needs);
        for (GateId& gate : station.tiers) visit(gate);
        for (GateId& gate : station.answered) visit(gate);
        for (Target& target : station.targets)
            for (GateId* gate :
                 {&target.speed, &target.right, &target.wanted, &target.inRotation, &target.answers})
                visit(*gate);
    }
}

template <class Visit> void visitClocks(System& system, Visit&& visit) {
    for (Mode& mode : system.modes)
        for (ClockId* clock : {&mode.everyClock, &mode.detectClock, &mode.inspectClock, &mode.falseClock,
                               &mode.flapClock, &mode.leakClock})
            visit(*clock);
    for (Job& job : system.jobs) visit(job.clock);
    for (auto& [stock, clock] : system.orderClocks) visit(clock);
    for (Cause& cause : system.causes) visit(cause.clock);
    for (PlannedWork& work : system.works)
        for (ClockId* clock : {&work.dueClock, &work.windowClock}) visit(*clock);
    for (Battery& battery : system.batteries) visit(battery.clock);
    for (Generator& generator : system.generators) visit(generator.fuelClock);
    for (Rotation& rotation : system.rotations) visit(rotation.clock);
    visit(system.traffic.clock);
    visit(system.fleet.clock);
    for (Node& node : system.fleet.nodes)
        for (ClockId* clock : {&node.arrives, &node.ends}) visit(*clock);
    for (Pull& pull : system.fleet.pulls) visit(pull.clock);
    for (Action& action : system.actions)
        for (ClockId* clock : {&action.clock, &action.endClock}) visit(*clock);
}

template <class Visit> void visitJobs(System& system, Visit&& visit) {
    for (Thing& thing : system.things) visit(thing.startup);
    for (Mode& mode : system.modes)
        for (JobId* job : {&mode.repair, &mode.falseRepair}) visit(*job);
    for (Pair& pair : system.pairs) visit(pair.switchOver);
    for (Cause& cause : system.causes) visit(cause.repair);
    for (PlannedWork& work : system.works) visit(work.job);
}

} // namespace nueves::model::compiling
