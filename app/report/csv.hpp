// A result as CSV (RFC 4180), one row a figure, so that a spreadsheet can filter and pivot: numbers in full,
// with a decimal point in every language.
#pragma once

#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::report {

std::string csvHeader();
std::string csvRows(const analysis::Result& result);

} // namespace nueves::report
