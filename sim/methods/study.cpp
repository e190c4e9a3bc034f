#include "sim/methods/study.hpp"

#include "sim/analysis/cost/cost.hpp"
#include "sim/analysis/statistics/intervals.hpp"
#include "sim/analysis/statistics/sequential.hpp"
#include "sim/methods/capacity/capacity.hpp"
#include "sim/methods/deployment_cost.hpp"
#include "sim/methods/facts.hpp"
#include "sim/methods/metastable/metastable.hpp"
#include "sim/methods/naive.hpp"
#include "sim/methods/prepare.hpp"
#include "sim/methods/sampling/histories.hpp"
#include "sim/methods/summary.hpp"
#include "sim/methods/worst_day.hpp"
#include "sim/methods/zoom/around.hpp"
#include "sim/model/compile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::methods {

using analysis::Estimate;
using analysis::Outcome;
using analysis::Result;
using scenario::Measure;
using scenario::Scenario;

namespace {

constexpr double kTrafficYears = 8.0;         // of simulated traffic, unless more is asked for
constexpr std::uint64_t kFewest = 8;          // histories: fewer say nothing about their error
constexpr std::uint64_t kDefaultLimit = 16384; // histories; each shipped scenario ends within 30 s on two cores
constexpr std::uint64_t kWave = 64;            // histories that are kept or given up together
constexpr std::uint64_t kTrafficWave = 8;      // the same, where each takes seconds

// Services whose precision is asked for: those with a target, or all where there is none.
std::vector<std::size_t> askedFor(const model::System& system) {
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i != system.services.size(); ++i)
        if (!system.services.raw()[i].targets.empty()) asked.push_back(i);
    if (asked.empty())
        for (std::size_t i = 0; i != system.services.size(); ++i) asked.push_back(i);
    return asked;
}

std::vector<analysis::Seen> seen(const model::System& system, const Outcome& outcome) {
    std::vector<analysis::Seen> list;
    for (std::size_t i : askedFor(system)) {
        const auto values = unavailabilities(system, outcome, i);
        const auto touched = std::count_if(values.begin(), values.end(), [](double x) { return x > 0.0; });
        list.push_back({unavailabilityEstimate(values), static_cast<std::uint64_t>(touched)});
    }
    return list;
}

// Traffic is moved on all the time, not from failure to failure: a year of it costs seconds.
std::uint64_t defaultLimit(const Scenario& scenario, const model::System& system) {
    if (system.traffic.empty()) return kDefaultLimit;
    const double years = std::max(core::seconds(scenario.run.horizon) / core::kSecondsPerYear, 1e-9);
    return std::clamp(static_cast<std::uint64_t>(kTrafficYears / years), kFewest, kDefaultLimit);
}

class DesignRun {
  public:
    DesignRun(const Compiled& compiled, const Scenario& scenario, const StudyOptions& options, Progress progress)
        : m_system(*compiled.system), m_options(options), m_histories(m_system, compiled.plan, options.threads),
          m_progress(std::move(progress)), m_outcome(m_histories.empty(options.firstHistory)) {
        m_rule.precision = scenario.run.precision;
        m_rule.limit = options.maxHistories > 0 ? options.maxHistories : defaultLimit(scenario, m_system);
        m_rule.first = std::min(m_rule.first, m_rule.limit);
        if (scenario.run.histories) m_fixed = static_cast<std::uint64_t>(*scenario.run.histories);
    }

    // False: a person stopped it; what is known so far is whole.
    bool run() {
        if (m_fixed > 0) return runTo(m_fixed);
        while (true) {
            if (!runTo(analysis::nextCount(m_rule, m_outcome.histories))) return false;
            const auto now = seen(m_system, m_outcome);
            m_progress.historiesExpected = analysis::expectedHistories(m_rule, m_outcome.histories, now);
            if (analysis::decide(m_rule, m_outcome.histories, now) != analysis::Decision::goOn) return true;
        }
    }
    Outcome& outcome() { return m_outcome; }

  private:
    bool runTo(std::uint64_t count) {
        while (m_outcome.histories < count) {
            const std::uint64_t done = m_outcome.histories;
            const std::uint64_t least = m_system.traffic.empty() ? kWave : kTrafficWave;
            const std::uint64_t wave = std::min(count - done, std::max(least, done / 8));
            const std::uint64_t first = m_options.firstHistory + done;
            if (!m_histories.run(first, wave, m_outcome, m_options.stop)) return false;
            report(count);
        }
        return true;
    }

