#include "sim/model/compile/watches.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace nueves::model::compiling {
namespace {

using Kind = System::Watch::Kind;

class Watches {
  public:
    void add(GateId gate, Kind kind, std::size_t subject) {
        if (gate) m_all.emplace_back(gate.value, kind, static_cast<std::uint32_t>(subject));
    }
    void store(System& system) {
        std::sort(m_all.begin(), m_all.end());
        m_all.erase(std::unique(m_all.begin(), m_all.end()), m_all.end());
        system.watchers.assign(system.circuit.gates.size(), {});
        for (const auto& [gate, kind, subject] : m_all) {
            Range& range = system.watchers[gate];
            if (range.size() == 0) range.first = static_cast<std::uint32_t>(system.watching.size());
            system.watching.push_back({kind, subject});
            range.last = static_cast<std::uint32_t>(system.watching.size());
            system.circuit.gates[gate].watched = true;
        }
    }

  private:
    std::vector<std::tuple<std::uint32_t, Kind, std::uint32_t>> m_all;
};

// A thing acts on what it is given if it starts up, forgets its faults, hides some, or has a life that stands
// still.
void watchThing(const System& system, ThingId id, Watches& watches) {
    const Thing& thing = system.things[id];
    bool ages = false, hides = false;
    for (std::uint32_t i = thing.clocked.first; i != thing.clocked.last; ++i) {
        const Mode& mode = system.modes[system.modeOf[i]];
        const bool candidates = (!mode.everyClock || mode.candidate) &&
                                (!mode.falseClock || system.clocks[mode.falseClock].candidate);
        ages = ages || !candidates || mode.leakClock || mode.flapClock;
        hides = hides || mode.hidden > 0.0;
    }
    const bool starts = thing.startup || thing.pull;
    if (starts) watches.add(thing.ownOk, Kind::thing, id.value);
    if (ages) watches.add(thing.runs, Kind::thing, id.value);
    if (ages || hides || starts || (thing.soft && thing.modes.size() > 0))
        watches.add(thing.supplied, Kind::thing, id.value);
}

// Also the roles of a pair's members in other pairs: a spare that is given back there is free here.
void watchPairs(const System& system, Watches& watches) {
    std::map<std::string_view, std::vector<std::pair<std::size_t, GateId>>>
        roles; // by member: pair, role there
    for (std::size_t p = 0; p != system.pairs.size(); ++p)
        for (const Pair::Member& member : system.pairs[PairId{p}].members) {
            watches.add(member.works, Kind::pair, p);
            watches.add(member.supplied, Kind::pair, p);
            roles[member.name].emplace_back(p, member.role);
        }
    for (const auto& [name, shared] : roles)
        for (const auto& [pair, mine] : shared)
            for (const auto& [other, role] : shared)
                if (other != pair) watches.add(role, Kind::pair, pair);
}

// Whatever changes the lines: who serves, how fast, who is sent to, what lets requests pass.
void watchTraffic(const System& system, Watches& watches) {
    for (const Station& station : system.traffic.stations) {
        watches.add(station.needs, Kind::traffic, 0);
        for (const GateId tier : station.tiers) watches.add(tier, Kind::traffic, 0);
        for (const Target& target : station.targets) {
            for (const GateId gate :
                 {target.speed, target.right, target.wanted, target.inRotation, target.answers})
                watches.add(gate, Kind::traffic, 0);
            watches.add(system.things[target.thing].runs, Kind::traffic, 0);
        }
    }
}

} // namespace

void addWatches(System& system) {
    Watches watches;
    for (std::size_t t = 0; t != system.things.size(); ++t) watchThing(system, ThingId{t}, watches);
    for (std::size_t s = 0; s != system.services.size(); ++s) {
        const Service& service = system.services[ServiceId{s}];
        for (const GateId gate : {service.up, service.whole, service.fraction})
            watches.add(gate, Kind::service, s);
    }
    for (std::size_t b = 0; b != system.batteries.size(); ++b)
        watches.add(system.batteries[b].input, Kind::battery, b);
    for (std::size_t g = 0; g != system.generators.size(); ++g) {
        watches.add(system.generators[g].asked, Kind::generator, g);
        watches.add(system.things[system.generators[g].thing].runs, Kind::generator, g);
    }
    for (std::size_t r = 0; r != system.rotations.size(); ++r) {
        watches.add(system.rotations[RotationId{r}].healthy, Kind::rotation, r);
        watches.add(system.rotations[RotationId{r}].holder, Kind::rotation, r);
    }
    watchPairs(system, watches);
    watchTraffic(system, watches);
    for (const Node& node : system.fleet.nodes)
        for (const GateId gate : {node.ready, node.ground}) watches.add(gate, Kind::fleet, 0);
    watches.store(system);
}

} // namespace nueves::model::compiling
