// Typed indices, and vectors that can only be indexed by their own kind of id.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

namespace nueves::core {

template <class Tag> struct Id {
    static constexpr std::uint32_t kNone = 0xffffffffU;
    std::uint32_t value = kNone;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t v) : value(v) {}
    constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
    constexpr explicit operator bool() const { return value != kNone; } // true: refers to something
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

template <class I, class T> class IdVector {
  public:
    IdVector() = default;
    explicit IdVector(std::size_t n, const T& value = T{}) : m_items(n, value) {}

    decltype(auto) operator[](I id) { return m_items[id.value]; }
    decltype(auto) operator[](I id) const { return m_items[id.value]; }
    I push(T item) {
        m_items.push_back(std::move(item));
        return I{m_items.size() - 1};
    }
    std::size_t size() const { return m_items.size(); }
    bool empty() const { return m_items.empty(); }
    I idAt(std::size_t i) const { return I{i}; }
    auto begin() { return m_items.begin(); }
    auto end() { return m_items.end(); }
    auto begin() const { return m_items.begin(); }
    auto end() const { return m_items.end(); }
    std::vector<T>& raw() { return m_items; }
    const std::vector<T>& raw() const { return m_items; }
    friend bool operator==(const IdVector&, const IdVector&) = default;

  private:
    std::vector<T> m_items;
};

} // namespace nueves::core
