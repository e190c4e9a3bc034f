#include "sim/analysis/statistics/latency_histogram.hpp"

#include <cmath>

namespace nueves::analysis {

double LatencyHistogram::lowerEdge(std::size_t bin) {
    if (bin < (std::size_t{1} << kShift)) return static_cast<double>(bin);
    const auto octave = static_cast<int>((bin >> kShift) - 1);
    return std::ldexp(static_cast<double>(bin - (static_cast<std::size_t>(octave) << kShift)), octave);
}

void LatencyHistogram::merge(const LatencyHistogram& other) {
    if (other.m_counts.size() > m_counts.size()) m_counts.resize(other.m_counts.size());
    for (std::size_t i = 0; i != other.m_counts.size(); ++i) m_counts[i] += other.m_counts[i];
    m_count += other.m_count;
    m_longest = std::max(m_longest, other.m_longest);
    m_sum.add(other.m_sum);
}

double LatencyHistogram::mean() const {
    return m_count == 0 ? 0.0 : m_sum.value() / static_cast<double>(m_count) * 1e-9;
}

double LatencyHistogram::quantile(double p) const {
    double left = p * static_cast<double>(m_count);
    for (std::size_t bin = 0; bin != m_counts.size(); ++bin) {
        const auto here = static_cast<double>(m_counts[bin]);
        if (here > 0.0 && left <= here) {
            if (bin == 0) return 0.0; // at once, and not somewhere within the first nanosecond
            const double low = lowerEdge(bin),
                         high = std::min(lowerEdge(bin + 1), static_cast<double>(m_longest));
            return (low + (high - low) * left / here) * 1e-9;
        }
        left -= here;
    }
    return longest();
}

double LatencyHistogram::within(double t) const {
    if (m_count == 0) return 1.0;
    const double ns = t * 1e9;
    double sum = 0.0;
    for (std::size_t bin = 0; bin != m_counts.size() && lowerEdge(bin) <= ns; ++bin) {
        const double low = lowerEdge(bin);
        const double high = std::min(lowerEdge(bin + 1), std::max(static_cast<double>(m_longest), low + 1.0));
        const double share = (ns - low) / (high - low);
        sum += static_cast<double>(m_counts[bin]) * (bin == 0 ? 1.0 : std::min(1.0, share));
    }
    return sum / static_cast<double>(m_count);
}

} // namespace nueves::analysis
