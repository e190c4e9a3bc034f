// Strings of a JSON text: escapes, pairs of surrogates, and only well-formed UTF-8.
#include "sim/io/document_scanner.hpp"

#include <algorithm>

namespace nueves::io {

namespace {

bool isContinuation(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool isHighSurrogate(unsigned unit) {
    return unit >= 0xD800U && unit <= 0xDBFFU;
}
bool isLowSurrogate(unsigned unit) {
    return unit >= 0xDC00U && unit <= 0xDFFFU;
}

constexpr const char* kEscapes = "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX";

} // namespace

// RFC 3629, section 4: neither overlong forms, nor surrogates, nor anything above U+10FFFF.
std::size_t utf8Length(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80U) return 1;
    const std::size_t length = first >= 0xC2U && first <= 0xDFU   ? 2
                               : first >= 0xE0U && first <= 0xEFU ? 3
                               : first >= 0xF0U && first <= 0xF4U ? 4
                                                                  : 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!isContinuation(text, at + i)) return 0;
    if (length < 3) return length;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const bool overlong = (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);
    const bool surrogate = first == 0xEDU && second > 0x9FU;
    const bool tooHigh = first == 0xF4U && second > 0x8FU;
    return overlong || surrogate || tooHigh ? 0 : length;
}

std::string excerpt(std::string_view text, std::size_t most) {
    std::string cut;
    std::size_t at = 0;
    while (at < text.size() && at < most) {
        const std::size_t length = utf8Length(text, at);
        if (length == 0 || static_cast<unsigned char>(text[at]) < 0x20U)
            cut += '?';
        else
            cut += text.substr(at, length);
        at += std::max<std::size_t>(1, length);
    }
    return at < text.size() ? cut + "..." : cut;
}

void appendUtf8(std::string& text, unsigned codePoint) {
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((codePoint >> shift) & 0x3FU));
    };
    if (codePoint < 0x80U) {
        text += static_cast<char>(codePoint);
    } else if (codePoint < 0x800U) {
        text += static_cast<char>(0xC0U | (codePoint >> 6U));
        tail(0);
    } else if (codePoint < 0x10000U) {
        text += static_cast<char>(0xE0U | (codePoint >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (codePoint >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

// After a complaint the rest of the string is still read, so that what follows it is understood.
bool DocumentScanner::readString(std::string& value) {
    bool good = true;
    for (advance(); !atEnd() && peek() != '"';) {
        const auto byte = static_cast<unsigned char>(peek());
        if (byte == '\n' || byte == '\r') {
            complainHere("\" at the end of the text, in the same line");
            return false;
        }
        if (byte == '\\') {
            good = readEscape(value) && good;
            continue;
        }
        const std::size_t length = utf8Length(m_text, m_at);
        if (byte < 0x20U || length == 0) {
            complainHere(length == 0 ? "text in UTF-8" : "no control characters; write \\t, \\n or \\u0009");
            good = false;
            advance();
            continue;
        }
        value.append(m_text.substr(m_at, length));
        m_at += length;
    }
    if (atEnd()) {
        complainHere("\"");
        return false;
    }
    advance();
    return good;
}

bool DocumentScanner::badLetter(std::size_t start, std::size_t length, const std::string& expected) {
    const std::string found(m_text.substr(start, length));
    complain("syntax", here(), {{"found", found}, {"expected", expected}});
    return false;
}

bool DocumentScanner::readEscape(std::string& value) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (m_at + 1 >= m_text.size()) {
        advance();
        return true; // the end of the text is complained about by the caller
    }
    const char letter = m_text[m_at + 1];
    if (letter == 'u') return readUnicodeEscape(value);
    const std::size_t which = kLetters.find(letter);
    if (which == std::string_view::npos) {
        const bool good = badLetter(m_at, letter >= 0x20 && letter < 0x7F ? 2 : 1, kEscapes);
        advance(); // the letter itself is looked at again: it may be a line break or half of UTF-8
        return good;
    }
    m_at += 2;
    value += kMeanings[which];
    return true;
}

bool DocumentScanner::readHex4(unsigned& unit) {
    if (!m_text.substr(m_at).starts_with("\\u")) return false;
    unit = 0;
    for (std::size_t i = 2; i < 6; ++i) {
        const int digit = m_at + i < m_text.size() ? hexValue(m_text[m_at + i]) : -1;
        if (digit < 0) return false;
        unit = unit * 16U + static_cast<unsigned>(digit);
    }
    return true;
}

bool DocumentScanner::readUnicodeEscape(std::string& value) {
    unsigned unit = 0;
    if (!readHex4(unit)) {
        const bool good = badLetter(m_at, 2, "\\u and four hexadecimal digits");
        m_at += 2;
        return good;
    }
    const std::size_t start = m_at;
    unsigned low = 0;
    if (isHighSurrogate(unit)) {
        m_at += 6;
        if (!readHex4(low) || !isLowSurrogate(low))
            return badLetter(start, 6, "a second half, \\udc00 to \\udfff, right after it");
        unit = 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
    } else if (isLowSurrogate(unit)) {
        const bool good = badLetter(start, 6, "a first half, \\ud800 to \\udbff, before it");
        m_at += 6;
        return good;
    }
    m_at += 6;
    appendUtf8(value, unit);
    return true;
}

} // namespace nueves::io