    void report(std::uint64_t count) {
        if (!m_options.progress) return;
        const auto now = seen(m_system, m_outcome);
        m_progress.historiesDone = m_outcome.histories;
        m_progress.historiesExpected = count;
        if (m_fixed == 0) // from the first look on, or the bar would fill once and begin again
            m_progress.historiesExpected =
                std::max(count, analysis::expectedHistories(m_rule, m_outcome.histories, now));
        m_progress.events = m_outcome.events;
        m_progress.relativeHalfWidth = 0.0;
        for (const auto& each : now)
            m_progress.relativeHalfWidth =
                std::max(m_progress.relativeHalfWidth, analysis::relativeHalfWidth(each.estimate));
        m_options.progress(m_progress);
    }

    const model::System& m_system;
    const StudyOptions& m_options;
    Histories m_histories;
    Progress m_progress;
    analysis::StopRule m_rule;
    std::uint64_t m_fixed = 0;
    Outcome m_outcome;
};

std::string hex(std::uint64_t value) {
    std::string text(16, '0');
    for (int i = 15; i >= 0; --i, value >>= 4) text[static_cast<std::size_t>(i)] = "0123456789abcdef"[value & 15];
    return text;
}

analysis::DesignSummary summaryOf(const model::System& system, const Scenario& scenario, const Outcome& outcome) {
    analysis::DesignSummary summary;
    summary.design = scenario.design;
    summary.title = scenario.designTitle;
    summary.costPerYear = deploymentCost(system, outcome);
    summary.costTotal = analysis::total(summary.costPerYear);
    const auto runs = [](const model::Service& service) { return service.hasOn; }; // others only state a need
    const auto applications = std::count_if(system.services.begin(), system.services.end(), runs);
    if (applications > 0) summary.costPerApplication = summary.costTotal / static_cast<double>(applications);
    summary.histories = outcome.histories;
    summary.simulatedYears =
        static_cast<double>(outcome.histories) * static_cast<double>(outcome.simulated) / 1e6 / core::kSecondsPerYear;
    summary.events = outcome.events;
    summary.fingerprint = hex(outcome.fingerprint() ^ scenario.hash);
    for (const auto& each : seen(system, outcome))
        summary.precisionReached = std::max(summary.precisionReached, analysis::relativeHalfWidth(each.estimate));
    summary.precisionMet = summary.precisionReached <= scenario.run.precision || scenario.run.histories.has_value();
    return summary;
}

// Neither design was seen down: they differ by no more than either may be down.
Estimate differenceOf(const std::vector<double>& x, const std::vector<double>& y) {
    const auto down = [](double share) { return share > 0.0; };
    if (std::any_of(x.begin(), x.end(), down) || std::any_of(y.begin(), y.end(), down))
        return analysis::pairedDifference(x, y);
    const double most = analysis::nothingSeen(x.size()).high;
    return {0.0, -most, most, analysis::Method::bound};
}

bool isTheSame(const Scenario& first, const Scenario& second) {
    return first.hash == second.hash && first.run.horizon == second.run.horizon &&
           first.run.measure == second.run.measure && first.run.start == second.run.start &&
           first.run.seed == second.run.seed && first.run.alone == second.run.alone;
}

// Same histories of two designs, service by service of the same name, and the cost.
void addDifferences(Result& result, const model::System& first, const Outcome& a, const model::System& second,
                    const Outcome& b) {
    const std::size_t n = std::min(a.histories, b.histories);
    const bool same = isTheSame(*first.scenario, *second.scenario);
    const Estimate none{0.0, 0.0, 0.0, analysis::Method::exact}; // what a design differs from itself
    const std::string design = second.scenario->design, against = first.scenario->design;
    for (std::size_t i = 0; i != second.services.size(); ++i)
        for (std::size_t j = 0; j != first.services.size(); ++j) {
            const auto& name = second.services.raw()[i].name;
            if (first.services.raw()[j].name != name) continue;
            auto x = unavailabilities(second, b, i), y = unavailabilities(first, a, j);
            x.resize(n);
            y.resize(n);
            result.differences.push_back(
                {design, against, name, "unavailability", same ? none : differenceOf(x, y)});
        }
    auto x = deploymentCosts(second, b), y = deploymentCosts(first, a);
    x.resize(n);
    y.resize(n);
    result.differences.push_back(
        {design, against, "", "costPerYear", same ? none : analysis::pairedDifference(x, y)});
}

