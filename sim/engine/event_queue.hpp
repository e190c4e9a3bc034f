// The calendar of pending events of one history: which event is next.
//
// A ladder queue (Tang, Goh, Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete
// event simulation", ACM TOMACS 15(3), 2005) with three changes: bucket widths are powers of two microseconds
// (a shift instead of a division), a rung is as wide as half of its events need (the far rest waits
// unsorted), and buckets are chains of fixed chunks from one pool. With few pending events there is no ladder
// at all, only one short sorted array.
//
// Pops come in the total order (time, order, generation), whatever the order of the pushes: buckets only ever
// part events by time, and the final sort compares all three. Amortised cost of a push and pop O(1), O(log n)
// at worst when more than 32 events share one microsecond. Memory: at most about 100 bytes an event beyond
// the front. Allocates only while growing beyond the largest size so far. Cancelled events are the caller's
// (by generation).
#pragma once

#include "sim/core/assert.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nueves::engine {

// What happens when: 16 bytes, no pointer.
struct QueuedEvent {
    core::SimTime time;
    std::uint32_t order = 0;      // rank of the kind of event in the top 4 bits, clock slot below
    std::uint32_t generation = 0; // of the clock slot: another value by then means cancelled

    friend bool operator==(const QueuedEvent&, const QueuedEvent&) = default;
};
static_assert(sizeof(QueuedEvent) == 16);

// The total order of events. Without short-circuits: the outcome is a coin toss to the branch predictor.
constexpr bool isBefore(const QueuedEvent& a, const QueuedEvent& b) {
    const auto tie = [](const QueuedEvent& e) { return std::uint64_t{e.order} << 32 | e.generation; };
    return bool(int(a.time < b.time) | (int(a.time == b.time) & int(tie(a) < tie(b))));
}

class EventQueue {
  public:
    void clear();                 // O(1); keeps the memory
    void reserve(std::size_t n);  // memory for n pending events
    void push(QueuedEvent event); // Precondition: event.time is not kNever
    bool empty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    const QueuedEvent& top(); // Precondition: not empty. Until the next push or pop
    void pop();               // Precondition: not empty

  private:
    static constexpr std::size_t kFrontMax = 32;  // longest front kept sorted
    static constexpr std::size_t kFewEvents = 16; // at and below, the ladder is folded up again
    static constexpr std::size_t kPerBucket = 8;  // at most, on average: widths are powers of two
    static constexpr std::size_t kPerChunk = 8;
    static constexpr std::uint32_t kNone = 0xffffffff;

    struct alignas(64) Chunk {
        QueuedEvent events[kPerChunk];
    };
    struct Chain { // newest chunk first; all chunks but the newest are full
        std::uint32_t chunk = kNone;
        std::uint32_t count = 0;
    };
    // Buckets of 2^shift microseconds from base on, those before cursor already passed; what lies beyond the
    // last bucket, but before end, is in rest.
    struct Rung {
        core::SimTime base;
        core::SimTime end;
        std::uint32_t shift = 0;
        std::uint32_t offset = 0;  // of its first bucket in m_buckets
        std::uint32_t buckets = 0; // a rung's are the last ones in m_buckets while it is the finest
        std::uint32_t cursor = 0;
        Chain rest;
    };
    struct Survey; // of the events that are about to be spread over a rung

    void pushToHeap(const QueuedEvent& event);
    void pushToLadder(const QueuedEvent& event);
    void popFromHeap();
    void refill();
    void openBucket(Rung& rung);
    void spread(Rung& rung);
    Survey survey(const Chain& chain) const;
    void spillFront(const QueuedEvent& event);
    void fold();
    void loadFront(const Chain& chain);

    void add(Chain& chain, const QueuedEvent& event);
    template <typename Visit> void drain(Chain chain, Visit visit);
    std::uint32_t takeChunk();

    std::size_t m_size = 0;

    // The events before m_frontEnd: sorted, next one last; if too many at one instant, a heap, next one
    // first.
    std::size_t m_frontSize = 0;
    core::SimTime m_frontEnd = core::kNever;
    bool m_isHeap = false;
    std::array<QueuedEvent, kFrontMax> m_front;
    std::vector<QueuedEvent> m_heap;

    std::vector<Rung> m_rungs; // coarsest first; each next one divides a bucket of the one before
    std::vector<Chain> m_buckets;
    std::vector<Chunk> m_chunks;
    std::vector<std::uint32_t> m_nextChunk; // in a chain or in the free list
    std::uint32_t m_freeChunk = kNone;
    std::uint32_t m_usedChunks = 0; // chunks from here on were never taken since clear()
};

inline void EventQueue::push(QueuedEvent event) {
    NUEVES_ASSERT(event.time != core::kNever, "what never happens is not pending");
    ++m_size;
    if (event.time >= m_frontEnd) return pushToLadder(event);
    if (m_isHeap) return pushToHeap(event);
    if (m_frontSize == kFrontMax) return spillFront(event);
    std::size_t place = m_frontSize++;
    for (; place != 0 && isBefore(m_front[place - 1], event); --place) m_front[place] = m_front[place - 1];
    m_front[place] = event;
}

inline const QueuedEvent& EventQueue::top() {
    NUEVES_ASSERT(m_size != 0, "there is a next event");
    if (m_frontSize == 0) refill();
    return m_isHeap ? m_heap.front() : m_front[m_frontSize - 1];
}

inline void EventQueue::pop() {
    NUEVES_ASSERT(m_size != 0, "there is a next event");
    if (m_frontSize == 0) refill();
    --m_size;
    --m_frontSize;
    if (m_isHeap) popFromHeap();
}

} // namespace nueves::engine
