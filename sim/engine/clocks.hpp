// Clocks that run, and the doors for chance (architecture.md, section 1).
//
// Model code asks here to start and stop clocks and to choose; it draws nothing and keeps no fire time. Who stands
// behind the doors (sampling, listing of states) reads the table of clocks, which says everything about them:
// the law, the work already done as a stage, the speed. A clock is named by its slot.
//
// Failure clocks of exponential law are *candidates*: they tick in absolute time and are accepted with probability =
// their present speed, which the model is asked for when one ticks; so they need no start, stop or speed.
#pragma once

#include "sim/core/calendar.hpp"
#include "sim/core/id.hpp"
#include "sim/core/law.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nueves::engine {

using ClockId = core::Id<struct ClockTag>;
using LawId = core::Id<struct LawTag>;
using ProfileId = core::Id<struct ProfileTag>;
using StreamId = core::Id<struct StreamTag>;

// Order of events of one instant: coming back before going (semantics.md, section 1).
enum class Rank : std::uint8_t { ends, calendar, level, knows, fails };

// What a clock means when it fires: a plain value, read by behaviour/.
struct Event {
    std::uint8_t kind = 0;
    std::uint32_t subject = 0;
};

struct ClockSpec {
    Event event;
    Rank rank = Rank::ends;
    bool candidate = false;
    LawId law;              // candidates: the law; others are given one at each start
    StreamId stream;        // candidates: the stream of their ticks
    std::string entity;     // full name and purpose, for refusals and logs
    std::string purpose;
};

enum class ClockStatus : std::uint8_t { idle, running };

// Physics: status, law, stage, speed, profile. Bookkeeping of sampling: the rest.
struct Clock {
    ClockStatus status = ClockStatus::idle;
    std::uint8_t stage = 0;           // phases of an Erlang law already passed (listing of states only)
    bool dated = false;               // set by at(): fires at `due`, whatever the speed
    std::uint32_t generation = 0;     // a queued event of another generation is stale
    LawId law;
    StreamId stream;
    ProfileId profile;                // speed 0 outside it; none: always
    double speed = 1.0;
    core::SimSpan remaining{};        // work left at `since`
    core::SimTime since{};
    core::SimTime due = core::kNever;
};

} // namespace nueves::engine
