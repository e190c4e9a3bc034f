#include "sim/io/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace nueves::io {

namespace {

struct Word {
    std::string_view name;
    double factor;
    Dimension dimension;
};

constexpr Dimension kBit{.bit = 1};
constexpr Dimension kRequest{.request = 1};
constexpr Dimension kEnergy{.time = 1, .power = 1};
constexpr double kKi = 1024.0;

constexpr std::array kWords = std::to_array<Word>({
    {"us", 1e-6, kTime},
    {"ms", 1e-3, kTime},
    {"s", 1.0, kTime},
    {"min", 60.0, kTime},
    {"h", 3600.0, kTime},
    {"d", 86400.0, kTime},
    {"a", 31557600.0, kTime},
    {"m", 1.0, kLength},
    {"km", 1e3, kLength},
    {"B", 1.0, kBytes},
    {"kB", 1e3, kBytes},
    {"MB", 1e6, kBytes},
    {"GB", 1e9, kBytes},
    {"TB", 1e12, kBytes},
    {"KiB", kKi, kBytes},
    {"MiB", kKi* kKi, kBytes},
    {"GiB", kKi* kKi* kKi, kBytes},
    {"TiB", kKi* kKi* kKi* kKi, kBytes},
    {"bit", 1.0, kBit},
    {"kbit", 1e3, kBit},
    {"Mbit", 1e6, kBit},
    {"Gbit", 1e9, kBit},
    {"Tbit", 1e12, kBit},
    {"req", 1.0, kRequest},
    {"W", 1.0, kPower},
    {"kW", 1e3, kPower},
    {"kWh", 3.6e6, kEnergy},
    {"%", 0.01, kPlain},
});

// Only in the catalogue: cores and sockets are plain counts there.
constexpr std::array kCatalogueWords = std::to_array<Word>({
    {"1", 1.0, kPlain},
    {"year", 31557600.0, kTime},
    {"month", 31557600.0 / 12.0, kTime},
    {"day", 86400.0, kTime},
    {"vCPU", 1.0, kPlain},
    {"core", 1.0, kPlain},
    {"socket", 1.0, kPlain},
});

// What people write instead, in the program's two languages.
constexpr std::array kHabits = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"hour", "h"},      {"hours", "h"},     {"hr", "h"},      {"hrs", "h"},       {"hora", "h"},
    {"horas", "h"},     {"minute", "min"},  {"mins", "min"},  {"minutes", "min"}, {"minuto", "min"},
    {"minutos", "min"}, {"sec", "s"},       {"secs", "s"},    {"second", "s"},    {"seconds", "s"},
    {"segundo", "s"},   {"segundos", "s"},  {"day", "d"},     {"days", "d"},      {"dia", "d"},
    {"dias", "d"},      {"week", "7 d"},    {"weeks", "7 d"}, {"semana", "7 d"},  {"semanas", "7 d"},
    {"month", "30 d"},  {"months", "30 d"}, {"mes", "30 d"},  {"meses", "30 d"},  {"year", "a"},
    {"years", "a"},     {"yr", "a"},        {"y", "a"},       {"anyo", "a"},      {"anyos", "a"},
    {"euro", "EUR"},    {"euros", "EUR"},   {"K", "KiB"},     {"M", "MiB"},       {"G", "GiB"},
    {"T", "TiB"},       {"Kb", "kB"},       {"KB", "kB"},     {"Mb", "MB"},       {"Gb", "GB"},
    {"Tb", "TB"},       {"Gi", "GiB"},      {"Mi", "MiB"},    {"bps", "bit/s"},   {"kbps", "kbit/s"},
    {"Mbps", "Mbit/s"}, {"Gbps", "Gbit/s"}, {"rps", "req/s"}, {"qps", "req/s"},   {"percent", "%"},
});

// ISO 4217, active codes, 2024.
constexpr std::string_view kCurrencies = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF "
                                         "BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
                                         "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
                                         "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
                                         "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW "
                                         "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
                                         "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR "
                                         "NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
                                         "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
                                         "SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
                                         "USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

bool isCurrency(std::string_view word) {
    const bool upper = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return word.size() == 3 && upper && kCurrencies.find(word) != std::string_view::npos;
}

