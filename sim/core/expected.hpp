// A value, or the reason why there is none (g++ 12 lacks std::expected).
#pragma once

#include "sim/core/assert.hpp"

#include <utility>
#include <variant>

namespace nueves::core {

template <class E> struct Unexpected {
    E error;
};
template <class E> Unexpected(E) -> Unexpected<E>;

template <class T, class E> class Expected {
  public:
    Expected(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Expected(Unexpected<E> error) : m_content(std::in_place_index<1>, std::move(error.error)) {}

    explicit operator bool() const { return m_content.index() == 0; }
    T& value() {
        NUEVES_ASSERT(m_content.index() == 0, "asked for the value of a failure");
        return std::get<0>(m_content);
    }
    const T& value() const { return const_cast<Expected*>(this)->value(); }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const E& error() const {
        NUEVES_ASSERT(m_content.index() == 1, "asked for the error of a success");
        return std::get<1>(m_content);
    }

  private:
    std::variant<T, E> m_content;
};

} // namespace nueves::core
