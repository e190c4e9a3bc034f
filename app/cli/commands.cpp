#include "app/cli/commands.hpp"

#include "app/cli/study_command.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/zoom_command.hpp"
#include "app/report/words.hpp"
#include "sim/io/result_writer.hpp"
#include "sim/io/scenario_reader.hpp"
#include "sim/io/values.hpp"
#include "sim/io/zoom_writer.hpp"
#include "sim/methods/study.hpp"

#include <algorithm>
#include <unistd.h>

namespace nueves::cli {

void printIssues(const std::vector<core::Issue>& issues, const Options& options) {
    const report::TerminalStyle style = styleFor(options, STDERR_FILENO);
    std::string out;
    for (const core::Issue& issue : issues) {
        const bool isError = issue.severity == core::Severity::error;
        const std::string line = report::withoutControls(report::issueLine(issue, options.language));
        out += report::forTerminal(
                   report::paintedText(line, isError ? report::Paint::plain : report::Paint::doubtful, style),
                   style) +
               "\n";
    }
    printError(out);
}

std::string shellQuoted(const std::string& text) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=#:,+@%";
    if (!text.empty() && text.front() != '#' && text.find_first_not_of(kPlain) == std::string::npos)
        return text;
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

namespace {

std::string count(std::size_t n, const char* one, const char* many, core::Language language) {
    return report::say(n == 1 ? one : many, language, {{"n", std::to_string(n)}});
}

Exit validateCommand(const Options& options) {
    bool isGood = true;
    std::string summary;
    for (const std::string& file : options.files) {
        io::ReadOutcome outcome = io::readScenarioFile(file, readingOf(options));
        if (!core::hasError(outcome.issues))
            for (core::Issue& issue : methods::checkStudy(outcome.designs))
                outcome.issues.push_back(std::move(issue));
        printIssues(outcome.issues, options);
        const auto errors = static_cast<std::size_t>(
            std::count_if(outcome.issues.begin(), outcome.issues.end(),
                          [](const auto& issue) { return issue.severity == core::Severity::error; }));
        isGood = isGood && errors == 0;
        summary += report::say(errors == 0 ? "cli.valid" : "cli.invalid", options.language,
                               {{"file", report::withoutControls(file)},
                                {"errors", count(errors, "cli.errorOne", "cli.errors", options.language)},
                                {"warnings", count(outcome.issues.size() - errors, "cli.warningOne",
                                                   "cli.warnings", options.language)}}) +
                   "\n";
    }
    printOut(report::forTerminal(summary, styleFor(options, STDOUT_FILENO)));
    return isGood ? Exit::done : Exit::invalidInput;
}

bool looksLikeAFile(const std::string& topic) {
    const std::string path = topic.substr(0, topic.find('#'));
    return path.find('/') != std::string::npos || path.ends_with(".json") ||
           ::access(path.c_str(), F_OK) == 0;
}

Exit explainOne(const std::string& topic, const Options& options) {
    if (looksLikeAFile(topic)) {
        std::vector<core::Issue> issues;
        const std::string text = io::explainFile(topic, readingOf(options), issues);
        printIssues(issues, options);
        if (core::hasError(issues)) return Exit::invalidInput;
        printOut(text.ends_with('\n') ? text : text + "\n");
        return Exit::done;
    }
    const std::string name = topic.starts_with('@') ? topic.substr(1) : topic;
    const std::string text = io::explainName(name, options.language);
    if (!text.empty()) {
        printOut(text.ends_with('\n') ? text : text + "\n");
        return Exit::done;
    }
    core::Issue issue;
    issue.code = "unknown-topic";
    issue.arguments = {{"found", topic}, {"nearest", io::nearestName(name, io::knownNames())}};
    printIssues({issue}, options);
    return Exit::invalidInput;
}

Exit explainCommand(const Options& options) {
    Exit worst = Exit::done;
    for (const std::string& topic : options.files)
        if (explainOne(topic, options) != Exit::done) worst = Exit::invalidInput;
    return worst;
}

Exit schemaCommand(const Options& options) {
    if (options.schema != "scenario" && options.schema != "result" && options.schema != "script" &&
        options.schema != "window") {
        printError(report::say("cli.badValue", options.language,
                               {{"option", "schema"},
                                {"found", options.schema},
                                {"expected", "scenario | result | script | window"}}) +
                   "\n");
        return Exit::invalidInput;
    }
    printOut(options.schema == "result"   ? io::resultSchema()
             : options.schema == "script" ? io::scriptSchema()
             : options.schema == "window" ? io::zoomSchema()
                                          : io::scenarioSchema());
    return Exit::done;
}

} // namespace

Exit perform(const Options& options) {
    switch (options.command) {
    case Command::run: return runCommand(options);
    case Command::compare: return compareCommand(options);
    case Command::validate: return validateCommand(options);
    case Command::zoom: return zoomCommand(options);
    case Command::explain: return explainCommand(options);
    case Command::schema: return schemaCommand(options);
    case Command::version: break;
    }
    printOut("nueves " NUEVES_VERSION "\n");
    return Exit::done;
}

} // namespace nueves::cli
