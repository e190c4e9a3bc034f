// Words of the JSON Schemas that the program writes of its own results.
#pragma once

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>

namespace nueves::io::schema {

using Json = nlohmann::ordered_json;

inline Json type(const char* name, const char* description = nullptr) {
    Json out = {{"type", name}};
    if (description) out["description"] = description;
    return out;
}
inline Json text(const char* description = nullptr) {
    return type("string", description);
}
inline Json flag(const char* description = nullptr) {
    return type("boolean", description);
}
// A number, or null where it is not known or not finite.
inline Json number(const char* description = nullptr) {
    Json out = {{"type", {"number", "null"}}};
    if (description) out["description"] = description;
    return out;
}
inline Json count(const char* description = nullptr) {
    Json out = type("integer", description);
    out["minimum"] = 0;
    return out;
}
inline Json nullable(const char* name, const char* description) {
    Json out = {{"type", {name, "null"}}};
    out["description"] = description;
    return out;
}
inline Json word(std::initializer_list<const char*> words) {
    return {{"type", "string"}, {"enum", Json(words)}};
}
inline Json ref(const char* name) {
    return {{"$ref", std::string("#/definitions/") + name}};
}
inline Json refOrNull(const char* name) {
    return {{"anyOf", Json::array({ref(name), Json{{"type", "null"}}})}};
}
inline Json listOf(Json item) {
    return {{"type", "array"}, {"items", std::move(item)}};
}

// Every key of a result is always there, so all are required; later versions may add keys.
inline Json object(Json properties, const char* description = nullptr) {
    Json required = Json::array();
    for (const auto& [key, value] : properties.items()) required.push_back(key);
    Json out = {{"type", "object"}};
    if (description) out["description"] = description;
    out["required"] = std::move(required);
    out["properties"] = std::move(properties);
    return out;
}
inline Json mapOf(Json value) {
    return {{"type", "object"}, {"additionalProperties", std::move(value)}};
}

inline Json textDefinition() {
    return object({{"es", text()}, {"en", text()}}, "A person's text in both languages.");
}
inline Json estimateDefinition() {
    return object({{"value", number("exact: the value; simulated: the estimate; bound: 0, nothing was seen")},
                   {"low", number("lower end of the 95 % interval")},
                   {"high", number("upper end of the 95 % interval; bound: all that is known")},
                   {"method", word({"exact", "simulated", "bound"})}},
                  "A figure with its 95 % interval and how it was found.");
}
inline Json issueDefinition() {
    return object({{"code", text()},
                   {"file", text()},
                   {"line", count("0: unknown")},
                   {"column", count("0: unknown")},
                   {"path", text("in the scenario")},
                   {"arguments", mapOf(text())}});
}

// What windowJson writes, under "zoomWindow", and what that refers to beside texts, figures and latency.
Json windowDefinitions();

} // namespace nueves::io::schema
