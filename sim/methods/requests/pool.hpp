// Slots of one kind, taken and given back without allocation: indices with a generation, so that what was
// meant for a former tenant is recognised as stale.
#pragma once

#include <cstdint>
#include <vector>

namespace nueves::methods::requests {

inline constexpr std::uint32_t kNone = 0xffffffffU;

// T has `std::uint32_t generation`, `next` and `bool live`; `next` belongs to the pool while the slot is
// free.
template <class T> class Pool {
  public:
    T& operator[](std::uint32_t slot) { return m_slots[slot]; } // until the next take()
    const T& operator[](std::uint32_t slot) const { return m_slots[slot]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_slots.size()); }

    std::uint32_t take() {
        std::uint32_t slot = m_free;
        if (slot == kNone) {
            slot = size();
            m_slots.emplace_back();
        } else {
            m_free = m_slots[slot].next;
        }
        m_slots[slot].live = true;
        return slot;
    }
    void give(std::uint32_t slot) {
        T& item = m_slots[slot];
        ++item.generation;
        item.live = false;
        item.next = m_free;
        m_free = slot;
    }

  private:
    std::vector<T> m_slots;
    std::uint32_t m_free = kNone;
};

} // namespace nueves::methods::requests
