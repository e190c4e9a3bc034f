// Laws from their text: which arguments mean what, and the ranges within which a law can be drawn from.
//
// Afr: the chance p that a thing fails within its first year, exponential: mean = 8766 h / -ln(1 - p).
#include "sim/core/time.hpp"
#include "sim/io/law_call.hpp"
#include "sim/io/units.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::io {

namespace {

using core::Law;

constexpr double kShortest =
    1e-6; // s, the clock's resolution: shorter ones would be over at once, for ever again
constexpr double kLongest = 1e24; // s; from 292 000 a on a draw is "never" anyway

struct Range {
    double low, high;
    const char* text;
};
constexpr Range kShape{0.05, 1000.0, "a shape from 0.05 to 1000"};
constexpr Range kVariation{1e-6, 1000.0, "a coefficient of variation from 1e-6 to 1000"};
constexpr Range kSigma{1e-6, 10.0, "a sigma from 1e-6 to 10"};
constexpr Range kPhases{1.0, 1000.0, "a whole number of phases from 1 to 1000"};
constexpr Range kTimeRange{kShortest, kLongest, "a time from 1 us to 1e16 a"};

// What a law is of: times, unless a key says otherwise.
struct Measure {
    Dimension dimension;
    Range range;
};
constexpr Measure kTimes{kTime, kTimeRange};

// Thrown within this file only: laws are made of several values, each of which may be wrong.
struct Refused {
    ValueError error;
};

bool isRateText(std::string_view text, const Records& records) {
    if (text.starts_with('@')) {
        const auto record = findRecord(text, records);
        return record && !record->law && record->quantity.dimension == kPerTime;
    }
    const auto quantity = parseQuantity(text);
    return quantity && quantity->dimension == kPerTime;
}

class LawReader {
  public:
    LawReader(const LawCall& call, const Records& records, const Measure& measure)
        : m_call(call), m_records(records), m_measure(measure) {}
    Law read();

  private:
    const LawArgument& argument(std::size_t i) const { return m_arguments[i]; }
    bool isNamed(std::size_t i, std::string_view name) const { return m_arguments[i].name == name; }
    [[noreturn]] void refuse(const char* code, std::size_t i, std::string expected) const;
    Quantity quantity(std::size_t i, const Dimension& wanted) const;
    double inRange(double value, std::size_t i, const Range& range) const;
    double size(std::size_t i) const {
        return inRange(quantity(i, m_measure.dimension).value, i, m_measure.range);
    }
    double sizeOrZero(std::size_t i) const;
    double number(std::size_t i, const Range& range) const {
        return inRange(quantity(i, kPlain).value, i, range);
    }

    Law exponential() const;
    Law annualFailureRate() const;
    Law weibull() const;
    Law logNormal() const;
    Law erlang() const;
    Law uniform() const;
    Law empirical() const;

