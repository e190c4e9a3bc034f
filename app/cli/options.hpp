// What a person typed: one struct, checked before anything is read or run.
#pragma once

#include "app/cli/exit_codes.hpp"
#include "sim/core/calendar.hpp"
#include "sim/core/expected.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/scenario.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nueves::cli {

enum class Command { run, validate, compare, zoom, explain, schema, version };
enum class Format { table, json, csv };
enum class Colour { automatic, always, never };

// Settings that win over the file's `run` section.
struct RunOverrides {
    std::optional<std::uint64_t> seed;
    std::optional<double> precision;
    std::optional<int> histories;
    std::optional<core::SimSpan> horizon;
    std::optional<scenario::Measure> measure;
    std::optional<scenario::Start> start;
};

// Which window of a history.
struct ZoomTimes {
    core::SimSpan from{};                // since its start ...
    std::optional<core::CivilTime> date; // ... or local time
    core::SimSpan lasts = std::chrono::minutes(10);
    bool closed = false; // a fork
};

struct Options {
    Command command = Command::run;
    std::vector<std::string> files;  // FILE or FILE#DESIGN; explain: or a name
    std::string schema = "scenario"; // schema: scenario or result
    RunOverrides overrides;
    std::vector<std::pair<std::string, std::string>> sets;
    std::string design;
    std::uint64_t maxHistories = 0;
    std::uint64_t history = 0; // only this one, from 1; 0: as many as the run needs
    ZoomTimes zoom;
    int threads = 0;
    Format format = Format::table;
    std::string script; // a script file whose actions join the file's own
    std::string output, report, record;
    core::Language language = core::Language::en;
    Colour colour = Colour::automatic;
    bool quiet = false, gate = false, ascii = false, noWindows = false;
    // The physics of the command as it was typed, for the result's own record: "--horizon", "10 a" ...
    std::vector<std::string> typed;
};

// Either options, or what to print instead: help on standard output with 0, a mistake on standard error
// with 2.
struct Instead {
    Exit code = Exit::done;
    std::string text;
};

core::Expected<Options, Instead> parseOptions(int argc, const char* const* argv);

// es or en: --lang before anything is parsed, else LC_ALL, LC_MESSAGES, LANG; English if they name neither.
core::Language languageFor(int argc, const char* const* argv);

} // namespace nueves::cli
