#include "sim/model/compile/pair_gates.hpp"

#include "sim/model/compile/jobs.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Expression;
using scenario::Kind;

namespace {
constexpr std::size_t kMostMembers = 255; // of one pair: a member's number fits a byte
}

PairGates::PairGates(Wiring& wiring) : m_wiring(wiring) {
    for (const int i : wiring.context.instanceOf)
        if (wiring.context.inventory[i].thing->kind == Kind::standby &&
            wiring.context.inventory[i].service < 0)
            addPair(i);
}

void PairGates::addPair(int instance) {
    Context& context = m_wiring.context;
    const scenario::Thing& keys = *context.inventory[instance].thing;
    Made pair;
    pair.instance = instance;
    if (keys.of) addMembers(*keys.of, pair);
    const std::size_t members = pair.members.size();
    if (members > kMostMembers)
        context.error("above-count", keys.of->mark,
                      {{"found", std::to_string(members)},
                       {"expected", "at most " + std::to_string(kMostMembers) + " members of a standby"}});
    else if (members < static_cast<std::size_t>(std::max(keys.active, 1)))
        context.error(
            "above-count", keys.mark,
            {{"found", std::to_string(keys.active)}, {"expected", "at most " + std::to_string(members)}});
    const std::size_t number = m_pairs.size();
    for (std::size_t m = 0; m != pair.members.size(); ++m) {
        pair.members[m].active = context.leaf(LeafFamily::role, number * 256 + m);
        if (pair.members[m].instance != kNobody)
            m_memberships[pair.members[m].instance].emplace_back(instance, pair.members[m].active);
    }
    pair.notSwitching = context.leaf(LeafFamily::switching, number);
    m_at[instance] = number;
    m_pairs.push_back(std::move(pair));
}

// Names only: each thing named is a member, and a bare service is one.
void PairGates::addMembers(const Expression& of, Made& pair) {
    Context& context = m_wiring.context;
    if (of.op == Expression::Op::all)
        for (const Expression& inner : of.of) addMembers(inner, pair);
    else if (of.op != Expression::Op::name)
        context.error("gate-not-allowed", of.mark, {{"key", "of"}});
    if (of.op != Expression::Op::name) return;
    const scenario::Resolution& found = context.references.resolve(of.name, pair.instance);
    if (found.service >= 0)
        pair.members.push_back({kNobody, found.service, {}});
    else
        for (const int i : found.instances) pair.members.push_back({i, -1, {}});
}

const PairGates::Made& PairGates::made(int standby) const {
    return m_pairs[m_at.at(standby)];
}

std::vector<PairGates::Role> PairGates::roles(int standby) const {
    std::vector<Role> roles;
    for (const Member& member : made(standby).members) roles.push_back({member.instance, member.active});
    return roles;
}

const std::vector<std::pair<int, Wire>>& PairGates::membershipsOf(int instance) const {
    static const std::vector<std::pair<int, Wire>> none;
    const auto found = m_memberships.find(instance);
    return found == m_memberships.end() ? none : found->second;
}

// A machine that is a member is there with its system: its own shared layers count.
Value PairGates::memberWorks(const Member& member) {
    if (member.instance == kNobody) return m_wiring.services.up(member.service);
    Conjunction all;
    all.add(m_wiring.things.works(member.instance));
    for (const int layer : m_wiring.context.inventory[member.instance].children)
        if (m_wiring.context.inventory[layer].layer >= 0) all.add(m_wiring.things.works(layer));
    return all.make(m_wiring.context.gates);
}

Value PairGates::works(int standby) {
    GateBuilder& gates = m_wiring.context.gates;
    const Made& pair = made(standby);
    std::vector<Wire> active;
    std::uint32_t level = 0;
    for (const Member& member : pair.members) {
        const Value works = memberWorks(member);
        active.push_back(gates.all({member.active, works.wire}));
        level = std::max(level, works.level);
    }
    const int wanted = std::max(1, m_wiring.context.inventory[standby].thing->active);
    return {
        gates.all({gates.atLeast(static_cast<std::size_t>(wanted), std::move(active)), pair.notSwitching}),
        level};
}

Value PairGates::carries(int standby, int instance, bool worksToo) {
    Context& context = m_wiring.context;
    const Made& pair = made(standby);
    const scenario::Instance& carried = context.inventory[instance];
    const Kind kind = carried.isReplica() ? Kind::service : carried.thing->kind;
    std::vector<Wire> active;
    std::uint32_t level = 0;
    for (const Member& member : pair.members) {
        Value value;
        if (member.instance == kNobody || context.inventory[member.instance].thing->kind == Kind::group) {
            value = memberWorks(member);
        } else {
            const int layer = context.standing.layerFor(member.instance, kind);
            value = worksToo ? m_wiring.things.works(layer) : m_wiring.things.carries(layer);
        }
        active.push_back(context.gates.all({member.active, value.wire}));
        level = std::max(level, value.level);
    }
    return {context.gates.all({context.gates.any(std::move(active)), pair.notSwitching}), level};
}

