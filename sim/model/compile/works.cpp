// Planned work and the script (semantics.md, sections 4 and 9).
#include "sim/model/compile/modes.hpp"

#include <algorithm>

namespace nueves::model::compiling {

using engine::Rank;
using scenario::Effect;

namespace {

void addWork(Context& context, ThingId thing, const scenario::Maintenance& written,
             std::map<std::string, std::uint32_t>& groups) {
    System& system = context.system;
    const std::size_t number = system.works.size();
    const std::string& entity = system.things[thing].name;
    const std::string purpose = "maintenance." + written.name;
    PlannedWork work;
    work.name = written.name;
    work.path = system.things[thing].path + " " + written.name;
    work.thing = thing;
    work.every = written.every.value_or(core::SimSpan{});
    if (written.window) work.window = context.tables.profile(*written.window, false);
    work.atOnce = static_cast<std::uint32_t>(written.atOnce);
    work.group = groups.emplace(work.path, static_cast<std::uint32_t>(groups.size())).first->second;
    const Wire absent = context.leaf(LeafFamily::work, number);
    work.absent = context.gates.field(absent);
    context.faults[thing.value].stopping.push_back(absent);
    scenario::Attempts once;
    once.list.emplace_back();
    once.list.front().takes = written.takes;
    once.list.front().crew = written.crew;
    work.job = addJob(context, once,
                      {.owner = JobOwner::work,
                       .subject = number,
                       .entity = entity,
                       .purpose = purpose,
                       .numbered = false});
    const auto clock = [&](const char* what, EventKind kind) {
        return context.tables.clock(entity, purpose + what,
                                    {.kind = kind, .rank = Rank::calendar, .subject = number});
    };
    work.dueClock = clock(".due", EventKind::workDue);
    if (work.window) work.windowClock = clock(".window", EventKind::workWindow);
    const Thing& spec = system.things[thing];
    work.root = system.roots.push(
        {purpose + " of " + spec.name, purpose + " of " + spec.path, written.title, spec.service, true});
    system.works.push(std::move(work));
}

// What a verb strikes with; none: it strikes nothing.
std::optional<Effect> effectOfVerb(const std::string& verb) {
    if (verb == "kill" || verb == "cut") return Effect::stop;
    if (verb == "hang") return Effect::hang;
    if (verb == "hog") return Effect::cpuHog;
    if (verb == "leak") return Effect::memoryLeak;
    return {};
}

Action::Verb verbOf(const std::string& verb) {
    if (verb == "repair") return Action::Verb::repair;
    if (verb == "stop") return Action::Verb::stop;
    if (verb == "start") return Action::Verb::start;
    if (verb == "restart") return Action::Verb::restart;
    if (verb == "maintain") return Action::Verb::maintain;
    return Action::Verb::strike;
}

// Somebody repairs it later in the script: it needs no repair of its own.
bool isMendedLater(Context& context, const scenario::ScriptAction& action, ThingId thing) {
    const auto& script = context.scenario.script;
    return std::any_of(script.begin(), script.end(), [&](const scenario::ScriptAction& later) {
        if (later.verb != "repair" || later.at <= action.at) return false;
        const std::vector<ThingId> mended = context.named(later.on, kNobody);
        return std::binary_search(mended.begin(), mended.end(), thing);
    });
}

// What an action itself does to one of its things: a fault or a stop that ends thing by thing.
Wire addLeaf(Context& context, Action& action) {
    const Wire absent = context.leaf(LeafFamily::action, context.actionLeaves++);
    action.absents.push_back(context.gates.field(absent));
    return absent;
}

// With `for`: a fault of the script's own. Else the thing's mode of that effect, which its own repair ends.
void addStrike(Context& context, const scenario::ScriptAction& written, Action& action) {
    const Effect effect = *effectOfVerb(written.verb);
    const bool ownModes = !written.duration || effect == Effect::memoryLeak;
    for (const ThingId thing : action.things) {
        const ModeId mode =
            findMode(context.system, thing, [&](const Mode& m) { return m.effect == effect && m.repair; });
        if (ownModes && mode) {
            action.modes.push_back(mode);
            action.absents.emplace_back();
        } else if (ownModes && (effect == Effect::memoryLeak || !isMendedLater(context, written, thing))) {
            context.error("no-repair-for-action", written.mark,
                          {{"found", written.verb},
                           {"other", context.system.things[thing].name},
                           {"example", R"("for": "20 min")"}});
        } else {
            addEffect(context, thing, effect, 1.0, addLeaf(context, action));
        }
    }
}

void addMaintained(Context& context, const scenario::ScriptAction& written, Action& action) {
    for (const ThingId thing : action.things)
        for (std::size_t w = 0; w != context.system.works.size(); ++w)
            if (const auto& work = context.system.works[WorkId{w}];
                work.thing == thing && (written.mode.empty() || work.name == written.mode))
                action.works.emplace_back(w);
    if (action.works.empty())
        context.error("unknown-maintenance", written.mark,
                      {{"found", written.mode}, {"other", toString(written.on)}});
}

void addAction(Context& context, const scenario::ScriptAction& written) {
    System& system = context.system;
    const std::size_t number = system.actions.size();
    const std::string what = written.verb + (written.mode.empty() ? "" : " " + written.mode) + " ";
    Action action;
    action.name = "script: " + what + toString(written.on);
    action.verb = verbOf(written.verb);
    action.at = written.at;
    action.duration = written.duration.value_or(core::SimSpan{});
    action.things = context.named(written.on, kNobody);
    if (action.things.empty()) context.error("hits-nothing", written.mark, {{"found", toString(written.on)}});
    using enum Action::Verb;
    if (action.verb == strike) addStrike(context, written, action);
    if (action.verb == maintain) addMaintained(context, written, action);
    if (action.verb == stop || action.verb == restart)
        for (const ThingId thing : action.things) {
            context.faults[thing.value].stopping.push_back(addLeaf(context, action));
            context.faults[thing.value].restarts = true;
        }
    const std::string entity = std::string("script[").append(std::to_string(number + 1)).append("]");
    action.clock = context.tables.clock(
        entity, "begin", {.kind = EventKind::action, .rank = Rank::calendar, .subject = number});
    action.endClock = context.tables.clock(
        entity, "end", {.kind = EventKind::actionEnd, .rank = Rank::ends, .subject = number});
    const std::string group =
        "script: " + what + (action.things.empty() ? "" : system.things[action.things.front()].path);
    action.root = system.roots.push({action.name, group, {}, {}, false});
    system.actions.push(std::move(action));
}

} // namespace

void addWorks(Context& context) {
    std::map<std::string, std::uint32_t> groups;
    for (std::size_t t = 0; t != context.system.things.size(); ++t)
        for (const auto& written : context.keys(ThingId{t}).maintenance)
            addWork(context, ThingId{t}, written, groups);
}

void addActions(Context& context) {
    for (const auto& written : context.scenario.script) addAction(context, written);
}

} // namespace nueves::model::compiling
