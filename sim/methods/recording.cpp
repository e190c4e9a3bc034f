#include "sim/methods/recording.hpp"

#include "sim/methods/prepare.hpp"

#include <algorithm>

namespace nueves::methods {

using core::SimSpan;
using measure::Happening;
using model::ThingId;
using scenario::Effect;
using scenario::ScriptLog;

namespace {

// The verb whose fault is the same; empty: there is none.
std::string verbOf(Effect effect, double size) {
    switch (effect) {
    case Effect::stop:
    case Effect::panic:
    case Effect::destroy: return "kill";
    case Effect::hang: return "hang";
    case Effect::cpuHog: return size >= 1.0 ? "hog" : "";
    default: return {};
    }
}

// From what a history did to what the language can say of it.
class Teller {
  public:
    Teller(const model::System& system, core::SimTime end, ScriptLog& log)
        : m_system(system), m_end(end), m_log(log) {}
    void tell(const Happening& happening);
    void tellPoints(); // actions that hold nothing down themselves: they act again as they are written

  private:
    void fault(const Happening& happening);
    void cause(const Happening& happening);
    void action(const Happening& happening);
    void say(const Happening& happening, const std::string& verb, const std::string& on);
    void leaveOut(const Happening& happening, const char* why, const std::string& on);
    const std::string& nameOf(ThingId thing) const { return m_system.things[thing].name; }
    std::string whatOf(const Happening& happening) const {
        return happening.root ? m_system.roots[happening.root].name : std::string();
    }
    core::CivilTime dateOf(core::SimTime at) const { return m_system.scenario->calendar.toLocal(at); }
    // Does something stand on it? What a hanging thing carries stops; what an expired one carries does not.
    bool carries(ThingId thing) const {
        return std::any_of(m_system.things.begin(), m_system.things.end(),
                           [&](const model::Thing& other) { return other.carrier == thing; });
    }

    const model::System& m_system;
    core::SimTime m_end;
    ScriptLog& m_log;
};

void Teller::say(const Happening& happening, const std::string& verb, const std::string& on) {
    if (happening.until == happening.from) return leaveOut(happening, "instant", on);
    m_log.actions.push_back({happening.from, verb, on, happening.until - happening.from, whatOf(happening),
                             dateOf(happening.from), happening.open});
}

void Teller::leaveOut(const Happening& happening, const char* why, const std::string& on) {
    m_log.unsaid.push_back({happening.from, why, whatOf(happening), on, happening.until - happening.from,
                            dateOf(happening.from)});
}

void Teller::fault(const Happening& happening) {
    const model::Mode& mode = m_system.modes[model::ModeId{happening.subject}];
    if (mode.probability >= 1.0 && !mode.everyClock) return; // no luck, and there again in every history
    if (mode.effect == Effect::flap) return;                 // its stays are told
    std::string verb = verbOf(mode.effect, mode.size);
    if (mode.effect == Effect::expire && !carries(mode.victim)) verb = "hang";
    if (verb.empty()) return leaveOut(happening, "no-verb", nameOf(mode.victim));
    say(happening, verb, nameOf(mode.victim));
    Happening unnoticed = happening;
    unnoticed.until = std::min(happening.known, happening.until);
    if (!mode.memberOf.empty() && unnoticed.until > happening.from)
        leaveOut(unnoticed, "noticed", nameOf(mode.victim));
}

void Teller::cause(const Happening& happening) {
    const model::Cause& cause = m_system.causes[model::CauseId{happening.subject}];
    const auto& all = m_system.scenario->commonCauses;
    const auto written =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == cause.name; });
    const std::string verb = written == all.end() ? "" : verbOf(written->effect, written->size);
    for (const ThingId victim : cause.victims)
        if (verb.empty())
            leaveOut(happening, "no-verb", nameOf(victim));
        else
            say(happening, verb, nameOf(victim));
}

void Teller::action(const Happening& happening) {
    const model::Action& action = m_system.actions[model::ActionId{happening.subject}];
    say(happening, m_system.scenario->script[happening.subject].verb, nameOf(action.things[happening.member]));
}

void Teller::tell(const Happening& happening) {
    switch (happening.kind) {
    case Happening::Kind::fault: return fault(happening);
    case Happening::Kind::cause: return cause(happening);
    case Happening::Kind::action: return action(happening);
    case Happening::Kind::stay: {
        const model::Mode& mode = m_system.modes[model::ModeId{happening.subject}];
        return say(happening, happening.startsUp ? "stop" : "kill", nameOf(mode.victim));
    }
    case Happening::Kind::reclaimed:
        return leaveOut(happening, "no-verb", m_system.fleet.nodes[happening.subject].name);
    case Happening::Kind::falseAlarm:
        return say(happening, "kill", nameOf(m_system.modes[model::ModeId{happening.subject}].victim));
    case Happening::Kind::work: {
        const model::PlannedWork& work = m_system.works[model::WorkId{happening.subject}];
        m_log.actions.push_back({happening.from,
                                 "maintain " + work.name,
                                 nameOf(work.thing),
                                 {},
                                 whatOf(happening),
                                 dateOf(happening.from),
                                 happening.open});
    }
    }
}

void Teller::tellPoints() {
    for (std::size_t i = 0; i != m_system.actions.size(); ++i) {
        const model::Action& action = m_system.actions.raw()[i];
        using enum model::Action::Verb;
        const bool isPoint = action.verb == start || action.verb == restart || action.verb == repair;
        if (!isPoint || action.at >= m_end) continue;
        const auto& written = m_system.scenario->script[i];
        m_log.actions.push_back({action.at,
                                 written.verb,
                                 toString(written.on),
                                 {},
                                 m_system.roots[action.root].name,
                                 dateOf(action.at),
                                 false});
    }
}

void refuse(const scenario::Scenario& scenario, const std::string& key, const char* found,
            const char* expected, std::vector<core::Issue>& issues) {
    core::Issue& issue = issues.emplace_back();
    issue.code = "steady-with-script";
    issue.place.file = scenario.file;
    issue.path = "run." + key;
    issue.arguments = {{"found", found}, {"expected", expected}};
}

} // namespace

ScriptLog recordHistory(const scenario::Scenario& scenario, std::uint64_t history,
                        std::vector<core::Issue>& issues) {
    ScriptLog log{NUEVES_VERSION,
                  scenario.file,
                  scenario.design,
                  scenario.run.seed,
                  history,
                  scenario.run.horizon,
                  {},
                  {}};
    if (scenario.run.start == scenario::Start::longRun)
        refuse(scenario, "start", "long-run", "new | aged", issues);
    else if (scenario.run.measure == scenario::Measure::steady)
        refuse(scenario, "measure", "steady", "horizon | mission", issues);
    if (core::hasError(issues)) return log;
    Compiled prepared = prepare(scenario, issues);
    if (core::hasError(issues)) return log;
    prepared.plan.untilOutage = false; // the whole of it, also after every first outage
    Sampler sampler(*prepared.system, prepared.plan);
    measure::Chronicle chronicle(*prepared.system);
    sampler.record(history - 1, chronicle);
    Teller teller(*prepared.system, prepared.plan.stretch.to, log);
    for (const Happening& happening : chronicle.happenings()) teller.tell(happening);
    teller.tellPoints();
    std::stable_sort(log.actions.begin(), log.actions.end(),
                     [](const auto& x, const auto& y) { return x.at < y.at; });
    return log;
}

} // namespace nueves::methods
