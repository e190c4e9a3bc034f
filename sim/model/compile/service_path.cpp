// The way of the users to a service: `from`, over the elements of `behind`, to its replicas.
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/natural_order.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Thing;

ServiceGates::Walk ServiceGates::walk(int service) {
    Context& context = m_wiring.context;
    const Thing& keys = context.scenario.services[static_cast<std::size_t>(service)];
    Walk way;
    way.lastName = std::string(scenario::kInternet);
    way.at.push_back({way.lastName, Wire::yes(), m_wiring.network.internet()});
    if (keys.from) {
        way.lastName = toString(*keys.from);
        way.at = {{way.lastName, Wire::yes(), m_wiring.network.spotsOf(*keys.from, firstReplica(service))}};
    }
    for (const scenario::Selector& element : keys.behind) pass(way, service, element);
    return way;
}

// From any of those where the users are. With one it is enough that it is joined: that it works is asked
// elsewhere.
Wire ServiceGates::reached(const Walk& way, int service, const std::string& name, const NetSpots& spots) {
    if (spots.empty()) return Wire::yes(); // without a place in the net: only asked whether it works
    GateBuilder& gates = m_wiring.context.gates;
    std::vector<Wire> ways;
    bool somewhere = false;
    for (const Target& from : way.at) {
        if (from.spots.empty()) continue;
        somewhere = true;
        const Wire joined = m_wiring.network.joined(from.spots, spots);
        ways.push_back(way.at.size() == 1 ? joined : gates.all({joined, from.alive}));
    }
    if (!somewhere) return Wire::yes();
    const Wire reached = gates.any(std::move(ways));
    m_legs.push_back({way.lastName, name, service, reached.isNo()});
    m_legGates.push_back(reached.isConstant() ? GateId{} : gates.solid(reached));
    return reached;
}

std::vector<ServiceGates::Target> ServiceGates::parts(Walk& way, int service,
                                                      const std::vector<int>& instances) {
    std::vector<Target> targets;
    for (const int i : instances) {
        Target target{m_wiring.context.inventory[i].name, {}, m_wiring.network.spots(i)};
        const Wire reachable = reached(way, service, target.name, target.spots);
        target.alive = m_wiring.context.gates.all({m_wiring.things.works(i).wire, reachable});
        target.delivers = target.alive;
        target.instance = i;
        targets.push_back(std::move(target));
    }
    return targets;
}

std::vector<ServiceGates::Target> ServiceGates::replicas(Walk& way, int service, int through) {
    std::vector<Target> targets;
    for (const int i : m_wiring.context.inventory.replicasOf(through)) {
        Target target{m_wiring.context.inventory[i].name, {}, m_wiring.network.spots(i)};
        const Wire reachable = reached(way, service, target.name, target.spots);
        target.alive = m_wiring.machines.speed(i, m_wiring.things.works(i).wire, reachable);
        target.right = m_wiring.machines.rightness(i);
        target.delivers = target.right.isYes()
                              ? target.alive
                              : m_wiring.machines.delivered(i, m_wiring.things.works(i).wire, reachable);
        target.reached = reachable;
        target.instance = i;
        targets.push_back(std::move(target));
    }
    return targets;
}

// One element: a part, or a service that passes requests on.
void ServiceGates::pass(Walk& way, int service, const scenario::Selector& element) {
    Context& context = m_wiring.context;
    const scenario::Resolution& found = context.references.resolve(element, firstReplica(service));
    if (!found || found.instances.empty()) {
        context.error("unknown-name", element.mark, {{"found", toString(element)}});
        return;
    }
    const int through = found.service;
    const Thing& keys = through >= 0 ? context.scenario.services[static_cast<std::size_t>(through)]
                                     : *context.inventory[found.instances.front()].thing;
    std::vector<Target> targets;
    if (through < 0)
        targets = parts(way, service, found.instances);
    else if (!isNeedsAlone(keys))
        targets = replicas(way, service, through);
    const Wire works = addTier(way, through, targets);
    if (std::any_of(targets.begin(), targets.end(), [](const Target& t) { return !t.spots.empty(); })) {
        way.at = targets;
        way.lastName = toString(element);
    }
    way.holder.reset();
    way.last = &keys;
    const bool onePart = through < 0 && targets.size() == 1;
    if (keys.check || keys.policy == scenario::Policy::first)
        way.holder = Holder{onePart ? targets.front().name : toString(element), works, &keys};
}

