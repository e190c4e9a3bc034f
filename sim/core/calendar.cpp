// Local dates to simulated time and back. The Gregorian day arithmetic is the standard library's.
#include "sim/core/calendar.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace nueves::core {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMicros = 1'000'000;
// std::chrono's year ends at 32767; simulated time does not. The Gregorian calendar, weekdays too, repeats
// after this.
constexpr int kCycleYears = 400;
constexpr std::int64_t kCycleDays = 146'097;

constexpr std::int64_t floorDivide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

// Days since 1970-01-01, a Thursday.
std::int64_t dayNumber(const CivilDate& date) {
    const std::int64_t cycle = floorDivide(date.year, kCycleYears);
    const int year = date.year - static_cast<int>(cycle) * kCycleYears;
    const std::chrono::year_month_day day{std::chrono::year{year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    NUEVES_ASSERT(day.ok(), "a date of the calendar");
    return std::chrono::sys_days{day}.time_since_epoch().count() + cycle * kCycleDays;
}

CivilDate civilDate(std::int64_t day) {
    const std::int64_t cycle = floorDivide(day, kCycleDays);
    const std::chrono::days inCycle{static_cast<int>(day - cycle * kCycleDays)};
    const std::chrono::year_month_day date{std::chrono::sys_days{inCycle}};
    return {static_cast<int>(date.year()) + static_cast<int>(cycle) * kCycleYears,
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

int weekday(std::int64_t day) { // 0 = Monday
    return static_cast<int>(day + 3 - 7 * floorDivide(day + 3, 7));
}

std::int32_t offsetAt(const ZoneRules& zone, std::int64_t utc) {
    const auto later =
        std::upper_bound(zone.changes.begin(), zone.changes.end(), utc,
                         [](std::int64_t t, const auto& change) { return t < change.utcSeconds; });
    return later == zone.changes.begin() ? zone.initialOffset : std::prev(later)->offsetSeconds;
}

// The first instant at which the wall clock shows `local` or more. In the gap of spring that is the gap's
// end, in the double hour of autumn its first passage; so windows that touch by the clock touch in time as
// well.
std::int64_t utcOf(const ZoneRules& zone, std::int64_t local) {
    // No offset reaches a day, so the answer lies after local - 1 day.
    auto next = std::upper_bound(zone.changes.begin(), zone.changes.end(), local - kDay,
                                 [](std::int64_t t, const auto& change) { return t < change.utcSeconds; });
    std::int64_t from = local - kDay;
    std::int64_t offset = next == zone.changes.begin() ? zone.initialOffset : std::prev(next)->offsetSeconds;
    for (; next != zone.changes.end(); ++next) {
        if (std::max(from, local - offset) < next->utcSeconds) break;
        from = next->utcSeconds;
        offset = next->offsetSeconds;
    }
    return std::max(from, local - offset);
}

// Consumes "DD" style digits; false if they are not there.
bool readNumber(std::string_view& text, std::size_t digits, int& value) {
    if (text.size() < digits) return false;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), isDigit)) return false;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return true;
}

bool readSign(std::string_view& text, std::string_view signs) {
    if (text.empty() || signs.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::string padded(int value, std::size_t digits) {
    const std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

bool isDate(const CivilDate& date) {
    return std::chrono::year_month_day{std::chrono::year{date.year},
                                       std::chrono::month{static_cast<unsigned>(date.month)},
                                       std::chrono::day{static_cast<unsigned>(date.day)}}
        .ok();
}

// The days of one window rule, added to `stretches` in order.
struct RuleDays {
    const Calendar& calendar;
    std::int64_t startUtc;
    SimTime end;

    SimTime simOf(std::int64_t local) const {
        return SimTime{SimSpan{(utcOf(calendar.zone(), local) - startUtc) * kMicros}};
    }
    void add(const WindowRule& rule, bool withoutHolidays, std::vector<Profile::Stretch>& stretches) const {
        NUEVES_ASSERT(rule.to > rule.from, "a window rule has a length");
        // A rule of an earlier day may still run at the start.
        const std::int64_t reach = floorDivide(rule.to, kDay) + 1;
        const std::int64_t firstDay = dayNumber(calendar.toLocal(kStart).date) - reach;
        const std::int64_t lastDay = dayNumber(calendar.toLocal(end).date);
        for (std::int64_t day = firstDay; day <= lastDay; ++day) {
            if (!(rule.days >> weekday(day) & 1)) continue;
            if (withoutHolidays && calendar.holidays().contains(civilDate(day))) continue;
            const SimTime from = std::max(simOf(day * kDay + rule.from), kStart);
            const SimTime to = std::min(simOf(day * kDay + rule.to), end);
            if (from < to) stretches.push_back({from, to});
        }
    }
};

} // namespace

std::optional<CivilTime> parseCivilTime(std::string_view text) {
    CivilTime time;
    auto& [year, month, day] = time.date;
    if (!readNumber(text, 4, year) || !readSign(text, "-") || !readNumber(text, 2, month) ||
        !readSign(text, "-") || !readNumber(text, 2, day) || !isDate(time.date))
        return std::nullopt;
    if (text.empty()) return time;
    int hour = 0, minute = 0, second = 0;
    if (!readSign(text, " T") || !readNumber(text, 2, hour) || !readSign(text, ":") ||
        !readNumber(text, 2, minute))
        return std::nullopt;
    if (!text.empty() && (!readSign(text, ":") || !readNumber(text, 2, second))) return std::nullopt;
    if (!text.empty() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    time.secondOfDay = hour * 3600 + minute * 60 + second;
    return time;
}

std::string toString(const CivilTime& time) {
    const auto& [year, month, day] = time.date;
    const int second = time.secondOfDay;
    const std::string date = padded(year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2);
    const std::string clock = padded(second / 3600, 2) + ':' + padded(second / 60 % 60, 2);
    return date + ' ' + clock + (second % 60 == 0 ? "" : ':' + padded(second % 60, 2));
}

Calendar::Calendar(CivilTime start, ZoneRules zone, std::set<CivilDate> holidays)
    : m_start(start), m_zone(std::move(zone)), m_holidays(std::move(holidays)) {
    const auto notAfter = [](const auto& a, const auto& b) { return a.utcSeconds >= b.utcSeconds; };
    NUEVES_ASSERT(std::adjacent_find(m_zone.changes.begin(), m_zone.changes.end(), notAfter) ==
                      m_zone.changes.end(),
                  "the changes of a time zone are sorted");
    m_startUtc = utcOf(m_zone, dayNumber(start.date) * kDay + start.secondOfDay);
}

SimTime Calendar::toSim(CivilTime local) const {
    const std::int64_t utc = utcOf(m_zone, dayNumber(local.date) * kDay + local.secondOfDay);
    return SimTime{SimSpan{(utc - m_startUtc) * kMicros}};
}

int dayOfWeek(const CivilDate& date) {
    return weekday(dayNumber(date));
}

CivilTime Calendar::toLocal(SimTime t) const {
    const std::int64_t utc = m_startUtc + floorDivide(t.time_since_epoch().count(), kMicros);
    const std::int64_t local = utc + offsetAt(m_zone, utc);
    const std::int64_t day = floorDivide(local, kDay);
    return {civilDate(day), static_cast<int>(local - day * kDay)};
}

Profile Calendar::profile(const Window& window, bool withoutHolidays, SimTime end) const {
    NUEVES_ASSERT(end != kNever, "a window is laid out day by day, up to a date");
    std::vector<Profile::Stretch> stretches;
    const RuleDays days{*this, m_startUtc, end};
    for (const WindowRule& rule : window.rules) days.add(rule, withoutHolidays, stretches);
    return Profile(std::move(stretches));
}

} // namespace nueves::core
