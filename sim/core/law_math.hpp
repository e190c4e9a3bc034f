// What law.cpp and law_integrals.cpp share: survival, hazard and quantile of the laws before `power` is
// applied.
//
// Boost.Math under a policy that gives infinity or NaN instead of throwing, and that stays in double. A small
// power asks for the base law far beyond the smallest number (S^0.01 = 1e-10 is S = 1e-1000): there the
// logarithm of the survival comes from continued fractions (Abramowitz & Stegun 26.2.14 and 6.5.31).
#pragma once

#include "sim/core/law.hpp"

#include <limits>
#include <utility>

namespace nueves::core::law_math {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::pair<double, double> gammaParameters(const Law& law); // shape and scale (s) of a gamma or Erlang law
double baseSurvival(const Law& law, double t);             // P(T > t) with power 1
double baseLogSurvival(const Law& law, double t); // its logarithm, also far below the smallest number
double baseHazard(const Law& law, double t);      // 1/s
double fromBaseLogSurvival(const Law& law, double logSurvival); // s: the inverse of baseLogSurvival

} // namespace nueves::core::law_math