template <class Table> const Word* findWord(const Table& table, std::string_view name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Word& w) { return w.name == name; });
    return found != table.end() ? &*found : nullptr;
}

std::string nearestUnit(std::string_view word) {
    for (const auto& [habit, unit] : kHabits)
        if (habit == word) return std::string(unit);
    if (word == "d\u00EDa" || word == "d\u00EDas") return "d";
    if (word == "a\u00F1o" || word == "a\u00F1os") return "a";
    std::vector<std::string> known{"EUR", "USD"};
    for (const auto& unit : kWords) known.emplace_back(unit.name);
    return nearestName(word, known);
}

constexpr const char* kUnitList =
    "us ms s min h d a | m km | B kB MB GB TB KiB MiB GiB TiB | bit kbit Mbit Gbit Tbit "
    "| req | W kW kWh | EUR and other currencies | % | a ratio of two";

Parsed<Unit> parseWord(std::string_view word, bool catalogue) {
    const Word* known = findWord(kWords, word);
    if (known == nullptr && catalogue) known = findWord(kCatalogueWords, word);
    if (known != nullptr) return Unit{known->factor, known->dimension, "", word == "%"};
    if (word == "\u20AC") return Unit{1e6, kMoney, "EUR"};
    if (isCurrency(word)) return Unit{1e6, kMoney, std::string(word)};
    return core::Unexpected{ValueError{"unknown-unit", excerpt(word), kUnitList, nearestUnit(word)}};
}

void divide(Unit& whole, const Unit& by) {
    whole.factor /= by.factor;
    Dimension& d = whole.dimension;
    const Dimension& e = by.dimension;
    d = {d.time - e.time,       d.length - e.length, d.byte - e.byte,  d.bit - e.bit,
         d.request - e.request, d.power - e.power,   d.money - e.money};
    whole.percent = false;
    if (whole.currency.empty()) whole.currency = by.currency;
    if (d.money == 0) whole.currency.clear();
}

core::Unexpected<ValueError> at(ValueError error, std::size_t offset) {
    error.offset = offset;
    return {std::move(error)};
}

} // namespace

Parsed<Unit> parseUnit(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view over = text.substr(0, slash);
    Unit unit;
    if (!over.empty()) {
        const auto numerator = parseWord(over, false);
        if (!numerator) return core::Unexpected{numerator.error()};
        unit = *numerator;
    }
    if (slash == std::string_view::npos) return unit;
    const auto denominator = parseWord(text.substr(slash + 1), false);
    if (!denominator) return at(denominator.error(), slash + 1);
    divide(unit, *denominator);
    return unit;
}

// What stands in brackets after a slash is divided by, word by word; there are no brackets above the slash.
Parsed<Unit> parseCatalogueUnit(std::string_view text) {
    Unit unit;
    bool first = true;
    for (std::size_t start = 0; start <= text.size(); first = false) {
        const std::size_t end = std::min(text.find_first_of("/*", start), text.size());
        std::string_view word = text.substr(start, end - start);
        if (!first && word.starts_with('(')) word.remove_prefix(1);
        if (!first && word.ends_with(')')) word.remove_suffix(1);
        const auto factor = parseWord(word, true);
        if (!factor) return at(factor.error(), start);
        if (first)
            unit = *factor;
        else
            divide(unit, *factor);
        start = end + 1;
    }
    return unit;
}

bool isReasonable(double value) {
    return value == 0.0 || (value >= 1e-30 && value <= 1e30);
}

NumberText leadingNumber(std::string_view text) {
    const auto digits = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        return end - from;
    };
    NumberText number;
    std::size_t length = digits(0);
    if (length == 0) return number;
    if (length < text.size() && text[length] == '.') {
        const std::size_t decimals = digits(length + 1);
        if (decimals > 0) length += 1 + decimals;
    }
    if (length < text.size() && (text[length] == 'e' || text[length] == 'E')) {
        const bool sign = length + 1 < text.size() && (text[length + 1] == '+' || text[length + 1] == '-');
        const std::size_t exponent = digits(length + (sign ? 2 : 1));
        if (exponent > 0) length += (sign ? 2 : 1) + exponent;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + length, number.value);
    number.length = length;
    number.fits = error == std::errc{} && std::isfinite(number.value);
    return number;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\r";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

} // namespace nueves::io
