// How the downtime over a stretch of time is distributed.
//
// Jumps of uniformisation cut the stretch like uniform points: if k of the n + 1 pieces between n jumps are
// down, the share that is down is Beta(k, n + 1 - k), whichever pieces they are. So the chain is followed
// together with the number of down pieces so far. Source: E. de Souza e Silva, H. R. Gail, "Calculating
// cumulative operational time distributions of repairable computer systems", IEEE Transactions on Computers
// 35 (1986).
#pragma once

#include "sim/methods/exact/transient.hpp"

namespace nueves::methods {

inline constexpr double kDowntimeLoss = 1e-12; // probability left out at the most

struct DowntimeQuestion {
    double seconds = 0.0;              // length of the stretch
    std::vector<double> bounds;        // s: P(downtime <= bound) of each
    std::vector<double> probabilities; // in (0, 1): quantile of each
};
struct DowntimeLaw {
    std::vector<double> atMost;
    std::vector<double> quantiles; // s
};

// `meanDown`: mean downtime of the stretch, s; only says where to begin to look for quantiles.
core::Expected<DowntimeLaw, SolveFailure> downtimeLaw(const Rates& rates, const Distribution& start,
                                                      const std::vector<std::uint8_t>& up, double meanDown,
                                                      const DowntimeQuestion& question);

} // namespace nueves::methods
