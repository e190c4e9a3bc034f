#include "sim/engine/event_queue.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace nueves::engine {

using core::SimSpan;
using core::SimTime;

namespace {

constexpr std::size_t kSamples = 32; // of a chain, to find its median time

// Exact for every pair of points, where the signed difference could overflow. Precondition: from <= to.
std::uint64_t microsBetween(SimTime from, SimTime to) {
    return static_cast<std::uint64_t>(to.time_since_epoch().count()) -
           static_cast<std::uint64_t>(from.time_since_epoch().count());
}

// Its inverse: microsBetween(from, plusMicros(from, n)) == n.
SimTime plusMicros(SimTime from, std::uint64_t micros) {
    const std::uint64_t to = static_cast<std::uint64_t>(from.time_since_epoch().count()) + micros;
    return SimTime{SimSpan{static_cast<std::int64_t>(to)}};
}

bool isAfter(const QueuedEvent& a, const QueuedEvent& b) {
    return isBefore(b, a);
}

} // namespace

struct EventQueue::Survey {
    SimTime first = core::kNever;
    SimTime last{SimSpan::min()};
    SimTime median;
};

void EventQueue::clear() {
    m_heap.clear();
    m_frontSize = 0;
    m_frontEnd = core::kNever;
    m_isHeap = false;
    m_size = 0;
    m_rungs.clear();
    m_buckets.clear();
    m_freeChunk = kNone;
    m_usedChunks = 0;
}

void EventQueue::reserve(std::size_t n) {
    if (n <= kFrontMax) return;
    // Full chunks, and one that is not full in every bucket that holds something.
    const std::size_t chunks = n / kPerChunk + n / 3;
    m_chunks.reserve(chunks);
    m_nextChunk.reserve(chunks);
    m_buckets.reserve(n / 2 + kFrontMax);
    m_rungs.reserve(8);
}

// --- The front ---

void EventQueue::pushToHeap(const QueuedEvent& event) {
    ++m_frontSize;
    m_heap.push_back(event);
    std::push_heap(m_heap.begin(), m_heap.end(), isAfter);
}

void EventQueue::popFromHeap() {
    std::pop_heap(m_heap.begin(), m_heap.end(), isAfter);
    m_heap.pop_back();
    m_isHeap = m_frontSize != 0;
}

// One more event than the front can hold comes before m_frontEnd. All of them become a new, finest rung,
// still without buckets, so that every push goes to its rest until the next event is asked for and the right
// width can be seen.
void EventQueue::spillFront(const QueuedEvent& event) {
    const SimTime earliest = std::min(m_front[kFrontMax - 1].time, event.time);
    if (microsBetween(earliest, m_frontEnd) <= 1) {      // one instant cannot be parted by time
        m_heap.assign(m_front.rbegin(), m_front.rend()); // ascending is a heap
        m_isHeap = true;
        return pushToHeap(event);
    }
    Rung rung{.base = earliest, .end = m_frontEnd, .offset = std::uint32_t(m_buckets.size()), .rest = {}};
    for (const QueuedEvent& pending : m_front) add(rung.rest, pending);
    add(rung.rest, event);
    m_rungs.push_back(rung);
    m_frontSize = 0;
    m_frontEnd = SimTime{SimSpan::min()};
}

// Precondition: the front is empty.
void EventQueue::loadFront(const Chain& chain) {
    m_frontSize = chain.count;
    m_isHeap = chain.count > kFrontMax;
    if (m_isHeap) {
        drain(chain, [this](QueuedEvent event) { m_heap.push_back(event); });
        std::make_heap(m_heap.begin(), m_heap.end(), isAfter);
        return;
    }
    QueuedEvent* end = m_front.data();
    drain(chain, [&end](QueuedEvent event) { *end++ = event; });
    std::sort(m_front.data(), end, isAfter);
}

// --- The ladder ---

void EventQueue::pushToLadder(const QueuedEvent& event) {
    std::size_t level = m_rungs.size() - 1;
    while (event.time >= m_rungs[level].end) --level; // ends at the coarsest, whose end is kNever
    Rung& rung = m_rungs[level];
    // Before base only while there are no buckets (see spillFront): wherever the difference wraps to is rest.
    const std::uint64_t bucket = microsBetween(rung.base, event.time) >> rung.shift;
    add(bucket < rung.buckets ? m_buckets[rung.offset + bucket] : rung.rest, event);
}

// Brings the earliest events to the front. Precondition: the front is empty, the ladder is not.
void EventQueue::refill() {
    if (m_size <= kFewEvents) return fold();
    while (m_frontSize == 0) {
        Rung& rung = m_rungs.back();
        const Chain* const buckets = m_buckets.data() + rung.offset;
        while (rung.cursor < rung.buckets && buckets[rung.cursor].count == 0) ++rung.cursor;
        if (rung.cursor < rung.buckets) {
            openBucket(rung);
        } else if (rung.rest.count != 0) {
            spread(rung);
        } else {
            m_buckets.resize(rung.offset);
            m_rungs.pop_back();
        }
    }
}

