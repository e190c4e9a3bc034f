#include "app/report/terminal_text.hpp"

#include <array>
#include <utility>

namespace nueves::report {

namespace {

constexpr char kEscape = '\033';

// Nearest ASCII of what our own words use; anything else becomes "?".
constexpr std::array<std::pair<std::string_view, std::string_view>, 43> kAscii{{
    {"\u202f", " "}, {"\u00a0", " "}, {"±", "+/-"}, {"−", "-"},   {"·", "-"},  {"×", "x"},  {"✓", "[ok]"},
    {"✗", "[no]"},   {"●", "*"},      {"▲", "^"},   {"…", "..."}, {"–", "-"},  {"—", "-"},  {"€", "EUR"},
    {"£", "GBP"},    {"á", "a"},      {"é", "e"},   {"í", "i"},   {"ó", "o"},  {"ú", "u"},  {"ü", "u"},
    {"ñ", "n"},      {"Á", "A"},      {"É", "E"},   {"Í", "I"},   {"Ó", "O"},  {"Ú", "U"},  {"Ü", "U"},
    {"Ñ", "N"},      {"¿", ""},       {"¡", ""},    {"«", "\""},  {"»", "\""}, {"“", "\""}, {"”", "\""},
    {"‘", "'"},      {"’", "'"},      {"≤", "<="},  {"≥", ">="},  {"█", "#"},  {"░", "."},  {"→", "->"},
    {"Δ", "d"},
}};

std::size_t lengthOfCharacter(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xf0) return 4;
    if (first >= 0xe0) return 3;
    return first >= 0xc0 ? 2 : 1;
}

std::string_view asciiOf(std::string_view character) {
    for (const auto& [from, to] : kAscii)
        if (from == character) return to;
    return "?";
}

} // namespace

std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == kEscape) { // a colour: up to its letter
            while (i < text.size() && text[i] != 'm') ++i;
            ++i;
            continue;
        }
        i += lengthOfCharacter(static_cast<unsigned char>(text[i]));
        ++count;
    }
    return count;
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t used = columns(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string paintedText(std::string_view text, Paint paint, const TerminalStyle& style) {
    if (!style.colour || paint == Paint::plain) return std::string(text);
    const std::string_view code = paint == Paint::bold   ? "1"
                                  : paint == Paint::dim  ? "2"
                                  : paint == Paint::good ? "32"
                                  : paint == Paint::bad  ? "31"
                                                         : "33";
    return std::string("\033[") + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string paragraph(std::string_view label, std::size_t indent, std::string_view text,
                      const TerminalStyle& style) {
    std::string out = padded(label, indent);
    std::size_t used = std::max(columns(label), indent);
    bool first = true;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const std::string_view piece = text.substr(0, space);
        const std::size_t width = columns(piece);
        if (!first && used + 1 + width > static_cast<std::size_t>(style.width)) {
            out += "\n" + std::string(indent, ' ');
            used = indent;
            first = true;
        }
        if (!first) out += ' ';
        out += piece;
        used += width + (first ? 0 : 1);
        first = false;
        text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    }
    return out + "\n";
}

std::string forTerminal(std::string_view text, const TerminalStyle& style) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view character =
            text.substr(i, lengthOfCharacter(static_cast<unsigned char>(text[i])));
        if (character == "\u202f")
            out += ' ';
        else if (style.ascii && character.size() > 1)
            out += asciiOf(character);
        else if (style.ascii && static_cast<unsigned char>(character[0]) >= 0x80)
            out += '?';
        else
            out += character;
        i += character.size();
    }
    return out;
}

std::string withoutControls(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool isC1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (isC1) ++i;
        out += c < 0x20 || c == 0x7f || isC1 ? '?' : text[i];
    }
    return out;
}

} // namespace nueves::report
