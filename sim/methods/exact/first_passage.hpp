// Until the first outage: chance to get through a time without, quantiles, mean.
#pragma once

#include "sim/methods/exact/transient.hpp"

#include <optional>

namespace nueves::methods {

// `up`: states without an outage. All times in seconds from `start`.
class FirstPassage {
  public:
    FirstPassage(const Rates& rates, const Distribution& start, const std::vector<std::uint8_t>& up);

    double mean() const; // infinity if it may never come
    core::Expected<double, SolveFailure> reliability(double seconds) const;
    // Time by which it has come with probability p, for each p in (0, 1); infinity if it never will have.
    core::Expected<std::vector<double>, SolveFailure>
    quantiles(const std::vector<double>& probabilities) const;

  private:
    std::vector<double> byDoubling(const std::vector<double>& probabilities, double chanceAtAll) const;
    std::optional<std::vector<double>> byJumps(const std::vector<double>& probabilities,
                                               double chanceAtAll) const;

    double m_mean = 0.0;
    Rates m_inside; // the up states and, last, the first outage
    Distribution m_start;
};

} // namespace nueves::methods
