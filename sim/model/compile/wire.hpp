// A wire of the circuit under construction: a gate's value, perhaps inverted, or a constant.
#pragma once

#include <compare>
#include <cstdint>

namespace nueves::model::compiling {

class Wire {
  public:
    constexpr Wire() = default; // true
    static constexpr Wire yes() { return Wire{kYes}; }
    static constexpr Wire no() { return Wire{kYes ^ 1U}; }
    static constexpr Wire of(std::uint32_t gate) { return Wire{gate * 2}; }

    constexpr Wire operator!() const { return Wire{m_code ^ 1U}; }
    constexpr bool isYes() const { return m_code == kYes; }
    constexpr bool isNo() const { return m_code == (kYes ^ 1U); }
    constexpr bool isConstant() const { return (m_code | 1U) == (kYes | 1U); }
    constexpr bool inverted() const { return (m_code & 1U) != 0; }
    constexpr std::uint32_t gate() const { return m_code / 2; }
    constexpr std::uint32_t code() const { return m_code; } // gate * 2 + inverted

    friend constexpr auto operator<=>(const Wire&, const Wire&) = default;

  private:
    static constexpr std::uint32_t kYes = 0xfffffffeU;
    constexpr explicit Wire(std::uint32_t code) : m_code(code) {}
    std::uint32_t m_code = kYes;
};

} // namespace nueves::model::compiling
