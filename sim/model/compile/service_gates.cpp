#include "sim/model/compile/service_gates.hpp"

#include "sim/model/compile/expressions.hpp"
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"

#include <cmath>
#include <cstdio>

namespace nueves::model::compiling {

namespace {

constexpr double kRounding = 1e-12; // a fraction is a sum of doubles: 3 x 1/3 of the work is all of it

} // namespace

ServiceGates::ServiceGates(Wiring& wiring)
    : m_wiring(wiring), m_made(wiring.context.scenario.services.size()) {}

Value ServiceGates::up(int service) {
    Made& made = m_made[static_cast<std::size_t>(service)];
    const scenario::Thing& keys = m_wiring.context.scenario.services[static_cast<std::size_t>(service)];
    if (made.stage == Stage::busy) {
        m_wiring.circles.report(keys.id, keys.mark, "needs");
        made.stage = Stage::done; // said once
    }
    if (made.stage == Stage::open) {
        made.stage = Stage::busy;
        m_wiring.circles.enter(keys.id);
        make(service);
        m_wiring.circles.leave();
        made.stage = Stage::done;
    }
    return made.up;
}

// From where a service's own names are looked up.
int ServiceGates::firstReplica(int service) const {
    const auto& replicas = m_wiring.context.inventory.replicasOf(service);
    return replicas.empty() ? kNobody : replicas.front();
}

// A failure among thousands of replicas need not add them all up again. A threshold above 1 keeps each input,
// also those of replicas that fall together.
Wire ServiceGates::counterOf(const Shares& shares) {
    constexpr std::size_t kFew = 8;
    GateBuilder& gates = m_wiring.context.gates;
    if (shares.speeds.size() <= kFew || !shares.bits.empty() || !shares.weights.empty() || shares.first)
        return Wire::yes();
    for (const Wire speed : shares.speeds)
        if (speed.isConstant() || gates.isReal(speed)) return Wire::yes();
    return gates.atLeast(2, shares.speeds);
}

Wire ServiceGates::fraction(const Shares& shares) {
    GateBuilder& gates = m_wiring.context.gates;
    FractionRule rule;
    rule.first = shares.first;
    rule.weights = shares.weights;
    rule.needs = gates.field(shares.needs);
    std::vector<Wire> inputs;
    const auto read = [&](std::vector<GateId>& into, Wire wire) {
        into.push_back(gates.solid(wire));
        inputs.push_back(Wire::of(into.back().value));
    };
    if (rule.needs) inputs.push_back(Wire::of(rule.needs.value));
    for (const Wire tier : shares.tiers)
        if (!tier.isYes()) read(rule.tiers, tier);
    for (const Wire speed : shares.speeds) read(rule.speeds, speed);
    for (const Wire bit : shares.bits) read(rule.rotation, bit);
    if (const Wire counter = counterOf(shares); !counter.isYes()) {
        inputs.push_back(counter);
        rule.counter = gates.solid(counter);
    }
    auto& fractions = gates.circuit().fractions;
    fractions.push_back(std::move(rule));
    return gates.special(GateKind::fraction, static_cast<std::uint32_t>(fractions.size() - 1), inputs);
}

Wire ServiceGates::enough(Wire fraction, double share) {
    GateBuilder& gates = m_wiring.context.gates;
    auto& bounds = gates.circuit().bounds;
    bounds.emplace_back(gates.solid(fraction), share - kRounding);
    return gates.special(GateKind::atLeast, static_cast<std::uint32_t>(bounds.size() - 1), {fraction});
}

// At least k replicas that users are sent to and that serve them.
Wire ServiceGates::countForm(int service, const std::vector<Wire>& delivering) {
    Context& context = m_wiring.context;
    const scenario::Thing& keys = context.scenario.services[static_cast<std::size_t>(service)];
    const int wanted = keys.required.count.value_or(1);
    if (wanted > static_cast<int>(delivering.size()))
        context.error("above-count", keys.mark,
                      {{"found", std::to_string(wanted)},
                       {"expected", "at most " + std::to_string(delivering.size())}});
    return context.gates.atLeast(static_cast<std::size_t>(std::max(wanted, 0)), delivering);
}

void ServiceGates::make(int service) {
    Context& context = m_wiring.context;
    GateBuilder& gates = context.gates;
    const scenario::Thing& keys = context.scenario.services[static_cast<std::size_t>(service)];
    const bool alone = isNeedsAlone(keys);
    const Value needs = keys.needs ? m_wiring.expressions.of(*keys.needs, firstReplica(service), 1) : Value{};
    Walk way = walk(service);
    Made& made = m_made[static_cast<std::size_t>(service)];
    std::vector<Wire> all = way.up;
    all.push_back(needs.wire);
    const bool first = way.holder && way.holder->keys->policy == scenario::Policy::first;
    Shares shares{needs.wire, way.tiers, {}, {}, {}, first};
    addCalls(service, all);
    made.able = all;
    if (!alone) {
        const std::vector<Target> targets = addReplicas(way, service, shares);
        keepWay(made, way, service, shares, targets);
        onlyWanted(targets, shares);
        made.serving = delivering(targets, shares);
        if (!keys.required.share) all.push_back(countForm(service, made.serving));
    }
    made.tiers = shares.tiers;
    const bool statement = alone && shares.tiers.empty(); // what it says is true or not
    if (!statement) made.fraction = fraction(shares);
    if (keys.required.share && made.way) {
        all = made.able; // what is answered says more than what could be under light load
        all.push_back(gates.any(made.serving));
        all.push_back(gates.any(made.way->answered));
    } else if (keys.required.share && context.inventory.isLodger(service)) { // of those it should have, not of
        all = made.able;                                                      // those that have found a machine
        all.push_back(gates.atLeast(
            static_cast<std::size_t>(std::ceil(*keys.required.share * keys.replicas - kRounding)),
            made.serving));
    } else if (keys.required.share && !statement) {
        all = {enough(made.fraction, *keys.required.share)};
        addCalls(service, all);
    }
    made.up = {gates.all(std::move(all)), needs.level};
    made.whole = wholeOf(service, made, shares);
}

// Whom it calls and cannot do without: neither another answer, nor one that was kept, nor a queue between.
void ServiceGates::addCalls(int service, std::vector<Wire>& all) {
    const auto& calls = m_wiring.context.scenario.services[static_cast<std::size_t>(service)].calls;
    for (const scenario::Call& call : calls) {
        if (call.order == scenario::CallOrder::later) continue;
        if (call.fallback || (call.cache && call.cache->hit > 0.0)) continue;
        const int callee = m_wiring.context.references.resolve(call.to, kNobody).service;
        if (callee >= 0) all.push_back(able(callee));
    }
}

// Somebody there could answer a request.
Wire ServiceGates::able(int service) {
    up(service);
    GateBuilder& gates = m_wiring.context.gates;
    const Made& made = m_made[static_cast<std::size_t>(service)];
    std::vector<Wire> all = made.able;
    if (!made.serving.empty()) all.push_back(gates.any(made.serving));
    return gates.all(std::move(all));
}

const ServiceGates::Way& ServiceGates::way(int service) {
    up(service);
    return *m_made[static_cast<std::size_t>(service)].way;
}

void ServiceGates::keepWay(Made& made, const Walk& walk, int service, const Shares& shares,
                           const std::vector<Target>& targets) {
    constexpr std::size_t kLeaves = 8; // as many roots can share the blame for what is not answered
    Context& context = m_wiring.context;
    const auto number = static_cast<std::size_t>(service);
    if (!context.reached[number]) return;
    Way& way = made.way.emplace();
    way.needs = shares.needs;
    way.tiers = shares.tiers;
    way.last = walk.last;
    if (context.scenario.services[number].required.share)
        for (std::size_t i = 0; i != kLeaves; ++i)
            way.answered.push_back(context.leaf(LeafFamily::answered, number * kLeaves + i));
    for (std::size_t r = 0; r != targets.size(); ++r) {
        way.replicas.push_back(
            {targets[r].instance, targets[r].alive, targets[r].right, targets[r].reached, {}, 1.0});
        if (!shares.weights.empty()) way.replicas.back().weight = shares.weights[r];
        if (!shares.bits.empty()) way.replicas.back().bit = shares.bits[r];
        if (!m_wiring.machines.hasRoom(targets[r].instance)) way.replicas.back().bit = Wire::no();
    }
}

// Users are sent to those that are wanted and stand somewhere: one that waits for room has no address.
void ServiceGates::onlyWanted(const std::vector<Target>& targets, Shares& shares) {
    Context& context = m_wiring.context;
    std::vector<Wire> bits;
    for (std::size_t r = 0; r != targets.size(); ++r) {
        const Wire wanted = context.wanted(targets[r].instance);
        if (wanted.isYes()) return; // all or none of a service are scaled
        if (!m_wiring.machines.hasRoom(targets[r].instance))
            bits.push_back(Wire::no());
        else
            bits.push_back(shares.bits.empty() ? wanted : context.gates.all({wanted, shares.bits[r]}));
    }
    shares.bits = std::move(bits);
}

// What each replica gives to the fraction.
std::vector<ServiceGates::Target> ServiceGates::addReplicas(Walk& way, int service, Shares& shares) {
    std::vector<Target> targets = replicas(way, service, service);
    shares.bits = bits(way, targets);
    shares.weights = weights(way, targets);
    for (const Target& target : targets) shares.speeds.push_back(target.delivers);
    return targets;
}

// Whether each serves users that are sent to it.
std::vector<Wire> ServiceGates::delivering(const std::vector<Target>& targets, const Shares& shares) {
    std::vector<Wire> delivering;
    for (std::size_t r = 0; r != targets.size(); ++r) {
        delivering.push_back(targets[r].delivers);
        if (!shares.bits.empty())
            delivering.back() = m_wiring.context.gates.all({targets[r].delivers, shares.bits[r]});
    }
    return delivering;
}

// Up, all that is asked is delivered, and no replica is missing.
Wire ServiceGates::wholeOf(int service, const Made& made, const Shares& shares) {
    GateBuilder& gates = m_wiring.context.gates;
    std::vector<Wire> all{made.up.wire};
    for (const int replica : m_wiring.context.inventory.replicasOf(service))
        if (m_wiring.context.thing(replica))
            all.push_back(
                gates.any({m_wiring.things.works(replica).wire, !m_wiring.context.wanted(replica)}));
    const scenario::Thing& keys = m_wiring.context.scenario.services[static_cast<std::size_t>(service)];
    if (m_wiring.context.inventory.isLodger(service) && !keys.scaling) // none waits for a machine
        all.push_back(gates.atLeast(static_cast<std::size_t>(keys.replicas), made.serving));
    const bool plain =
        shares.tiers.empty() && shares.bits.empty() &&
        std::none_of(shares.speeds.begin(), shares.speeds.end(), [&](Wire w) { return gates.isReal(w); });
    if (plain)
        all.insert(all.end(), shares.speeds.begin(), shares.speeds.end());
    else
        all.push_back(enough(made.fraction, 1.0));
    return gates.all(std::move(all));
}

// Where nobody asks, only time counts, and nothing can be said of answers.
std::optional<TargetRule> ServiceGates::ruleOf(const scenario::Target& target, bool reached) {
    TargetRule rule;
    rule.id = target.id;
    rule.uptime = target.uptime;
    if (reached) rule.weight = target.weight;
    if (reached && target.latency) {
        const scenario::Latency& latency = *target.latency;
        const std::pair<double, std::optional<double>> bounds[] = {
            {0.5, latency.p50}, {0.9, latency.p90}, {0.95, latency.p95}, {0.99, latency.p99}, {0.999, latency.p999}};
        for (const auto& [share, seconds] : bounds)
            if (seconds) rule.latency.push_back({share, *seconds});
    }
    if (!rule.uptime && rule.latency.empty()) return std::nullopt;
    rule.excludePlanned = target.excludingMaintenance;
    if (target.credits) rule.credits = target.credits->steps;
    if (target.window || target.holidaysExcluded)
        rule.window =
            m_wiring.context.tables.profile(target.window.value_or(kEveryDay), target.holidaysExcluded);
    return rule;
}

void ServiceGates::storeOne(int service) {
    Context& context = m_wiring.context;
    const scenario::Thing& keys = context.scenario.services[static_cast<std::size_t>(service)];
    const Made& made = m_made[static_cast<std::size_t>(service)];
    Service record;
    record.name = keys.id;
    record.title = keys.title;
    record.up = context.gates.field(up(service).wire);
    record.whole = context.gates.field(made.whole);
    if (!made.fraction.isYes()) record.fraction = context.gates.solid(made.fraction);
    for (const int replica : context.inventory.replicasOf(service))
        if (const ThingId thing = context.thing(replica)) record.replicas.push_back(thing);
    const int count = keys.required.count.value_or(1);
    record.requiredFraction =
        keys.required.share.value_or(static_cast<double>(count) / std::max(1, keys.replicas));
    char text[32];
    if (keys.required.share)
        std::snprintf(text, sizeof text, "%.10g %%", *keys.required.share * 100.0);
    else
        std::snprintf(text, sizeof text, "%d of %d", count, keys.replicas);
    record.required = text;
    record.hasOn = !keys.on.empty();
    for (std::size_t t = 0; t != context.scenario.targets.size(); ++t) {
        const scenario::Target& target = context.scenario.targets[t];
        if (context.references.resolve(target.of, kNobody).service != service) continue;
        if (auto rule = ruleOf(target, context.reached[static_cast<std::size_t>(service)])) {
            rule->target = static_cast<std::uint32_t>(t);
            record.targets.push_back(std::move(*rule));
        }
    }
    context.system.services.push(std::move(record));
}

void ServiceGates::store() {
    for (std::size_t s = 0; s != m_made.size(); ++s) storeOne(static_cast<int>(s));
    storeRotations();
    findModesBelow();
}

// Faults that can hide, below services that somebody uses.
void ServiceGates::findModesBelow() {
    Context& context = m_wiring.context;
    std::map<std::uint32_t, ModeId> hidden; // by leaf
    for (std::size_t m = 0; m != context.system.modes.size(); ++m)
        if (const Mode& mode = context.system.modes[ModeId{m}]; mode.hidden > 0.0)
            hidden[mode.absent.value] = ModeId{m};
    if (hidden.empty()) return;
    for (std::size_t s = 0; s != m_made.size(); ++s) {
        auto& below = context.system.services[ServiceId{s}].modesBelow;
        for (const std::uint32_t gate : context.gates.cone(m_made[s].up.wire))
            if (const auto found = hidden.find(gate); found != hidden.end()) below.push_back(found->second);
        std::sort(below.begin(), below.end());
    }
}

} // namespace nueves::model::compiling
