#include "sim/methods/prepare.hpp"

#include "sim/behaviour/traffic/answer_tables.hpp"
#include "sim/methods/sampling/warm_up.hpp"
#include "sim/model/compile.hpp"

#include <algorithm>

namespace nueves::methods {

using core::SimSpan;
using core::SimTime;
using scenario::Measure;
using scenario::Scenario;
using scenario::Start;

namespace {

SimSpan measuredSpan(const model::System& system, const Scenario& scenario) {
    const SimSpan asked = scenario.run.horizon;
    if (scenario.run.measure != Measure::steady || system.profiles.empty()) return asked;
    const SimSpan beyond = asked % core::kYear;
    return beyond == SimSpan{} ? asked : asked - beyond + core::kYear;
}

// Dates that come round in a time that does not divide the stretch are once more or once less in it, always
// the same: the longest of these times.
SimSpan shiftOf(const model::System& system, const Scenario& scenario, SimSpan span) {
    SimSpan longest{};
    if (scenario.run.measure != Measure::steady) return longest;
    for (const auto& work : system.works)
        if (work.every > SimSpan{} && span % work.every != SimSpan{}) longest = std::max(longest, work.every);
    return longest;
}

// Measures from `from` on. Profiles must be known beyond the last measured instant, since a repair may end
// later.
void measureFrom(Compiled& compiled, const Scenario& scenario, SimTime from, SimSpan leastShift = {}) {
    const SimSpan span = measuredSpan(*compiled.system, scenario);
    const SimSpan shift = std::max(leastShift, shiftOf(*compiled.system, scenario, span));
    const SimTime end = core::after(core::after(from, span), shift);
    if (from > core::kStart + core::kYear || span != scenario.run.horizon || shift != SimSpan{}) {
        auto tables = std::move(compiled.system->traffic.answerTables); // depend on no date
        compiled.system = std::move(model::compile(scenario, core::after(end, core::kYear)).system);
        compiled.system->traffic.answerTables = std::move(tables);
    }
    compiled.plan.stretch = measure::stretchOf(from, span);
    compiled.plan.shift = shift;
}

} // namespace

Compiled prepare(const Scenario& scenario, std::vector<core::Issue>& issues) {
    if (scenario.run.start == Start::longRun &&
        !scenario.script.empty()) // its dates would fall into the warm-up
        issues.push_back({"steady-with-script",
                          core::Severity::error,
                          scenario.script.front().mark.place,
                          "run.start",
                          {{"found", "long-run"}, {"expected", "new | aged"}}});
    const bool steady = scenario.run.measure == Measure::steady;
    const bool forgetsStart = steady || scenario.run.start == Start::longRun;
    const SimTime from = forgetsStart ? core::kStart + core::kYear : core::kStart; // at the least
    auto first = model::compile(scenario, core::after(from, scenario.run.horizon + core::kYear));
    issues.insert(issues.end(), first.issues.begin(), first.issues.end());
    if (!first.system) return {};
    Compiled compiled{std::move(first.system), {}};
    compiled.plan.seed = scenario.run.seed;
    measureFrom(compiled, scenario,
                forgetsStart ? core::after(core::kStart, warmUp(*compiled.system)) : core::kStart);
    behaviour::traffic::prepareAnswerTables(compiled.system->traffic);
    compiled.plan.aged = forgetsStart || scenario.run.start == Start::aged;
    compiled.plan.untilOutage = scenario.run.measure == Measure::mission;
    compiled.plan.alone = scenario.run.alone;
    return compiled;
}

void measureTogether(std::vector<Compiled>& compiled, const std::vector<Scenario>& designs) {
    SimTime latest = core::kStart;
    SimSpan shift{};
    for (const Compiled& each : compiled) {
        latest = std::max(latest, each.plan.stretch.from);
        shift = std::max(shift, each.plan.shift);
    }
    for (std::size_t d = 0; d != compiled.size(); ++d) {
        const auto& plan = compiled[d].plan;
        if (plan.stretch.from == core::kStart) continue;
        if (plan.stretch.from != latest || plan.shift != shift)
            measureFrom(compiled[d], designs[d], latest, shift);
    }
}

} // namespace nueves::methods