// What the element delivers, and whether it is up: a part while one of those that users are sent to is there.
// Returned: whether it works, sent to or not.
Wire ServiceGates::addTier(Walk& way, int through, const std::vector<Target>& targets) {
    GateBuilder& gates = m_wiring.context.gates;
    Shares shares;
    shares.first = way.holder && way.holder->keys->policy == scenario::Policy::first;
    shares.bits = bits(way, targets);
    shares.weights = weights(way, targets);
    std::vector<Wire> serving;
    for (std::size_t t = 0; t != targets.size(); ++t) {
        shares.speeds.push_back(targets[t].delivers);
        serving.push_back(targets[t].delivers);
        if (!shares.bits.empty()) serving.back() = gates.all({targets[t].delivers, shares.bits[t]});
    }
    if (through >= 0) {
        shares.needs = m_wiring.services.up(through).wire;
        shares.tiers = m_made[static_cast<std::size_t>(through)].tiers;
        way.up.push_back(shares.needs);
    }
    if (!targets.empty()) way.up.push_back(gates.any(serving));
    const bool plain = shares.tiers.empty() && shares.bits.empty() && targets.size() <= 1 &&
                       (targets.empty() || !gates.isReal(targets.front().delivers));
    std::vector<Wire> both = shares.speeds;
    both.push_back(shares.needs);
    way.tiers.push_back(plain ? gates.all(std::move(both)) : fraction(shares));
    return through >= 0 ? shares.needs : gates.any(std::move(shares.speeds));
}

std::vector<Wire> ServiceGates::bits(const Walk& way, const std::vector<Target>& targets) {
    std::vector<Wire> found;
    if (!way.holder || !way.holder->keys->check) return found;
    for (const Target& target : targets) found.push_back(bit(*way.holder, target));
    return found;
}

// Of each target by the nearest that is named: itself, what it stands on or in.
std::vector<double> ServiceGates::weights(const Walk& way, const std::vector<Target>& targets) const {
    if (way.last == nullptr || way.last->policy != scenario::Policy::weighted) return {};
    Context& context = m_wiring.context;
    std::vector<double> weights;
    for (const Target& target : targets) {
        weights.push_back(1.0);
        context.standing.nearest(target.instance, [&](int at) {
            for (const scenario::TargetWeight& written : way.last->weights) {
                const auto& named = context.references.resolve(written.of, target.instance).instances;
                if (std::find(named.begin(), named.end(), at) == named.end()) continue;
                weights.back() = written.weight;
                return true;
            }
            return false;
        });
    }
    return weights;
}

// A probe that asks a real question fails while at least half of the answers are wrong.
Wire ServiceGates::seen(const Holder& holder, const Target& target) {
    constexpr double kMoreThanHalf = 0.5 + 1e-9;
    if (!holder.keys->check->deep || target.right.isYes()) return target.alive;
    return m_wiring.context.gates.all({target.alive, enough(target.right, kMoreThanHalf)});
}

// Two services behind the same pair of elements share the bits between them.
Wire ServiceGates::bit(const Holder& holder, const Target& target) {
    const auto found = m_bits.find({holder.name, target.name});
    if (found != m_bits.end()) return found->second.first;
    GateBuilder& gates = m_wiring.context.gates;
    Rotation rotation;
    rotation.name = holder.name + " -> " + target.name;
    rotation.healthy = gates.field(seen(holder, target));
    rotation.holder = gates.field(holder.works);
    rotation.every = holder.keys->check->every;
    rotation.fall = holder.keys->check->fall;
    rotation.rise = holder.keys->check->rise;
    // A box that probes by itself acts at once; its ttl is the age of its list. Answers of others are kept.
    const bool itself =
        holder.keys->kind == scenario::Kind::balancer || holder.keys->kind == scenario::Kind::proxy;
    if (!itself) rotation.delay = holder.keys->ttl;
    const Wire in = m_wiring.context.leaf(LeafFamily::rotation, m_bits.size());
    rotation.in = gates.field(in);
    m_bits.emplace(std::pair{holder.name, target.name}, std::pair{in, rotation});
    return in;
}

void ServiceGates::storeRotations() {
    System& system = m_wiring.context.system;
    Tables& tables = m_wiring.context.tables;
    std::vector<Rotation> sorted;
    for (const auto& [names, made] : m_bits) sorted.push_back(made.second);
    std::sort(sorted.begin(), sorted.end(),
              [](const Rotation& a, const Rotation& b) { return naturallyBefore(a.name, b.name); });
    for (Rotation& rotation : sorted) {
        const std::size_t number = system.rotations.size();
        rotation.phaseStream = tables.stream(rotation.name, "check.phase");
        rotation.clock =
            tables.clock(rotation.name, "check",
                         {.kind = EventKind::rotationTurn, .rank = engine::Rank::knows, .subject = number});
        system.rotations.push(std::move(rotation));
    }
}

// With every leaf true, each leg of a path must be joined.
void ServiceGates::checkPaths() {
    Context& context = m_wiring.context;
    if (m_legs.empty()) return;
    const Signals well = context.system.circuit.initial();
    for (std::size_t i = 0; i != m_legs.size(); ++i) {
        const Leg& leg = m_legs[i];
        if (!leg.never && context.system.isTrue(well, m_legGates[i])) continue;
        const Thing& keys = context.scenario.services[static_cast<std::size_t>(leg.service)];
        context.error("no-path", keys.mark, {{"service", keys.id}, {"from", leg.from}, {"to", leg.to}});
    }
}

} // namespace nueves::model::compiling
