// Values as people write them: quantities with units, laws, references, dependency expressions.
// One parser for each; grammar in resources/help/scenario-language.md, section 3 "Values".
#pragma once

#include "sim/core/expected.hpp"
#include "sim/core/law.hpp"
#include "sim/io/document.hpp"
#include "sim/scenario/expression.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

// What a unit measures: exponents of the base units, so that ratios ("0.35 EUR/h", "100 MiB/h") need no list.
// Base units: s, m, byte, bit, request, W, currency micro-unit (1e-6), plain number. kWh = 3.6e6 W s. % = 0.01.
struct Dimension {
    int time = 0, length = 0, byte = 0, bit = 0, request = 0, power = 0, money = 0;
    friend bool operator==(const Dimension&, const Dimension&) = default;
};
inline constexpr Dimension kPlain{};
inline constexpr Dimension kTime{.time = 1};
inline constexpr Dimension kPerTime{.time = -1};
inline constexpr Dimension kLength{.length = 1};
inline constexpr Dimension kBytes{.byte = 1};
inline constexpr Dimension kBytesPerTime{.time = -1, .byte = 1};
inline constexpr Dimension kBitRate{.time = -1, .bit = 1};
inline constexpr Dimension kPower{.power = 1};
inline constexpr Dimension kMoney{.money = 1};
inline constexpr Dimension kMoneyPerTime{.time = -1, .money = 1};
inline constexpr Dimension kRequestRate{.time = -1, .request = 1};
inline constexpr Dimension kMoneyPerRequest{.request = -1, .money = 1};
inline constexpr Dimension kMoneyPerEnergy{.time = -1, .power = -1, .money = 1};
std::string toString(const Dimension& dimension); // for messages: "a time, such as 4000 h"

struct Quantity {
    double value = 0.0;   // in base units
    Dimension dimension;
    std::string currency; // "EUR"; empty without money
    bool percent = false; // written with %
    bool bare = false;    // a number without any unit
};

// A value that could not be read: a code of the issue catalogue and what was expected.
struct ValueError {
    // "malformed-quantity" "unknown-unit" "bare-number" "wrong-dimension" "out-of-range" "malformed-law" "unknown-law"
    // "malformed-record" "unknown-record" "unknown-column" "path-leaves-folder" "malformed-reference"
    std::string code;
    std::string found;
    std::string expected; // in words of the file format, not translated: "Exp(mean) | Exp(rate) ..."
    std::string nearest;  // known name next to what was found; may be empty
    std::size_t offset = 0; // within the text
};
template <class T> using Parsed = core::Expected<T, ValueError>;

// The same as an issue, with the column of the letter in question where `node` holds the text read.
core::Issue toIssue(const ValueError& error, const Node& node, const std::string& path);

// "1 h 30 min", "2 GiB", "250 req/s", "99.9 %", "1.2 /a". Sums need one dimension. Never negative; in base units 0 or
// from 1e-30 to 1e30.
Parsed<Quantity> parseQuantity(std::string_view text);
// A record of the catalogue: its number and its unit, written as there ("%", "1/year", "EUR/socket/year").
Parsed<Quantity> catalogueQuantity(double value, std::string_view unit);

// What "@record" stands for: a number with the unit's dimension, or a fitted distribution.
struct RecordValue {
    Quantity quantity;                 // if no law
    std::optional<core::Law> law;      // record with a distribution (lognormal, weibull ...)
    std::string unit;                  // as in the catalogue
};
class Records {
  public:
    virtual ~Records() = default;
    virtual std::optional<RecordValue> find(std::string_view id) const = 0; // without '@'
    virtual std::vector<std::string> names() const = 0;
    // Values of column `column` of a CSV beside the scenario, for Empirical(); throws IoError.
    virtual std::vector<double> column(std::string_view file, std::string_view column) const = 0;
};

// "@id"; "malformed-record" or "unknown-record" otherwise. Precondition: text begins with '@'.
Parsed<RecordValue> findRecord(std::string_view text, const Records& records);

// A quantity or "@record" that must have this dimension. Precondition of a plain number: no unit, or %.
Parsed<Quantity> parseQuantityOf(std::string_view text, const Dimension& wanted, const Records& records);

// "Exp(4000 h)", "Weibull(mean 73 a, shape 1.2)", "Afr(@hw.hdd.afr)", "never", "90 s" (= Fixed), "@record".
// A law of durations, in seconds: every time in it is 0 (where that is harmless) or at least one microsecond.
// Empirical("file.csv", repair_h): the column's name ends in the unit of its numbers.
Parsed<core::Law> parseLaw(std::string_view text, const Records& records);
// As text, or widened: {"law": "Weibull", "mean": "3 a", "shape": 0.7}, {"value": "4000 h", "low": ..., "high": ...}.
Parsed<core::Law> parseLaw(const Node& node, const Records& records);
// A law of amounts of another dimension: numbers of users (kPlain), requests per second (kRequestRate).
Parsed<core::Law> parseLawOf(const Node& node, const Dimension& wanted, const Records& records);
// "Weibull(mean 3 a, shape 0.7)" widened to that object; the positional arguments get their names. For paths that lead
// into a law. An error if the text names no law.
Parsed<Node> widenLaw(std::string_view text, const Records& records);
// A bare record or a quantity of time gives a fixed law; this says whether the text names a law.
bool namesALaw(std::string_view text);

Parsed<scenario::Selector> parseSelector(std::string_view text);
// A string ("2 of unit", "most of unit", "a", "web[*]"), an array (all of) or an object (any all atLeast not path turn).
scenario::Expression parseExpression(const Node& node, const std::string& path, std::vector<core::Issue>& issues);

// The known name nearest to `found` by edit distance; empty if none is near.
std::string nearestName(std::string_view found, const std::vector<std::string>& known);

} // namespace nueves::io
