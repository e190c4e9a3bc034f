#include "sim/io/document_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace nueves::io {

namespace {

constexpr int kMostIssues = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isRunLetter(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' ||
           c == '.' || c == '_';
}
bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t digitsFrom(std::string_view text, std::size_t at) {
    std::size_t n = 0;
    while (at + n < text.size() && isDigit(text[at + n])) ++n;
    return n;
}

// RFC 8259, section 6: no leading zeros, no bare point, no plus sign.
bool isJsonNumber(std::string_view text) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    const std::size_t whole = digitsFrom(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
    at += whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = digitsFrom(text, at + 1);
        if (fraction == 0) return false;
        at += 1 + fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = digitsFrom(text, at);
        if (exponent == 0) return false;
        at += exponent;
    }
    return at == text.size();
}

} // namespace

DocumentScanner::DocumentScanner(std::string_view text, std::string fileName,
                                 std::vector<core::Issue>& issues)
    : m_text(text), m_fileName(std::move(fileName)), m_issues(issues) {
    if (m_text.starts_with(kByteOrderMark)) m_at = m_counted = kByteOrderMark.size();
}

core::Place DocumentScanner::here() {
    for (const std::size_t end = std::min(m_at, m_text.size()); m_counted < end; ++m_counted) {
        const auto byte = static_cast<unsigned char>(m_text[m_counted]);
        if (byte == '\n') {
            ++m_line;
            m_column = 1;
        } else if ((byte & 0xC0U) != 0x80U) {
            ++m_column; // a letter of several bytes is one column
        }
    }
    return {m_fileName, m_line, m_column};
}

void DocumentScanner::skipBlanks() {
    while (!atEnd()) {
        if (isBlank(peek()))
            advance();
        else if (peek() != '/' || !skipComment())
            return;
    }
}

bool DocumentScanner::skipComment() {
    const std::string_view rest = m_text.substr(m_at);
    if (rest.starts_with("//")) {
        const std::size_t end = rest.find_first_of("\r\n");
        m_at = end == std::string_view::npos ? m_text.size() : m_at + end;
        return true;
    }
    if (!rest.starts_with("/*")) return false;
    const std::size_t end = rest.find("*/", 2);
    if (end == std::string_view::npos) {
        complain("syntax", here(), {{"found", "/*"}, {"expected", "*/"}});
        giveUp();
        return true;
    }
    m_at += end + 2;
    return true;
}

void DocumentScanner::skipDamage() {
    for (int depth = 0; !atEnd(); advance()) {
        const char c = peek();
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != '"') continue;
        // A string hides the signs in it; one that is not closed ends with its line.
        for (advance(); !atEnd() && peek() != '"' && peek() != '\n'; advance())
            if (peek() == '\\') advance();
    }
    m_at = m_text.size(); // a backslash may have led beyond it
}

void DocumentScanner::giveUp() {
    m_at = m_text.size();
    m_endComplained = true;
}

bool DocumentScanner::findByte(char byte) {
    const std::size_t found = m_text.find(byte);
    if (found != std::string_view::npos) m_at = found;
    return found != std::string_view::npos;
}

std::string_view DocumentScanner::readRun() {
    const std::size_t start = m_at;
    while (!atEnd() && isRunLetter(peek())) advance();
    return m_text.substr(start, m_at - start);
}

bool DocumentScanner::toNumber(std::string_view literal, const core::Place& place, double& value) {
    if (!isJsonNumber(literal)) {
        complain("syntax", place, {{"found", excerpt(literal)}, {"expected", "a number, such as 12 or 0.5"}});
        return false;
    }
    const auto [end, error] = std::from_chars(literal.data(), literal.data() + literal.size(), value);
    if (error == std::errc{} && std::isfinite(value)) return true;
    value = 0.0;
    complain("number-range", place,
             {{"found", excerpt(literal)}, {"expected", "a number from 1e-307 to 1e308"}});
    return false;
}

void DocumentScanner::complain(std::string code, const core::Place& place, Arguments arguments) {
    if (m_complaints >= kMostIssues) return;
    m_issues.push_back({std::move(code), core::Severity::error, place, "", std::move(arguments)});
    if (++m_complaints == kMostIssues) giveUp();
}

void DocumentScanner::complainHere(const std::string& expected) {
    if (atEnd() && std::exchange(m_endComplained, true)) return;
    complain("syntax", here(), {{"found", whatStandsHere()}, {"expected", expected}});
}

std::string DocumentScanner::whatStandsHere() const {
    if (atEnd()) return "end of file";
    if (peek() == '\n' || peek() == '\r') return "end of line";
    std::size_t length = 0;
    while (m_at + length < m_text.size() && isRunLetter(m_text[m_at + length])) ++length;
    if (length > 0) return excerpt(m_text.substr(m_at, length));
    length = utf8Length(m_text, m_at);
    const auto byte = static_cast<unsigned char>(m_text[m_at]);
    if (length > 0 && byte >= 0x20U && byte != 0x7FU) return std::string(m_text.substr(m_at, length));
    constexpr std::string_view kHex = "0123456789abcdef";
    return std::string("byte 0x") + kHex[byte >> 4U] + kHex[byte & 0xFU];
}

} // namespace nueves::io
