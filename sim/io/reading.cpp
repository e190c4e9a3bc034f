#include "sim/io/reading.hpp"

#include <algorithm>
#include <utility>

namespace nueves::io {

using scenario::Kind;
using scenario::Owner;
using scenario::Parameter;

namespace {

bool isRecordLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

// The records named in a text: "LogNormal(median @a.b, sigma 1)" names a.b. Begin and end of each id.
std::vector<std::pair<std::size_t, std::size_t>> recordsIn(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && isRecordLetter(text[end])) ++end;
        found.emplace_back(at + 1, end);
    }
    return found;
}

bool isId(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), rest);
}

bool isOurOwn(std::string_view key) {
    return key.starts_with("x-");
}

} // namespace

std::string typeOf(const Node& node) {
    switch (node.type) {
    case Node::Type::null: return "null";
    case Node::Type::boolean: return "true or false";
    case Node::Type::number: return "a number";
    case Node::Type::string: return "a text";
    case Node::Type::array: return "a list";
    case Node::Type::object: return "an object";
    }
    return {};
}

std::string textOfNode(const Node& node) {
    const bool literal = node.isString() || node.isNumber();
    return literal ? excerpt(node.text) : typeOf(node);
}

void Reading::report(const char* code, const Node& node, const std::string& path, Arguments arguments,
                     core::Severity severity) {
    m_issues.push_back({code, severity, node.place, path, std::move(arguments)});
}

void Reading::report(const char* code, const core::Place& place, const std::string& path,
                     Arguments arguments) {
    m_issues.push_back({code, core::Severity::error, place, path, std::move(arguments)});
}

void Reading::report(const ValueError& error, const Slot& slot) {
    m_issues.push_back(toIssue(error, slot.node, slot.path));
}

void Reading::reportNearest(const char* code, const Node& node, const core::Place& place,
                            const std::string& path, Arguments arguments,
                            const std::vector<std::string>& known) {
    constexpr std::size_t kMostCompared = 1'000'000; // names: beyond that nobody reads on
    m_compared += known.size();
    for (const auto& [name, value] : arguments)
        if (name == "found" && m_compared <= kMostCompared)
            if (auto near = nearestName(value, known); !near.empty()) {
                arguments.emplace_back("nearest", std::move(near));
                break;
            }
    m_issues.push_back(
        {code, core::Severity::error, place.line > 0 ? place : node.place, path, std::move(arguments)});
}

// The value as a person reads it: records replaced by their number and unit.
std::string Reading::valueText(const Node& node) const {
    std::string text = node.text;
    if (node.isObject()) {
        const Node* value = node.find("value");
        return value == nullptr ? "law" : valueText(*value);
    }
    const auto ids = recordsIn(text);
    for (auto at = ids.rbegin(); at != ids.rend(); ++at) {
        const CatalogueRecord* record =
            m_catalogue.record(std::string_view(node.text).substr(at->first, at->second - at->first));
        if (record == nullptr) continue;
        const std::string shown = record->value + (record->unit == "1" ? "" : " " + record->unit);
        text.replace(at->first - 1, at->second - at->first + 1, shown);
    }
    return text;
}

void Reading::note(const Slot& slot) {
    const Node* inner = slot.node.isObject() ? slot.node.find("value") : nullptr;
    const std::string& text = inner == nullptr ? slot.node.text : inner->text;
    const auto ids = recordsIn(text);
    if (ids.empty() && slot.node.origin.empty()) return;
    scenario::Assumption assumption{slot.path, valueText(slot.node), ids.empty() ? "preset" : "record", "",
                                    false};
    for (const auto& [begin, end] : ids) {
        const CatalogueRecord* record = m_catalogue.record(std::string_view(text).substr(begin, end - begin));
        if (record == nullptr) continue;
        assumption.assumed = assumption.assumed || record->assumed();
        const std::string source = record->source.empty() ? "assumed" : record->source;
        if (assumption.source.find(source) == std::string::npos)
            assumption.source += (assumption.source.empty() ? "" : "; ") + source;
    }
    if (ids.empty()) {
        assumption.source = m_sources.empty() ? "" : m_sources.back();
        assumption.assumed =
            assumption.source.empty() || assumption.source.find("assumed") != std::string::npos;
        if (assumption.source.empty()) assumption.source = "assumed";
    }
    m_scenario.assumptions.push_back(std::move(assumption));
}