    const LawCall& m_call;
    const Records& m_records;
    const Measure& m_measure;
    std::vector<LawArgument> m_arguments;
};

void LawReader::refuse(const char* code, std::size_t i, std::string expected) const {
    throw Refused{{code, excerpt(argument(i).text), std::move(expected), "", argument(i).offset}};
}

Quantity LawReader::quantity(std::size_t i, const Dimension& wanted) const {
    if (argument(i).quoted) refuse("malformed-law", i, toString(wanted) + ", without quotes");
    const auto value = parseQuantityOf(argument(i).text, wanted, m_records);
    if (value) return *value;
    ValueError error = value.error();
    error.offset += argument(i).offset;
    throw Refused{std::move(error)};
}

double LawReader::inRange(double value, std::size_t i, const Range& range) const {
    if (!(value >= range.low && value <= range.high)) refuse("out-of-range", i, range.text);
    return value;
}

double LawReader::sizeOrZero(std::size_t i) const {
    const double value = quantity(i, m_measure.dimension).value;
    return value == 0.0 ? 0.0 : inRange(value, i, m_measure.range);
}

// The unit says whether a mean or a rate is meant; a name, if there is one, must agree with it.
Law LawReader::exponential() const {
    const bool isRate =
        isNamed(0, "rate") || (!isNamed(0, "mean") && isRateText(argument(0).text, m_records));
    if (!isRate) return Law::exponential(size(0));
    const double rate = quantity(0, kPerTime).value;
    if (!(rate >= 1.0 / kLongest && rate <= 1.0 / kShortest))
        refuse("out-of-range", 0, "a rate from 1e-16 /a to 1e6 per second");
    return Law::exponential(1.0 / rate);
}

Law LawReader::annualFailureRate() const {
    constexpr const char* kChance = "a chance per year, more than 0 % and less than 100 %, such as 1.5 %";
    const Quantity chance = quantity(0, kPlain);
    if (!chance.percent) refuse(chance.bare ? "bare-number" : "wrong-dimension", 0, kChance);
    if (!(chance.value > 0.0 && chance.value < 1.0)) refuse("out-of-range", 0, kChance);
    const double mean = core::kSecondsPerYear / -std::log1p(-chance.value);
    return Law::exponential(inRange(mean, 0, kTimeRange));
}

Law LawReader::weibull() const {
    const double length = size(0);
    const double shape = number(1, kShape);
    return isNamed(0, "scale") ? Law::weibull(length, shape) : Law::weibullFromMean(length, shape);
}

Law LawReader::logNormal() const {
    if (isNamed(0, "mean") != isNamed(1, "cv"))
        refuse("malformed-law", 1, "cv together with mean, sigma together with median");
    if (isNamed(0, "mean")) return Law::logNormalFromMean(size(0), number(1, kVariation));
    return Law::logNormalFromMedian(size(0), number(1, kSigma));
}

Law LawReader::erlang() const {
    const double phases = number(1, kPhases);
    if (phases != std::floor(phases)) refuse("out-of-range", 1, kPhases.text);
    return Law::erlang(size(0), static_cast<int>(phases));
}

Law LawReader::uniform() const {
    const double low = sizeOrZero(0);
    const double high = sizeOrZero(1);
    if (low > high) refuse("out-of-range", 1, "a high that is not below the low");
    return Law::uniform(low, high);
}

// "repair_h": hours. Without a unit the numbers could mean anything.
Law LawReader::empirical() const {
    const std::string& file = argument(0).text;
    const std::string& column = argument(1).text;
    const bool fromText = argument(0).offset > 0; // in the widened form both are strings of their own
    if (fromText && !argument(0).quoted) refuse("malformed-law", 0, "a file name in quotes");
    if (file.starts_with('/') || file.find("..") != std::string::npos || file.find('\\') != std::string::npos)
        refuse("path-leaves-folder", 0, "a file in the folder of the scenario or below it");
    const auto unit = parseUnit(std::string_view(column).substr(column.rfind('_') + 1));
    if (!unit || unit->dimension != kTime || unit->factor <= 0.0)
        refuse("unknown-unit", 1, "a column whose name ends in the unit of its numbers, such as repair_h");
    std::vector<double> values = m_records.column(file, column);
    if (values.empty()) refuse("unknown-column", 1, "a column with at least one number");
    for (double& value : values) {
        value *= unit->factor;
        if (value != 0.0) inRange(value, 1, kTimeRange);
    }
    return Law::empirical(std::move(values));
}

Law LawReader::read() {
    const LawForm* form = findLawForm(m_call.name);
    if (form == nullptr) throw Refused{unknownLaw(m_call)};
    auto arguments = arrange(m_call, *form);
    if (!arguments) throw Refused{arguments.error()};
    m_arguments = std::move(*arguments);
    const bool times = m_measure.dimension == kTime;
    if (!times && (form->name == "Afr" || form->name == "Empirical" || isNamed(0, "rate")))
        throw Refused{lawError("malformed-law", m_call, "a law of amounts, such as Uniform(1500, 4000)")};
    if (form->name == "Exp") return exponential();
    if (form->name == "Afr") return annualFailureRate();
    if (form->name == "Weibull") return weibull();
    if (form->name == "LogNormal") return logNormal();
    if (form->name == "Gamma") return Law::gammaFromMean(size(0), number(1, kShape));
    if (form->name == "Erlang") return erlang();
    if (form->name == "Uniform") return uniform();
    if (form->name == "Fixed") return Law::fixed(sizeOrZero(0));
    return empirical();
}

Parsed<Law> lawOf(const LawCall& call, const Records& records, const Measure& measure = kTimes) {
    try {
        return LawReader(call, records, measure).read();
    } catch (Refused& refused) {
        return core::Unexpected{std::move(refused.error)};
    }
}

// "90 s" or "@record": that record's distribution, else the value for ever the same.
Parsed<Law> fixedLaw(std::string_view text, const Records& records) {
    if (text.starts_with('@')) {
        const auto record = findRecord(text, records);
        if (record && record->law) return *record->law;
    }
    const auto value = parseQuantityOf(text, kTime, records);
    if (!value) return core::Unexpected{value.error()};
    const double seconds = value->value;
    if (seconds == 0.0 || (seconds >= kShortest && seconds <= kLongest)) return Law::fixed(seconds);
    return core::Unexpected{ValueError{"out-of-range", excerpt(text), kTimeRange.text, ""}};
}

ValueError noLaw(const std::string& found) {
    return {"malformed-law", excerpt(found), "a law, such as Exp(4000 h), or a time, or never", ""};
}

} // namespace