Result frame(const std::vector<Scenario>& designs) {
    const Scenario& first = designs.front();
    Result result;
    result.version = NUEVES_VERSION;
    result.seed = first.run.seed;
    result.scenario = first.file;
    result.title = first.title;
    result.settings = first.run;
    result.measure = first.run.measure == Measure::steady    ? "steady"
                     : first.run.measure == Measure::horizon ? "horizon"
                                                             : "mission";
    result.precisionWanted = first.run.precision;
    result.currency = first.money.currency;
    return result;
}

void addDesign(Result& result, const Compiled& compiled, const Scenario& scenario, const Outcome& outcome,
               const std::atomic<bool>* stop) {
    const model::System& system = *compiled.system;
    result.designs.push_back(summaryOf(system, scenario, outcome));
    const auto& summary = result.designs.back();
    result.histories += summary.histories;
    result.simulatedYears += summary.simulatedYears;
    result.events += summary.events;
    auto services = summarise(system, outcome);
    drawWorstDay(compiled, outcome, stop, services);
    SamplingPlan plan = compiled.plan;
    plan.givenUp = stop;
    addMetastable(services, system, plan, outcome);
    addCapacity(services, system, {scenario.run.seed, stop});
    const auto naive = naiveUnavailabilities(system);
    for (std::size_t i = 0; i != services.size(); ++i) {
        services[i].design = scenario.design;
        if (i < naive.size()) services[i].naive = naive[i];
        result.services.push_back(std::move(services[i]));
    }
    addFacts(result, system);
    for (const auto& assumption : scenario.assumptions)
        if (std::none_of(result.assumptions.begin(), result.assumptions.end(), [&](const auto& known) {
                return known.path == assumption.path && known.value == assumption.value;
            }))
            result.assumptions.push_back(assumption);
}

} // namespace

StudyOutcome runStudy(const std::vector<Scenario>& designs, const StudyOptions& options) {
    StudyOutcome study;
    std::vector<Compiled> compiled;
    for (const Scenario& scenario : designs) compiled.push_back(prepare(scenario, study.issues));
    if (designs.empty() || core::hasError(study.issues)) return study;
    measureTogether(compiled, designs);
    study.result = frame(designs);
    const measure::Stretch& stretch = compiled.front().plan.stretch;
    study.result.settings.horizon = stretch.to - stretch.from; // a long run may have taken more than asked for
    study.result.warnings = study.issues;
    std::vector<Outcome> outcomes;
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    for (std::size_t d = 0; d != designs.size(); ++d) {
        Progress progress;
        progress.design = designs[d].design;
        progress.designIndex = static_cast<int>(d);
        progress.designCount = static_cast<int>(designs.size());
        DesignRun run(compiled[d], designs[d], options, progress);
        study.result.partial = !run.run();
        if (run.outcome().histories == 0) break;
        outcomes.push_back(std::move(run.outcome()));
        addDesign(study.result, compiled[d], designs[d], outcomes.back(), options.stop);
        digest = (digest ^ outcomes.back().fingerprint() ^ designs[d].hash) * 0x100000001b3ULL;
        if (study.result.partial) break;
        if (!options.windows || compiled[d].system->traffic.empty()) continue;
        for (auto& window :
             zoomAroundOutages(designs[d], compiled[d], outcomes.back(), options.threads, options.stop))
            study.result.windows.push_back(std::move(window));
    }
    if (options.compare)
        for (std::size_t d = 1; d < outcomes.size(); ++d)
            addDifferences(study.result, *compiled[0].system, outcomes[0], *compiled[d].system, outcomes[d]);
    study.result.fingerprint = hex(digest);
    return study;
}

std::vector<core::Issue> checkStudy(const std::vector<Scenario>& designs) {
    std::vector<core::Issue> issues;
    for (const Scenario& scenario : designs) {
        const auto compiled = model::compile(scenario, core::after(core::kStart, scenario.run.horizon));
        issues.insert(issues.end(), compiled.issues.begin(), compiled.issues.end());
    }
    return issues;
}

} // namespace nueves::methods
