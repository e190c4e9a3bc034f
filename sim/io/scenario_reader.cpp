#include "sim/io/scenario_reader.hpp"

#include "sim/io/load.hpp"
#include "sim/io/read_sections.hpp"
#include "sim/io/script_file.hpp"
#include "sim/scenario/canonical.hpp"
#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <tuple>

namespace nueves::io {

namespace {

bool isBefore(const core::Issue& x, const core::Issue& y) {
    const auto key = [](const core::Issue& issue) {
        return std::tie(issue.place.file, issue.place.line, issue.place.column, issue.path, issue.code);
    };
    return key(x) < key(y);
}

bool same(const core::Issue& x, const core::Issue& y) {
    return x.code == y.code && x.place == y.place && x.path == y.path && x.arguments == y.arguments;
}

// What several designs share is said once.
void tidy(std::vector<core::Issue>& issues) {
    std::stable_sort(issues.begin(), issues.end(), isBefore);
    issues.erase(std::unique(issues.begin(), issues.end(), same), issues.end());
}

ReadOutcome read(Loaded loaded, const ReadOptions& options, std::vector<core::Issue> issues) {
    ReadOutcome outcome;
    ScriptFile script;
    if (!options.script.empty()) script = readScriptFile(options.script, *loaded.catalogue, issues);
    if (script.alone) // figures that are no forecast must not pass for one
        issues.push_back({"only-script", core::Severity::warning, script.alonePlace, "alone", {}});
    const CatalogueRecords records(*loaded.catalogue, loaded.folder);
    for (Merged& merged : loaded.designs) {
        join(script, merged.file);
        scenario::Scenario scenario;
        scenario.file = loaded.file;
        const std::size_t before = issues.size();
        Reading reading(*loaded.catalogue, records, scenario, issues);
        readSections(reading, merged);
        scenario.run.alone = script.alone;
        // Names of sections that are not read yet would all be unknown.
        const bool later =
            std::any_of(issues.begin() + static_cast<std::ptrdiff_t>(before), issues.end(),
                        [](const core::Issue& issue) { return issue.code == "not-in-this-version"; });
        if (!later) scenario::validate(scenario, nearestName, issues);
        scenario.hash = scenario::physicsHash(scenario);
        outcome.designs.push_back(std::move(scenario));
    }
    tidy(issues);
    if (core::hasError(issues)) { // doubts about a file that is wrong are mostly its mistakes again
        outcome.designs.clear();
        std::erase_if(issues,
                      [](const core::Issue& issue) { return issue.severity == core::Severity::warning; });
    }
    outcome.issues = std::move(issues);
    return outcome;
}

} // namespace

ReadOutcome readScenarioFile(const std::string& fileSpec, const ReadOptions& options) {
    std::vector<core::Issue> issues;
    Loaded loaded = loadFile(fileSpec, options, issues);
    return read(std::move(loaded), options, std::move(issues));
}

ReadOutcome readScenarioText(std::string_view text, const std::string& fileName, const ReadOptions& options) {
    std::vector<core::Issue> issues;
    Loaded loaded = loadText(text, fileName, options, issues);
    return read(std::move(loaded), options, std::move(issues));
}

} // namespace nueves::io
