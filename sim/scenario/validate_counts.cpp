// Numbers that ask for more than there is, and lists of attempts that may come to nothing.
#include "sim/scenario/validation.hpp"

namespace nueves::scenario {

namespace {

void aboveCount(Validation& validation, const Mark& mark, int found, int most) {
    if (found > most)
        validation.error("above-count", mark,
                         {{"found", std::to_string(found)}, {"expected", "at most " + std::to_string(most)}});
}

Mark below(const Thing& thing, const char* key) {
    return {thing.mark.place, thing.mark.path + "." + key};
}

int membersOf(const Inventory& inventory, const Expression& expression, int from) {
    int members = 0;
    for (const Expression& part : expression.of) {
        const bool names = part.op == Expression::Op::name && expression.of.size() == 1;
        members += names ? static_cast<int>(inventory.resolve(part.name, from).instances.size()) : 1;
    }
    if (expression.op == Expression::Op::name)
        members = static_cast<int>(inventory.resolve(expression.name, from).instances.size());
    return members;
}

void checkGate(Validation& validation, const Expression& expression, int from) {
    const int members = membersOf(validation.inventory(), expression, from);
    if (expression.op == Expression::Op::atLeast && members > 0)
        aboveCount(validation, expression.mark, expression.k, members);
    for (const Expression& part : expression.of) checkGate(validation, part, from);
}

void checkNeed(Validation& validation, const Thing& thing, const Instance& instance) {
    if (!thing.need) return;
    const bool inMachine =
        instance.parent != kNobody && !isPlace(validation.inventory()[instance.parent].thing->kind);
    const Mark mark = below(thing, "need");
    if (inMachine) return aboveCount(validation, mark, *thing.need, thing.count);
    validation.error("key-of-another-kind", mark,
                     {{"found", "need"}, {"kind", instance.parent == kNobody ? "" : "place"}});
}

void checkExcept(Validation& validation, const Thing& thing) {
    for (const auto& [number, member] : thing.except)
        if (number > thing.count)
            validation.error(
                "no-such-member", member.mark,
                {{"found", std::to_string(number)}, {"expected", "1.." + std::to_string(thing.count)}});
}

void checkStandby(Validation& validation, const Thing& thing, int at) {
    if (thing.kind != Kind::standby || !thing.of) return;
    int members = 0;
    eachName(*thing.of, Role::member, [&](const Selector& selector, Role) {
        members += static_cast<int>(validation.inventory().resolve(selector, at).instances.size());
    });
    if (members > 0 && thing.active > members)
        validation.error("too-few-members", below(thing, "active"),
                         {{"thing", thing.id},
                          {"members", std::to_string(members)},
                          {"active", std::to_string(thing.active)}});
}

// "100 % of what?": a list of attempts must end in one that is certain, or say "never".
void checkLast(Validation& validation, const Attempts& attempts) {
    if (attempts.never || attempts.list.empty()) return;
    const Attempt& last = attempts.list.back();
    if (last.tried < 1.0 || last.works < 1.0)
        validation.error("last-attempt-uncertain", last.mark, {{"example", "\"never\""}});
}

// A promise needs to know how long an outage is; a repair of a promise needs the promise.
void checkPromise(Validation& validation, const Thing& thing) {
    bool repaired = false;
    for (const FailureMode& mode : thing.failures) {
        const bool promise = !mode.every && !mode.probability && mode.name == "promise" && mode.repair;
        repaired = repaired || promise;
        if (promise && !thing.sla)
            validation.error("exactly-one", mode.mark, {{"found", ""}, {"expected", "every | probability"}});
        if (promise && mode.repair->never)
            validation.error("promise-without-repair", mode.mark, {{"thing", thing.id}});
    }
    if (thing.sla && *thing.sla < 1.0 && !repaired)
        validation.error("promise-without-repair", below(thing, "failures.promise"), {{"thing", thing.id}});
    if (thing.sla && *thing.sla <= 0.0)
        validation.error("out-of-range", below(thing, "sla"),
                         {{"found", "0 %"}, {"expected", "more than 0 %, up to 100 %"}});
}

} // namespace

void Validation::checkCounts() {
    eachThing(*this, [&](const Thing& thing, int at) {
        checkNeed(*this, thing, m_inventory[at]);
        checkStandby(*this, thing, at);
        if (thing.kind == Kind::service && thing.required.count.value_or(0) > thing.replicas)
            error("required-above-replicas", below(thing, "required"),
                  {{"service", thing.id},
                   {"required", std::to_string(*thing.required.count)},
                   {"replicas", std::to_string(thing.replicas)}});
        for (const auto* expression : {&thing.power, &thing.needs})
            if (*expression) checkGate(*this, **expression, at);
    });
    // Things as written, so that an exception of a member that is not there is seen.
    const auto boxes = [&](const auto& self, const std::vector<Thing>& parts) -> void {
        for (const Thing& part : parts) {
            checkExcept(*this, part);
            self(self, part.parts);
        }
    };
    boxes(boxes, m_scenario.parts);
}

void Validation::checkAttempts() {
    eachThing(*this, [&](const Thing& thing, int) {
        eachAttempts(thing, [&](const Attempts& attempts) { checkLast(*this, attempts); });
        checkPromise(*this, thing);
    });
    for (const CommonCause& cause : m_scenario.commonCauses)
        if (cause.repair) checkLast(*this, *cause.repair);
}

} // namespace nueves::scenario