void Reading::noteDefault(const std::string& path, const std::string& value) {
    m_scenario.assumptions.push_back({path, value, "default", "assumed", true});
}

void Reading::noteUnused(const Node& node, const std::string& path) {
    m_scenario.assumptions.push_back({path, textOfNode(node), "unused", node.origin, false});
}

void Reading::pushSource(const Node& object) {
    const Node* source = object.find("source");
    std::string text = m_sources.empty() ? std::string() : m_sources.back();
    if (source != nullptr && source->isString()) text = source->text;
    if (source != nullptr && source->isObject())
        for (const char* language : {"es", "en"})
            if (const Node* words = source->find(language); words != nullptr && words->isString())
                text = words->text;
    m_sources.push_back(std::move(text));
}

std::optional<double> Reading::rateOf(const std::string& currency, const Slot& slot) {
    if (currency.empty() || currency == m_scenario.money.currency) return 1.0;
    if (const auto rate = m_rates.find(currency); rate != m_rates.end()) return rate->second;
    report("no-rate", slot.node, slot.path, {{"found", currency}, {"expected", m_scenario.money.currency}});
    return std::nullopt;
}

bool Reading::usable(const Parameter& parameter, const Whose& whose) {
    if (parameter.order > 1) return false;
    const bool hasKinds = whose.owner == Owner::thing || whose.owner == Owner::cost;
    return !hasKinds || applies(parameter, whose.kind, whose.standing);
}

void Reading::checkKey(const Node::Member& member, const std::string& path, const Whose& whose) {
    const auto& [key, value, place] = member;
    const Parameter* parameter = findParameter(whose.owner, key);
    const std::string at = path.empty() ? key : path + "." + key;
    if (parameter == nullptr)
        return reportNearest("unknown-key", value, place, at,
                             {{"found", excerpt(key)}, {"in", std::string(ownerName(whose.owner))}},
                             keysOf(whose.owner));
    if (parameter->order > 1) {
        m_issues.push_back({"not-in-this-version",
                            core::Severity::error,
                            place.line > 0 ? place : value.place,
                            at,
                            {{"found", key}, {"order", std::to_string(parameter->order)}}});
        return;
    }
    if (usable(*parameter, whose)) return;
    if (!value.origin.empty()) return noteUnused(value, at);
    m_issues.push_back({"key-of-another-kind",
                        core::Severity::error,
                        place.line > 0 ? place : value.place,
                        at,
                        {{"found", key}, {"kind", whose.kindText}}});
}

void Reading::checkKeys(const Node& object, const std::string& path, const Whose& whose) {
    for (const Node::Member& member : object.members)
        if (!isOurOwn(member.key)) checkKey(member, path, whose);
    // A thing made for a later version is not asked for the keys of this one.
    const bool later =
        std::any_of(object.members.begin(), object.members.end(), [&](const Node::Member& member) {
            const Parameter* parameter = findParameter(whose.owner, member.key);
            return parameter != nullptr && parameter->order > 1;
        });
    if (later) return;
    for (const Parameter& parameter : parameters(whose.owner)) {
        const bool wanted = parameter.needed && parameter.order == 1 && usable(parameter, whose);
        if (wanted && object.find(parameter.key) == nullptr)
            report("missing-key", object, path,
                   {{"key", std::string(parameter.key)}, {"example", std::string(parameter.example)}});
    }
}

void checkId(Reading& reading, const std::string& id, const core::Place& place, const std::string& path) {
    if (isId(id) || isOurOwn(id)) return;
    reading.report("malformed-id", place, path,
                   {{"found", excerpt(id)}, {"expected", "a letter, then letters, digits, - and _"}});
}

bool isObject(Reading& reading, const Node& node, const std::string& path) {
    if (node.isObject()) return true;
    reading.report("wrong-type", node, path, {{"found", textOfNode(node)}, {"expected", "an object"}});
    return false;
}

} // namespace nueves::io
