// Lists of public holidays that a scenario may name instead of writing the dates out.
//
// "es": the holidays that all of Spain keeps. Source: Real Decreto 2001/1983, article 45.1, as worded by Real
// Decreto 1346/1989 (first: BOE of 29 July 1983): letters a, b and c, which no region may replace; of
// letter d only 6 January, which regions might replace and none does in the yearly lists of the BOE (looked
// up: 2015, 2018, 2026). Left out, since they differ by region or town: Maundy Thursday, 19 March or 25 July,
// the Monday that stands in for a holiday on a Sunday, regional and local days. Add them as dates.
#pragma once

#include "sim/core/calendar.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

// Easter Sunday of the Gregorian calendar, years from 1583.
core::CivilDate easterSunday(int year);

// The dates of the list in fromYear..toYear, Sundays included. Empty: no list of that name.
std::optional<std::set<core::CivilDate>> holidayList(std::string_view name, int fromYear, int toYear);
std::vector<std::string> holidayListNames();

} // namespace nueves::io
