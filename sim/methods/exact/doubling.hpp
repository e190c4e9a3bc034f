// Transition probabilities over a short step, and over twice, four times ... as long.
#pragma once

#include "sim/methods/exact/rates.hpp"

#include <Eigen/Dense>

namespace nueves::methods {

using StepMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline constexpr double kShortStep = 0.5; // mean jumps in the first step, at most

StepMatrix shortStep(const Rates& rates, double seconds); // fastest exit x seconds <= kShortStep
void doubleStep(StepMatrix& step);                        // of length h -> of length 2 h

} // namespace nueves::methods
