// Common causes, timed actions and windows: what they name must be there, and must be able to happen.
#include "sim/scenario/validation.hpp"

#include <algorithm>
#include <map>

namespace nueves::scenario {

namespace {

std::vector<int> victimsOf(const Inventory& inventory, const CommonCause& cause) {
    std::vector<int> victims;
    if (!cause.hits) return victims;
    eachName(*cause.hits, Role::victim, [&](const Selector& selector, Role) {
        const Resolution found = inventory.resolve(selector);
        victims.insert(victims.end(), found.instances.begin(), found.instances.end());
    });
    return victims;
}

const FailureMode* modeOf(const Thing& thing, const std::string& name) {
    for (const FailureMode& mode : thing.failures)
        if (mode.name == name) return &mode;
    return nullptr;
}

Mark below(const Mark& mark, const char* key) {
    return {mark.place, mark.path + "." + key};
}

// Slowness and hunger for CPU show in what runs on a machine: a cable, a feed or a place has no speed. Only a
// replica gives answers that can be wrong.
bool isFelt(const Inventory& inventory, int at, Effect effect) {
    using enum Kind;
    const Instance& instance = inventory[at];
    if (effect == Effect::errors) return instance.isReplica();
    if (effect != Effect::slow && effect != Effect::cpuHog) return true;
    const Kind kind = instance.isReplica() ? service : instance.thing->kind;
    if (kind == host || kind == component || isSoft(kind)) return true;
    const bool inner =
        kind == disk || kind == psu || kind == nic || kind == memory || kind == fan || kind == board;
    return effect == Effect::slow && inner;
}

void checkEffect(Validation& validation, int at, Effect effect, const Mark& mark) {
    if (!isFelt(validation.inventory(), at, effect))
        validation.error("key-of-another-kind", mark,
                         {{"found", std::string(effectName(effect))},
                          {"kind", std::string(kindName(validation.inventory()[at].thing->kind))}});
}

// Each victim enters its own mode; Fleming's factor splits one clock, so all must have the same.
void checkMode(Validation& validation, const CommonCause& cause, const std::vector<int>& victims) {
    const FailureMode* first = nullptr;
    for (const int at : victims) {
        const Thing& thing = *validation.inventory()[at].thing;
        const FailureMode* mode = modeOf(thing, *cause.mode);
        std::vector<std::string> names;
        for (const FailureMode& known : thing.failures) names.push_back(known.name);
        if (mode == nullptr) {
            Validation::Arguments arguments{{"thing", thing.id}, {"mode", *cause.mode}};
            return validation.unknown("hits-without-mode", below(cause.mark, "mode"), *cause.mode, names,
                                      arguments);
        }
        const bool same =
            first == nullptr || (first->every == mode->every && first->probability == mode->probability);
        if (cause.beta && !same)
            return validation.error("beta-of-unlike-laws", below(cause.mark, "beta"),
                                    {{"mode", *cause.mode}});
        if (first == nullptr) first = mode;
    }
}

// "Of `hits`, those that stand within": they must stand somewhere.
void checkRadius(Validation& validation, const CommonCause& cause, const std::vector<int>& victims) {
    const bool radius = cause.radius > 0.0;
    if (radius != cause.at.has_value())
        return validation.error(
            "missing-key", cause.mark,
            {{"key", radius ? "at" : "radius"}, {"example", radius ? "\"40.42, -3.70\"" : "\"5 km\""}});
    if (!radius) return;
    const Inventory& inventory = validation.inventory();
    for (const int victim : victims) {
        bool somewhere = false;
        int at = victim;
        for (int steps = 0; at != kNobody && steps < 64 && !somewhere; ++steps) {
            const Thing& thing = *inventory[at].thing;
            somewhere = !thing.at.empty();
            const int place = inventory.dealt(thing.in.empty() ? thing.on : thing.in, at,
                                              std::max(inventory[at].member, 1));
            at = place != kNobody ? place : inventory[at].parent;
        }
        if (!somewhere)
            return validation.error("no-coordinates", inventory[victim].thing->mark,
                                    {{"found", inventory[victim].path}, {"other", cause.mark.path}});
    }
}

std::optional<Effect> effectOfVerb(const std::string& verb) {
    if (verb == "kill" || verb == "cut") return Effect::stop;
    if (verb == "hang") return Effect::hang;
    if (verb == "hog") return Effect::cpuHog;
    if (verb == "leak") return Effect::memoryLeak;
    return std::nullopt;
}

void checkMaintain(Validation& validation, const ScriptAction& action, const Thing& thing) {
    std::vector<std::string> names;
    for (const Maintenance& work : thing.maintenance) names.push_back(work.name);
    const bool known = action.mode.empty()
                           ? names.size() == 1
                           : std::find(names.begin(), names.end(), action.mode) != names.end();
    if (!known)
        validation.unknown("nothing-to-maintain", below(action.mark, "do"), action.mode, names,
                           {{"thing", thing.id}, {"found", action.mode}});
}

using LastRepair = std::map<int, core::SimTime>; // of each instance that the script repairs

// Without `for` the thing's own repair acts: there must be one for that effect.
void checkAction(Validation& validation, const ScriptAction& action, const LastRepair& repairs) {
    const Resolution found = validation.inventory().resolve(action.on);
    if (found.instances.empty()) return;
    const Thing& thing = *validation.inventory()[found.instances.front()].thing;
    const auto effect = effectOfVerb(action.verb);
    if (action.verb == "maintain") checkMaintain(validation, action, thing);
    if (effect)
        for (const int at : found.instances) checkEffect(validation, at, *effect, below(action.mark, "do"));
    const bool lasts = effect || action.verb == "stop";
    if (action.duration && !lasts)
        validation.error("key-of-another-kind", below(action.mark, "for"),
                         {{"found", "for"}, {"kind", action.verb}});
    if (!effect || action.duration) return;
    const bool repaired =
        std::any_of(thing.failures.begin(), thing.failures.end(),
                    [&](const FailureMode& mode) { return mode.effect == *effect && mode.repair; });
    const auto mendedLater = [&](int instance) {
        const auto last = repairs.find(instance);
        return last != repairs.end() && last->second > action.at;
    };
    if (!repaired && !std::all_of(found.instances.begin(), found.instances.end(), mendedLater))
        validation.error("no-mode-to-strike", action.mark,
                         {{"thing", thing.id}, {"effect", std::string(effectName(*effect))}});
}

void checkWindow(Validation& validation, const core::Window& window, bool withoutHolidays, const Mark& mark) {
    if (window.rules.empty()) return; // could not be read: reported
    const auto opens = validation.scenario().calendar.profile(window, withoutHolidays,
                                                              core::after(core::kStart, 2 * core::kYear));
    if (opens.nextOn(core::kStart) == core::kNever)
        validation.error("window-never-opens", mark, {{"found", core::toString(window)}});
}

} // namespace

void Validation::checkCauses() {
    for (const CommonCause& cause : m_scenario.commonCauses) {
        const std::vector<int> victims = victimsOf(m_inventory, cause);
        if (cause.mode) checkMode(*this, cause, victims);
        checkRadius(*this, cause, victims);
        for (const int at : victims)
            if (!cause.mode) checkEffect(*this, at, cause.effect, below(cause.mark, "effect"));
    }
}

void Validation::checkEffects() {
    eachThing(*this, [&](const Thing& thing, int at) {
        for (const FailureMode& mode : thing.failures)
            checkEffect(*this, at, mode.effect, below(mode.mark, "effect"));
    });
}

void Validation::checkScript() {
    LastRepair repairs; // actions are in time order
    for (const ScriptAction& action : m_scenario.script)
        if (action.verb == "repair")
            for (const int at : m_inventory.resolve(action.on).instances) repairs[at] = action.at;
    for (const ScriptAction& action : m_scenario.script) checkAction(*this, action, repairs);
    if (m_scenario.script.empty() || m_scenario.run.measure != Measure::steady) return;
    error("steady-with-script", {m_scenario.script.front().mark.place, "run.measure"},
          {{"found", "steady"}, {"expected", "horizon | mission"}});
}

void Validation::checkWindows() {
    eachThing(*this, [&](const Thing& thing, int) {
        for (const FailureMode& mode : thing.failures)
            if (mode.during) checkWindow(*this, *mode.during, false, below(mode.mark, "during"));
        for (const Maintenance& work : thing.maintenance)
            if (work.window) checkWindow(*this, *work.window, false, below(work.mark, "window"));
    });
    for (const Crew& crew : m_scenario.crews)
        if (crew.shifts) checkWindow(*this, *crew.shifts, crew.holidaysOff, below(crew.mark, "shifts"));
    for (const Target& target : m_scenario.targets)
        if (target.window)
            checkWindow(*this, *target.window, target.holidaysExcluded, below(target.mark, "window"));
}

} // namespace nueves::scenario
