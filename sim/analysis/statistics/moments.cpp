#include "sim/analysis/statistics/moments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::analysis {

Moments::Moments(std::span<const double> values) {
    for (const double value : values) add(value);
}

Moments Moments::fromSums(std::uint64_t count, double sum, double sumOfSquares) {
    Moments result;
    if (count == 0) return result;
    result.m_count = count;
    result.m_mean = sum / static_cast<double>(count);
    result.m_second = std::max(0.0, sumOfSquares - sum * result.m_mean);
    return result;
}

void Moments::add(double value) {
    const double before = static_cast<double>(m_count);
    const double n = static_cast<double>(++m_count);
    const double delta = value - m_mean;
    const double step = delta / n;
    const double term = delta * step * before;
    m_third += term * step * (n - 2.0) - 3.0 * step * m_second;
    m_second += term;
    m_mean += step;
}

double Moments::variance() const {
    if (m_count < 2) return std::numeric_limits<double>::infinity();
    return m_second / static_cast<double>(m_count - 1);
}

double Moments::standardError() const {
    return std::sqrt(variance() / static_cast<double>(m_count));
}

double Moments::skewness() const {
    if (m_count < 3 || m_second <= 0.0) return 0.0;
    const double n = static_cast<double>(m_count);
    return m_third / n / std::pow(m_second / n, 1.5) * std::sqrt(n * (n - 1.0)) / (n - 2.0);
}

} // namespace nueves::analysis
