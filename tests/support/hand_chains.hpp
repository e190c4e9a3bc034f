// Chains written by hand, for tests of solvers. Times in hours; one service.
#pragma once

#include "sim/methods/exact/chain.hpp"

#include "support/near.hpp" // after the model: Qt takes its word "signals"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace nueves::test {

inline constexpr double kHour = 3600.0;

struct HourlyRate {
    std::uint32_t from, to;
    double perHour;
};

// Begins in state 0. `up` per state.
inline methods::Chain handChain(std::vector<std::uint8_t> up, const std::vector<HourlyRate>& rates) {
    methods::Chain chain;
    chain.states = up.size();
    for (const auto& r : rates) chain.transitions.push_back({r.from, r.to, r.perHour / kHour});
    chain.initial = {{0, 1.0}};
    chain.degraded = {std::vector<std::uint8_t>(up.size(), 0)};
    chain.fraction = {std::vector<double>(up.begin(), up.end())};
    chain.up = {std::move(up)};
    return chain;
}

// State k: k of n units are failed; up while at least `need` work; `crews` hands.
inline methods::Chain repairman(std::uint32_t n, std::uint32_t need, std::uint32_t crews, double mttf,
                                double mttr) {
    std::vector<std::uint8_t> up;
    std::vector<HourlyRate> rates;
    for (std::uint32_t k = 0; k <= n; ++k) {
        up.push_back(n - k >= need);
        if (k < n) rates.push_back({k, k + 1, (n - k) / mttf});
        if (k > 0) rates.push_back({k, k - 1, std::min(k, crews) / mttr});
    }
    return handChain(std::move(up), rates);
}

// n units of their own, each with its own rates; up while all work. State: bits of those that are failed.
inline methods::Chain independent(const std::vector<std::pair<double, double>>& mttfAndMttr) {
    const auto states = std::size_t{1} << mttfAndMttr.size();
    std::vector<std::uint8_t> up(states, 0);
    up[0] = 1;
    std::vector<HourlyRate> rates;
    for (std::uint32_t s = 0; s != states; ++s)
        for (std::uint32_t u = 0; u != mttfAndMttr.size(); ++u) {
            const bool failed = s >> u & 1U;
            rates.push_back(
                {s, s ^ (1U << u), 1.0 / (failed ? mttfAndMttr[u].second : mttfAndMttr[u].first)});
        }
    return handChain(up, rates);
}

} // namespace nueves::test
