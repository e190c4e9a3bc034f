#include "sim/model/compile/context.hpp"

#include "sim/model/compile/kinds.hpp"
#include "sim/model/compile/natural_order.hpp"
#include "sim/scenario/reach.hpp"

#include <algorithm>
#include <optional>

namespace nueves::model::compiling {

using scenario::Instance;

bool isNeedsAlone(const scenario::Thing& service) {
    return service.on.empty() && service.failures.empty() && service.replicas == 1 &&
           service.maintenance.empty() && service.inside.empty() && !service.startup && !service.sla;
}

Context::Context(const scenario::Scenario& file, core::SimTime until, System& compiled,
                 std::vector<core::Issue>& issues)
    : scenario(file), system(compiled), inventory(file), references(inventory),
      standing(inventory, references), inheritance{inventory, references, standing},
      tables(compiled, file.calendar, until), m_issues(issues) {
    system.scenario = &file;
    system.profileEnd = until;
    for (std::size_t c = 0; c != file.crews.size(); ++c) m_crewAt.emplace(file.crews[c].id, c);
    for (std::size_t s = 0; s != file.spares.size(); ++s) m_stockAt.emplace(file.spares[s].id, s);
    reached = scenario::reachedServices(file);
    addThings();
}

void Context::addThings() {
    for (int i = 0; i != inventory.size(); ++i) {
        const Instance& instance = inventory[i];
        if (!instance.isReplica() || !isNeedsAlone(*instance.thing)) instanceOf.push_back(i);
    }
    std::sort(instanceOf.begin(), instanceOf.end(),
              [&](int a, int b) { return naturallyBefore(inventory[a].name, inventory[b].name); });
    thingOf.resize(static_cast<std::size_t>(inventory.size()));
    for (std::size_t t = 0; t != instanceOf.size(); ++t)
        thingOf[static_cast<std::size_t>(instanceOf[t])] = ThingId{t};
    faults.resize(instanceOf.size());
    for (const int i : instanceOf) {
        const Instance& instance = inventory[i];
        Thing thing;
        thing.name = instance.name;
        thing.path = instance.path;
        thing.kind = instance.isReplica() ? scenario::Kind::service : instance.thing->kind;
        thing.soft = scenario::isSoft(thing.kind);
        thing.outside = isOutside(thing.kind);
        thing.carrier = this->thing(standing[i].carrier);
        thing.box = this->thing(instance.isReplica() ? kNobody : instance.parent);
        thing.place = this->thing(standing[i].place);
        if (instance.service >= 0) thing.service = ServiceId{static_cast<std::size_t>(instance.service)};
        system.things.push(std::move(thing));
    }
}

void Context::report(core::Severity severity, std::string code, const scenario::Mark& mark,
                     Arguments arguments) {
    m_issues.push_back({std::move(code), severity, mark.place, mark.path, arguments});
}

Wire Context::leaf(LeafFamily family, std::size_t index) {
    return gates.leaf((static_cast<std::uint64_t>(family) << 32U) | index);
}

Wire Context::wanted(int replica) {
    const Instance& instance = inventory[replica];
    const auto& scaling = instance.thing->scaling;
    const bool scaled = instance.isReplica() && ((scaling && scaling->by != scenario::ScalingBy::nodes &&
                                                  reached[static_cast<std::size_t>(instance.service)]) ||
                                                 inventory.isLodger(instance.service));
    if (!scaled) return Wire::yes();
    return onceFor(replica, LeafFamily::wanted);
}

Wire Context::exists(int instance) {
    const Instance& machine = inventory[instance];
    const auto& scaling = machine.thing->scaling;
    const bool scaled = scaling && scaling->by == scenario::ScalingBy::nodes && machine.member > 0;
    return scaled ? onceFor(instance, LeafFamily::exists) : Wire::yes();
}

Wire Context::onceFor(int instance, LeafFamily family) {
    const auto found = m_once.find(instance);
    if (found != m_once.end()) return found->second;
    return m_once.emplace(instance, leaf(family, thing(instance).value)).first->second;
}

void Context::collect(const scenario::Expression& expression, int from, std::vector<ThingId>& found) {
    for (const scenario::Selector* name : {&expression.name, &expression.other})
        if (!name->steps.empty())
            for (const int i : references.resolve(*name, from).instances)
                if (thing(i)) found.push_back(thing(i));
    for (const scenario::Expression& inner : expression.of) collect(inner, from, found);
}

namespace {

std::vector<ThingId> sorted(std::vector<ThingId> things) {
    std::sort(things.begin(), things.end());
    things.erase(std::unique(things.begin(), things.end()), things.end());
    return things;
}

} // namespace

std::vector<ThingId> Context::named(const scenario::Expression& expression, int from) {
    std::vector<ThingId> found;
    collect(expression, from, found);
    return sorted(std::move(found));
}

std::vector<ThingId> Context::named(const scenario::Selector& selector, int from) {
    std::vector<ThingId> found;
    for (const int i : references.resolve(selector, from).instances)
        if (thing(i)) found.push_back(thing(i));
    return sorted(std::move(found));
}

namespace {

std::optional<std::size_t> indexOf(const std::map<std::string, std::size_t>& known,
                                   const scenario::Selector& selector) {
    const auto found = selector.steps.empty() ? known.end() : known.find(selector.steps.front().id);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

// Crews and spares have no members: the id is the name. Nobody: a hand is always free.
CrewId Context::crew(const scenario::Selector& selector) {
    if (scenario::namesNobody(selector)) return {};
    if (const auto c = indexOf(m_crewAt, selector)) return CrewId{*c};
    error("unknown-name", selector.mark, {{"found", toString(selector)}});
    return {};
}

StockId Context::stock(const scenario::Selector& selector) {
    if (const auto s = indexOf(m_stockAt, selector)) return StockId{*s};
    error("unknown-name", selector.mark, {{"found", toString(selector)}});
    return {};
}

// The nearest thing, place, box or carrier that states one; what comes from outside brings its own people.
CrewId Context::inheritedCrew(int instance) {
    const bool own = isSource(inventory[instance].thing->kind);
    const int stated =
        own ? instance
            : standing.nearest(instance, [&](int i) { return inventory[i].thing->crew.has_value(); });
    if (stated == kNobody || !inventory[stated].thing->crew) return {};
    return crew(*inventory[stated].thing->crew);
}

} // namespace nueves::model::compiling