bool namesALaw(std::string_view text) {
    const std::string_view word = trimmed(text);
    return word == "never" || (word.find('(') != std::string_view::npos && !word.starts_with('@'));
}

Parsed<Law> parseLawOf(const Node& node, const Dimension& wanted, const Records& records) {
    const Measure measure{wanted, {1e-9, 1e12, "an amount from 1e-9 to 1e12"}};
    if (node.isObject() && node.find("law") != nullptr) {
        const auto call = callOf(node);
        if (!call) return core::Unexpected{call.error()};
        return lawOf(*call, records, measure);
    }
    const Node* value = node.isObject() ? node.find("value") : &node;
    if (value == nullptr || !(value->isString() || value->isNumber())) return core::Unexpected{noLaw("{}")};
    if (value->isString() && namesALaw(value->text) && trimmed(value->text) != "never") {
        const auto call = splitLaw(value->text);
        if (!call) return core::Unexpected{call.error()};
        return lawOf(*call, records, measure);
    }
    const auto amount = parseQuantityOf(value->text, wanted, records);
    if (!amount) return core::Unexpected{amount.error()};
    if (amount->value == 0.0 || (amount->value >= measure.range.low && amount->value <= measure.range.high))
        return Law::fixed(amount->value);
    return core::Unexpected{ValueError{"out-of-range", excerpt(value->text), measure.range.text, ""}};
}

Parsed<Law> parseLaw(std::string_view text, const Records& records) {
    const std::string_view word = trimmed(text);
    if (word == "never") return Law::never();
    if (namesALaw(word)) {
        const auto call = splitLaw(text);
        if (!call) return core::Unexpected{call.error()};
        return lawOf(*call, records);
    }
    const bool isValue = word.starts_with('@') || word.starts_with('-') || leadingNumber(word).length > 0;
    if (isValue) return fixedLaw(word, records);
    ValueError error = noLaw(std::string(word));
    error.nearest = unknownLaw(LawCall{std::string(word), {}, std::string(word)}).nearest;
    return core::Unexpected{std::move(error)};
}

Parsed<Law> parseLaw(const Node& node, const Records& records) {
    if (node.isString()) return parseLaw(std::string_view(node.text), records);
    if (node.isNumber())
        return core::Unexpected{ValueError{"bare-number", excerpt(node.text), toString(kTime), ""}};
    if (!node.isObject()) return core::Unexpected{noLaw("")};
    if (node.find("law") != nullptr) {
        const auto call = callOf(node);
        if (!call) return core::Unexpected{call.error()};
        return lawOf(*call, records);
    }
    const Node* value = node.find("value");
    if (value == nullptr || value->isObject()) return core::Unexpected{noLaw("{}")};
    constexpr std::array<std::string_view, 6> kKeys{"value", "low", "high", "source", "title", "notes"};
    for (const auto& member : node.members)
        if (std::find(kKeys.begin(), kKeys.end(), member.key) == kKeys.end())
            return core::Unexpected{
                ValueError{"malformed-law", excerpt(member.key), "value low high source title notes", ""}};
    return parseLaw(*value, records);
}

Parsed<Node> widenLaw(std::string_view text, const Records& records) {
    const auto call = splitLaw(text);
    if (!call) return core::Unexpected{call.error()};
    const LawForm* form = findLawForm(call->name);
    if (form == nullptr) return core::Unexpected{unknownLaw(*call)};
    const auto arguments = arrange(*call, *form);
    if (!arguments) return core::Unexpected{arguments.error()};
    Node object = Node::object();
    object.members.push_back({"law", Node::string(call->name), {}});
    for (std::size_t i = 0; i < arguments->size(); ++i) {
        const LawArgument& argument = (*arguments)[i];
        const bool rate = form->name == "Exp" && isRateText(argument.text, records);
        const std::string_view name = argument.name.empty() ? form->places[i][rate ? 1 : 0] : argument.name;
        object.members.push_back({std::string(name), Node::string(argument.text), {}});
    }
    return object;
}

} // namespace nueves::io
