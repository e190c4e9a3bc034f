#include "app/cli/study_command.hpp"

#include "app/cli/progress.hpp"
#include "app/cli/terminal.hpp"
#include "app/report/csv.hpp"
#include "app/report/html_report.hpp"
#include "app/report/table.hpp"
#include "app/report/words.hpp"
#include "sim/io/result_writer.hpp"
#include "sim/methods/recording.hpp"
#include "sim/methods/study.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace nueves::cli {

using analysis::Result;
using scenario::Scenario;

namespace {

struct Job {
    std::vector<Scenario> designs;
    std::vector<core::Issue> warnings;
    std::string files; // as typed
};

const char* nameOf(scenario::Measure measure) {
    switch (measure) {
    case scenario::Measure::steady: return "steady";
    case scenario::Measure::horizon: return "horizon";
    case scenario::Measure::mission: break;
    }
    return "mission";
}

Job readJob(const std::string& file, const Options& options, std::vector<core::Issue>& issues) {
    io::ReadOutcome outcome = io::readScenarioFile(file, readingOf(options));
    Job job{std::move(outcome.designs), {}, shellQuoted(file)};
    for (Scenario& design : job.designs) {
        applyOverrides(options.overrides, design.run);
        if (options.history > 0) design.run.histories = 1;
    }
    for (const core::Issue& issue : outcome.issues)
        (issue.severity == core::Severity::warning ? job.warnings : issues).push_back(issue);
    return job;
}

std::string commandLine(const Options& options, const Job& job) {
    std::string out =
        std::string("nueves ") + (options.command == Command::compare ? "compare " : "run ") + job.files;
    for (const std::string& typed : options.typed) out += " " + shellQuoted(typed);
    return out + " --seed " + std::to_string(job.designs.front().run.seed);
}

// What zooms into the same window with more replays.
std::string zoomLine(const Options& options, const analysis::ZoomResult& window) {
    std::string out =
        "nueves zoom " + shellQuoted(window.scenario + (window.design.empty() ? "" : "#" + window.design));
    for (const auto& [path, value] : options.sets) out += " --set " + shellQuoted(path + "=" + value);
    if (!options.script.empty()) out += " --script " + shellQuoted(options.script);
    if (options.overrides.horizon)
        out += " --horizon " + shellQuoted(io::spanText(*options.overrides.horizon));
    return out + fmt::format(" --history {} --from {}s --for {}s --seed {}", window.history, window.from,
                             window.lasts, window.seed);
}

bool isAmong(const core::Issue& issue, const std::vector<core::Issue>& list) {
    return std::any_of(list.begin(), list.end(), [&](const core::Issue& other) {
        return other.code == issue.code && other.path == issue.path && other.place == issue.place;
    });
}

struct Done {
    std::optional<Result> result; // none: the designs do not compile
    std::vector<core::Issue> errors;
};

Done study(const Job& job, const Options& options, const std::atomic<bool>& stop) {
    const bool isShown = !options.quiet;
    ProgressLine line(options.language, styleFor(options, STDERR_FILENO),
                      !isShown                    ? ProgressLine::Where::nowhere
                      : isTerminal(STDERR_FILENO) ? ProgressLine::Where::terminal
                                                  : ProgressLine::Where::file);
    methods::StudyOptions how;
    how.threads = options.threads;
    how.maxHistories = options.maxHistories;
    how.firstHistory = options.history > 0 ? options.history - 1 : 0;
    how.compare = options.command == Command::compare;
    how.windows = !options.noWindows && (!options.quiet || !options.report.empty());
    how.stop = &stop;
    how.progress = [&line](const methods::Progress& progress) { line.show(progress); };
    methods::StudyOutcome outcome = methods::runStudy(job.designs, how);
    if (core::hasError(outcome.issues)) return {std::nullopt, std::move(outcome.issues)};
    Result& result = outcome.result;
    for (const core::Issue& warning : job.warnings)
        if (!isAmong(warning, result.warnings)) result.warnings.push_back(warning);
    for (const core::Issue& warning : outcome.issues)
        if (!isAmong(warning, result.warnings)) result.warnings.push_back(warning);
    if (result.version.empty()) result.version = NUEVES_VERSION;
    if (result.scenario.empty()) result.scenario = job.designs.front().file;
    result.commandLine = commandLine(options, job);
    if (options.command == Command::run)
        for (analysis::ZoomResult& window : result.windows) window.commandLine = zoomLine(options, window);
    return {std::move(result), {}};
}

std::string shown(const std::vector<Result>& results, const Options& options) {
    std::string out;
    if (options.quiet) {
        for (const Result& result : results) out += report::oneNumber(result);
        return out;
    }
    if (options.format == Format::json) {
        if (results.size() == 1) return io::resultToJson(results.front());
        for (const Result& result : results) {
            std::string text = io::resultToJson(result);
            text.pop_back();
            out += (out.empty() ? "[\n" : ",\n") + text;
        }
        return out + "\n]\n";
    }
    if (options.format == Format::csv) {
        out = report::csvHeader();
        for (const Result& result : results) out += report::csvRows(result);
        return out;
    }
    report::TerminalStyle style = styleFor(options, STDOUT_FILENO);
    if (!options.output.empty() && options.colour != Colour::always) style.colour = false;
    for (const Result& result : results)
        out += (out.empty() ? "" : "\n") + report::table(result, options.language, style);
    return out;
}

void show(const std::vector<Result>& results, const Options& options) {
    const std::string text = shown(results, options);
    if (options.output.empty())
        printOut(text);
    else
        io::writeFile(options.output, text);
    if (!options.report.empty())
        io::writeFile(options.report, report::htmlReport(results.front(), options.language));
}

// A target that is not settled is not met either: a gate opens only for what is known.
Exit gate(const std::vector<Result>& results, const Options& options) {
    std::string missed;
    for (const Result& result : results)
        for (const auto& service : result.services)
            for (const auto& target : service.targets) {
                if (target.verdict == analysis::TargetResult::Verdict::met) continue;
                const bool isOpen = target.verdict == analysis::TargetResult::Verdict::open;
                missed +=
                    report::say(isOpen ? "cli.gate.open" : "cli.gate.missed", options.language,
                                {{"target", target.id},
                                 {"design", service.design.empty() ? "" : " (" + service.design + ")"}}) +
                    "\n";
            }
    if (missed.empty()) return Exit::done;
    printError(report::forTerminal(missed, styleFor(options, STDERR_FILENO)));
    return Exit::targetMissed;
}

Exit perform(const std::vector<Job>& jobs, const Options& options) {
    const std::atomic<bool>& stop = stopOnInterrupt();
    std::vector<Result> results;
    for (const Job& job : jobs) {
        Done done = study(job, options, stop);
        if (!done.result) {
            printIssues(done.errors, options);
            return Exit::invalidInput;
        }
        results.push_back(std::move(*done.result));
        if (stop.load()) break;
    }
    show(results, options);
    const bool isPartial =
        std::any_of(results.begin(), results.end(), [](const Result& r) { return r.partial; });
    if (isPartial || results.size() < jobs.size()) {
        printError(report::word("cli.stopped", options.language) + "\n");
        return Exit::stoppedEarly;
    }
    return options.gate ? gate(results, options) : Exit::done;
}

void checkPaths(const Options& options) {
    for (const std::string& path : {options.output, options.report, options.record})
        if (!path.empty()) mustBeWritable(path);
}

Exit refuse(const Options& options, std::string_view key) {
    printError("nueves: " + report::word(key, options.language) + "\n");
    return Exit::invalidInput;
}

// One history of one design; empty: there is something to say first.
std::optional<Exit> record(const Job& job, const Options& options) {
    std::vector<core::Issue> issues;
    const auto log = methods::recordHistory(job.designs.front(), options.history, issues);
    std::erase_if(issues,
                  [](const auto& issue) { return issue.severity == core::Severity::warning; }); // said later
    if (!issues.empty()) {
        printIssues(issues, options);
        return Exit::invalidInput;
    }
    io::writeFile(options.record, io::scriptToJson(log));
    if (!options.quiet)
        printError(report::say(log.unsaid.empty() ? "cli.recorded" : "cli.recordedPartly", options.language,
                               {{"file", options.record},
                                {"n", std::to_string(log.actions.size())},
                                {"unsaid", std::to_string(log.unsaid.size())}}) +
                   "\n");
    return std::nullopt;
}

// Designs of several files meet under names that tell them apart.
void nameByFile(Job& job) {
    const auto slash = job.files.rfind('/');
    std::string stem = slash == std::string::npos ? job.files : job.files.substr(slash + 1);
    stem = stem.substr(0, stem.find('#'));
    if (stem.ends_with(".json")) stem.resize(stem.size() - 5);
    for (Scenario& design : job.designs)
        design.design = design.design.empty() ? stem : stem + "#" + design.design;
}

// The same design twice is a question too (it answers zero): the second is "web (2)".
void tellApart(std::vector<Scenario>& designs) {
    std::set<std::string> names;
    for (Scenario& design : designs) {
        const std::string name = design.design;
        for (int n = 2; !names.insert(design.design).second; ++n)
            design.design = name + " (" + std::to_string(n) + ")";
    }
}

} // namespace

