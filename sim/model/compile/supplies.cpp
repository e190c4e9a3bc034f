#include "sim/model/compile/supplies.hpp"

#include "sim/model/compile/expressions.hpp"
#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Expression;
using scenario::Instance;
using scenario::Kind;
using Op = scenario::Expression::Op;

Supplies::Supplies(Wiring& wiring) : m_wiring(wiring) {
    findGenerators();
}

// Turns are dealt to the user, so that two feeds reach the two supplies of one machine.
Supplies::Statement Supplies::statementOf(int i) const {
    Context& context = m_wiring.context;
    const int from = context.inheritance.power(i);
    if (from == kNobody) return {};
    const Expression& expression = *context.inventory[from].thing->power;
    return {&expression, from, hasTurn(expression) ? context.inheritance.turn(i, from) : 0};
}

Value Supplies::value(const Statement& statement) {
    if (!statement.expression) return {};
    const auto found = m_known.find(statement);
    if (found != m_known.end()) return found->second;
    const Value made = m_wiring.expressions.of(*statement.expression, statement.from, statement.member);
    m_known.emplace(statement, made);
    return made;
}

// A machine with inner power supplies is fed through them alone; what sits inside is fed as its machine is.
Value Supplies::power(int i) {
    Context& context = m_wiring.context;
    const Instance& instance = context.inventory[i];
    const auto psus = innerGroups(context, i, true);
    Conjunction all;
    for (const InnerGroup& group : psus) {
        std::vector<Wire> members;
        for (const int psu : group.members) {
            const Value works = m_wiring.things.works(psu);
            members.push_back(works.wire);
            all.add(Value{Wire::yes(), works.level});
        }
        all.add(context.gates.atLeast(group.need, std::move(members)));
    }
    if (!psus.empty()) return all.make(context.gates);
    const bool inner =
        context.standing[i].isPart && instance.thing->kind != Kind::psu && !instance.thing->power;
    if (inner) return m_wiring.things.powered(instance.parent);
    return value(statementOf(i));
}

// A ups without input that can fail needs no battery; without minutes to bridge it has none.
Value Supplies::fed(int i) {
    Context& context = m_wiring.context;
    const ThingId thing = context.thing(i);
    BatteryGates battery;
    battery.input = m_wiring.things.powered(i);
    if (battery.input.wire.isYes() || context.inventory[i].thing->bridges.count() <= 0) return battery.input;
    battery.charged = context.leaf(LeafFamily::charged, thing.value);
    m_batteries[thing] = battery;
    return {context.gates.any({battery.input.wire, battery.charged}), battery.input.level};
}

// By any of those who list it behind something else: all that stands before it in their list has failed.
// Listed nowhere, or first somewhere: always.
Value Supplies::asked(int i) {
    Context& context = m_wiring.context;
    const ThingId thing = context.thing(i);
    const auto askers = m_generators[thing].askers;
    std::vector<Wire> anyone;
    std::uint32_t level = 0;
    for (const auto& before : askers) {
        std::vector<Wire> failed;
        for (const Alternative& alternative : before) {
            const Value works =
                m_wiring.expressions.of(*alternative.expression, alternative.in.from, alternative.in.member);
            failed.push_back(!works.wire);
            level = std::max(level, works.level);
        }
        anyone.push_back(context.gates.all(std::move(failed)));
    }
    GeneratorGates& generator = m_generators[thing];
    generator.asked = askers.empty() ? Wire::yes() : context.gates.any(std::move(anyone));
    if (context.inventory[i].thing->fuel) generator.fuelled = context.leaf(LeafFamily::fuelled, thing.value);
    return {context.gates.all({generator.asked, generator.fuelled}), level};
}

void Supplies::findGenerators() {
    Context& context = m_wiring.context;
    std::set<Statement> seen;
    for (const int i : context.instanceOf) {
        const Statement statement = statementOf(i);
        if (!statement.expression || !seen.insert(statement).second) continue;
        std::vector<Alternative> before;
        seek(*statement.expression, statement, before);
    }
}

// Walks down an expression; `before`: what must have failed for this branch to be tried.
void Supplies::seek(const Expression& expression, const Statement& in, std::vector<Alternative>& before) {
    Context& context = m_wiring.context;
    if (expression.op == Op::name) {
        for (const int i : context.references.resolve(expression.name, in.from).instances)
            seekBehind(i, in, before);
        return;
    }
    if (expression.op == Op::turn) {
        const auto item = m_wiring.expressions.dealt(expression, in.from, in.member);
        if (item.instance != kNobody)
            seekBehind(item.instance, in, before);
        else if (item.expression)
            seek(*item.expression, in, before);
        return;
    }
    const std::size_t outer = before.size();
    for (const Expression& inner : expression.of) {
        seek(inner, in, before);
        if (expression.op == Op::any) before.push_back({&inner, in});
    }
    before.resize(outer);
}

// A generator, or a group that holds some.
void Supplies::seekBehind(int i, const Statement& in, std::vector<Alternative>& before) {
    Context& context = m_wiring.context;
    const scenario::Thing& keys = *context.inventory[i].thing;
    if (keys.kind == Kind::generator) m_generators[context.thing(i)].askers.push_back(before);
    const auto& within = keys.kind == Kind::group     ? keys.needs
                         : keys.kind == Kind::standby ? keys.of
                                                      : std::nullopt;
    if (!within) return;
    const std::pair<int, const Expression*> key{i, in.expression};
    if (!m_seeking.insert(key).second) return; // a circle of groups is reported when its gates are made
    for (const ThingId inner : context.named(*within, i))
        seekBehind(context.instanceOf[inner.value], in, before);
    m_seeking.erase(key);
}

void Supplies::store() {
    System& system = m_wiring.context.system;
    Tables& tables = m_wiring.context.tables;
    GateBuilder& gates = m_wiring.context.gates;
    for (auto& [thing, made] : m_batteries) {
        const scenario::Thing& keys = m_wiring.context.keys(thing);
        const std::size_t number = system.batteries.size();
        Battery battery{thing,
                        gates.field(made.input.wire),
                        gates.field(made.charged),
                        keys.bridges,
                        keys.recharge.value_or(core::SimSpan{}),
                        {}};
        battery.clock =
            tables.clock(system.things[thing].name, "battery",
                         {.kind = EventKind::batteryEmpty, .rank = engine::Rank::level, .subject = number});
        system.batteries.push_back(battery);
    }
    for (auto& [thing, made] : m_generators) {
        const scenario::Thing& keys = m_wiring.context.keys(thing);
        const std::size_t number = system.generators.size();
        Generator generator{thing,
                            gates.field(made.asked),
                            keys.fuel.value_or(core::SimSpan{}),
                            gates.field(made.fuelled),
                            {}};
        if (keys.fuel)
            generator.fuelClock =
                tables.clock(system.things[thing].name, "fuel",
                             {.kind = EventKind::fuelEmpty, .rank = engine::Rank::level, .subject = number});
        system.generators.push_back(generator);
    }
}

} // namespace nueves::model::compiling
