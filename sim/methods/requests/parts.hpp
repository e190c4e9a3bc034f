// What a replay keeps about requests, callers, targets and machines: plain values that name one another by
// slot.
#pragma once

#include "sim/methods/requests/meter.hpp"
#include "sim/methods/requests/numbers.hpp"
#include "sim/methods/requests/pool.hpp"
#include "sim/methods/requests/window.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace nueves::methods::requests {

// Who waits for an attempt.
struct Caller {
    enum class Kind : std::uint8_t { nobody, user, call };
    Nanos intent = 0;             // users: when the answer was first wished for
    std::uint32_t of = kNone;     // users: demand; calls: branch
    std::uint32_t tenant = kNone; // users of a closed demand: of the pool; calls: generation of the branch
    std::uint32_t attempt = 0;    // failures before this one
    std::uint32_t client = kNone; // open demand with clients: which
    std::uint32_t stuck = kNone;  // sticky: target, among all
    Kind kind = Kind::nobody;
};

enum class Phase : std::uint8_t {
    waits,    // in line
    computes, // shares a CPU
    works,    // at the target's own pace
    calls,    // for the answers of others
    hangs,    // at a target that says nothing
};

inline constexpr Nanos kLongAgo = std::numeric_limits<Nanos>::min() / 2;

struct Request { // one attempt, from its arrival until its target is done with it
    Nanos arrived = 0, began = 0;
    Nanos since = 0;    // works: when `work` was left
    double work = 0.0;  // works: ns at full pace, at `since`
    double takes = 0.0; // ns
    Caller caller;
    std::uint32_t generation = 0;
    std::uint32_t next = kNone, previous = kNone; // in its target's line
    std::uint32_t later = kNone, sooner = kNone;  // in its edge's row of time-outs
    std::uint32_t edge = kNone;
    std::uint32_t target = kNone;   // among all
    std::uint32_t branches = kNone; // first of those under way
    std::uint32_t open = 0;         // branches that are not done
    std::uint16_t nextCall = 0;     // of its station's calls
    Phase phase = Phase::waits;
    bool live = false;
};

struct Branch {                                 // one call of a request: so many times, one after another
    std::uint32_t generation = 0, next = kNone; // of the same request
    std::uint32_t request = kNone, edge = kNone;
    std::uint32_t child = kNone; // its attempt under way; none: waits to try again
    std::uint32_t left = 0;      // times still to be made
    std::uint32_t attempt = 0;
    std::uint32_t stuck = kNone;
    bool connected = false; // holds a connection of its caller's pool
    bool trial = false;     // the one that a half-open breaker let out
    bool live = false;
};

struct Orbiting { // a user between two attempts
    Caller caller;
    std::uint32_t generation = 0, next = kNone;
    bool live = false;
};

// Lets through what a rate allows, and what was saved up to `depth`.
struct Tokens {
    double left = 0.0;
    bool take() {
        if (left < 1.0) return false;
        left -= 1.0;
        return true;
    }
    void add(double more, double depth) { left = left + more < depth ? left + more : depth; }
};

struct Allowance {               // tokens, and when they were last counted
    Tokens tokens{.left = -1.0}; // < 0: never asked before, so there is all that can be saved up
    Nanos at = 0;
};

struct User {
    std::uint32_t demand = 0, number = 0;
    std::uint32_t thoughts = 0;
    std::uint32_t stuck = kNone;
    bool asleep = true;
    Allowance let{}; // of a limit per user
};

struct Row { // of time-outs of one edge: all as long, so in order of arrival
    std::uint32_t first = kNone, last = kNone;
    Nanos patience = kNeverNanos;
    bool watched = false; // an event is pending for the first
};

inline constexpr double kBudgetDepth = 10.0; // repeats that a retry budget saves up (assumed)
inline constexpr double kLetInDepth = 1.0;   // s of its rate that a limiter saves up (assumed)

struct Breaker {
    enum class State : std::uint8_t { closed, open, trying };
    static constexpr std::size_t kParts = 10; // of the window that slides
    State state = State::closed;
    Nanos until = 0;
    std::uint64_t part = 0; // number of the newest since the window's start
    std::array<std::uint32_t, kParts> good{}, bad{};
};

struct Client {          // a replica as caller over one edge
    double warmth = 0.0; // of its cache
    Tokens budget;
    Breaker breaker;
    std::uint32_t connected = 0;                                // connections in use
    std::deque<std::pair<std::uint32_t, std::uint32_t>> queued; // for one: branch, generation
};

struct EdgeState {
    Row row;
    std::uint32_t demand = kNone; // that comes over it; none: a call
    double filling = 0.0;         // of what a cache lacks, by one miss
    Numbers times, hits, jitter;
    std::uint64_t counted = 0; // requests that came to this call
    std::uint64_t asked = 0;   // calls
    std::uint64_t repeated = 0;
    std::vector<Client> clients; // per target of the caller
    Ended ended{};               // calls; of messages those that are done
};

struct Running { // on a shared CPU: done when its target's clock of CPU time stands at `end`
    double end = 0.0;
    std::uint32_t slot = 0;
};

struct TargetState {
    std::uint32_t station = 0;
    std::uint32_t present = 0, busy = 0;
    std::uint32_t workers = 1;
    model::Order order = model::Order::fifo;
    bool calls = false;                        // others, for its requests
    std::uint32_t first = kNone, last = kNone; // of the line
    model::Conduct conduct = model::Conduct::serves;
    bool reached = true;
    bool shared = false; // its CPU may be wanted by more than it serves at full speed
    bool cold = false;
    double speed = 1.0;           // that faults leave
    double wrong = 0.0;           // share answered wrongly
    double pace = 1.0;            // the same, cold start included
    std::uint32_t generation = 0; // of its events
    double weight = 1.0;          // of what is sent
    Nanos newSince = kLongAgo;    // when it came into rotation
    double turn = 0.0;            // in turn by weight: what it is owed
    std::uint32_t well = 0, badly = 0; // answers since the last look of who may eject it
    std::uint64_t letIn = 0;           // requests that might stand in line
    double computed = 0.0;             // ns of work of those whose own part is done
    model::Membership judged{};        // by them; s since the window's start
    Allowance let;
    // Shared CPU.
    std::uint32_t machine = kNone; // if that can be short of cores
    std::uint32_t ends = 0;        // generation of the pending end of a computation
    double rate = 0.0;             // ns of CPU time per ns, of each that computes
    double clock = 0.0;            // ns, at `at`
    Nanos at = 0;
    double promised = -1.0;       // `end` that the pending event stands for; < 0: none
    std::vector<Running> running; // heap, the first to end on top
};

struct StationState {
    const model::Station* plan = nullptr;
    std::uint32_t first = 0; // of its targets, among all
    std::uint32_t places = 1;
    double entering = 1.0;
    double cores = 1.0;     // of one target
    double computing = 0.0; // share of a service on the CPU
    std::uint64_t arrivals = 0;
    std::uint32_t turn = 0;              // round robin: place in the rotation
    bool uneven = false;                 // targets do not all weigh the same, or not always
    Allowance let{};                     // of all that come
    std::uint64_t overOne = 0;           // arrivals above what one user may ask
    std::vector<std::uint32_t> rotation; // among all
    std::deque<std::uint32_t> queue;     // fed: what waits, the oldest first
    Draws takes;
    Numbers choice, second, tier, wrong;
};

struct MachineState {
    double cores = 0.0;
    std::vector<std::uint32_t> targets;
};

} // namespace nueves::methods::requests
