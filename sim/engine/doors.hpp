// The doors for chance: all that model code may ask of time and luck (architecture.md, section 1).
//
// Who implements them decides what chance means: sampling draws, listing follows every branch. A method that cannot
// honour a request throws Refusal, naming the entity and the reason; that refusal, not a list kept by hand, decides
// what can be solved exactly.
#pragma once

#include "sim/engine/clocks.hpp"

namespace nueves::engine {

struct Refusal {
    std::string entity; // "server[1] X.repair"
    std::string reason; // code: "law" "profile" "date" "level"
};

class Doors {
  public:
    virtual ~Doors() = default;
    virtual core::SimTime now() const = 0;
    // Runs `law` down at speed 1 (0 outside `profile`), then fires. One draw is made now and kept.
    virtual void start(ClockId clock, LawId law, StreamId stream, ProfileId profile) = 0;
    // As start, for a life that has been going on for ever: the remaining work is the stationary residual.
    virtual void startAged(ClockId clock, LawId law, StreamId stream, ProfileId profile) = 0;
    virtual void stop(ClockId clock) = 0;
    virtual void setSpeed(ClockId clock, double speed) = 0;
    // Fires at a fixed date, not before now.
    virtual void at(ClockId clock, core::SimTime date) = 0;
    // Fires when a level that moves at constant speed has gone `span` further; stopped and resumed by setSpeed.
    virtual void reaches(ClockId clock, core::SimSpan span) = 0;
    // Of the level behind `clock`: how far it still has to go.
    virtual core::SimSpan left(ClockId clock) const = 0;
    // Is this stretch of the calendar on now? `clock` asks, for refusals.
    virtual bool isOn(ProfileId profile, ClockId clock) = 0;
    // One of two branches now; p in (0, 1). index: which number within the draw.
    virtual bool chance(StreamId stream, double p, std::uint32_t index) = 0;
    // A number in (0, 1) that is no branch: a phase. Methods that follow every branch refuse.
    virtual double phase(StreamId stream) = 0;
};

} // namespace nueves::engine
