// Words, texts, windows, dates and places on the map.
#include "sim/io/reading.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace nueves::io {

using scenario::Shape;

namespace {

void wrongType(Reading& reading, const Slot& slot, const std::string& expected) {
    reading.report("wrong-type", slot.node, slot.path,
                   {{"found", textOfNode(slot.node)}, {"expected", expected}});
}

std::string listOf(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " | ") + word;
    return text;
}

// One of the key's words; empty: reported.
std::string wordOf(Reading& reading, const Slot& slot, const Node& node) {
    std::vector<std::string> known;
    for (const std::string_view word : wordsOf(slot.parameter)) known.emplace_back(word);
    for (const std::string& word : known)
        if (node.isString() && node.text == word) return word;
    reading.reportNearest("unknown-word", node, node.place, slot.path,
                          {{"found", textOfNode(node)}, {"expected", listOf(known)}}, known);
    return {};
}

// "40.42, -3.70"
std::optional<scenario::GeoPoint> pointOf(const Node& node) {
    const std::size_t comma = node.text.find(',');
    if (!node.isString() || comma == std::string::npos) return std::nullopt;
    const auto number = [](const std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool whole =
            end != text.c_str() &&
            text.find_first_not_of(' ', static_cast<std::size_t>(end - text.c_str())) == std::string::npos;
        return whole ? value : std::nan("");
    };
    const double latitude = number(node.text.substr(0, comma));
    const double longitude = number(node.text.substr(comma + 1));
    const bool onEarth = std::abs(latitude) <= 90.0 && std::abs(longitude) <= 180.0;
    return onEarth ? std::optional<scenario::GeoPoint>({latitude, longitude}) : std::nullopt;
}

template <class F> void eachItem(const Node& node, F&& f) {
    if (!node.isArray()) return f(node);
    for (const Node& item : node.items) f(item);
}

} // namespace

void readValue(Reading& reading, const Slot& slot, core::Text& out) {
    if (slot.node.isString()) {
        out = {slot.node.text, slot.node.text};
        return;
    }
    if (!slot.node.isObject()) return wrongType(reading, slot, R"(a text, or {"es": ..., "en": ...})");
    for (const auto& [key, value, place] : slot.node.members) {
        if ((key == "es" || key == "en") && value.isString())
            (key == "es" ? out.es : out.en) = value.text;
        else if (key == "es" || key == "en")
            reading.report("wrong-type", value, slot.path + "." + key,
                           {{"found", textOfNode(value)}, {"expected", "a text"}});
        else
            reading.reportNearest("unknown-key", value, place, slot.path + "." + key,
                                  {{"found", excerpt(key)}, {"in", "text"}}, {"es", "en"});
    }
}

void readValue(Reading& reading, const Slot& slot, std::string& out) {
    if (slot.parameter.shape == Shape::word) {
        if (const std::string word = wordOf(reading, slot, slot.node); !word.empty()) out = word;
        return;
    }
    if (!slot.node.isString() || slot.node.text.empty()) return wrongType(reading, slot, "a text");
    out = slot.node.text;
}

// Words of which the second is the marked one: "on off", "counted excluded", "no auto", "at-once
// after-switch"; and the list of what is not counted.
void readValue(Reading& reading, const Slot& slot, bool& out) {
    if (slot.parameter.shape == Shape::words) {
        out = false;
        eachItem(slot.node, [&](const Node& item) { out = !wordOf(reading, slot, item).empty() || out; });
        return;
    }
    const std::string word = wordOf(reading, slot, slot.node);
    if (!word.empty()) out = word == wordsOf(slot.parameter)[1];
}

void readValue(Reading& reading, const Slot& slot, scenario::Policy& out) {
    const std::string word = wordOf(reading, slot, slot.node);
    const auto words = wordsOf(slot.parameter);
    if (!word.empty()) // in the order of the words
        out = static_cast<scenario::Policy>(std::find(words.begin(), words.end(), word) - words.begin());
}

