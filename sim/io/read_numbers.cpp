// Numbers: counts, quantities with units, shares, laws.
#include "sim/io/reading.hpp"

#include "sim/core/short_number.hpp"

#include <cmath>

namespace nueves::io {

using core::shortNumber;
using scenario::Parameter;
using scenario::Shape;
using scenario::Unit;

namespace {

Dimension dimensionOf(Unit unit) {
    switch (unit) {
    case Unit::time: return kTime;
    case Unit::length: return kLength;
    case Unit::bytes: return kBytes;
    case Unit::bytesPerTime: return kBytesPerTime;
    case Unit::power: return kPower;
    case Unit::money: return kMoney;
    case Unit::moneyPerTime: return kMoneyPerTime;
    case Unit::moneyPerEnergy: return kMoneyPerEnergy;
    case Unit::requestRate: return kRequestRate;
    case Unit::moneyPerRequest: return kMoneyPerRequest;
    case Unit::plain:
    case Unit::share:
    case Unit::hoursPerYear: return kPlain;
    }
    return kPlain;
}

// "from 0 % to 100 %", in the unit of the key.
std::string rangeText(const Parameter& parameter) {
    const bool share = parameter.unit == Unit::share;
    const std::string unit = share ? " %" : parameter.unit == Unit::time ? " s" : "";
    const double scale = share ? 100.0 : 1.0;
    const std::string low = shortNumber(parameter.low * scale) + unit;
    if (!(parameter.high < 1e15)) return "at least " + low;
    return "from " + low + " to " + shortNumber(parameter.high * scale) + unit;
}

std::string wantedText(const Parameter& parameter) {
    switch (parameter.unit) {
    case Unit::share: return "a share, such as 95 %";
    case Unit::hoursPerYear: return "hours a year, such as 10 h/a";
    default: return toString(dimensionOf(parameter.unit));
    }
}

bool inRange(Reading& reading, const Slot& slot, double value) {
    if (value >= slot.parameter.low && value <= slot.parameter.high) return true;
    reading.report("out-of-range", slot.node, slot.path,
                   {{"found", textOfNode(slot.node)}, {"expected", rangeText(slot.parameter)}});
    return false;
}

void wrongType(Reading& reading, const Slot& slot, const std::string& expected) {
    reading.report("wrong-type", slot.node, slot.path,
                   {{"found", textOfNode(slot.node)}, {"expected", expected}});
}

// {"value": "4000 h", "source": ...}: the value; the range is for a later work order.
const Node* innerValue(Reading& reading, const Slot& slot) {
    for (const char* key : {"low", "high"})
        if (const Node* found = slot.node.find(key)) {
            reading.report("not-in-this-version", *found, slot.path + "." + key,
                           {{"found", key}, {"order", "7"}});
            return nullptr;
        }
    const Node* value = slot.node.find("value");
    if (value == nullptr || value->isObject()) wrongType(reading, slot, wantedText(slot.parameter));
    return value == nullptr || value->isObject() ? nullptr : value;
}

// A share needs its %, so that 5 can never be meant as 500 %; hours a year need both units.
bool isWellWritten(Reading& reading, const Slot& slot, const Quantity& quantity) {
    const Unit unit = slot.parameter.unit;
    const bool record = slot.node.text.find('@') != std::string::npos;
    const bool bare = (unit == Unit::share && !quantity.percent && !record) ||
                      (unit == Unit::hoursPerYear && quantity.bare);
    if (bare)
        reading.report("bare-number", slot.node, slot.path,
                       {{"found", textOfNode(slot.node)}, {"expected", wantedText(slot.parameter)}});
    return !bare;
}

std::optional<double> wholeNumber(Reading& reading, const Slot& slot) {
    double value = slot.node.number;
    if (slot.node.isString() && slot.node.text.starts_with('@')) {
        const auto quantity = parseQuantityOf(slot.node.text, kPlain, reading.records());
        if (!quantity) {
            reading.report(quantity.error(), slot);
            return std::nullopt;
        }
        value = quantity->value;
    } else if (!slot.node.isNumber()) {
        wrongType(reading, slot, "a whole number");
        return std::nullopt;
    }
    if (value != std::floor(value)) {
        wrongType(reading, slot, "a whole number");
        return std::nullopt;
    }
    if (!inRange(reading, slot, value)) return std::nullopt;
    reading.note(slot);
    return value;
}

} // namespace

std::optional<double> readQuantity(Reading& reading, const Slot& slot) {
    if (slot.node.isObject()) {
        const Node* value = innerValue(reading, slot);
        if (value == nullptr) return std::nullopt;
        reading.pushSource(slot.node);
        const auto read = readQuantity(reading, {*value, slot.path, slot.parameter});
        reading.popSource();
        return read;
    }
    const bool plainNumber = slot.parameter.shape == Shape::number;
    if (slot.node.isNumber() && !plainNumber) {
        reading.report("bare-number", slot.node, slot.path,
                       {{"found", slot.node.text}, {"expected", wantedText(slot.parameter)}});
        return std::nullopt;
    }
    if (!slot.node.isNumber() && !slot.node.isString()) {
        wrongType(reading, slot, wantedText(slot.parameter));
        return std::nullopt;
    }
    Parsed<Quantity> quantity =
        slot.node.isNumber()
            ? Parsed<Quantity>(
                  Quantity{.value = slot.node.number, .dimension = {}, .currency = {}, .bare = true})
            : parseQuantityOf(slot.node.text, dimensionOf(slot.parameter.unit), reading.records());
    if (!quantity) {
        reading.report(quantity.error(), slot);
        return std::nullopt;
    }
    if (!isWellWritten(reading, slot, *quantity)) return std::nullopt;
    const auto rate = reading.rateOf(quantity->currency, slot);
    if (!rate || !inRange(reading, slot, quantity->value)) return std::nullopt;
    reading.note(slot);
    return quantity->value * *rate;
}

void readValue(Reading& reading, const Slot& slot, double& out) {
    if (slot.parameter.shape == Shape::reserve) {
        if (slot.node.text == "cold" || slot.node.text == "hot") {
            out = slot.node.text == "hot" ? 1.0 : 0.0;
            return;
        }
    }
    const auto value = readQuantity(reading, slot);
    if (!value) return;
    switch (slot.parameter.unit) {
    case Unit::moneyPerTime: out = *value * 3600.0; break;  // per hour
    case Unit::moneyPerEnergy: out = *value * 3.6e6; break; // W s to kWh
    case Unit::hoursPerYear: out = *value * core::kHoursPerYear; break;
    default: out = *value;
    }
}

void readValue(Reading& reading, const Slot& slot, int& out) {
    if (const auto value = wholeNumber(reading, slot)) out = static_cast<int>(*value);
}

void readValue(Reading& reading, const Slot& slot, std::uint64_t& out) {
    if (const auto value = wholeNumber(reading, slot)) out = static_cast<std::uint64_t>(*value);
}

void readValue(Reading& reading, const Slot& slot, core::SimSpan& out) {
    if (const auto value = readQuantity(reading, slot)) out = core::spanFromSeconds(*value);
}

void readValue(Reading& reading, const Slot& slot, scenario::Required& out) {
    if (slot.node.isNumber()) {
        int count = 0;
        readValue(reading, slot, count);
        out = {count, std::nullopt};
        return;
    }
    Parameter share = slot.parameter;
    share.unit = Unit::share;
    share.high = 1.0;
    const auto value = readQuantity(reading, {slot.node, slot.path, share});
    if (value) out = {std::nullopt, *value};
}

void readValue(Reading& reading, const Slot& slot, core::Law& out) {
    const Node& node = slot.node;
    if (slot.parameter.shape == Shape::clock && node.isString() && !namesALaw(node.text)) {
        const auto record = node.text.starts_with('@') ? findRecord(node.text, reading.records())
                                                       : Parsed<RecordValue>(RecordValue{});
        if (record && !record->law) {
            reading.report(
                "bare-clock", node, slot.path,
                {{"found", excerpt(node.text)},
                 {"expected", "Exp(" + excerpt(node.text) + ") | Fixed(" + excerpt(node.text) + ")"}});
            return;
        }
    }
    for (const char* key : {"low", "high"})
        if (const Node* found = node.find(key); found != nullptr && node.find("value") != nullptr)
            return reading.report("not-in-this-version", *found, slot.path + "." + key,
                                  {{"found", key}, {"order", "7"}});
    try { // Empirical reads a file
        const auto law = parseLaw(node, reading.records());
        if (!law) return reading.report(law.error(), slot);
        reading.pushSource(node);
        reading.note(slot);
        reading.popSource();
        out = *law;
    } catch (const IoError& error) {
        reading.issues().push_back(unreadable(error, node.place, slot.path));
    }
}

void readCallLaw(Reading& reading, const Slot& slot, std::optional<core::Law>& out) {
    if (slot.node.text == "no")
        out.reset();
    else
        readValue(reading, slot, out);
}

} // namespace nueves::io