// A member, its layers and parts; for its speed in reserve also what it carries; of a group what its `needs`
// names.
void PairGates::gather(int instance, bool alsoCarried, std::vector<std::uint8_t>& seen,
                       std::vector<ThingId>& things) const {
    Context& context = m_wiring.context;
    const ThingId thing = context.thing(instance);
    if (!thing || seen[thing.value]) return;
    seen[thing.value] = 1;
    things.push_back(thing);
    const scenario::Instance& at = context.inventory[instance];
    for (const int inner : at.children) gather(inner, alsoCarried, seen, things);
    if (alsoCarried && at.thing->kind != Kind::standby)
        for (const int above : context.standing.carriedBy(instance)) gather(above, alsoCarried, seen, things);
    if (at.isReplica() || at.thing->kind != Kind::group || !at.thing->needs) return;
    for (const ThingId needed : context.named(*at.thing->needs, instance))
        gather(context.instanceOf[needed.value], alsoCarried, seen, things);
}

std::vector<ThingId> PairGates::belonging(const Member& member, bool alsoCarried) const {
    const Context& context = m_wiring.context;
    std::vector<std::uint8_t> seen(context.instanceOf.size(), 0);
    std::vector<ThingId> things;
    if (member.instance != kNobody)
        gather(member.instance, alsoCarried, seen, things);
    else
        for (const int replica : context.inventory.replicasOf(member.service))
            gather(replica, alsoCarried, seen, things);
    std::sort(things.begin(), things.end());
    return things;
}

Pair::Member PairGates::record(const Member& member) {
    Context& context = m_wiring.context;
    System& system = context.system;
    Pair::Member record;
    record.name = member.instance == kNobody
                      ? context.scenario.services[static_cast<std::size_t>(member.service)].id
                      : context.inventory[member.instance].name;
    record.works = context.gates.solid(memberWorks(member).wire);
    if (member.instance != kNobody && context.thing(member.instance))
        record.supplied = context.gates.field(m_wiring.things.supplied(member.instance).wire);
    record.role = context.gates.field(member.active);
    record.things = belonging(member, true);
    const std::vector<ThingId> own = belonging(member, false);
    for (const ThingId thing : own) {
        const Range modes = system.things[thing].modes;
        for (std::uint32_t m = modes.first; m != modes.last; ++m) record.modes.push_back(system.modeOf[m]);
    }
    for (std::size_t w = 0; w != system.works.size(); ++w)
        if (std::binary_search(own.begin(), own.end(), system.works[WorkId{w}].thing))
            record.planned.emplace_back(w);
    return record;
}

void PairGates::store() {
    Context& context = m_wiring.context;
    System& system = context.system;
    for (const Made& made : m_pairs) {
        const scenario::Thing& keys = *context.inventory[made.instance].thing;
        const std::size_t number = system.pairs.size();
        Pair pair;
        pair.thing = context.thing(made.instance);
        pair.name = system.things[pair.thing].name;
        for (const Member& member : made.members) pair.members.push_back(record(member));
        pair.active = static_cast<std::uint32_t>(std::max(1, keys.active));
        pair.reserveSpeed = keys.reserve;
        pair.hot = keys.reserve >= 1.0;
        pair.failback = keys.failbackAuto;
        pair.notSwitching = context.gates.field(made.notSwitching);
        pair.works = context.gates.field(works(made.instance).wire);
        pair.switchOver = addJob(
            context, keys.switchOver,
            {.owner = JobOwner::switchOver, .subject = number, .entity = pair.name, .purpose = "switch"});
        for (const int above : context.standing.carriedBy(made.instance)) {
            pair.carried.push_back(context.thing(above));
            system.things[context.thing(above)].pairsOn.push_back(static_cast<std::uint32_t>(number));
        }
        std::sort(pair.carried.begin(), pair.carried.end());
        if (pair.failback)
            pair.failbackRoot = system.roots.push(
                {pair.name + ".failback", system.things[pair.thing].path + ".failback", {}, {}, false});
        system.pairs.push(std::move(pair));
    }
    tellModes();
}

// Faults that concern a pair, and repairs that wait for its switch.
void PairGates::tellModes() {
    System& system = m_wiring.context.system;
    const auto note = [](std::vector<PairId>& pairs, PairId pair) {
        if (pairs.empty() || pairs.back() != pair) pairs.push_back(pair);
    };
    for (std::size_t p = 0; p != system.pairs.size(); ++p)
        for (const Pair::Member& member : system.pairs[PairId{p}].members) {
            for (const ModeId id : member.modes) {
                Mode& mode = system.modes[id];
                note(mode.memberOf, PairId{p});
                for (const JobId job : {mode.repair, mode.falseRepair})
                    if (job) note(system.jobs[job].waitsFor, PairId{p});
            }
            for (Cause& cause : system.causes)
                if (cause.repair && std::any_of(cause.victims.begin(), cause.victims.end(), [&](ThingId v) {
                        return std::binary_search(member.things.begin(), member.things.end(), v);
                    }))
                    note(system.jobs[cause.repair].waitsFor, PairId{p});
        }
}

} // namespace nueves::model::compiling
