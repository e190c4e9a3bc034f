// A Result as JSON for other programs: English keys, every figure with its interval and method, numbers that read
// back as the same doubles. What is not finite is null; the form is described by its own JSON Schema.
#pragma once

#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::io {

// Grows when a key changes its meaning or goes; new keys do not change it.
inline constexpr int kResultSchemaVersion = 1;

std::string resultToJson(const analysis::Result& result); // indented by 2, ends with a line break

// JSON Schema (draft-07) of the above; the same text is kept as resources/schema/result.schema.json.
std::string resultSchema();

} // namespace nueves::io
