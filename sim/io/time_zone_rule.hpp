// The standing rule of a time zone as POSIX writes it in TZ: "CET-1CEST,M3.5.0,M10.5.0/3".
//
// Source: POSIX.1-2017, Base Definitions 8.3 (TZ), with the wider range of hours (-167 to 167) of RFC
// 8536, 3.3.1; Greenland needs it ("M3.5.0/-1") and date's own reader of such rules refuses it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nueves::io {

struct YearlyChange {
    enum class Form { monthWeekDay, julian, zeroBased } form = Form::monthWeekDay;
    int month = 0, week = 0, weekday = 0;     // Mm.w.d: week 5 = the last, weekday 0 = Sunday
    int day = 0;                              // Jn: 1..365 without 29 February; n: 0..365 with it
    std::int32_t second = 7200;               // by the wall clock in force before the change
    std::int64_t localSecond(int year) const; // seconds since 1970-01-01 00:00 of that wall clock
};

struct TimeZoneRule {
    struct Change {
        std::int64_t utcSeconds = 0;
        std::int32_t offsetSeconds = 0;
    };
    std::int32_t standardOffset = 0; // local = utc + offset
    std::int32_t summerOffset = 0;
    bool hasSummer = false;
    YearlyChange toSummer, toStandard;

    std::array<Change, 2> changesOf(int year) const; // sorted; precondition: hasSummer
};

std::optional<TimeZoneRule> parseTimeZoneRule(std::string_view text); // empty: not such a rule

} // namespace nueves::io
