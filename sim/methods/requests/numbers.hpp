// The random numbers of one purpose: the n-th is word n % 4 of block n / 4, so that four requests share the
// cost of one.
//
// A pure function of (seed, history, stream, n), whatever was asked before.
#pragma once

#include "sim/core/law.hpp"
#include "sim/core/random.hpp"

#include <array>
#include <cstdint>

namespace nueves::methods::requests {

class Numbers {
  public:
    Numbers(const core::DrawSource& source, std::uint64_t stream) : m_source(source), m_stream(stream) {}

    double at(std::uint64_t n) { // in (0, 1)
        if (n / 4 != m_block) {
            m_block = n / 4;
            m_four = m_source.four(m_stream, m_block);
        }
        return m_four[n % 4];
    }

  private:
    core::DrawSource m_source;
    std::uint64_t m_stream;
    std::uint64_t m_block = ~std::uint64_t{0};
    std::array<double, 4> m_four{};
};

// The same, as draws of a law: four at a time too, since the processor overlaps four logarithms.
class Draws {
  public:
    Draws(const core::DrawSource& source, std::uint64_t stream, core::Law law)
        : m_source(source), m_stream(stream), m_law(std::move(law)) {}

    double at(std::uint64_t n) { // s
        if (n / 4 != m_block) fill(n / 4);
        return m_four[n % 4];
    }

  private:
    void fill(std::uint64_t block) {
        m_block = block;
        m_four = m_source.four(m_stream, block);
        for (double& value : m_four) value = m_law.quantile(value);
    }

    core::DrawSource m_source;
    std::uint64_t m_stream;
    std::uint64_t m_block = ~std::uint64_t{0};
    std::array<double, 4> m_four{};
    core::Law m_law;
};

} // namespace nueves::methods::requests
