// The one formatter of numbers for every face of the program, in Spanish and English.
//
// Spanish: decimal comma, groups from five digits on, by a thin no-break space; "16 800 €". English: decimal
// point, groups from four digits on, by a comma; "€16,800". Minus is U+2212; a thin no-break space (U+202F)
// stands before a unit. No std::locale: the machine may have none but "C". A figure never shows more digits
// than its error supports.
#pragma once

#include "sim/core/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nueves::report {

using core::Language;

inline constexpr std::string_view kThinSpace = "\u202f";
inline constexpr std::string_view kMinus = "\u2212";

// Decimals that a value with this half-width may show: one significant digit of it. 0.0043 -> 3, 21 -> 0.
// Precondition: halfWidth > 0 and finite. At most 17.
int decimalsFor(double halfWidth);
// Decimals that show `digits` significant digits of a value; 0 for 0. At most 17.
int decimalsForDigits(double value, int digits);

// Grouped and rounded; "−0" does not occur. Not finite: "?".
std::string number(double value, int decimals, Language language);
std::string whole(std::uint64_t value, Language language);
std::string significant(double value, int digits, Language language);

// 0.71 -> "71 %".
std::string percent(double share, int decimals, Language language);
// The percentage of the time up, by decimal complement of the unavailability, so that no nine is lost:
// 1e-12 with 11 decimals of a percent -> "99.99999999990 %". Precondition: 0 <= unavailability <= 1.
std::string availabilityPercent(double unavailability, int decimals, Language language);
// Decimals of the percentage that a target is written with: 0.9995 -> "99.95 %"; digits as few as say it
// exactly.
std::string targetPercent(double uptime, Language language);

// 27780 s -> "7 h 43 min"; the last unit is the largest one that halfWidth still fills, or the second unit if
// halfWidth is 0. "1.7 years" from two years on. Precondition: not negative.
std::string duration(double seconds, double halfWidth, Language language);

// 16800 EUR -> "16 800 €" or "€16,800"; cents only under 100.
std::string money(double amount, std::string_view currency, Language language);

} // namespace nueves::report
