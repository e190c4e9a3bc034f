// What is counted while requests are replayed. Integers only: records of several histories merge to the same
// bytes in any order.
#pragma once

#include "sim/analysis/statistics/latency_histogram.hpp"
#include "sim/methods/requests/window.hpp"

#include <cstdint>
#include <vector>

namespace nueves::methods {

// Of intents that fall into the measured part. intents = answered + lost + underWay.
struct DemandRecord {
    std::uint64_t intents = 0;          // users' wishes, repeats not counted
    std::uint64_t answered = 0;         // by an attempt that was answered well and in time
    std::uint64_t lost = 0;             // given up
    std::uint64_t underWay = 0;         // when the window closed
    std::uint64_t retries = 0;          // attempts after the first
    std::uint64_t denied = 0;           // retries that the budget did not allow
    std::uint64_t tooLate = 0;          // attempts whose time-out passed
    std::uint64_t wasted = 0;           // services whose user was gone
    // Intents that came to their end in the measured part, whenever they were meant.
    std::uint64_t endedWell = 0, endedLost = 0;
    analysis::LatencyHistogram latency; // of those answered: from the intent, all attempts included
    void merge(const DemandRecord& other);
    friend bool operator==(const DemandRecord&, const DemandRecord&) = default;
};

// Of what happens in the measured part.
struct StationRecord {
    std::uint64_t arrivals = 0;      // attempts
    std::uint64_t served = 0;        // services completed, for somebody or nobody
    std::uint64_t wasted = 0;        // of those, for nobody
    std::uint64_t turnedAway = 0;    // found the line full
    std::uint64_t shed = 0;          // above the rate let in
    std::uint64_t refused = 0;       // nobody in rotation, needs not met, or a target that refuses
    std::uint64_t limited = 0;       // above what one user, or all together, may ask
    std::uint64_t wrong = 0;         // answered wrongly, at once
    std::uint64_t ejected = 0;       // times that a target was left out for its answers
    std::uint64_t expired = 0;       // order deadline: thrown away unserved
    std::uint64_t broken = 0;        // their target died, or a call they need failed
    analysis::WideSum present;       // ns x requests at targets
    analysis::WideSum busy;          // ns x workers
    analysis::LatencyHistogram wait; // of those who got a worker
    void merge(const StationRecord& other);
    friend bool operator==(const StationRecord&, const StationRecord&) = default;
};

// Of a call of one station by another.
struct CallRecord {
    std::uint64_t calls = 0;     // wanted
    std::uint64_t hits = 0;      // answered by the cache
    std::uint64_t failed = 0;    // after the last attempt
    std::uint64_t fallbacks = 0; // of those, answered another way
    std::uint64_t retries = 0;
    std::uint64_t tooLate = 0; // attempts whose time-out passed; of messages: those done after it
    std::uint64_t done = 0;    // messages that were worked on to the end
    std::uint64_t cut = 0;     // attempts that an open breaker did not let out
    std::uint64_t opened = 0;  // times that a breaker opened
    void merge(const CallRecord& other);
    friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

// Row r is the instant (r + 1) x every; counts are of the stretch that ends there. Warm-up included.
struct RequestTimeline {
    struct AtStation {
        std::uint32_t present = 0, busy = 0;
        std::uint64_t arrived = 0, served = 0; // at targets
        friend bool operator==(const AtStation&, const AtStation&) = default;
    };
    struct OfDemand {
        std::uint32_t orbit = 0; // users who wait to try again
        std::uint64_t intents = 0, answered = 0, lost = 0, retries = 0;
        friend bool operator==(const OfDemand&, const OfDemand&) = default;
    };
    Nanos every = 0;
    std::vector<std::vector<AtStation>> stations; // row by row, per station
    std::vector<std::vector<OfDemand>> demands;   // row by row, per demand
    friend bool operator==(const RequestTimeline&, const RequestTimeline&) = default;
};

struct RequestRecord {
    Nanos measured = 0;       // length of the measured part, of all histories merged
    std::uint64_t events = 0; // a measure of the work, and of what happened
    std::vector<DemandRecord> demands;
    std::vector<StationRecord> stations;
    std::vector<CallRecord> calls; // per edge; of users' edges nothing
    RequestTimeline timeline;      // of one history: merging keeps the first
    void merge(const RequestRecord& other);
    double meanPresent(std::size_t station) const {
        return stations[station].present.value() / double(measured);
    }
    double meanBusy(std::size_t station) const { return stations[station].busy.value() / double(measured); }
    friend bool operator==(const RequestRecord&, const RequestRecord&) = default;
};

} // namespace nueves::methods
