// The style sheet of the report. Colours are the tokens of the window: state colours are Okabe-Ito, each with
// a fill for marks and an ink for text that is readable on paper (WCAG AA).
#pragma once

#include <string_view>

namespace nueves::report {

std::string_view reportStyle();

} // namespace nueves::report
