// Unit words of the scenario language and of the catalogue of figures, and their ratios.
//
// Sources: SI brochure 9th ed. (SI prefixes), IEC 80000-13 (KiB ...), ISO 4217 (currencies); a = 365.25 d.
#pragma once

#include "sim/io/values.hpp"

#include <string>
#include <string_view>

namespace nueves::io {

struct Unit {
    double factor = 1.0; // one of it in base units
    Dimension dimension;
    std::string currency;
    bool percent = false;
};

// "h", "EUR/kWh", "/a": one word or a ratio of two. Error offsets count from the start of `text`.
Parsed<Unit> parseUnit(std::string_view text);
// The same with the catalogue's own words and longer products: "1/year", "USD/(GB*month)", "EUR/socket/year".
Parsed<Unit> parseCatalogueUnit(std::string_view text);

// 0 < size <= 1e30 is what a quantity may hold in base units; 0 is allowed too.
bool isReasonable(double value);

// A number without sign at the start of `text`: digits, decimals, exponent. Length 0: none stands there.
struct NumberText {
    std::size_t length = 0;
    double value = 0.0;
    bool fits = true; // in a double
};
NumberText leadingNumber(std::string_view text);

std::string_view trimmed(std::string_view text); // without blanks at both ends

} // namespace nueves::io
