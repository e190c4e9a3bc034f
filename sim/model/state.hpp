// A run's state: one value that can be copied, compared and saved (architecture.md, section 2).
//
// Physics decides what can happen next; bookkeeping (counters of draws, what was already reported) does not.
// No pointers, no closures.
#pragma once

#include "sim/model/system.hpp"
#include "sim/model/traffic_state.hpp"

#include <cstdint>
#include <vector>

namespace nueves::model {

enum class Fault : std::uint8_t { idle, silent, known }; // silent: active, nobody knows

struct ModeState {
    Fault fault = Fault::idle;
    bool hidden = false;       // found by inspection, use or an outage only
    bool falseAlarm = false;   // healthy and being repaired
    bool harmed = false;       // memoryLeak: has killed or starved once
    bool ownRestart = false;   // the restart under way is this fault's own doing, and does not cure it
    RootId root;               // who set it going: the mode itself, or what struck it from outside
};

enum class JobStatus : std::uint8_t { idle, waitsForSwitch, waitsForCrew, waitsForPiece, running, gaveUp };
struct JobState {
    JobStatus status = JobStatus::idle;
    std::uint8_t attempt = 0;
    std::uint8_t phase = 0;
    bool hasHand = false;
    core::SimTime asked{};     // when this attempt first asked for its crew: the place in the queue
    JobId next;                // in the waiting list of a crew or a stock
    core::SimTime handSince{}; // bookkeeping: when it got its hand
};

struct Queue {
    JobId head, tail;
};
struct CrewState {
    std::uint32_t inHand = 0;
    Queue waiting;
    core::SimSpan busy{};      // bookkeeping: hand time at work in shifts, of jobs that gave their hand back
};
struct StockState {
    std::uint32_t stock = 0;
    std::uint32_t ordered = 0;
    Queue waiting;
    std::uint64_t taken = 0;   // bookkeeping: pieces asked for so far
};

struct PairState {
    bool switching = false;
    bool stranded = false;     // an active member is lost and there was no reserve: the next that works takes over
    bool failingBack = false;
    std::uint8_t from = 0, to = 0; // members, while switching
};

enum class Planned : std::uint8_t { idle, due, running };

struct ThingState {
    bool needsStart = false;   // was stopped by something else: goes through its start-up when supplied again
    bool seenSupplied = true;  // bookkeeping: what was last acted upon
    bool seenRuns = true;
    double reserve = 1.0;      // speed of failure clocks: a cold reserve 0
};

struct Probes {
    std::int64_t sent = 0;     // since the start
    std::int64_t contrary = 0; // of them the last ones in a row that found the target otherwise than its bit says
};

struct State {
    Signals signals;
    std::vector<engine::Clock> clocks;
    std::vector<ModeState> modes;
    std::vector<JobState> jobs;
    std::vector<CrewState> crews;
    std::vector<StockState> stocks;
    std::vector<PairState> pairs;
    std::vector<Planned> planned;
    std::vector<std::uint64_t> plannedDates; // how many dates of each planned work have passed
    std::uint32_t dueWorks = 0;              // how many are due and wait for their conditions
    std::vector<ThingState> things;
    std::vector<core::SimSpan> charge;       // per battery, at the last change
    std::vector<core::SimTime> chargedAt;
    std::vector<RootId> supplyRoot;          // per battery: who cut its input
    std::vector<RootId> fuelRoot;            // per generator: who made it burn its fuel
    std::vector<core::SimSpan> probePhase;   // per rotation bit
    std::vector<Probes> probes;              // per rotation bit, at the last change
    std::vector<RootId> rotationRoots;       // per rotation bit: who made its target unhealthy
    TrafficState traffic;
    FleetState fleet;
    // bookkeeping
    std::vector<std::uint32_t> occurrences;  // per stream: draws so far
    core::SimTime now{};
};

} // namespace nueves::model