// The cursor's bucket becomes the front or, if it is a crowd that time can part, the next finer rung.
void EventQueue::openBucket(Rung& rung) {
    const Chain bucket = m_buckets[rung.offset + rung.cursor];
    m_buckets[rung.offset + rung.cursor++] = Chain{};
    const std::uint64_t passed = std::uint64_t{rung.cursor} << rung.shift;
    const bool reachesEnd =
        passed >> rung.shift != rung.cursor || passed >= microsBetween(rung.base, rung.end);
    const SimTime end = reachesEnd ? rung.end : plusMicros(rung.base, passed);
    if (bucket.count > kFrontMax && rung.shift > 0) {
        m_rungs.push_back(
            {.base = rung.base, .end = end, .offset = std::uint32_t(m_buckets.size()), .rest = bucket});
        return;
    }
    m_frontEnd = end;
    loadFront(bucket);
}

EventQueue::Survey EventQueue::survey(const Chain& chain) const {
    Survey seen;
    std::array<SimTime, kSamples> samples;
    std::size_t sampled = 0;
    const std::size_t chunks = (chain.count + kPerChunk - 1) / kPerChunk;
    const std::size_t stride = std::max<std::size_t>(1, (chunks + kSamples - 1) / kSamples);
    std::size_t filled = (chain.count - 1) % kPerChunk + 1;
    std::size_t index = 0;
    for (std::uint32_t chunk = chain.chunk; chunk != kNone; chunk = m_nextChunk[chunk], filled = kPerChunk) {
        const QueuedEvent* const events = m_chunks[chunk].events;
        for (std::size_t i = 0; i < filled; ++i) {
            seen.first = std::min(seen.first, events[i].time);
            seen.last = std::max(seen.last, events[i].time);
        }
        if (index++ % stride != 0) continue;
        samples[sampled] = events[sampled % filled].time; // not always the oldest: pushes have rhythms
        ++sampled;
    }
    std::nth_element(samples.begin(), samples.begin() + sampled / 2, samples.begin() + sampled);
    seen.median = samples[sampled / 2];
    return seen;
}

// Gives a rung that is used up (or new) the buckets for its rest: as wide as suits the earlier half of it,
// and not more than half as many as there are events, which leaves the late ones of a long tail in the rest
// for next time.
void EventQueue::spread(Rung& rung) {
    const Chain chain = rung.rest;
    const Survey seen = survey(chain);
    const std::uint64_t width =
        microsBetween(seen.first, seen.median) / std::max<std::size_t>(1, chain.count / (2 * kPerBucket));
    rung.shift = width == 0 ? 0 : static_cast<std::uint32_t>(std::bit_width(width) - 1);
    const std::uint64_t needed = microsBetween(seen.first, seen.last) >> rung.shift;
    rung.base = seen.first;
    rung.buckets = static_cast<std::uint32_t>(std::min<std::uint64_t>(needed, chain.count / 2) + 1);
    rung.cursor = 0;
    rung.rest = Chain{};
    m_buckets.resize(rung.offset);
    m_buckets.resize(rung.offset + rung.buckets);
    drain(chain, [this, &rung](QueuedEvent event) {
        const std::uint64_t bucket = microsBetween(rung.base, event.time) >> rung.shift;
        add(bucket < rung.buckets ? m_buckets[rung.offset + bucket] : rung.rest, event);
    });
}

// Few events are left: all of them go to the front, and the ladder is put away.
void EventQueue::fold() {
    const auto toFront = [this](QueuedEvent event) { m_front[m_frontSize++] = event; };
    for (const Rung& rung : m_rungs) {
        for (std::uint32_t i = rung.cursor; i < rung.buckets; ++i) drain(m_buckets[rung.offset + i], toFront);
        drain(rung.rest, toFront);
    }
    m_rungs.clear();
    m_buckets.clear();
    m_freeChunk = kNone;
    m_usedChunks = 0;
    m_frontEnd = core::kNever;
    std::sort(m_front.data(), m_front.data() + m_frontSize, isAfter);
}

// --- Chains ---

void EventQueue::add(Chain& chain, const QueuedEvent& event) {
    const std::size_t filled = chain.count++ % kPerChunk;
    if (filled == 0) {
        const std::uint32_t chunk = takeChunk();
        m_nextChunk[chunk] = chain.chunk;
        chain.chunk = chunk;
    }
    m_chunks[chain.chunk].events[filled] = event;
}

std::uint32_t EventQueue::takeChunk() {
    if (m_freeChunk != kNone) {
        const std::uint32_t chunk = m_freeChunk;
        m_freeChunk = m_nextChunk[chunk];
        return chunk;
    }
    if (m_usedChunks == m_chunks.size()) {
        m_chunks.emplace_back();
        m_nextChunk.push_back(kNone);
    }
    return m_usedChunks++;
}

// Shows each event and frees the chunks. By value and index: visit may add to other chains and move m_chunks.
template <typename Visit> void EventQueue::drain(Chain chain, Visit visit) {
    std::size_t filled = (chain.count - 1) % kPerChunk + 1;
    for (std::uint32_t chunk = chain.chunk; chunk != kNone; filled = kPerChunk) {
        for (std::size_t i = 0; i < filled; ++i) visit(m_chunks[chunk].events[i]);
        const std::uint32_t next = m_nextChunk[chunk];
        m_nextChunk[chunk] = m_freeChunk;
        m_freeChunk = chunk;
        chunk = next;
    }
}

} // namespace nueves::engine
