// From files to checked scenarios: one for each design. Every mistake is found at once.
#pragma once

#include "sim/core/issue.hpp"
#include "sim/io/document.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/script_log.hpp"

#include <string>
#include <utility>
#include <vector>

namespace nueves::io {

struct ReadOptions {
    std::vector<std::pair<std::string, std::string>> sets; // --set path=value, value as JSON or bare text
    std::string design;                                    // only this one; FILE#DESIGN wins
    std::string presetFolder;                              // overrides the presets built into the program; empty: none
    std::string script;                                    // a script file whose actions join the file's own
};

struct ReadOutcome {
    std::vector<scenario::Scenario> designs; // empty if any issue is an error
    std::vector<core::Issue> issues;         // errors, or else warnings, in order of file and line
};

// `fileSpec` is FILE or FILE#DESIGN. Throws IoError if FILE cannot be read; everything else is an issue.
ReadOutcome readScenarioFile(const std::string& fileSpec, const ReadOptions& options);
ReadOutcome readScenarioText(std::string_view text, const std::string& fileName, const ReadOptions& options);

// The full form of a file (short forms widened, presets put under), for `nueves explain FILE`.
std::string explainFile(const std::string& fileSpec, const ReadOptions& options, std::vector<core::Issue>& issues);
// A preset or a record of the catalogue by name: value, unit, range, source, confidence, note. Empty: unknown name.
std::string explainName(const std::string& name, core::Language language);
std::vector<std::string> knownNames(); // presets and records, for "did you mean"

// JSON Schema (draft-07) of the scenario file, made from the same parameter tables that read it.
std::string scenarioSchema();
// The same of a script file.
std::string scriptSchema();

// A recorded history as a script file; the time span as the language writes it, exact.
std::string scriptToJson(const scenario::ScriptLog& log);
std::string spanText(core::SimSpan span);

} // namespace nueves::io
