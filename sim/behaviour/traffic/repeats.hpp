// How often a caller repeats what fails.
#pragma once

#include "sim/model/traffic.hpp"

namespace nueves::behaviour::traffic {

// 1 + x + ... + x^n
inline double powers(double x, int n) {
    double sum = 1.0, power = 1.0;
    for (int k = 0; k != n; ++k) sum += power *= x;
    return sum;
}

// Share of the repeats that would be made which a budget allows, when each attempt fails with `failed`: then
// they are `budget` per call.
double allowed(double failed, const model::Retries& retries);

// Attempts of one call, each of which fails with `failed`.
inline double attemptsOf(double failed, const model::Retries& retries) {
    return powers(failed * allowed(failed, retries), retries.times);
}

} // namespace nueves::behaviour::traffic
