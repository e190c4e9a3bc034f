// The letters of a JSON text: blanks, comments, strings, numbers and words, each with its line and column.
//
// Source: RFC 8259 (JSON), RFC 3629 (UTF-8). Comments (// and /* */) and a byte order mark are allowed.
// nlohmann's parser is not used: its events carry no positions and it stays silent about doubled keys.
#pragma once

#include "sim/io/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::io {

class DocumentScanner {
  public:
    DocumentScanner(std::string_view text, std::string fileName, std::vector<core::Issue>& issues);

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const {
        return atEnd() ? '\0' : m_text[m_at];
    } // also '\0' for a zero byte: ask atEnd() first
    void advance() { ++m_at; }
    void skipBlanks(); // and comments
    // Jumps over what cannot be read, to the next , } or ] of the same depth. Consumes nothing if it stands
    // there.
    void skipDamage();
    void giveUp();            // the rest is not read, and its end not complained about
    bool findByte(char byte); // moves to the first one, if there is one

    // Cost: the letters since the last call, so that a text without line breaks stays linear.
    core::Place here();

    // Precondition: peek() == '"'. False after a complaint; then what was read of it is in `value`.
    bool readString(std::string& value);
    // A run of letters, digits and signs: numbers and words. May be empty.
    std::string_view readRun();
    // Number by the grammar of JSON; refuses what a double cannot hold.
    bool toNumber(std::string_view literal, const core::Place& place, double& value);

    using Arguments = std::vector<std::pair<std::string, std::string>>;
    // After kMostIssues the text is taken for something else than JSON and reading stops.
    void complain(std::string code, const core::Place& place, Arguments arguments);
    void complainHere(
        const std::string& expected); // "syntax", found: what stands here; once at the end of the text

  private:
    bool skipComment();
    std::string whatStandsHere() const;
    bool readEscape(std::string& value);
    bool readUnicodeEscape(std::string& value);
    bool readHex4(unsigned& unit);
    bool badLetter(std::size_t start, std::size_t length, const std::string& expected);

    std::string_view m_text;
    std::string m_fileName;
    std::vector<core::Issue>& m_issues;
    std::size_t m_at = 0;
    std::size_t m_counted = 0; // line and column below belong to this offset
    int m_line = 1;
    int m_column = 1;
    int m_complaints = 0;
    bool m_endComplained = false;
};

// Length in bytes of the UTF-8 letter at `at` (1 to 4), or 0 if the bytes there are none.
std::size_t utf8Length(std::string_view text, std::size_t at);
void appendUtf8(std::string& text, unsigned codePoint);

} // namespace nueves::io