void readValue(Reading& reading, const Slot& slot, scenario::Measure& out) {
    const std::string word = wordOf(reading, slot, slot.node);
    if (word.empty()) return;
    out = word == "steady"    ? scenario::Measure::steady
          : word == "horizon" ? scenario::Measure::horizon
                              : scenario::Measure::mission;
}

void readValue(Reading& reading, const Slot& slot, scenario::Start& out) {
    const std::string word = wordOf(reading, slot, slot.node);
    if (word.empty()) return;
    out = word == "new"    ? scenario::Start::fresh
          : word == "aged" ? scenario::Start::aged
                           : scenario::Start::longRun;
}

// The kind is read before the other keys, since it says which of them apply.
void readValue(Reading&, const Slot&, scenario::Kind&) {}

void readValue(Reading& reading, const Slot& slot, core::Window& out) {
    core::Window window;
    eachItem(slot.node, [&](const Node& item) {
        const auto part = item.isString() ? core::parseWindow(item.text) : std::nullopt;
        if (part)
            window.rules.insert(window.rules.end(), part->rules.begin(), part->rules.end());
        else
            reading.report(
                "malformed-window", item, slot.path,
                {{"found", textOfNode(item)}, {"expected", "days and hours, such as Mon-Fri 09:00-14:00"}});
    });
    if (slot.node.isArray() && slot.node.items.empty())
        reading.report("window-never-opens", slot.node, slot.path, {{"found", "[]"}});
    out = std::move(window);
}

void readValue(Reading& reading, const Slot& slot, core::SimTime& out) {
    const std::string& text = slot.node.text;
    if (const auto date = slot.node.isString() ? core::parseCivilTime(text) : std::nullopt) {
        out = reading.scenario().calendar.toSim(*date);
        if (out < core::kStart)
            reading.report("before-start", slot.node, slot.path,
                           {{"found", excerpt(text)},
                            {"expected", core::toString(reading.scenario().calendar.toLocal(core::kStart))}});
        return;
    }
    const auto span = parseQuantityOf(text, kTime, reading.records());
    if (slot.node.isString() && span)
        out = core::after(core::kStart, core::spanFromSeconds(span->value));
    else
        reading.report(
            "malformed-date", slot.node, slot.path,
            {{"found", textOfNode(slot.node)},
             {"expected", "a date, such as 2027-03-02 11:00, or a time since the start, such as 26 h"}});
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::GeoPoint>& out) {
    eachItem(slot.node, [&](const Node& item) {
        if (const auto point = pointOf(item))
            out.push_back(*point);
        else
            reading.report("wrong-type", item, slot.path,
                           {{"found", textOfNode(item)}, {"expected", "\"latitude, longitude\" in degrees"}});
    });
}

void readValue(Reading& reading, const Slot& slot, scenario::Selector& out) {
    if (!slot.node.isString()) return wrongType(reading, slot, "a name");
    auto selector = parseSelector(slot.node.text);
    if (!selector) return reading.report(selector.error(), slot);
    out = std::move(*selector);
    out.mark = {slot.node.place, slot.path};
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Selector>& out) {
    if (slot.node.isArray() && slot.node.items.empty())
        return wrongType(reading, slot, "a name, or a list of names");
    eachItem(slot.node, [&](const Node& item) {
        scenario::Selector selector;
        readValue(reading, {item, slot.path, slot.parameter}, selector);
        if (!selector.steps.empty()) out.push_back(std::move(selector));
    });
}

void readEnds(Reading& reading, const Slot& slot, std::optional<scenario::Selector> (&ends)[2]) {
    if (!slot.node.isArray() || slot.node.items.size() != 2)
        return wrongType(reading, slot, "a list of two names");
    for (std::size_t i = 0; i < 2; ++i)
        readValue(reading, {slot.node.items[i], slot.path, slot.parameter}, ends[i]);
}

void readValue(Reading& reading, const Slot& slot, scenario::Expression& out) {
    out = parseExpression(slot.node, slot.path, reading.issues());
}

} // namespace nueves::io
