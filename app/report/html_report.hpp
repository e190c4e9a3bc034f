// A result as one HTML file that opens anywhere: no script, no network (the page forbids itself both), style
// and drawings inside, light and dark by the reader's choice, fit to be printed.
#pragma once

#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::report {

std::string htmlReport(const analysis::Result& result, core::Language language);

} // namespace nueves::report
