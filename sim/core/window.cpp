// The text of a window: "Mon-Fri 09:00-14:00; Sat 10:00-13:00".
#include "sim/core/calendar.hpp"

#include <array>

namespace nueves::core {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::int32_t kDay = 86'400;

// Reads from the front of a text; every `read` leaves the place untouched if it fails.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    void skipBlanks() {
        while (!m_rest.empty() && m_rest.front() == ' ') m_rest.remove_prefix(1);
    }
    bool atEnd() const { return m_rest.empty(); }
    bool readSign(char sign) {
        if (m_rest.empty() || m_rest.front() != sign) return false;
        m_rest.remove_prefix(1);
        return true;
    }
    std::optional<int> readDay() {
        for (std::size_t day = 0; day < kDays.size(); ++day) {
            if (!m_rest.starts_with(kDays[day])) continue;
            m_rest.remove_prefix(kDays[day].size());
            return static_cast<int>(day);
        }
        return std::nullopt;
    }
    // HH:MM as seconds from midnight; 24:00 is the day's end.
    std::optional<std::int32_t> readClock() {
        const auto isDigit = [this](std::size_t at) { return m_rest[at] >= '0' && m_rest[at] <= '9'; };
        if (m_rest.size() < 5 || !isDigit(0) || !isDigit(1) || m_rest[2] != ':' || !isDigit(3) || !isDigit(4))
            return std::nullopt;
        const int hour = (m_rest[0] - '0') * 10 + (m_rest[1] - '0');
        const int minute = (m_rest[3] - '0') * 10 + (m_rest[4] - '0');
        if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
        m_rest.remove_prefix(5);
        return hour * 3600 + minute * 60;
    }

  private:
    std::string_view m_rest;
};

// "Mon" or "Sat-Mon", as bits.
std::optional<std::uint8_t> readDayRange(Scanner& scanner) {
    const auto first = scanner.readDay();
    if (!first) return std::nullopt;
    auto last = first;
    if (scanner.readSign('-')) last = scanner.readDay();
    if (!last) return std::nullopt;
    unsigned days = 1U << *first;
    for (int day = *first; day != *last; day = (day + 1) % 7) days |= 1U << ((day + 1) % 7);
    return static_cast<std::uint8_t>(days);
}

std::optional<std::uint8_t> readDays(Scanner& scanner) {
    std::uint8_t days = 0;
    do {
        scanner.skipBlanks();
        const auto range = readDayRange(scanner);
        if (!range) return std::nullopt;
        days = static_cast<std::uint8_t>(days | *range);
    } while (scanner.readSign(','));
    return days;
}

std::optional<WindowRule> readRule(Scanner& scanner) {
    const auto days = readDays(scanner);
    if (!days || !scanner.readSign(' ')) return std::nullopt;
    scanner.skipBlanks();
    const auto from = scanner.readClock();
    if (!from || *from == kDay || !scanner.readSign('-')) return std::nullopt;
    auto to = scanner.readClock();
    if (!to) return std::nullopt;
    if (*to <= *from) *to += kDay;
    scanner.skipBlanks();
    return WindowRule{*days, *from, *to};
}

std::string clockText(std::int32_t second) {
    return toString(CivilTime{{}, second}).substr(std::string_view("1970-01-01 ").size());
}

// Runs of days as ranges. The run that begins after Sunday comes last, so that Saturday to Monday stays one.
std::string daysText(unsigned days) {
    if (days == 0x7F) return "Mon-Sun";
    std::string text;
    for (unsigned first = 0; first < 7; ++first) {
        if (!(days >> first & 1U) || (days >> (first + 6) % 7 & 1U)) continue;
        unsigned last = first;
        while (days >> (last + 1) % 7 & 1U) last = (last + 1) % 7;
        if (!text.empty()) text += ',';
        text += kDays[first];
        if (last != first) (text += '-') += kDays[last];
    }
    return text;
}

} // namespace

std::optional<Window> parseWindow(std::string_view text) {
    Scanner scanner(text);
    Window window;
    do {
        const auto rule = readRule(scanner);
        if (!rule) return std::nullopt;
        window.rules.push_back(*rule);
    } while (scanner.readSign(';'));
    if (!scanner.atEnd()) return std::nullopt;
    return window;
}

std::string toString(const Window& window) {
    std::string text;
    for (const WindowRule& rule : window.rules) {
        if (!text.empty()) text += "; ";
        const std::int32_t to = rule.to > kDay ? rule.to - kDay : rule.to;
        text += daysText(rule.days) + ' ' + clockText(rule.from) + '-' + clockText(to);
    }
    return text;
}

} // namespace nueves::core
