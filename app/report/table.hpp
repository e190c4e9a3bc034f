// The answer on a terminal: verdict first, then the main causes, the money, and what the model leaves out.
#pragma once

#include "app/report/terminal_text.hpp"
#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::report {

// Ends with a line break. `reportHint`: say how to get charts.
std::string table(const analysis::Result& result, core::Language language, const TerminalStyle& style);

// One number for --quiet: the unavailability of the first service of the first design, or what `measure`
// makes of it, as a plain decimal that any program can read.
std::string oneNumber(const analysis::Result& result);

} // namespace nueves::report