void applyOverrides(const RunOverrides& overrides, scenario::RunSettings& run) {
    if (overrides.seed) run.seed = *overrides.seed;
    if (overrides.horizon) run.horizon = *overrides.horizon;
    if (overrides.measure) run.measure = *overrides.measure;
    if (overrides.start) run.start = *overrides.start;
    if (overrides.precision) {
        run.precision = *overrides.precision;
        run.histories.reset(); // a number in the file would win over the precision asked for here
    }
    if (overrides.histories) run.histories = *overrides.histories;
}

io::ReadOptions readingOf(const Options& options) {
    io::ReadOptions reading;
    reading.sets = options.sets;
    reading.design = options.design;
    reading.script = options.script;
    // These two decide what may stand in a file: how far its calendar reaches, and whether it may have dates
    // at all.
    if (options.overrides.measure)
        reading.sets.emplace_back("run.measure", nameOf(*options.overrides.measure));
    if (options.overrides.horizon)
        reading.sets.emplace_back("run.horizon", io::spanText(*options.overrides.horizon));
    return reading;
}

Exit runCommand(const Options& options) {
    checkPaths(options);
    if (options.files.size() > 1 && !options.report.empty()) return refuse(options, "cli.oneReport");
    if (!options.record.empty() && options.history == 0) return refuse(options, "cli.whichHistory");
    std::vector<core::Issue> issues;
    std::vector<Job> jobs;
    for (const std::string& file : options.files) jobs.push_back(readJob(file, options, issues));
    if (!issues.empty()) {
        printIssues(issues, options);
        return Exit::invalidInput;
    }
    if (!options.record.empty()) {
        if (jobs.size() != 1 || jobs.front().designs.size() != 1) return refuse(options, "cli.oneRecord");
        if (const auto refused = record(jobs.front(), options)) return *refused;
    }
    return perform(jobs, options);
}

Exit compareCommand(const Options& options) {
    checkPaths(options);
    std::vector<core::Issue> issues;
    Job all;
    for (const std::string& file : options.files) {
        Job job = readJob(file, options, issues);
        if (options.files.size() > 1) nameByFile(job);
        std::move(job.designs.begin(), job.designs.end(), std::back_inserter(all.designs));
        all.warnings.insert(all.warnings.end(), job.warnings.begin(), job.warnings.end());
        all.files += (all.files.empty() ? "" : " ") + job.files;
    }
    if (!issues.empty()) {
        printIssues(issues, options);
        return Exit::invalidInput;
    }
    if (all.designs.size() < 2) return refuse(options, "cli.nothingToCompare");
    tellApart(all.designs);
    return perform({all}, options);
}

} // namespace nueves::cli
