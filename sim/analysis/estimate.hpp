// A figure with its error, and how it was found.
#pragma once

#include <string_view>

namespace nueves::analysis {

enum class Method { exact, simulated, bound }; // bound: only `high` is known (nothing was seen)
std::string_view methodName(Method method);

// A figure and its 95 % interval. exact: low = value = high. bound: low = 0, value = 0, one-sided high.
struct Estimate {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    Method method = Method::simulated;
};

} // namespace nueves::analysis
