#include "app/report/html_text.hpp"

#include "app/report/numbers.hpp"

namespace nueves::report {

namespace {

constexpr std::string_view kReplacement = "\ufffd";

bool isContinuation(std::string_view text, std::size_t i) {
    return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U;
}

// Bytes of the well-formed character at i; 0: it is none.
std::size_t characterAt(std::string_view text, std::size_t i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 && first < 0xf5   ? 4
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xc2 && first < 0xe0 ? 2
                                                               : 0;
    for (std::size_t k = 1; k < length; ++k)
        if (!isContinuation(text, i + k)) return 0;
    return length;
}

std::string_view referenceOf(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
    }
}

bool isControl(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7f;
    return character.size() == 2 && first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
}

} // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = characterAt(text, i);
        const std::string_view character = text.substr(i, length);
        if (length == 0 || isControl(character))
            out += kReplacement;
        else if (const auto reference = referenceOf(text[i]); !reference.empty())
            out += reference;
        else
            out += character;
        i += length == 0 ? 1 : length;
    }
    return out;
}

std::string html(const HtmlTable& table) {
    if (table.rows.empty()) return {};
    std::string out = "<div class=\"scroll\"><table>\n";
    if (!table.caption.empty()) out += "<caption>" + table.caption + "</caption>\n";
    out += "<thead><tr>";
    for (std::size_t i = 0; i < table.head.size(); ++i)
        out += (i >= table.numbersFrom ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">") +
               table.head[i] + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            out += (i >= table.numbersFrom ? "<td class=\"n\">" : "<td>") + row[i] + "</td>";
        out += "</tr>\n";
    }
    return out + "</tbody></table></div>\n";
}

std::string markSvg(Mark mark) {
    constexpr std::string_view kHead = "<svg class=\"mark ";
    constexpr std::string_view kBox = "\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">";
    const std::string open = std::string(kHead) +
                             (mark == Mark::good  ? "up"
                              : mark == Mark::bad ? "down"
                                                  : "unknown") +
                             std::string(kBox);
    switch (mark) {
    case Mark::good:
        return open + "<circle cx=\"8\" cy=\"8\" r=\"6.5\"/><path d=\"M4.8 8.3l2.2 2.2 4.2-4.6\"/></svg>";
    case Mark::bad:
        return open +
               "<circle cx=\"8\" cy=\"8\" r=\"6.5\"/><path d=\"M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2\"/></svg>";
    case Mark::doubtful: break;
    }
    return open + "<rect x=\"2\" y=\"2\" width=\"12\" height=\"12\" rx=\"1.5\"/>"
                  "<path d=\"M6 6.3a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1M8 11.4v.2\"/></svg>";
}

std::string unbroken(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t unit = i; // where the letters before this space begin
        while (unit > 0 && text[unit - 1] >= 'a' && text[unit - 1] <= 'z') --unit;
        const bool isUnit = unit < i && text.substr(0, unit).ends_with(kThinSpace);
        const bool goesOn = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
        if (text[i] == ' ' && isUnit && goesOn)
            out += "\u00a0";
        else
            out += text[i];
    }
    return out;
}

} // namespace nueves::report
