#include "sim/model/compile/expressions.hpp"

#include "sim/model/compile/network.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

namespace nueves::model::compiling {

using scenario::Expression;
using Op = scenario::Expression::Op;

bool hasTurn(const Expression& expression) {
    return expression.op == Op::turn || std::any_of(expression.of.begin(), expression.of.end(), hasTurn);
}

Value Expressions::name(const scenario::Selector& name, int from) {
    Context& context = m_wiring.context;
    const scenario::Resolution& found = context.references.resolve(name, from);
    if (found.internet) return {};
    if (!found) context.error("unknown-name", name.mark, {{"found", toString(name)}});
    if (found.service >= 0) return m_wiring.services.up(found.service);
    Conjunction all;
    for (const int i : found.instances) all.add(m_wiring.things.works(i));
    return all.make(context.gates);
}

Value Expressions::of(const Expression& expression, int from, int member) {
    GateBuilder& gates = m_wiring.context.gates;
    if (expression.op == Op::name) return name(expression.name, from);
    if (expression.op == Op::path) return path(expression, from);
    if (expression.op == Op::most) return most(expression, from, member);
    if (expression.op == Op::turn) {
        const Dealt item = dealt(expression, from, member);
        if (item.instance != kNobody) return m_wiring.things.works(item.instance);
        return item.expression ? of(*item.expression, from, member) : Value{};
    }
    const std::vector<Value> inputs = votes(expression, from, member);
    std::vector<Wire> wires;
    std::uint32_t level = 0;
    for (const Value& input : inputs) {
        wires.push_back(input.wire);
        level = std::max(level, input.level);
    }
    switch (expression.op) {
    case Op::any: return {gates.any(std::move(wires)), level};
    case Op::atLeast: return {gates.atLeast(static_cast<std::size_t>(expression.k), std::move(wires)), level};
    case Op::none: return {!gates.all(std::move(wires)), level};
    default: return {gates.all(std::move(wires)), level};
    }
}

// atLeast over one name counts its members; over several, each is one vote.
std::vector<Value> Expressions::votes(const Expression& expression, int from, int member) {
    std::vector<Value> values;
    if (expression.op == Op::atLeast) {
        for (const int i : voters(expression, from)) values.push_back(m_wiring.things.works(i));
        if (!values.empty()) return values;
    }
    for (const Expression& inner : expression.of) values.push_back(of(inner, from, member));
    if (expression.of.empty() && !expression.name.steps.empty())
        values.push_back(name(expression.name, from));
    return values;
}

// The members, if the expression is over one name.
std::vector<int> Expressions::voters(const Expression& expression, int from) {
    const bool single = expression.of.size() == 1 && expression.of.front().op == Op::name;
    if (!single && !(expression.of.empty() && !expression.name.steps.empty())) return {};
    const scenario::Selector& name = single ? expression.of.front().name : expression.name;
    return m_wiring.context.references.resolve(name, from).instances;
}

// Round and round the list, and each time an item comes round, its next instance.
Expressions::Dealt Expressions::dealt(const Expression& turn, int from, int member) {
    if (turn.of.empty()) return {};
    const std::size_t at = static_cast<std::size_t>(std::max(member, 1)) - 1;
    const Expression& item = turn.of[at % turn.of.size()];
    if (item.op != Op::name) return {&item, kNobody};
    const scenario::Resolution& found = m_wiring.context.references.resolve(item.name, from);
    if (found.service >= 0 || found.instances.empty()) return {&item, kNobody};
    return {&item, found.instances[(at / turn.of.size()) % found.instances.size()]};
}

// More than half of all, and over the net they reach one another.
Value Expressions::most(const Expression& expression, int from, int member) {
    Context& context = m_wiring.context;
    std::vector<int> members = voters(expression, from);
    if (members.empty())
        for (const Expression& inner : expression.of)
            if (inner.op == Op::name)
                for (const int i : context.references.resolve(inner.name, from).instances)
                    members.push_back(i);
    std::vector<Value> values;
    std::uint32_t level = 0;
    for (const int i : members) values.push_back(m_wiring.things.works(i));
    if (members.empty())
        for (const Expression& inner : expression.of) values.push_back(of(inner, from, member));
    std::vector<Wire> wires;
    for (const Value& value : values) {
        wires.push_back(value.wire);
        level = std::max(level, value.level);
    }
    const std::size_t majority = wires.size() / 2 + 1;
    if (const auto joined = m_wiring.network.majority(members, wires, majority)) return {*joined, level};
    return {context.gates.atLeast(majority, std::move(wires)), level};
}

// Both ends work, and the net joins each member of one with each of the other; a pair where its active one
// is.
Value Expressions::path(const Expression& expression, int from) {
    Context& context = m_wiring.context;
    Conjunction all;
    all.add(name(expression.name, from));
    all.add(name(expression.other, from));
    for (const NetSpots& here : m_wiring.network.spotsOfEach(expression.name, from))
        for (const NetSpots& there : m_wiring.network.spotsOfEach(expression.other, from))
            all.add(m_wiring.network.joined(here, there));
    return all.make(context.gates);
}

} // namespace nueves::model::compiling
