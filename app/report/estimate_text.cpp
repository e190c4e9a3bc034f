#include "app/report/estimate_text.hpp"

#include "app/report/words.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::report {

using analysis::Estimate;
using analysis::Method;

namespace {

constexpr double kMostLopsided = 2.0;
constexpr double kSecondsPerHour = 3600.0;
// A duration's units are coarse steps (60, 60, 24): the smallest one shown fits at least one and a half times
// into the error, so that "± 1 h" never stands for 80 minutes.
constexpr double kFineness = 1.5;

bool isUsable(const Estimate& e) {
    return std::isfinite(e.value) && std::isfinite(e.low) && std::isfinite(e.high);
}

std::string withoutUnit(const std::string& percentText) { // "0.004 %" -> "0.004"
    return percentText.substr(0, percentText.find(kThinSpace.front()));
}

// Decimals of a percentage for a value and its half-width; more where the value would be shown as nothing.
int percentDecimals(double value, double half) {
    const int byError = half > 0.0 ? decimalsFor(100.0 * half) : decimalsForDigits(100.0 * value, 3);
    return value > 0.0 ? std::max(byError, std::min(decimalsForDigits(100.0 * value, 1), byError + 2))
                       : byError;
}

double narrowSide(const Estimate& e) {
    const double below = e.value - e.low, above = e.high - e.value;
    return below > 0.0 && above > 0.0 ? std::min(below, above) : std::max(below, above);
}

std::string rangeOf(const std::string& from, const std::string& to, Language language) {
    return say("estimate.range", language, {{"from", from}, {"to", to}});
}

std::string boundedAvailability(const Estimate& u, Language language) {
    // Rounded up in the unavailability: the promise is never better than what is known.
    const int decimals = decimalsForDigits(100.0 * u.high, 1);
    const double step = std::pow(10.0, -decimals);
    const double up = std::ceil(100.0 * u.high / step - 1e-9) * step / 100.0;
    return say("estimate.atLeast", language, {{"value", availabilityPercent(up, decimals, language)}});
}

// Three significant digits of the unavailability, less zeros at the end, which an exact figure does not need.
std::string exactAvailability(double unavailability, Language language) {
    int decimals = decimalsForDigits(100.0 * unavailability, 3);
    const std::string full = availabilityPercent(unavailability, decimals, language);
    const auto end = full.rfind(kThinSpace);
    for (std::size_t i = end; i-- > 0 && full[i] == '0' && decimals > 0;) --decimals;
    return availabilityPercent(unavailability, decimals, language);
}

std::string lopsidedAvailability(const Estimate& u, Language language) {
    const int decimals = percentDecimals(u.value, narrowSide(u));
    const std::string worst = availabilityPercent(u.high, decimals, language);
    const std::string value = availabilityPercent(u.value, decimals, language);
    if (u.low <= 0.0)
        return value + " " + say("estimate.andAtLeast", language, {{"value", withoutUnit(worst)}});
    return value + " " +
           rangeOf(withoutUnit(worst), withoutUnit(availabilityPercent(u.low, decimals, language)), language);
}

} // namespace

double halfWidth(const Estimate& e) {
    return e.method == Method::exact ? 0.0 : (e.high - e.low) / 2.0;
}

bool isLopsided(const Estimate& e) {
    const double below = e.value - e.low, above = e.high - e.value;
    return std::max(below, above) > kMostLopsided * std::min(below, above);
}

std::string availabilityShort(const Estimate& u, Language language) {
    if (!isUsable(u)) return word("estimate.unknown", language);
    if (u.method == Method::bound) return boundedAvailability(u, language);
    if (u.method == Method::exact) return exactAvailability(u.value, language);
    return availabilityPercent(
        u.value, percentDecimals(u.value, isLopsided(u) ? narrowSide(u) : halfWidth(u)), language);
}

std::string availabilityText(const Estimate& u, Language language) {
    if (!isUsable(u)) return word("estimate.unknown", language);
    if (u.method == Method::bound) return boundedAvailability(u, language);
    if (u.method == Method::exact)
        return availabilityShort(u, language) + " " + word("estimate.exact", language);
    if (halfWidth(u) <= 0.0) return availabilityShort(u, language);
    if (isLopsided(u)) return lopsidedAvailability(u, language);
    const int decimals = percentDecimals(u.value, halfWidth(u));
    return availabilityPercent(u.value, decimals, language) + std::string(kPlusMinus) +
           number(100.0 * halfWidth(u), decimals, language);
}

std::string answeredText(const Estimate& unanswered, Language language) {
    constexpr double kFinest = 1e-9;
    const bool isBeyond = unanswered.method == Method::simulated && isUsable(unanswered) &&
                          unanswered.value < kFinest && unanswered.high < kFinest;
    return availabilityText(isBeyond ? Estimate{0.0, 0.0, kFinest, Method::bound} : unanswered, language);
}

std::string availabilityCell(const Estimate& u, Language language) {
    if (!isUsable(u) || u.method != Method::simulated || !isLopsided(u)) return availabilityText(u, language);
    const double side = std::max(u.value - u.low, u.high - u.value);
    const int decimals = percentDecimals(u.value, side);
    return availabilityPercent(u.value, decimals, language) + std::string(kPlusMinus) +
           number(100.0 * side, decimals, language);
}

