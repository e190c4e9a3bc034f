// A zoomed window as JSON: English keys, every figure with its interval, the seam error beside it.
#pragma once

#include "sim/analysis/zoom_result.hpp"

#include <string>

namespace nueves::io {

std::string zoomToJson(const analysis::ZoomResult& result); // indented by 2, ends with a line break

// JSON Schema (draft-07) of the above; the same text is kept as resources/schema/zoom.schema.json.
std::string zoomSchema();

} // namespace nueves::io
