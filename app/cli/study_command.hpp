// run and compare: read everything, check everything, simulate, show.
#pragma once

#include "app/cli/options.hpp"
#include "sim/core/issue.hpp"
#include "sim/io/scenario_reader.hpp"

#include <string>
#include <vector>

namespace nueves::cli {

Exit runCommand(const Options& options);
Exit compareCommand(const Options& options);

// The command line wins over the file's `run` section.
void applyOverrides(const RunOverrides& overrides, scenario::RunSettings& run);
// How the files are to be read: with the design, the values and the script that were asked for.
io::ReadOptions readingOf(const Options& options);

// Each issue on a line of its own, on standard error.
void printIssues(const std::vector<core::Issue>& issues, const Options& options);
// `text` as one word of a shell.
std::string shellQuoted(const std::string& text);

} // namespace nueves::cli
