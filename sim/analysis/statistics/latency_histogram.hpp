// Counts of durations in bins of less than 1 % width: any quantile of any number of requests, in constant
// memory.
//
// Bins are 128 to an octave, found by shifting bits (as in HdrHistogram, G. Tene); below 128 ns they are
// single nanoseconds. All members are integers, so that parts merge to the same bytes in any order.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nueves::analysis {

// A sum of 64-bit numbers that cannot overflow.
class WideSum {
  public:
    void add(std::uint64_t value) {
        m_low += value;
        m_high += m_low < value ? 1U : 0U;
    }
    void add(const WideSum& other) {
        add(other.m_low);
        m_high += other.m_high;
    }
    double value() const { return static_cast<double>(m_high) * 0x1p64 + static_cast<double>(m_low); }
    friend bool operator==(const WideSum&, const WideSum&) = default;

  private:
    std::uint64_t m_low = 0, m_high = 0;
};

class LatencyHistogram {
  public:
    void add(std::int64_t ns) { // >= 0
        const auto value = static_cast<std::uint64_t>(ns);
        const std::size_t bin = binOf(value);
        if (bin >= m_counts.size()) m_counts.resize(bin + 1);
        ++m_counts[bin];
        ++m_count;
        m_sum.add(value);
        m_longest = std::max(m_longest, value);
    }
    void merge(const LatencyHistogram& other);

    std::uint64_t count() const { return m_count; }
    double mean() const;                                                     // s; 0 without any
    double longest() const { return static_cast<double>(m_longest) * 1e-9; } // s
    double quantile(double p) const; // s, 0 <= p <= 1, straight lines within a bin; 0 without any
    double within(double t) const;   // share of at most t s; 1 without any
    friend bool operator==(const LatencyHistogram&, const LatencyHistogram&) = default;

  private:
    static constexpr int kShift = 7;
    static std::size_t binOf(std::uint64_t value) {
        if (value < (std::uint64_t{1} << kShift)) return value;
        const int octave = static_cast<int>(std::bit_width(value)) - 1 - kShift;
        return (static_cast<std::size_t>(octave) << kShift) + (value >> octave);
    }
    static double lowerEdge(std::size_t bin); // ns

    std::vector<std::uint64_t> m_counts;
    std::uint64_t m_count = 0, m_longest = 0;
    WideSum m_sum;
};

} // namespace nueves::analysis
