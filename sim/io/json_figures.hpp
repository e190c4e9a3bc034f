// What all results are written with: numbers, figures with their intervals, texts, issues.
#pragma once

#include "sim/analysis/result.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace nueves::io {

using Json = nlohmann::ordered_json;

// Null for what is not finite.
inline Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

inline Json json(const core::Text& text) {
    return {{"es", text.in(core::Language::es)}, {"en", text.in(core::Language::en)}};
}

inline Json json(const analysis::Estimate& estimate) {
    return {{"value", finite(estimate.value)},
            {"low", finite(estimate.low)},
            {"high", finite(estimate.high)},
            {"method", std::string(methodName(estimate.method))}};
}

inline Json json(const core::Issue& issue) {
    Json arguments = Json::object();
    for (const auto& [name, value] : issue.arguments) arguments[name] = value;
    return {{"code", issue.code},           {"file", issue.place.file}, {"line", issue.place.line},
            {"column", issue.place.column}, {"path", issue.path},       {"arguments", arguments}};
}

// {"p50": ..., "p999": ...}, s.
inline Json latency(const std::vector<std::pair<double, analysis::Estimate>>& quantiles) {
    Json out = {{"p50", nullptr}, {"p95", nullptr}, {"p99", nullptr}, {"p999", nullptr}};
    for (const auto& [p, seconds] : quantiles)
        out[p < 0.9 ? "p50" : p < 0.98 ? "p95" : p < 0.995 ? "p99" : "p999"] = json(seconds);
    return out;
}

// A window without what stands at the head of its result: version, scenario, warnings ... (zoom_writer.cpp).
Json windowJson(const analysis::ZoomResult& window);

} // namespace nueves::io
