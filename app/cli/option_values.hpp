// The values of options, from text: each either a value or a sentence about what is wrong with it.
#pragma once

#include "app/cli/options.hpp"

#include <map>
#include <string>

namespace nueves::cli {

// Options as typed, by name without dashes: "seed" -> "7".
using TypedValues = std::map<std::string, std::string>;

// Fills `options` from the typed values; returns all mistakes, one a line, empty if there are none.
std::string readValues(const TypedValues& values, const std::vector<std::string>& sets, Options& options);

} // namespace nueves::cli
