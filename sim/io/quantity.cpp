// "1 h 30 min": numbers with units.
#include "sim/io/units.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace nueves::io {

namespace {

constexpr const char* kForm =
    "a number and its unit, such as 4000 h, 1 h 30 min, 2 GiB, 99.9 % or 0.35 EUR/h";

core::Unexpected<ValueError> fail(const char* code, std::string_view found, std::string expected,
                                  std::size_t offset) {
    return {ValueError{code, excerpt(found), std::move(expected), "", offset}};
}

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

// Letters of units, so that "1h30min" needs no blanks; a letter outside ASCII belongs to a unit (the sign of
// the euro).
bool isUnitLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == '/' ||
           static_cast<unsigned char>(c) >= 0x80U;
}

class QuantityReader {
  public:
    explicit QuantityReader(std::string_view text) : m_text(text) {}

    Parsed<Quantity> read() {
        skipBlanks();
        do {
            if (auto problem = readTerm()) return core::Unexpected{std::move(*problem)};
            skipBlanks();
        } while (m_at < m_text.size());
        return m_sum;
    }

  private:
    using Problem = std::optional<ValueError>;

    void skipBlanks() {
        while (m_at < m_text.size() && isBlank(m_text[m_at])) ++m_at;
    }
    Problem readTerm();
    Problem noNumber() const;
    Problem add(double number, const Unit& unit, std::size_t start);

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_terms = 0;
    Quantity m_sum;
};

QuantityReader::Problem QuantityReader::noNumber() const {
    const std::string_view rest = m_text.substr(m_at);
    const bool negative = rest.starts_with('-') && leadingNumber(rest.substr(1)).length > 0;
    if (negative) return fail("out-of-range", rest, "zero or more", m_at).error;
    return fail("malformed-quantity", m_text, kForm, m_at).error;
}

QuantityReader::Problem QuantityReader::readTerm() {
    const std::size_t start = m_at;
    const NumberText number = leadingNumber(m_text.substr(m_at));
    if (number.length == 0) return noNumber();
    if (!number.fits)
        return fail("out-of-range", m_text.substr(start), "a number from 1e-30 to 1e30 in base units", start)
            .error;
    m_at += number.length;
    if (m_at < m_text.size() && m_text[m_at] == ',')
        return fail("malformed-quantity", m_text, "a point before the decimals: 1.5 h", m_at).error;
    skipBlanks();
    const std::size_t unitStart = m_at;
    while (m_at < m_text.size() && isUnitLetter(m_text[m_at])) ++m_at;
    if (m_at == unitStart) {
        m_sum.bare = m_at == m_text.size() && m_terms == 0;
        if (!m_sum.bare) return fail("malformed-quantity", m_text, kForm, m_at).error;
        return add(number.value, Unit{}, start);
    }
    auto unit = parseUnit(m_text.substr(unitStart, m_at - unitStart));
    if (unit) return add(number.value, *unit, start);
    ValueError error = unit.error();
    error.offset += unitStart;
    return error;
}

QuantityReader::Problem QuantityReader::add(double number, const Unit& unit, std::size_t start) {
    const std::string_view found = m_text.substr(start);
    if (m_terms > 0 && unit.dimension != m_sum.dimension)
        return fail("wrong-dimension", found, toString(m_sum.dimension), start).error;
    if (m_terms > 0 && unit.currency != m_sum.currency)
        return fail("wrong-dimension", found, "one currency: " + m_sum.currency, start).error;
    const double value = number * unit.factor;
    const bool vanished = number > 0.0 && value == 0.0;
    m_sum.value += value;
    if (vanished || !isReasonable(value) || !isReasonable(m_sum.value))
        return fail("out-of-range", found, "a number from 1e-30 to 1e30 in base units", start).error;
    m_sum.dimension = unit.dimension;
    m_sum.currency = unit.currency;
    m_sum.percent = unit.percent;
    ++m_terms;
    return std::nullopt;
}

constexpr std::array kDimensionTexts = std::to_array<std::pair<Dimension, const char*>>({
    {kPlain, "a share or a plain number, such as 95 % or 0.95"},
    {kTime, "a time, such as 4000 h"},
    {kPerTime, "a rate, such as 2 /a"},
    {kLength, "a length, such as 20 km"},
    {kBytes, "an amount of data, such as 2 GiB"},
    {kBytesPerTime, "data per time, such as 100 MiB/h"},
    {kBitRate, "a bandwidth, such as 100 Mbit/s"},
    {kRequestRate, "requests per time, such as 250 req/s"},
    {kMoneyPerRequest, "money per request, such as 0.30 EUR/req"},
    {kPower, "a power, such as 300 W"},
    {{.time = 1, .power = 1}, "an energy, such as 2 kWh"},
    {kMoney, "an amount of money, such as 120 EUR"},
    {kMoneyPerTime, "money per time, such as 0.35 EUR/h"},
    {kMoneyPerEnergy, "a price of energy, such as 0.15 EUR/kWh"},
});

} // namespace

std::string toString(const Dimension& dimension) {
    for (const auto& [known, text] : kDimensionTexts)
        if (known == dimension) return text;
    std::string units = "a quantity in";
    const auto add = [&](const char* unit, int power) {
        if (power == 0) return;
        units.append(" ").append(unit);
        if (power != 1) units.append("^").append(std::to_string(power));
    };
    add("EUR", dimension.money);
    add("W", dimension.power);
    add("B", dimension.byte);
    add("bit", dimension.bit);
    add("req", dimension.request);
    add("m", dimension.length);
    add("s", dimension.time);
    return units;
}

Parsed<Quantity> parseQuantity(std::string_view text) {
    return QuantityReader(text).read();
}

Parsed<Quantity> catalogueQuantity(double value, std::string_view unit) {
    const auto known = parseCatalogueUnit(unit);
    if (!known) return core::Unexpected{known.error()};
    const double inBase = value * known->factor;
    if (!isReasonable(inBase))
        return fail("out-of-range", unit, "a number from 1e-30 to 1e30 in base units", 0);
    return Quantity{inBase, known->dimension, known->currency, known->percent, unit == "1"};
}

} // namespace nueves::io
