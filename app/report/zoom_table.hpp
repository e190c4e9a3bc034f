// A zoomed window on a terminal: how fast, how many lost, and how far the rates are from the requests.
#pragma once

#include "app/report/terminal_text.hpp"
#include "sim/analysis/zoom_result.hpp"

#include <string>

namespace nueves::report {

// Ends with a line break.
std::string zoomTable(const analysis::ZoomResult& result, core::Language language,
                      const TerminalStyle& style);

// A window around an outage in one line.
std::string windowText(const analysis::ZoomResult& window, core::Language language);

} // namespace nueves::report
