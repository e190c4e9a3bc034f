// Count, mean and central moments of one figure per history, updated one history at a time.
//
// Central sums (Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
// statistical moments", SAND2008-6212) keep the digits that sums of powers lose when a figure hardly varies.
// Fold in history order: the last digits depend on it.
#pragma once

#include <cstdint>
#include <span>

namespace nueves::analysis {

class Moments {
  public:
    Moments() = default;
    explicit Moments(std::span<const double> values);
    // From exact sums of the values and their squares; the skewness is not known then, and taken as 0.
    static Moments fromSums(std::uint64_t count, double sum, double sumOfSquares);

    void add(double value);

    std::uint64_t count() const { return m_count; }
    double mean() const { return m_mean; }
    double variance() const;      // of one value, divisor n - 1; infinity below two values
    double standardError() const; // of the mean
    double skewness() const; // of one value, corrected for n (Joanes and Gill's G1); 0 below three values

  private:
    std::uint64_t m_count = 0;
    double m_mean = 0.0;
    double m_second = 0.0; // sum of (value - mean)^2
    double m_third = 0.0;  // sum of (value - mean)^3
};

} // namespace nueves::analysis
