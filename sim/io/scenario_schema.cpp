// JSON Schema (draft-07) of the scenario file and of the script file, made from the parameter tables: completion and red marks in an
// editor.
//
// It says what a value looks like, not what it means: names, circles and kinds are judged by the reader
// alone. A null is allowed everywhere, since it takes away what a preset or a base brought.
#include "sim/io/scenario_reader.hpp"
#include "sim/scenario/parameters.hpp"

#include <nlohmann/json.hpp>

namespace nueves::io {

namespace {

using Json = nlohmann::ordered_json;
using scenario::Owner;
using scenario::Parameter;
using scenario::Shape;
using scenario::Unit;

constexpr const char* kId = "^([A-Za-z][A-Za-z0-9_-]*|x-.*)$";
constexpr const char* kClock = "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$";
constexpr const char* kDays =
    "^([A-Z][a-z][a-z]([-,] ?[A-Z][a-z][a-z])*|holidays|[0-9]{4}-[0-9]{2}-[0-9]{2})$";
constexpr const char* kName = "^[A-Za-z].*$"; // of a thing, with numbers
constexpr const char* kPlanned = "^([A-Z][a-z][a-z]|[0-9]).*$";
constexpr const char* kGrowth = "^[0-9.]+ ?%/(s|min|h|d|a)$";
constexpr const char* kQuantity = "^\\s*(@[A-Za-z0-9._-]+|[0-9.].*)$";

Json reference(Owner owner) {
    return {{"$ref", "#/definitions/" + std::string(ownerName(owner))}};
}
Json shared(const char* name) {
    return {{"$ref", std::string("#/definitions/") + name}};
}
Json anyOf(std::initializer_list<Json> list) {
    return {{"anyOf", Json(list)}};
}
Json listOf(Json item) {
    return {{"type", "array"}, {"items", std::move(item)}};
}
Json oneOrMore(const Json& item) {
    return anyOf({item, listOf(item)});
}
Json mapOf(Json item, const char* names) {
    return {{"type", "object"},
            {"propertyNames", {{"pattern", names}}},
            {"additionalProperties", std::move(item)}};
}
Json orNull(const Json& schema) {
    return anyOf({schema, {{"type", "null"}}});
}

Json words(const Parameter& parameter) {
    Json list = Json::array();
    if (parameter.key == "kind") // also those of later versions: the reader says which
        for (const std::string& kind : scenario::kindNames()) list.push_back(kind);
    for (const std::string_view word : wordsOf(parameter)) list.push_back(std::string(word));
    if (parameter.key == "do") return {{"type", "string"}, {"pattern", "^[a-z]+( [A-Za-z][A-Za-z0-9_-]*)?$"}};
    return {{"type", "string"}, {"enum", list}};
}

Json number(const Parameter& parameter, const char* type) {
    Json schema = {{"type", type}};
    if (parameter.low > -1e300) schema["minimum"] = parameter.low;
    if (parameter.high < 1e300) schema["maximum"] = parameter.high;
    return anyOf({schema, {{"type", "string"}, {"pattern", "^@"}}});
}

// A value; values by clock times; those by days.
Json profile(const Parameter& parameter) {
    const Json value = parameter.unit == Unit::plain ? number(parameter, "number") : shared("quantity");
    const Json hours = mapOf(value, kClock);
    return anyOf({value, hours, mapOf(anyOf({value, hours}), kDays)});
}

Json simpleShape(const Parameter& parameter) {
    switch (parameter.shape) {
    case Shape::text: return shared("text");
    case Shape::string:
    case Shape::id:
    case Shape::date:
    case Shape::dateTime:
    case Shape::moment:
    case Shape::selector: return {{"type", "string"}};
    case Shape::strings:
    case Shape::window:
    case Shape::points:
    case Shape::selectors:
    case Shape::dates:
    case Shape::holidays: return oneOrMore({{"type", "string"}});
    case Shape::growth: return {{"type", "string"}, {"pattern", kGrowth}};
    case Shape::clockTime: return {{"type", "string"}, {"pattern", kClock}};
    case Shape::numbers: return oneOrMore(number(parameter, "number"));
    case Shape::pair:
        return {{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 2}, {"maxItems", 2}};
    case Shape::word: return words(parameter);
    case Shape::words: return oneOrMore(words(parameter));
    case Shape::count: return number(parameter, "integer");
    case Shape::number: return number(parameter, "number");
    default: return Json::object();
    }
}

Json shapeOf(const Parameter& parameter) {
    switch (parameter.shape) {
    case Shape::quantity: return shared("quantity");
    case Shape::law:
    case Shape::clock:
    case Shape::callLaw: return shared("law");
    case Shape::expression: return shared("expression");
    case Shape::attempts: return shared("attempts");
    case Shape::effect: return shared("effect");
    case Shape::required:
    case Shape::reserve: return anyOf({{{"type", "integer"}}, {{"type", "string"}}});
    case Shape::inside: return anyOf({{{"type", "string"}}, mapOf(shared("layer"), kId)});
    case Shape::layer: return shared("layer");
    case Shape::detection: return anyOf({shared("law"), reference(Owner::detect)});
    case Shape::thing: return reference(parameter.child);
    case Shape::things: return mapOf(orNull(reference(parameter.child)), kId);
    case Shape::members: return mapOf(orNull(reference(Owner::thing)), "^[0-9]+$");
    case Shape::list: return listOf(reference(parameter.child));
    case Shape::retries: return anyOf({{{"type", "integer"}, {"minimum", 0}}, reference(parameter.child)});
    case Shape::profile: return profile(parameter);
    case Shape::peak: return anyOf({{{"type", "number"}, {"minimum", 0}}, shared("law")});
    case Shape::weights: return mapOf(orNull(number(parameter, "number")), kName);
    case Shape::planned: return mapOf(orNull(number(parameter, "integer")), kPlanned);
    default: return simpleShape(parameter);
    }
}

Json object(Owner owner, bool complete) {
    Json properties = Json::object();
    Json needed = Json::array();
    for (const Parameter& parameter : parameters(owner)) {
        if (parameter.order > 1) continue;
        Json property = orNull(shapeOf(parameter));
        property["description"] = std::string(parameter.en) + " / " + std::string(parameter.es);
        if (!parameter.fallback.empty())
            property["description"] =
                std::string(property["description"]) + " [" + std::string(parameter.fallback) + "]";
        property["examples"] = Json::array({Json::parse(parameter.example)});
        properties[std::string(parameter.key)] = std::move(property);
        if (parameter.needed && complete) needed.push_back(std::string(parameter.key));
    }
    Json schema = {{"type", "object"},
                   {"properties", properties},
                   {"patternProperties", {{"^x-", true}}},
                   {"additionalProperties", false}};
    if (!needed.empty()) schema["required"] = needed;
    return schema;
}

Json gates() {
    const Json part = shared("expression");
    const Json list = {{"type", "array"}, {"items", part}, {"minItems", 1}};
    Json schema = {
        {"type", "object"}, {"additionalProperties", false}, {"minProperties", 1}, {"maxProperties", 2}};
    schema["properties"] = {{"any", list},
                            {"all", list},
                            {"turn", list},
                            {"atLeast", {{"type", "integer"}, {"minimum", 1}}},
                            {"of", anyOf({{{"type", "string"}}, list})},
                            {"not", part},
                            {"path", {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}}}};
    return schema;
}

// Shapes that several keys share.
void addShared(Json& definitions) {
    const Json string = {{"type", "string"}};
    definitions["text"] = anyOf({string,
                                 {{"type", "object"},
                                  {"properties", {{"es", string}, {"en", string}}},
                                  {"additionalProperties", false}}});
    const Json quantity = {{"type", "string"}, {"pattern", kQuantity}};
    definitions["quantity"] = anyOf({quantity, {{"type", "object"}, {"required", {"value"}}}});
    definitions["law"] = anyOf(
        {string, {{"type", "object"}, {"required", {"law"}}}, {{"type", "object"}, {"required", {"value"}}}});
    definitions["expression"] = anyOf({string, listOf(shared("expression")), gates()});
    const Json attempt = anyOf({shared("law"), reference(Owner::attempt)});
    definitions["attempts"] = anyOf({attempt, listOf(attempt)});
    Json effects = Json::array();
    for (const std::string& effect : scenario::effectNames()) effects.push_back(effect);
    definitions["effect"] = anyOf({{{"type", "string"}, {"enum", effects}},
                                   {{"type", "object"},
                                    {"minProperties", 1},
                                    {"maxProperties", 1},
                                    {"propertyNames", {{"enum", effects}}}}});
    definitions["layer"] = anyOf({string, reference(Owner::thing), {{"type", "null"}}});
}

} // namespace

std::string scenarioSchema() {
    Json definitions = Json::object();
    addShared(definitions);
    for (const Owner owner : scenario::owners()) {
        const bool listed = owner == Owner::action || owner == Owner::rate;
        if (owner == Owner::scriptFile) continue; // a document of its own
        if (owner != Owner::scenario) definitions[std::string(ownerName(owner))] = object(owner, listed);
    }
    // A design is a patch of the file that may stand on another design.
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Nueves scenario"}};
    schema.update(object(Owner::scenario, true));
    schema["definitions"] = std::move(definitions);
    return schema.dump(2) + "\n";
}

std::string scriptSchema() {
    Json definitions = Json::object();
    addShared(definitions);
    for (const char* unused : {"expression", "attempts", "effect", "layer", "law"}) definitions.erase(unused);
    definitions[std::string(ownerName(Owner::action))] = object(Owner::action, true);
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Nueves script"}};
    schema.update(object(Owner::scriptFile, true));
    schema["definitions"] = std::move(definitions);
    return schema.dump(2) + "\n";
}

} // namespace nueves::io
