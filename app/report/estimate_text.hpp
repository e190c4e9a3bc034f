// An estimate as people read it: value and error together, with no more digits than the error supports.
//
// exact: three significant digits and the word. bound: "at least 99.98 %", never 100 %. An interval that is
// not nearly symmetric is shown as its two ends instead of ±.
#pragma once

#include "app/report/numbers.hpp"
#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::report {

inline constexpr std::string_view kPlusMinus = " ±\u202f"; // the error never stands alone on a line

double halfWidth(const analysis::Estimate& estimate); // 0 for exact
bool isLopsided(const analysis::Estimate& estimate);  // one side of the interval is over twice the other

// "99.912 % ± 0.004", "99.99911 % (exact)", "at least 99.98 %", from an unavailability.
std::string availabilityText(const analysis::Estimate& unavailability, Language language);
// The same of requests or users, from the share not answered: what the rates say lies below one in 1e9 is not told
// digit by digit, for no traffic of today is known so well (assumed): "more than 99.9999999 %".
std::string answeredText(const analysis::Estimate& unanswered, Language language);
// "99.75 % ± 0.01" always, with the wider side where the two differ: for the cells of a grid.
std::string availabilityCell(const analysis::Estimate& unavailability, Language language);
// The same without what follows the figure: for headlines.
std::string availabilityShort(const analysis::Estimate& unavailability, Language language);
// "3.1 nines", "more than 3.7 nines"; empty at unavailability 0 or when not finite.
std::string ninesText(const analysis::Estimate& unavailability, Language language);
// "71 % ± 1": of a probability or a share.
std::string shareText(const analysis::Estimate& share, Language language);
// "7 h 43 min ± 21 min", "at most 2 min", from hours.
std::string hoursText(const analysis::Estimate& hours, Language language);
// "3.2 ± 0.4": of a plain number.
std::string countText(const analysis::Estimate& count, Language language);
// "+€120 ± 30", "−12 min ± 3 min", for differences; unavailability as time a year.
std::string differenceText(const analysis::Difference& difference, const std::string& currency,
                           Language language);
// True if the interval of a difference holds zero: the two cannot be told apart.
bool cannotBeToldApart(const analysis::Difference& difference);

// A share of downtime known from so many outages: whole percents, one decimal under 10 % when enough were
// seen.
std::string causeShare(double share, Language language);

} // namespace nueves::report
