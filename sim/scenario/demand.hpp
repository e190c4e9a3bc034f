// Users and requests as a person describes them: demand, the work that it makes, calls, scaling.
//
// Users are numbers, rates requests per second, times seconds, shares numbers in [0, 1].
// Meaning of every key: resources/help/semantics.md, section 12.
#pragma once

#include "sim/core/calendar.hpp"
#include "sim/core/law.hpp"
#include "sim/core/text.hpp"
#include "sim/core/time.hpp"
#include "sim/scenario/expression.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nueves::scenario {

struct ProfileKnot {
    int second = 0; // of the local day, 0 to 86400
    double value = 0.0;
};
// Days that are alike. Of those that fit a day the most special holds: a date, then holidays, then weekdays.
struct DayProfile {
    std::uint8_t days = 0; // bit 0 = Monday
    bool holidays = false;
    std::optional<core::CivilDate> date;
    std::vector<ProfileKnot> knots; // ascending, not empty; two of one second: a jump
};
struct Profile {
    std::vector<DayProfile> days; // dates first, then holidays, then weekdays; a constant: one of all days
    bool constant = false;        // said with a single value
};

enum class Jitter { none, full, exponential };
struct Retries {
    int times = 0; // attempts after the first
    double after = 0.0;
    double factor = 1.0;
    Jitter jitter = Jitter::none;
    std::optional<double> budget; // share of first attempts
    Mark mark;
};

struct Burst {
    double index = 1.0; // variance over mean of the requests within `holds`
    double holds = 0.0;
};

enum class Repeat { no, day, week };
// A recorded demand. Times are seconds of the local clock since 1970-01-01 00:00 as a wall shows them.
struct TracePoint {
    double wall = 0.0;
    double value = 0.0; // users, or requests per second
};
struct Trace {
    std::string file, time, value, unit;
    double scale = 1.0;
    Repeat repeat = Repeat::no;
    bool users = false;                                    // what `unit` says
    std::shared_ptr<const std::vector<TracePoint>> points; // ascending in time, at least two
    Mark mark;
};

// Somebody's great day: comes on top of the rest.
struct Event {
    std::string name;
    core::Text title;
    std::vector<core::CivilDate> on; // ascending
    int at = 0;                      // second of the local day
    core::Law peak;                  // users, or requests per second
    bool peakIsRate = false;
    double rise = 0.0, lasts = 0.0, fades = 0.0;
    Mark mark;
};

struct Growth {
    double perYear = 0.0; // compound
};

struct Demand {
    std::string id;
    core::Text title;
    std::optional<Selector> to;
    std::optional<Profile> users, rate; // exactly one of users, rate, trace
    std::optional<Trace> trace;
    std::optional<core::Law> think; // of users
    double size = 1.0;              // work of a request, over that of the service
    bool hostile = false;           // an attack: nobody misses its answers
    std::optional<int> clients;     // of a rate: among so many it is spread
    Retries retries;
    std::optional<Growth> growth;
    std::optional<Burst> burst;
    std::vector<Event> events; // sorted by name
    Mark mark;

    bool isUsers() const { return users.has_value() || (trace && trace->users); }
};

enum class QueueOrder { fifo, lifo, deadline };
struct Work {
    core::Law takes;
    double cpu = 1.0; // share of `takes` that computes
    int workers = 1;
    std::optional<int> queue; // absent: no bound
    QueueOrder order = QueueOrder::fifo;
    std::optional<double> timeout; // absent: callers wait for ever
    double warm = 0.0;
    std::optional<double> cold; // share of the speed during `warm`; absent: kColdAssumed
    Mark mark;
};
inline constexpr double kColdAssumed = 0.5;

struct Cache {
    double hit = 0.0;  // when warm
    double fill = 0.0; // requests
};
struct Breaker {
    double errors = 0.0, window = 0.0, open = 0.0;
};
enum class CallOrder { sequence, parallel, later };
struct Call {
    Selector to;        // a service
    double times = 1.0; // per request
    std::optional<double> timeout;
    Retries retries;
    bool fallback = false;
    // After the call before it, beside it, or put into the queue of the service called.
    CallOrder order = CallOrder::sequence;
    std::optional<Cache> cache;
    std::optional<Breaker> breaker;
    std::optional<int> pool; // connections of a replica
    Mark mark;
};

struct Image {
    double size = 0.0; // bytes
    double rate = 0.0; // bytes/s
};

enum class ScalingBy { schedule, manual, hpa, forecast, vertical, nodes };
struct PlannedSize {
    std::optional<core::Window> during; // schedule
    core::SimTime at{};                 // manual
    int replicas = 1;
};
struct ScalingMetrics {
    std::optional<double> cpu;      // share of the request
    std::optional<double> requests; // 1/s per replica
};
struct PacePolicy {
    std::optional<int> pods; // exactly one of pods, share
    std::optional<double> share;
    double per = 0.0;
};
enum class PaceSelect { max, min, off };
struct Pace { // of one direction; absent keys: those of the orchestrator
    std::optional<double> window;
    std::vector<PacePolicy> policies;
    std::optional<PaceSelect> select;
};
enum class Season { day, week };
struct Scaling {
    ScalingBy by = ScalingBy::schedule;
    std::optional<int> min, max;
    std::vector<PlannedSize> at; // in the order of the file
    std::optional<ScalingMetrics> metrics;
    std::optional<double> sync, tolerance, initialisation, readiness, metricDelay;
    std::optional<Pace> up, down;
    std::optional<double> ahead, history;
    std::optional<Season> season;
    std::vector<double> sizes;          // cores, ascending
    std::optional<double> above, below; // utilisation
    std::optional<core::Law> takes, provision;
    std::optional<int> quota;
    double fails = 0.0;
    std::optional<double> idle;
    Mark mark;
};

inline constexpr double kAboveAssumed = 0.7, kBelowAssumed = 0.3; // vertical
inline constexpr double kMetricDelayAssumed = 15.0; // s: metrics are scraped that often

// Shares of the requests within so many seconds.
struct Latency {
    std::optional<double> p50, p90, p95, p99, p999;
};

} // namespace nueves::scenario
