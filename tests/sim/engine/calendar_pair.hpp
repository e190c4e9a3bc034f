// The calendar next to std::priority_queue, and patterns of times to try them with.
#pragma once

#include "sim/engine/event_queue.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <random>
#include <vector>

namespace nueves::engine {

inline QueuedEvent eventAt(std::int64_t micros, std::uint32_t order = 0, std::uint32_t generation = 0) {
    return {core::SimTime{core::SimSpan{micros}}, order, generation};
}

struct Later {
    bool operator()(const QueuedEvent& a, const QueuedEvent& b) const {
        if (a.time != b.time) return a.time > b.time;
        if (a.order != b.order) return a.order > b.order;
        return a.generation > b.generation;
    }
};

using Oracle = std::priority_queue<QueuedEvent, std::vector<QueuedEvent>, Later>;

// Both calendars side by side; a difference is remembered.
struct CalendarPair {
    EventQueue queue;
    Oracle oracle;
    std::mt19937_64 random{20240607};
    std::int64_t now = 0;
    bool agrees = true;

    void push(std::int64_t micros) {
        const auto bits = random();
        const QueuedEvent event = eventAt(micros, std::uint32_t(bits), std::uint32_t(bits >> 32));
        queue.push(event);
        oracle.push(event);
        agrees = agrees && queue.size() == oracle.size();
    }
    // Saturates just before kNever, which is never pending.
    void pushAfter(std::int64_t gap) {
        push(now + std::min(gap, core::kNever.time_since_epoch().count() - 1 - now));
    }
    void pop() {
        agrees = agrees && !queue.empty() && queue.top() == oracle.top();
        now = oracle.top().time.time_since_epoch().count();
        oracle.pop();
        queue.pop();
        agrees = agrees && queue.empty() == oracle.empty() && queue.size() == oracle.size();
    }
    void popAll() {
        while (!oracle.empty() && agrees) pop();
    }
    double uniform() { return (double(random() >> 11) + 0.5) * 0x1p-53; }
    std::int64_t exponential(double meanMicros) { return std::llround(-std::log(uniform()) * meanMicros); }
};

inline constexpr double kHour = 3.6e9; // microseconds

// How far ahead of now the next event of a pattern lies, in microseconds.
using Gap = std::int64_t (*)(CalendarPair&);

inline std::int64_t exponentialGap(CalendarPair& p) {
    return p.exponential(kHour);
}
inline std::int64_t equalGap(CalendarPair&) {
    return std::int64_t(kHour);
}
inline std::int64_t noGap(CalendarPair&) {
    return 0;
}
inline std::int64_t tinyGap(CalendarPair& p) {
    return std::int64_t(p.random() % 4);
}
inline std::int64_t roundGap(CalendarPair& p) {
    return std::int64_t(p.random() % 5) * std::int64_t(kHour);
}
inline std::int64_t skewedGap(CalendarPair& p) {
    return std::int64_t(std::exp(40.0 * p.uniform()));
} // 1 us to 7400 years
inline std::int64_t twoScalesGap(CalendarPair& p) {
    return p.exponential(p.random() % 2 ? kHour * 1000 : kHour * 1e-6);
}
inline std::int64_t rareJumpGap(CalendarPair& p) {
    return p.random() % 1000 ? p.exponential(1e4) : core::kYear.count() * 50;
}
inline std::int64_t farGap(CalendarPair& p) {
    return core::kYear.count() * std::int64_t(p.random() % 100);
}

struct Pattern {
    const char* name;
    Gap gap;
};
inline constexpr Pattern kPatterns[] = {
    {"exponential", exponentialGap}, {"all gaps equal", equalGap},
    {"all at one instant", noGap},   {"a few microseconds", tinyGap},
    {"many ties", roundGap},         {"skewed over seventeen decades", skewedGap},
    {"two scales", twoScalesGap},    {"rare jumps of fifty years", rareJumpGap},
    {"whole years", farGap}};

} // namespace nueves::engine
