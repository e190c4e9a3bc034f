#include "sim/model/compile/thing_gates.hpp"

#include "sim/model/compile/build_order.hpp"
#include "sim/model/compile/expressions.hpp"
#include "sim/model/compile/fleet.hpp"
#include "sim/model/compile/jobs.hpp"
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/pair_gates.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/supplies.hpp"

#include <numeric>

namespace nueves::model::compiling {

using scenario::Instance;
using scenario::Kind;

// Groups of a machine's inner parts, by id. Layers and vms drawn inside are on it, not part of it.
std::vector<InnerGroup> innerGroups(const Context& context, int box, bool psus) {
    std::vector<InnerGroup> groups;
    const std::string* id = nullptr;
    for (const int child : context.inventory[box].children) {
        const Instance& part = context.inventory[child];
        if (part.layer >= 0 || !context.standing[child].isPart || (part.thing->kind == Kind::psu) != psus)
            continue;
        if (!id || *id != part.thing->id) groups.emplace_back();
        id = &part.thing->id;
        groups.back().members.push_back(child);
        groups.back().need =
            static_cast<std::size_t>(std::max(0, part.thing->need.value_or(part.thing->count)));
    }
    return groups;
}

ThingGates::ThingGates(Wiring& wiring) : m_wiring(wiring), m_built(wiring.context.system.things.size()) {}

// False: it is made, or being made, which is a circle.
bool ThingGates::begin(Stage& stage, int instance, const char* key) {
    if (stage == Stage::done) return false;
    const Instance& thing = m_wiring.context.inventory[instance];
    if (stage == Stage::busy) {
        m_wiring.circles.report(thing.name, thing.thing->mark, key);
        stage = Stage::done; // said once
        return false;
    }
    stage = Stage::busy;
    m_wiring.circles.enter(thing.name);
    return true;
}

ThingGates::Built& ThingGates::supply(int instance) {
    Built& at = built(instance);
    if (begin(at.supply, instance, "on")) {
        makeSupply(instance, at);
        at.supply = Stage::done;
        m_wiring.circles.leave();
    }
    return at;
}

ThingGates::Built& ThingGates::use(int instance) {
    Built& at = supply(instance);
    if (begin(at.use, instance, "needs")) {
        makeUse(instance, at);
        at.use = Stage::done;
        m_wiring.circles.leave();
    }
    return at;
}

Value ThingGates::powered(int instance) {
    Built& at = built(instance);
    if (begin(at.power, instance, "power")) {
        at.powered = m_wiring.supplies.power(instance);
        at.power = Stage::done;
        m_wiring.circles.leave();
    }
    return at.powered;
}

Value ThingGates::works(int instance) {
    const Instance& at = m_wiring.context.inventory[instance];
    if (!m_wiring.context.thing(instance)) return m_wiring.services.up(at.service);
    return use(instance).works;
}
Value ThingGates::runs(int instance) {
    const Built& at = supply(instance);
    return {at.runs, at.level};
}
Value ThingGates::carries(int instance) {
    const Built& at = supply(instance);
    return {at.carries, at.level};
}
Value ThingGates::supplied(int instance) {
    return supply(instance).supplied;
}

void ThingGates::makeSupply(int i, Built& at) {
    Context& context = m_wiring.context;
    const Instance& instance = context.inventory[i];
    const Stand& stand = context.standing[i];
    const Thing& thing = context.system.things[context.thing(i)];
    const Faults& faults = context.faults[context.thing(i).value];
    Conjunction all;
    if (!thing.outside && !isAbstract(thing.kind)) {
        if (instance.replica != kNobody) {
            all.add(context.wanted(instance.replica));
            if (!m_wiring.machines.hasRoom(instance.replica)) all.add(Wire::no());
        }
        all.add(context.exists(i));
        if (stand.ownPlace && stand.place != kNobody) all.add(runs(stand.place));
        if (!scenario::isPlace(thing.kind)) all.add(powered(i));
        all.add(carried(i, false));
        if (!scenario::isPlace(thing.kind) && !instance.isReplica()) addInnerGroups(i, all);
        if (thing.kind == Kind::generator) all.add(m_wiring.supplies.asked(i));
    }
    at.level = all.level() + 1;
    at.supplied = all.make(context.gates);
    at.supplied.level = at.level;
    at.ownOk = context.gates.all(faults.stopping);
    if (!thing.outside) {
        at.notStarting = startup(i, at.supplied.wire);
        at.runs = context.gates.all({at.supplied.wire, at.ownOk, at.notStarting});
    }
    std::vector<Wire> carrying = faults.hanging;
    carrying.push_back(at.runs);
    at.carries = context.gates.all(std::move(carrying));
}

void ThingGates::makeUse(int i, Built& at) {
    Context& context = m_wiring.context;
    const Instance& instance = context.inventory[i];
    const Thing& thing = context.system.things[context.thing(i)];
    const Faults& faults = context.faults[context.thing(i).value];
    Conjunction all;
    all.add(Value{at.runs, at.level});
    if (thing.outside) all.add(at.ownOk);
    all.add(faults.hanging);
    all.add(faults.blocking);
    if (!thing.outside && !isAbstract(thing.kind)) all.add(carried(i, true));
    if (instance.isReplica())
        all.add(m_wiring.machines.neighboursFilling(i));
    else if (instance.thing->needs)
        all.add(m_wiring.expressions.of(*instance.thing->needs, i, instance.member));
    if (thing.kind == Kind::ups) all.add(m_wiring.supplies.fed(i));
    if (thing.kind == Kind::standby) all.add(m_wiring.pairs.works(i));
    at.works = all.make(context.gates);
    at.works.level = std::max(at.level, all.level());
}

void ThingGates::addInnerGroups(int i, Conjunction& all) {
    GateBuilder& gates = m_wiring.context.gates;
    for (const InnerGroup& group : innerGroups(m_wiring.context, i, false)) {
        std::vector<Wire> members;
        for (const int member : group.members) {
            const Value value = works(member);
            members.push_back(value.wire);
            all.add(Value{Wire::yes(), value.level});
        }
        all.add(gates.atLeast(group.need, std::move(members)));
    }
}

// What it stands on carries it. Working follows from carrying unless something below blocks without stopping.
Value ThingGates::carried(int i, bool worksToo) {
    const Stand& stand = m_wiring.context.standing[i];
    if (stand.pair == kNobody && stand.carrier == kNobody) return {};
    const auto ask = [&](bool working) {
        if (stand.pair != kNobody) return m_wiring.pairs.carries(stand.pair, i, working);
        return working ? works(stand.carrier) : carries(stand.carrier);
    };
    const Value carrying = ask(false);
    if (!worksToo) return carrying;
    const Value working = ask(true);
    return working.wire == carrying.wire ? Value{} : working;
}

// A start-up that takes time, of a thing that can be stopped by something else than its own faults.
Wire ThingGates::startup(int i, Wire supplied) {
    Context& context = m_wiring.context;
    const ThingId id = context.thing(i);
    const auto& attempts = context.inventory[i].thing->startup;
    const bool slow = attempts && !isInstant(*attempts);
    if (!slow && !pullsImage(context.inventory[i])) return Wire::yes();
    if (supplied.isYes() && !context.faults[id.value].restarts) return Wire::yes();
    const Wire leaf = context.leaf(LeafFamily::starting, id.value);
    Thing& thing = context.system.things[id];
    if (slow)
        thing.startup = addJob(
            context, *attempts,
            {.owner = JobOwner::startup, .subject = id.value, .entity = thing.name, .purpose = "startup"});
    return leaf;
}

void ThingGates::store() {
    Context& context = m_wiring.context;
    for (const int i : suppliersFirst(context)) {
        const scenario::Instance& instance = context.inventory[i];
        if (context.thing(i)) use(i);
        if (instance.isReplica() && instance.member == instance.thing->replicas)
            m_wiring.services.up(instance.service);
    }
    for (std::size_t t = 0; t != m_built.size(); ++t) {
        const Built& at = use(context.instanceOf[t]);
        Thing& thing = context.system.things[ThingId{t}];
        thing.supplied = context.gates.field(at.supplied.wire);
        thing.ownOk = context.gates.field(at.ownOk);
        thing.notStarting = context.gates.field(at.notStarting);
        thing.runs = context.gates.field(at.runs);
        thing.works = context.gates.field(at.works.wire);
        if (at.carries != at.runs) thing.carries = context.gates.field(at.carries);
    }
    orderThings();
}

void ThingGates::orderThings() {
    std::vector<std::uint32_t> order(m_built.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return m_built[a].level < m_built[b].level; });
    for (std::uint32_t place = 0; place != order.size(); ++place)
        m_wiring.context.system.things[ThingId{order[place]}].settleOrder = place;
}

} // namespace nueves::model::compiling
