// Dates, service windows and time zones on simulated time.
//
// A Calendar turns local dates into SimTime and a Window ("Mon-Fri 09:00-14:00", local time) into a Profile: the
// sorted stretches of simulated time that lie inside it. Daylight saving and holidays are worked out here, once,
// before a run; nothing below asks what day it is. Zone rules are data, read by io/ from the system's tz database.
#pragma once

#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::core {

// Part of a week. Seconds count from local midnight of each day set in `days`; to > from; to may exceed 86400:
// the window then runs past midnight.
struct WindowRule {
    std::uint8_t days = 0; // bit 0 = Monday ... bit 6 = Sunday
    std::int32_t from = 0;
    std::int32_t to = 0;
    friend bool operator==(const WindowRule&, const WindowRule&) = default;
};

struct Window {
    std::vector<WindowRule> rules;
    friend bool operator==(const Window&, const Window&) = default;
};

// "Mon-Fri 09:00-14:00; Sat 10:00-13:00"; days: Mon..Sun, ranges (wrapping allowed: Sat-Mon) and comma lists; hours
// HH:MM-HH:MM with 24:00 allowed, past midnight if the end is not after the start. Empty: the text is no window.
std::optional<Window> parseWindow(std::string_view text);
std::string toString(const Window& window);

// When local time differs from UTC by how much: sorted transitions, seconds since 1970-01-01 UTC.
struct ZoneRules {
    struct Change {
        std::int64_t utcSeconds;
        std::int32_t offsetSeconds; // local = utc + offset, from this instant on
    };
    std::string name = "UTC";
    std::int32_t initialOffset = 0;
    std::vector<Change> changes;
};

struct CivilDate {
    int year = 1970, month = 1, day = 1;
    friend auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

int dayOfWeek(const CivilDate& date); // 0 = Monday

struct CivilTime {
    CivilDate date;
    int secondOfDay = 0; // local
};

// "2027-03-02", "2027-03-02 11:00", "2027-03-02T11:00:30"; empty if it is no date of the calendar.
std::optional<CivilTime> parseCivilTime(std::string_view text);
std::string toString(const CivilTime& time);

// Stretches of time that are "on", sorted, disjoint, not touching. Speeds of clocks that run in shifts only.
// Beyond the last stretch it is off. All functions O(log n).
class Profile {
  public:
    struct Stretch {
        SimTime from, to;
    };
    Profile() = default;                       // never on
    static Profile always();
    explicit Profile(std::vector<Stretch> stretches);

    bool isAlways() const { return m_always; }
    bool isOn(SimTime t) const;                // from inclusive, to exclusive
    SimSpan elapsed(SimTime from, SimTime to) const;      // time on within [from, to)
    SimTime advance(SimTime from, SimSpan work) const;    // first instant at which `work` of on-time has passed; kNever
                                               // no work: `from` itself, on or off; done at closing time: that instant
    SimTime nextOn(SimTime t) const;           // first instant >= t that is on; kNever
    SimTime nextOff(SimTime t) const;          // first instant >= t that is off
    const std::vector<Stretch>& stretches() const { return m_stretches; }

  private:
    SimSpan onBefore(SimTime t) const; // on-time of all stretches before t

    bool m_always = false;
    std::vector<Stretch> m_stretches;
    std::vector<SimSpan> m_before; // on-time before each stretch
};

class Calendar {
  public:
    Calendar() = default; // 2027-01-01 00:00 UTC, no holidays
    Calendar(CivilTime start, ZoneRules zone, std::set<CivilDate> holidays);

    SimTime toSim(CivilTime local) const;      // may be before kStart (negative); a local time that does not exist
                                               // (spring) becomes the instant after the gap, a double one the first
    CivilTime toLocal(SimTime t) const;
    // Cost and size: one stretch a day at most, about 1 MB for a window of weekdays over 200 years.
    // A boundary is the first instant at which the wall clock shows it: a night shift of 8 h by the clock lasts 7 h in
    // spring and 9 h in autumn, and a window that lies wholly in the hour that spring skips is empty that day.
    // The window from kStart to `end`. withoutHolidays: days of the holiday list (by the day a rule begins on) are off.
    Profile profile(const Window& window, bool withoutHolidays, SimTime end) const;
    const ZoneRules& zone() const { return m_zone; }
    const std::set<CivilDate>& holidays() const { return m_holidays; }

  private:
    CivilTime m_start{{2027, 1, 1}, 0};
    ZoneRules m_zone;
    std::set<CivilDate> m_holidays;
    std::int64_t m_startUtc = 1798761600; // 2027-01-01T00:00:00Z
};

} // namespace nueves::core
