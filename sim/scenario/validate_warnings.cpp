// What is allowed but seldom meant: things that do nothing, replicas that share one fate.
#include "sim/scenario/validation.hpp"

#include <algorithm>

namespace nueves::scenario {

namespace {

// Everything that some name leads to, and the boxes around it.
std::set<int> namedInstances(const Validation& validation) {
    const Inventory& inventory = validation.inventory();
    std::set<int> named;
    const auto add = [&](const Selector& selector, int from) {
        if (selector.steps.empty()) return;
        for (int at : inventory.resolve(selector, from).instances)
            for (; at != kNobody; at = inventory[at].parent) named.insert(at);
    };
    eachThing(validation, [&](const Thing& thing, int at) {
        eachName(thing, [&](const Selector& selector, Role role) {
            if (role != Role::crew && role != Role::spare) add(selector, at);
        });
    });
    return named;
}

void checkHosts(Validation& validation) {
    const Inventory& inventory = validation.inventory();
    if (validation.scenario().services.empty()) return;
    const std::set<int> named = namedInstances(validation);
    std::set<std::string> used, told;
    for (const int at : named) used.insert(inventory[at].path);
    for (const Instance& instance : inventory.instances())
        if (instance.thing->kind == Kind::host && !used.contains(instance.path) &&
            told.insert(instance.path).second)
            validation.warning("carries-nothing", instance.thing->mark, {{"found", instance.path}});
}

void checkSpread(Validation& validation) {
    const Inventory& inventory = validation.inventory();
    for (std::size_t i = 0; i < validation.scenario().services.size(); ++i) {
        const Thing& service = validation.scenario().services[i];
        const auto& replicas = inventory.replicasOf(static_cast<int>(i));
        if (replicas.size() < 2 || service.on.empty()) continue;
        std::set<int> carriers;
        for (const int replica : replicas)
            carriers.insert(inventory.dealt(service.on, replica, inventory[replica].member));
        const int only = *carriers.begin();
        if (carriers.size() == 1 && only != kNobody && inventory[only].thing->kind == Kind::host)
            validation.warning("all-on-one-host", service.mark,
                               {{"found", service.id}, {"other", inventory[only].name}});
    }
}

// Crews and stocks that nobody asks.
void checkShared(Validation& validation) {
    std::set<std::string> crews, spares;
    const auto note = [&](const Selector& selector, Role role) {
        if (selector.steps.empty()) return;
        if (role == Role::crew) crews.insert(selector.steps[0].id);
        if (role == Role::spare) spares.insert(selector.steps[0].id);
    };
    eachThing(validation, [&](const Thing& thing, int) { eachName(thing, note); });
    for (const CommonCause& cause : validation.scenario().commonCauses)
        if (cause.repair) eachName(*cause.repair, note);
    for (const Crew& crew : validation.scenario().crews)
        if (!crews.contains(crew.id))
            validation.warning("crew-without-work", crew.mark, {{"found", crew.id}});
    for (const Spare& spare : validation.scenario().spares)
        if (!spares.contains(spare.id))
            validation.warning("spare-without-use", spare.mark, {{"found", spare.id}});
}

// With nothing that fails, is stopped or is struck, every target is met: nobody sees its effect.
void checkTargets(Validation& validation) {
    const Scenario& scenario = validation.scenario();
    const auto& instances = validation.inventory().instances();
    const bool happens = !scenario.commonCauses.empty() || !scenario.script.empty() ||
                         !scenario.demand.empty() ||
                         std::any_of(instances.begin(), instances.end(), [](const Instance& instance) {
                             return !instance.thing->failures.empty() || !instance.thing->maintenance.empty();
                         });
    if (happens) return;
    for (const Target& target : scenario.targets)
        validation.warning("target-without-effect", target.mark, {{"found", target.id}});
}

} // namespace

void Validation::checkWork() {
    checkHosts(*this);
    checkSpread(*this);
    checkShared(*this);
    checkTargets(*this);
}

} // namespace nueves::scenario
