// Users and requests: the compiled plan of demand, stations and calls (semantics.md, section 12).
//
// One plan for both clocks: behaviour/traffic integrates it as rates over years, methods/requests replays a
// window of it request by request. Empty without demand. A *station* is a service that requests reach; an
// *edge* brings requests to a station: from users (a demand) or from another station (a call). Times in
// seconds, rates per second: below the microsecond of structural events both clocks count finer.
#pragma once

#include "sim/core/law.hpp"
#include "sim/engine/clocks.hpp"
#include "sim/model/forecast.hpp"
#include "sim/model/hpa.hpp"
#include "sim/model/ids.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nueves::behaviour::traffic {
class AnswerTables; // the plan carries them for the layer above, and looks at nothing inside
}

namespace nueves::model {

// Piecewise linear in simulated time; constant before the first and after the last knot. Two knots of one
// time: a jump.
struct Curve {
    std::vector<double> times;  // s since the start, not decreasing
    std::vector<double> values; // >= 0
};

// A passing crowd of uncertain size, on top of the rest: rises in a straight line, lasts, fades in a straight
// line.
struct Crowd {
    std::string name;
    double begins = 0.0, rise = 0.0, lasts = 0.0, fades = 0.0; // s
    engine::LawId peak; // users (closed) or requests per second (open), drawn once a history
    engine::StreamId peakStream;
    RootId root;
};

struct Retries {         // of a user whose attempt failed or came too late
    int times = 0;       // attempts after the first
    double after = 0.0;  // s, wait before the next attempt
    double factor = 1.0; // back-off: each wait is this times the one before
    bool jitter = false; // full jitter: the wait is uniform between 0 and that
    // The wait is exponential with that mean: people, who try again when it occurs to them.
    bool memoryless = false;
    double budget = 0.0; // > 0: retries at most this share of first attempts
};

struct Demand {
    std::string name;
    std::uint32_t edge = 0; // of Traffic::edges
    Curve curve;            // users, or requests per second
    bool users = false;     // curve counts users: each asks, waits for the answer, thinks, asks again
    engine::LawId think;    // users only
    double growth = 0.0;    // per year, compound
    std::vector<Crowd> crowds;
    double dispersion = 0.0; // > 0: the rate wavers; variance of its factor over one stretch of `burst`
    double burst = 0.0;      // s, how long one value of the factor holds
    engine::StreamId burstStream;
    bool hostile = false; // nobody misses its answers
    double clients = 0.0; // open: among so many it is spread; 0: each request is another's
    Retries retries;
    RootId root;
};

enum class Order : std::uint8_t {
    fifo,
    lifo,
    deadline
}; // deadline: who has waited past the time-out is not served
enum class Choice : std::uint8_t {
    uniform,          // each request to any target
    roundRobin,       // in turn
    twoChoices,       // two at random, the one with fewer requests
    leastConnections, // the one with the fewest requests of all
    sticky,           // a user stays with a target
    first,            // all to the first in rotation
    weighted,         // in turn, the more often the heavier
};

struct Breaker {         // of a caller towards one station
    double errors = 0.0; // share of failures that opens it; 0: none
    double window = 0.0; // s over which they are counted
    double open = 0.0;   // s until it lets a trial through
};
struct Call {              // of one station by another, while its worker waits
    double times = 1.0;    // calls per request
    bool parallel = false; // beside the calls before it, not after them
    bool later = false;    // put into the queue of the one called; the caller goes on at once
    double timeout = 0.0;  // s
    Retries retries;
    bool fallback = false;  // a failed call is answered another way: the request does not fail
    double cacheHit = 0.0;  // share of calls that a warm cache of the caller answers
    double cacheFill = 0.0; // requests after which a cold cache is warm to 1 - 1/e
    Breaker breaker;
    int pool = 0; // connections of one caller; 0: no bound
};

struct Edge {
    std::uint32_t to = 0;              // station
    std::optional<std::uint32_t> from; // station that calls; none: users
    double timeout = 0.0;              // s; of users: the station's own `timeout`
    double size = 1.0;                 // work of one of its requests, over the station's `takes`
    Call call;                         // of stations only
};

struct Ejection { // of targets that answer badly: a passive health check
    double errors = 0.0;   // share of what is sent to it that fails; 0: none
    double window = 10.0;  // s between two looks, at its multiples
    double requests = 0.0; // sent to it in a window, at least
    double lasts = 30.0;   // s, times how often in a row
    double most = 0.1;     // share of the targets that may be out; always one, never the last
};

struct Target { // a replica as traffic sees it
    ThingId thing;
    GateId speed;      // real gate: works, is reached, share of its speed
    GateId wanted;     // none: always. False: scaled away, nobody sends it anything
    GateId inRotation; // none: always
    GateId right;      // real gate: share of its answers that is right. None: all
    GateId answers;    // the machine below answers at all: a refusal comes at once, else the time-out passes
    double weight = 1.0; // of what is sent, over that of the others
};

struct Station {
    std::string name;
    ServiceId service;
    GateId needs;                // none: always met
    std::vector<GateId> tiers;   // each a factor of what arrives
    std::vector<Target> targets; // as many as it can ever have
    Choice choice = Choice::uniform;
    core::Law takes;           // s of work of one request on an idle machine, calls not counted
    double cpuShare = 1.0;     // of `takes`, on the CPU: it slows down when the machine has too little
    double cpuRequest = 0.0;   // cores asked for per replica; 0: none stated
    double cores = 1.0;        // most that one replica can use: its limit, or the machine's
    std::vector<double> sizes; // cores, of each size it can be given instead; empty: always `cores`
    int workers = 1;           // requests served at once by one replica; each takes up to one core
    double queue = 0.0;        // more that may wait; infinity: no bound
    Order order = Order::fifo;
    bool fed = false; // its targets take what is there to do from one queue, where it waits until it is done
    double timeout = 0.0;   // s, the patience of its users; infinity
    double warm = 0.0;      // s after a start during which it serves more slowly
    double coldSpeed = 1.0; // share of its speed at the beginning of `warm`
    double shedAbove =
        0.0; // > 0: requests per second and replica let in at most; the rest is refused at once
    double limitPerUser = 0.0;        // > 0: requests per second of one user or client let through at most
    double limitTotal = 0.0;          // > 0: of all together, whoever asks
    double slowStart = 0.0;           // s, until a target that comes into rotation has its whole share
    Ejection eject;
    double listAge = 0.0;             // s, until those who send know that a target is wanted, or is not
    std::vector<std::uint32_t> calls; // edges from here, in order
    // Leaves: false while less than the required share is answered in time; the service is up while one is
    // true. Several, so that each root whose removal alone would help stands at one. Empty: the service
    // counts replicas.
    std::vector<GateId> answered;
};

// How many targets of a station are wanted, and who says so.
struct Scaling {
    enum class By : std::uint8_t { steps, hpa, forecast, vertical };
    By by = By::steps;
    std::uint32_t station = 0;
    bool lodges = false;       // where its targets are is decided with the machines: see Fleet
    int initial = 1;           // wanted at the start; targets 1 .. initial
    std::vector<double> times; // steps: s, from when on
    std::vector<int> wanted;   //        how many
    HpaSettings hpa;    // of targets: utilisation = CPU, average = requests per second; bounds: forecast too
    double sync = 15.0; // s between two looks
    double metricDelay = 0.0;   // hpa: s, age of what it sees
    double metricWindow = 30.0; // hpa: s that a sample averages over
    double ahead = 0.0;         // forecast: s; as many as the most that is expected within them needs
    double perTarget = 0.0;     // forecast: requests per second that one target is meant to have
    ForecastShape shape;
    double above = 1.0,
           below = 0.0;    // vertical: share of its cores beyond which it grows, and below which it shrinks
    double settle = 300.0; // vertical: s between two resizes
    engine::LawId takes;   // vertical: s that a resize holds it down, before it starts up again
    engine::StreamId takesStream;
    RootId root; // vertical: of the time that resizes take
};

struct Machine {        // a CPU that targets share
    double cores = 0.0; // after overhead
    struct User {
        std::uint32_t station = 0, target = 0;
    };
    std::vector<User> users;
};

struct Traffic {
    std::vector<Demand> demands;
    std::vector<Station> stations; // callees before callers
    std::vector<Edge> edges;
    std::vector<Machine> machines;
    std::vector<Scaling> scalings;
    engine::ClockId clock; // of the next instant that matters to traffic
    // How long answers take, worked out once for all who run this plan or a copy of it. Null: each who runs it
    // works it out for himself.
    std::shared_ptr<const behaviour::traffic::AnswerTables> answerTables;
    bool empty() const { return stations.empty(); }
};

} // namespace nueves::model
