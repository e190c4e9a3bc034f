#include "app/report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace nueves::report {

namespace {

constexpr int kMostDecimals = 17;

std::string grouped(const std::string& digits, Language language) {
    const std::size_t from = language == Language::es ? 5 : 4;
    if (digits.size() < from) return digits;
    const std::string_view mark = language == Language::es ? kThinSpace : std::string_view(",");
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += mark;
        out += digits[i];
    }
    return out;
}

// "-1234.50" as C prints it, in the reader's language.
std::string localised(const std::string& plain, Language language) {
    const bool negative = !plain.empty() && plain[0] == '-';
    const std::string body = negative ? plain.substr(1) : plain;
    const auto point = body.find('.');
    const bool isZero = body.find_first_of("123456789") == std::string::npos;
    std::string out = negative && !isZero ? std::string(kMinus) : std::string();
    out += grouped(body.substr(0, point), language);
    if (point != std::string::npos) {
        out += language == Language::es ? ',' : '.';
        out += body.substr(point + 1);
    }
    return out;
}

// 100 - x for x printed with a fixed number of decimals: digit by digit, so nothing is rounded twice.
std::string complementOfHundred(const std::string& percentDown) {
    const auto point = percentDown.find('.');
    const std::size_t decimals = point == std::string::npos ? 0 : percentDown.size() - point - 1;
    std::string digits = percentDown.substr(0, point);
    if (decimals > 0) digits += percentDown.substr(point + 1);
    std::string hundred = "100" + std::string(decimals, '0');
    digits.insert(0, hundred.size() - digits.size(), '0');
    int borrow = 0;
    for (std::size_t i = hundred.size(); i-- > 0;) {
        int digit = (hundred[i] - '0') - (digits[i] - '0') - borrow;
        borrow = digit < 0 ? 1 : 0;
        if (digit < 0) digit += 10;
        hundred[i] = static_cast<char>('0' + digit);
    }
    if (decimals > 0) hundred.insert(hundred.size() - decimals, ".");
    const auto first = std::min(hundred.find_first_not_of('0'), hundred.find('.') - 1);
    return hundred.substr(std::min(first, hundred.size() - 1));
}

} // namespace

int decimalsFor(double halfWidth) {
    int exponent = static_cast<int>(std::floor(std::log10(halfWidth)));
    if (std::round(halfWidth / std::pow(10.0, exponent)) >= 10.0) ++exponent;
    return std::clamp(-exponent, 0, kMostDecimals);
}

int decimalsForDigits(double value, int digits) {
    if (value == 0.0 || !std::isfinite(value)) return 0;
    const std::string shown = fmt::format("{:.{}e}", std::fabs(value), digits - 1);
    const int exponent = std::stoi(shown.substr(shown.find('e') + 1));
    return std::clamp(digits - 1 - exponent, 0, kMostDecimals);
}

std::string number(double value, int decimals, Language language) {
    if (!std::isfinite(value)) return "?";
    return localised(fmt::format("{:.{}f}", value, decimals), language);
}

std::string whole(std::uint64_t value, Language language) {
    return grouped(std::to_string(value), language);
}

std::string significant(double value, int digits, Language language) {
    return number(value, decimalsForDigits(value, digits), language);
}

std::string percent(double share, int decimals, Language language) {
    return number(100.0 * share, decimals, language) + std::string(kThinSpace) + "%";
}

std::string availabilityPercent(double unavailability, int decimals, Language language) {
    if (!std::isfinite(unavailability)) return "?";
    const std::string down = fmt::format("{:.{}f}", 100.0 * std::clamp(unavailability, 0.0, 1.0), decimals);
    return localised(complementOfHundred(down), language) + std::string(kThinSpace) + "%";
}

std::string targetPercent(double uptime, Language language) {
    std::string shown = fmt::format("{:.10f}", 100.0 * uptime);
    shown.erase(shown.find_last_not_of('0') + 1);
    if (shown.back() == '.') shown.pop_back();
    return localised(shown, language) + std::string(kThinSpace) + "%";
}

namespace {

struct Unit {
    double seconds;
    std::string_view name;
};
constexpr std::array<Unit, 4> kUnits{{{86400.0, "d"}, {3600.0, "h"}, {60.0, "min"}, {1.0, "s"}}};
constexpr double kYearSeconds = 31'557'600.0;

std::string years(double seconds, double halfWidth, Language language) {
    const double value = seconds / kYearSeconds;
    const int decimals =
        halfWidth > 0.0 ? std::min(decimalsFor(halfWidth / kYearSeconds), 1) : (value < 10.0 ? 1 : 0);
    return number(value, decimals, language) + std::string(kThinSpace) +
           (language == Language::es ? "años" : "years");
}

std::string underTwoSeconds(double seconds, double halfWidth, Language language) {
    if (seconds == 0.0) return "0" + std::string(kThinSpace) + "s";
    const bool milli = seconds < 1.0;
    const double value = milli ? seconds * 1000.0 : seconds;
    const double half = milli ? halfWidth * 1000.0 : halfWidth;
    const int decimals = half > 0.0 ? std::min(decimalsFor(half), 3) : decimalsForDigits(value, 2);
    return number(value, decimals, language) + std::string(kThinSpace) + (milli ? "ms" : "s");
}

std::size_t largestUnitIn(double seconds) {
    std::size_t i = 0;
    while (i + 1 < kUnits.size() && seconds < kUnits[i].seconds) ++i;
    return i;
}

} // namespace

std::string duration(double seconds, double halfWidth, Language language) {
    if (!std::isfinite(seconds)) return "?";
    if (seconds >= 2.0 * kYearSeconds) return years(seconds, halfWidth, language);
    if (seconds < 2.0) return underTwoSeconds(seconds, halfWidth, language);
    const std::size_t top = largestUnitIn(seconds);
    std::size_t last = std::min(top + 1, kUnits.size() - 1);
    if (halfWidth > 0.0) last = std::clamp(largestUnitIn(halfWidth), top, kUnits.size() - 1);
    double rest = std::round(seconds / kUnits[last].seconds);
    std::string out;
    for (std::size_t i = top > 0 ? top - 1 : 0; i <= last; ++i) { // one up: rounding may fill a larger unit
        const double inLast = kUnits[i].seconds / kUnits[last].seconds;
        const double count = std::floor(rest / inLast);
        rest -= count * inLast;
        if (count == 0.0 && !(i == last && out.empty())) continue;
        if (!out.empty()) out += ' ';
        out += number(count, 0, language) + std::string(kThinSpace) + std::string(kUnits[i].name);
    }
    return out;
}

std::string money(double amount, std::string_view currency, Language language) {
    const int decimals = std::fabs(amount) < 100.0 && amount != std::round(amount) ? 2 : 0;
    const std::string_view symbol = currency == "EUR"   ? "€"
                                    : currency == "USD" ? "$"
                                    : currency == "GBP" ? "£"
                                                        : std::string_view();
    const std::string digits = number(std::fabs(amount), decimals, language);
    const bool negative = amount < 0.0 && digits.find_first_of("123456789") != std::string::npos;
    const std::string sign = negative ? std::string(kMinus) : std::string();
    if (language == Language::en && !symbol.empty()) return sign + std::string(symbol) + digits;
    return sign + digits + std::string(kThinSpace) + std::string(symbol.empty() ? currency : symbol);
}

} // namespace nueves::report
