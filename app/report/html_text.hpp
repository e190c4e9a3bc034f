// Pieces of HTML. Whatever comes from a person goes through escaped(): names are hostile until then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nueves::report {

// & < > " ' as references; control characters and broken UTF-8 as U+FFFD. Safe in text and in quoted
// attributes.
std::string escaped(std::string_view text);

// A table; cells are HTML already. Columns from `numbersFrom` on hold figures and stand at the right.
struct HtmlTable {
    std::string caption;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
    std::size_t numbersFrom = 1;
};
std::string html(const HtmlTable& table); // empty if there are no rows

// The mark of a state: a path with an outline, never a character of a font.
enum class Mark { good, bad, doubtful };
std::string markSvg(Mark mark);

// Durations that do not break between their units: "14 h 21 min" stays in one line.
std::string unbroken(std::string_view text);

} // namespace nueves::report
