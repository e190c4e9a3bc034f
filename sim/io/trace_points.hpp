// Samples of a recorded demand as they come, kept in bounded memory.
#pragma once

#include "sim/io/trace.hpp"

#include <cstdint>
#include <map>

namespace nueves::io {

class TracePoints {
  public:
    void add(double wall, double value);
    void addMissing() { ++m_missing; } // a row without a value
    TraceRead take();

  private:
    struct Bin {
        double wall = 0.0, value = 0.0; // sums
        std::uint32_t count = 0;
    };
    void widen();
    void findGaps(TraceRead& read) const;

    std::map<std::int64_t, Bin> m_bins; // by wall time, in units of m_width
    double m_width = 1e-6;              // s: the clock's resolution, until there are too many
    double m_last = 0.0;
    std::uint64_t m_added = 0, m_missing = 0, m_unsorted = 0, m_doubled = 0;
};

} // namespace nueves::io
