#include "app/cli/zoom_command.hpp"

#include "app/cli/study_command.hpp"
#include "app/cli/terminal.hpp"
#include "app/report/words.hpp"
#include "app/report/zoom_table.hpp"
#include "sim/io/document.hpp"
#include "sim/io/zoom_writer.hpp"
#include "sim/methods/zoom/zoom.hpp"

#include <unistd.h>

namespace nueves::cli {

using scenario::Scenario;

namespace {

methods::ZoomOptions howOf(const Options& options, const Scenario& design) {
    methods::ZoomOptions how;
    how.history = options.history - 1;
    how.from = options.zoom.date ? design.calendar.toSim(*options.zoom.date)
                                 : core::after(core::kStart, options.zoom.from);
    how.lasts = options.zoom.lasts;
    how.closed = options.zoom.closed;
    how.threads = options.threads;
    how.stop = &stopOnInterrupt();
    return how;
}

std::string commandLine(const Options& options, const Scenario& design) {
    std::string out = "nueves zoom " + shellQuoted(options.files.front());
    for (const std::string& typed : options.typed) out += " " + shellQuoted(typed);
    return out + " --seed " + std::to_string(design.run.seed);
}

void show(const analysis::ZoomResult& result, const Options& options) {
    std::string text;
    if (options.format == Format::json) {
        text = io::zoomToJson(result);
    } else {
        report::TerminalStyle style = styleFor(options, STDOUT_FILENO);
        if (!options.output.empty() && options.colour != Colour::always) style.colour = false;
        text = report::zoomTable(result, options.language, style);
    }
    if (options.output.empty())
        printOut(text);
    else
        io::writeFile(options.output, text);
}

// Warnings are kept for the result; true: there was an error, and it has been said.
bool isRefused(std::vector<core::Issue>& issues, std::vector<core::Issue>& warnings, const Options& options) {
    std::vector<core::Issue> errors;
    for (core::Issue& issue : issues)
        (issue.severity == core::Severity::warning ? warnings : errors).push_back(std::move(issue));
    issues.clear();
    if (!errors.empty()) printIssues(errors, options);
    return !errors.empty();
}

void sayWhichDesign(const std::vector<Scenario>& designs, const Options& options) {
    if (designs.size() < 2 || options.quiet) return;
    printError(report::say("cli.zoom.firstDesign", options.language,
                           {{"n", std::to_string(designs.size())}, {"design", designs.front().design}}) +
               "\n");
}

} // namespace

Exit zoomCommand(const Options& options) {
    if (!options.output.empty()) mustBeWritable(options.output);
    io::ReadOutcome read = io::readScenarioFile(options.files.front(), readingOf(options));
    std::vector<core::Issue> warnings;
    if (isRefused(read.issues, warnings, options)) return Exit::invalidInput;
    sayWhichDesign(read.designs, options);
    Scenario& design = read.designs.front();
    applyOverrides(options.overrides, design.run);
    std::vector<core::Issue> issues;
    analysis::ZoomResult result = methods::zoomInto(design, howOf(options, design), issues);
    if (isRefused(issues, warnings, options)) return Exit::invalidInput;
    result.warnings = std::move(warnings);
    result.commandLine = commandLine(options, design);
    if (result.replays > 0) show(result, options);
    if (!result.partial) return Exit::done;
    printError(report::word("cli.stopped", options.language) + "\n");
    return Exit::stoppedEarly;
}

} // namespace nueves::cli
