// Text for a terminal: widths, wrapping, colours, and the plain ASCII of --ascii.
#pragma once

#include <string>
#include <string_view>

namespace nueves::report {

struct TerminalStyle {
    bool colour = false;
    bool ascii = false;
    int width = 110; // columns; longer lines are wrapped at spaces
};

enum class Paint { plain, bold, dim, good, bad, doubtful };

// Columns that UTF-8 text takes: its code points, since nothing here is wide or combining.
std::size_t columns(std::string_view text);
std::string padded(std::string_view text, std::size_t width); // spaces at the right
std::string paintedText(std::string_view text, Paint paint, const TerminalStyle& style);

// A paragraph that starts after `label`, padded to `indent` columns, with following lines indented the same.
// `text` may hold colours.
std::string paragraph(std::string_view label, std::size_t indent, std::string_view text,
                      const TerminalStyle& style);

// Thin no-break spaces become spaces; with ascii, everything else beyond ASCII becomes its nearest ASCII too.
std::string forTerminal(std::string_view text, const TerminalStyle& style);
// Control characters of a hostile name shown as "?": a name must not move the cursor or change colours.
std::string withoutControls(std::string_view text);

} // namespace nueves::report