std::string ninesText(const Estimate& u, Language language) {
    if (!isUsable(u)) return {};
    const double shown = u.method == Method::bound ? u.high : u.value;
    if (shown <= 0.0 || shown >= 1.0) return {};
    const double nines = -std::log10(shown);
    const double error = halfWidth(u) / (shown * std::log(10.0));
    const bool coarse = u.method == Method::simulated && error > 0.5;
    // A bound is cut, not rounded: it must not promise more than is known.
    const double cut = u.method == Method::bound ? std::floor(nines * 10.0) / 10.0 : nines;
    const std::string figure = number(cut, coarse ? 0 : 1, language);
    return say(u.method == Method::bound ? "estimate.ninesBound"
               : coarse                  ? "estimate.ninesAbout"
                                         : "estimate.nines",
               language, {{"n", figure}});
}

std::string shareText(const Estimate& share, Language language) {
    if (!isUsable(share)) return word("estimate.unknown", language);
    const int decimals =
        percentDecimals(share.value, isLopsided(share) ? narrowSide(share) : halfWidth(share));
    if (share.method == Method::bound)
        return say("estimate.atMost", language,
                   {{"value", percent(share.high, decimalsForDigits(100.0 * share.high, 1), language)}});
    if (share.method == Method::exact)
        return percent(share.value, std::min(decimals, 4), language) + " " + word("estimate.exact", language);
    const std::string value = percent(share.value, decimals, language);
    if (halfWidth(share) <= 0.0) return value;
    if (!isLopsided(share))
        return value + std::string(kPlusMinus) + number(100.0 * halfWidth(share), decimals, language);
    return value + " " +
           rangeOf(number(100.0 * share.low, decimals, language),
                   number(100.0 * share.high, decimals, language), language);
}

std::string hoursText(const Estimate& hours, Language language) {
    if (!isUsable(hours)) return word("estimate.unknown", language);
    const double half = halfWidth(hours) * kSecondsPerHour;
    const double seconds = hours.value * kSecondsPerHour;
    if (hours.method == Method::bound)
        return say("estimate.atMost", language,
                   {{"value", duration(hours.high * kSecondsPerHour, 0.0, language)}});
    if (hours.method == Method::exact || half <= 0.0) return duration(seconds, 0.0, language);
    if (!isLopsided(hours)) {
        return duration(seconds, half / kFineness, language) + std::string(kPlusMinus) +
               duration(half, half / kFineness, language);
    }
    const double side = narrowSide(hours) * kSecondsPerHour / kFineness;
    return duration(seconds, side, language) + " " +
           rangeOf(duration(std::max(hours.low, 0.0) * kSecondsPerHour, side, language),
                   duration(hours.high * kSecondsPerHour, side, language), language);
}

std::string countText(const Estimate& count, Language language) {
    if (!isUsable(count)) return word("estimate.unknown", language);
    const double half = halfWidth(count);
    if (count.method == Method::bound)
        return say("estimate.atMost", language, {{"value", significant(count.high, 2, language)}});
    if (half <= 0.0) return significant(count.value, 3, language);
    const int decimals = decimalsFor(isLopsided(count) ? narrowSide(count) : half);
    const std::string value = number(count.value, decimals, language);
    if (!isLopsided(count)) return value + std::string(kPlusMinus) + number(half, decimals, language);
    return value + " " +
           rangeOf(number(count.low, decimals, language), number(count.high, decimals, language), language);
}

namespace {

std::string signedText(double value, const std::string& magnitude) {
    return (value < 0.0 ? std::string(kMinus) : value > 0.0 ? std::string("+") : std::string()) + magnitude;
}

std::string differenceAsTime(const Estimate& d, Language language) {
    const double half = halfWidth(d) * core::kSecondsPerYear;
    const double value = d.value * core::kSecondsPerYear;
    std::string text = signedText(value, duration(std::fabs(value), half / kFineness, language));
    if (half > 0.0) text += std::string(kPlusMinus) + duration(half, half / kFineness, language);
    return say("estimate.aYear", language, {{"value", text}});
}

std::string differenceAsMoney(const Estimate& d, const std::string& currency, Language language) {
    std::string text = signedText(d.value, money(std::fabs(d.value), currency, language));
    if (halfWidth(d) > 0.0) text += std::string(kPlusMinus) + money(halfWidth(d), currency, language);
    return say("estimate.aYear", language, {{"value", text}});
}

} // namespace

std::string differenceText(const analysis::Difference& difference, const std::string& currency,
                           Language language) {
    const Estimate& d = difference.difference;
    if (!isUsable(d)) return word("estimate.unknown", language);
    if (difference.quantity == "unavailability") return differenceAsTime(d, language);
    if (difference.quantity == "costPerYear") return differenceAsMoney(d, currency, language);
    Estimate magnitude = d;
    magnitude.value = std::fabs(d.value);
    magnitude.low = magnitude.value - halfWidth(d);
    magnitude.high = magnitude.value + halfWidth(d);
    return signedText(d.value, countText(magnitude, language));
}

bool cannotBeToldApart(const analysis::Difference& difference) {
    return difference.difference.low <= 0.0 && difference.difference.high >= 0.0;
}

std::string causeShare(double share, Language language) {
    if (share > 0.0 && share < 0.01)
        return say("estimate.lessThan", language, {{"value", percent(0.01, 0, language)}});
    return percent(share, 0, language);
}

} // namespace nueves::report
