// `--set path=value`: one value put at one path of a merged file, "services.web.replicas" or, into the
// widened form of a law, "parts.unit.failures.stop.every.mean".
#pragma once

#include "sim/io/document.hpp"
#include "sim/io/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

// The value as JSON if it is JSON, else as a text: 3, "2 h" and 2 h all serve.
Node settingValue(std::string_view text);

// Puts `value` at `path` of `file`. `expanded` is the same file with presets resolved: a path must lead
// through things that exist there, though a key may be new. Otherwise an issue, and the file stays as it was.
void setAt(Node& file, const Node& expanded, const std::string& path, Node value, const Records& records,
           std::vector<core::Issue>& issues);

std::vector<std::string> splitPath(std::string_view path);

} // namespace nueves::io
