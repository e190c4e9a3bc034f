#include "sim/io/time_zone_rule.hpp"

#include <charconv>
#include <chrono>
#include <utility>

namespace nueves::io {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int32_t kHour = 3600;

bool readSign(std::string_view& text, char sign) {
    if (text.empty() || text.front() != sign) return false;
    text.remove_prefix(1);
    return true;
}

bool readNumber(std::string_view& text, int largest, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || text.front() == '-' || value > largest) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

// "CET" or "<-02>"; what it is called is of no use here.
bool skipName(std::string_view& text) {
    const bool quoted = readSign(text, '<');
    const auto isLetter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    std::size_t length = 0;
    while (length < text.size() && (quoted ? text[length] != '>' : isLetter(text[length]))) ++length;
    text.remove_prefix(length);
    return length >= 3 && (!quoted || readSign(text, '>'));
}

// [+-]hh[:mm[:ss]]
bool readTime(std::string_view& text, std::int32_t& seconds) {
    const bool negative = readSign(text, '-');
    if (!negative) readSign(text, '+');
    int hour = 0, minute = 0, second = 0;
    if (!readNumber(text, 167, hour)) return false;
    if (readSign(text, ':') && !readNumber(text, 59, minute)) return false;
    if (readSign(text, ':') && !readNumber(text, 59, second)) return false;
    seconds = (negative ? -1 : 1) * (hour * kHour + minute * 60 + second);
    return true;
}

bool readDay(std::string_view& text, YearlyChange& change) {
    if (readSign(text, 'M'))
        return readNumber(text, 12, change.month) && change.month > 0 && readSign(text, '.') &&
               readNumber(text, 5, change.week) && change.week > 0 && readSign(text, '.') &&
               readNumber(text, 6, change.weekday);
    change.form = readSign(text, 'J') ? YearlyChange::Form::julian : YearlyChange::Form::zeroBased;
    return readNumber(text, 365, change.day) &&
           (change.form == YearlyChange::Form::zeroBased || change.day > 0);
}

bool readChange(std::string_view& text, YearlyChange& change) {
    return readSign(text, ',') && readDay(text, change) &&
           (!readSign(text, '/') || readTime(text, change.second));
}

} // namespace

std::int64_t YearlyChange::localSecond(int year) const {
    using namespace std::chrono;
    const std::chrono::year y{year};
    sys_days date = sys_days{y / January / 1};
    if (form == Form::zeroBased) {
        date += days{day};
    } else if (form == Form::julian) {
        date += days{day - 1 + (y.is_leap() && day >= 60 ? 1 : 0)};
    } else {
        const std::chrono::month m{static_cast<unsigned>(month)};
        const std::chrono::weekday w{static_cast<unsigned>(weekday)};
        date = week == 5 ? sys_days{y / m / w[last]} : sys_days{y / m / w[static_cast<unsigned>(week)]};
    }
    return date.time_since_epoch().count() * kDay + second;
}

std::array<TimeZoneRule::Change, 2> TimeZoneRule::changesOf(int year) const {
    std::array<Change, 2> changes{Change{toSummer.localSecond(year) - standardOffset, summerOffset},
                                  Change{toStandard.localSecond(year) - summerOffset, standardOffset}};
    // South of the equator, and in Ireland's file, the year begins with "summer".
    if (changes[1].utcSeconds < changes[0].utcSeconds) std::swap(changes[0], changes[1]);
    return changes;
}

std::optional<TimeZoneRule> parseTimeZoneRule(std::string_view text) {
    TimeZoneRule rule;
    // POSIX counts west of Greenwich as positive.
    if (!skipName(text) || !readTime(text, rule.standardOffset)) return std::nullopt;
    rule.standardOffset = -rule.standardOffset;
    if (text.empty()) return rule;
    rule.hasSummer = true;
    rule.summerOffset = rule.standardOffset + kHour;
    if (!skipName(text) || text.empty()) return std::nullopt;
    if (text.front() != ',') {
        if (!readTime(text, rule.summerOffset)) return std::nullopt;
        rule.summerOffset = -rule.summerOffset;
    }
    if (!readChange(text, rule.toSummer) || !readChange(text, rule.toStandard) || !text.empty())
        return std::nullopt;
    return rule;
}

} // namespace nueves::io
