// "zone[1].server.disk[1..2]": references by name.
#include "sim/io/values.hpp"

#include <algorithm>
#include <charconv>

namespace nueves::io {

namespace {

constexpr int kMostMembers = 1'000'000;
constexpr const char* kForm = "a name, such as web, web[2], web[1..3], web[*] or zone[1].server";

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isIdLetter(char c) {
    return isLetter(c) || isDigit(c) || c == '_' || c == '-';
}

class SelectorReader {
  public:
    explicit SelectorReader(std::string_view text) : m_text(text) {}

    Parsed<scenario::Selector> read() {
        do {
            if (!readStep()) return core::Unexpected{m_error};
        } while (take('.'));
        if (m_at < m_text.size()) {
            malformed();
            return core::Unexpected{m_error};
        }
        return m_selector;
    }

  private:
    bool take(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    bool fail(const char* code, const char* expected, std::size_t offset) {
        m_error = {code, excerpt(m_text), expected, "", offset};
        return false;
    }
    bool malformed() { return fail("malformed-reference", kForm, m_at); }
    bool readStep();
    bool readMembers(scenario::Selector::Step& step);
    bool readMember(int& member);

    std::string_view m_text;
    std::size_t m_at = 0;
    scenario::Selector m_selector;
    ValueError m_error;
};

bool SelectorReader::readStep() {
    const std::size_t start = m_at;
    if (start >= m_text.size() || !isLetter(m_text[start])) return malformed();
    while (m_at < m_text.size() && isIdLetter(m_text[m_at])) ++m_at;
    scenario::Selector::Step step;
    step.id = m_text.substr(start, m_at - start);
    m_selector.starred = false; // only the last step's star tells the replicas from the service
    if (take('[') && !readMembers(step)) return false;
    m_selector.steps.push_back(std::move(step));
    return true;
}

bool SelectorReader::readMembers(scenario::Selector::Step& step) {
    if (take('*')) {
        m_selector.starred = true;
        return take(']') || malformed();
    }
    const std::size_t start = m_at;
    if (!readMember(step.first)) return false;
    step.last = step.first;
    if (take('.') && (!take('.') || !readMember(step.last)))
        return m_error.code.empty() ? malformed() : false;
    if (step.last < step.first) return fail("out-of-range", "the lower member first", start);
    return take(']') || malformed();
}

bool SelectorReader::readMember(int& member) {
    const char* begin = m_text.data() + m_at;
    const char* end = m_text.data() + m_text.size();
    if (begin == end || !isDigit(*begin)) return malformed();
    const auto [stop, error] = std::from_chars(begin, end, member);
    const bool fits = error == std::errc{} && member >= 1 && member <= kMostMembers;
    if (!fits) return fail("out-of-range", "members count from 1 to 1000000", m_at);
    m_at += static_cast<std::size_t>(stop - begin);
    return true;
}

} // namespace

Parsed<scenario::Selector> parseSelector(std::string_view text) {
    return SelectorReader(text).read();
}

} // namespace nueves::io
