// What a run found: every figure with its method and its error. Immutable once made; report/, io/ and the window
// only read it.
#pragma once

#include "sim/analysis/capacity.hpp"
#include "sim/analysis/estimate.hpp"
#include "sim/analysis/zoom_result.hpp"
#include "sim/core/calendar.hpp"
#include "sim/core/issue.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nueves::analysis {

struct Quantile {
    double p = 0.5;
    double value = 0.0;
};

// Share of the downtime put on one root fault (architecture: blame). Shares of a service sum to 1.
struct Cause {
    std::string name;              // "server[1].disk[2].wear", "blackout", "maintenance.patching of server.os"
    std::string group;             // the same without member numbers: "server.disk.wear"
    core::Text title;              // what people call it; may be empty
    enum class Side { self, neighbour, shared } side = Side::shared;
    double hoursPerYear = 0.0;
    double share = 0.0;
};

struct PhaseShare {                // the same downtime by what was going on: "repair", "switch", "startup", "detection" ...
    std::string phase;
    core::Text title;              // of the attempt of a switch-over; else empty
    double hoursPerYear = 0.0;
    double share = 0.0;
};

enum class Verdict { met, missed, open }; // open: the interval holds what was promised

struct LatencyResult {             // so much of what is asked is answered within
    double share = 0.0;
    double seconds = 0.0;
    Estimate late;                 // share of what is asked that is not
    Verdict verdict = Verdict::open;
};

// What may go wrong in a year (Beyer et al., Site Reliability Engineering, 2016, ch. 3), and how much of it does.
struct Budget {
    std::string unit;              // hours, requests, userHours: as the target weighs
    double perYear = 0.0;
    Estimate used;                 // share of it; over 1: the promise is broken
};

// How fast the budget goes over a window that slides; 1: just so fast that it lasts.
struct Burn {
    double hours = 0.0;
    double alertAt = 0.0;          // the rate at which people are called
    Estimate worst;                // largest of a history
    double largest = 0.0;          // of all histories
    Estimate alertsPerYear;
};

// What a contract gives back for months that fall short.
struct CreditResult {
    double feePerYear = 0.0;       // in the scenario's currency
    Estimate perYear;              // given back
    Estimate months;               // share of the months that give something back
};

struct TargetResult {
    using Verdict = analysis::Verdict;
    std::string id;
    core::Text title;
    bool promisesUptime = true;    // false: latency alone
    std::string weight = "time";   // requests, users
    std::vector<LatencyResult> latency;
    std::optional<Budget> budget;
    std::optional<CreditResult> credits; // absent: no contract, or no whole month of the calendar
    std::vector<Burn> burn;        // only of services that requests reach
    double uptime = 0.0;           // promised
    bool windowed = false;
    std::string window;            // as text; empty = all hours
    bool excludingMaintenance = false;
    Estimate unavailability;       // inside the window, after exclusions
    Estimate probabilityMet;       // P(one year meets it)
    std::optional<double> confidence;
    Verdict verdict = Verdict::open; // of all that it promises
};

struct CostPart {
    std::string kind;              // purchase energy housing licences rent people parts downtime
    double perYear = 0.0;          // in the scenario's currency
};

// Of a service that is fed from a queue: what waits there.
struct BacklogResult {
    Estimate mean;        // requests
    double longest = 0.0; // requests, most in all histories
    double oldest = 0.0;  // s, that any had waited, at most
};

// Replicas against what the demand needs to be answered as promised.
struct Supply {
    Estimate needed;               // replicas that would do, mean
    Estimate idle, missing;        // replicas beyond that, and short of it, mean
    Estimate overHoursPerYear, underHoursPerYear;
    Estimate idleCostPerYear;      // in the scenario's currency
};

// Something over time, in slices of equal length. NaN: not known.
struct Series {
    core::CivilTime start;         // of the calendar; a week: a Monday at 00:00, no date
    double step = 3600.0;          // s
    std::uint64_t history = 0;     // counted from 1; 0: mean of all
    std::vector<double> asked, answered, lost; // 1/s
    std::vector<double> serving, wanted, needed; // replicas
    std::vector<double> machines;  // under them, at work
    std::vector<double> slow;      // s within which 99 % of the answers came; a week: empty
    struct Incident {
        double from = 0.0, until = 0.0; // s since the start of the series, cut to it
        std::string name;
        core::Text title;
    };
    std::vector<Incident> incidents;
};

struct AttackResult {                          // requests that nobody misses: demand with `hostile`
    Estimate sent;                             // per second, retries included
    Estimate absorbed;                         // share turned away before it cost any work; the rest passed
};

// Of a service that requests reach. Rates per second, means over time.
struct TrafficResult {
    Estimate asked;                            // requests that users mean, retries not counted
    Estimate goodput;                          // answered in time
    Estimate throughput;                       // worked on to the end, in time or not
    Estimate requestWeighted;                  // share of requests that are lost
    std::optional<Estimate> userWeighted;      // share of users' time in which they are not answered; users only
    Estimate retries;                          // per request meant
    Estimate lostPerYear;                      // requests
    std::vector<std::pair<double, Estimate>> latency; // probability, s: of answers in time, since the request was meant
    Estimate instances;                        // that take requests
    std::optional<BacklogResult> backlog;      // absent: it is asked, not fed
    Estimate utilisation;                      // cores at work over cores asked for; unknown where none are
    Estimate machines;                         // under them, at work
    std::optional<Supply> supply;              // absent: even one request alone is answered too late
    std::optional<Series> week;                // mean of each hour of the week; absent: less than a week was seen
    std::optional<Series> day;                 // around the worst hour of all histories: most lost, else most asked
    std::optional<Headroom> headroom;          // absent: nobody asks, or nothing is promised
    std::optional<ScalingNeed> scalingNeed;    // of the same
    std::optional<Metastable> metastable;      // absent: see notJudged
    std::string notJudged;                     // why: "counts-replicas" (only called, no share required),
                                               // "attack-only"
    std::optional<AttackResult> attack;        // absent: nobody attacks it
};

struct ServiceResult {
    std::string design;
    std::string name;              // empty: the whole (all services up)
    core::Text title;
    Estimate unavailability;       // 24x7, or the quantity named by Result::measure
    Estimate degraded;             // share of time up but not whole
    Estimate fraction;             // mean fraction delivered
    double requiredFraction = 0.0; // what it must deliver to be up
    std::string required;          // as written: "2 of 3", "95 %"
    std::optional<Estimate> naive; // product of independent availabilities; absent: not defined for this service
    Estimate downtimeHoursPerYear;
    std::vector<Quantile> downtimeQuantiles;   // of one horizon's downtime in hours, scaled to a year's length
    std::vector<std::pair<double, double>> downtimeHistogram; // upper edge in hours, share of histories
    Estimate outagesPerYear;
    double longestOutageHours = 0.0;           // longest seen in all histories
    std::vector<Quantile> longestOutageQuantiles; // of the longest outage in one history, hours
    Estimate mtbfHours, mttrHours;             // mean time between outages; mean outage
    std::vector<Quantile> outageQuantiles;     // of one outage's length, hours (bins of 1 %)
    std::vector<std::pair<double, Estimate>> outagesLongerThan; // hours, share of outages
    Estimate downAtEnd;                        // P(down at the last instant)
    std::optional<Estimate> mttfHours;         // mission: mean time to the first outage
    std::vector<Quantile> firstOutageQuantiles;// mission: hours
    std::optional<Estimate> reliability;       // mission: P(no outage before the horizon)
    std::vector<TargetResult> targets;
    std::vector<Cause> causes;                 // largest first
    std::vector<PhaseShare> phases;
    std::uint64_t outagesSeen = 0;
    std::optional<TrafficResult> traffic;      // absent: no requests reach it
    std::vector<CostPart> costPerYear;         // only what belongs to this service
};

struct SinglePoint {               // a thing whose failure alone takes a service down
    std::string design, service, thing;
};
struct SharedFate {                // things that fall together with one ancestor
    std::string design, ancestor;
    std::vector<std::string> dependents; // services or replicas
};

struct NotModelled {
    std::string what;              // code: power network demand people software ...
    std::string of;                // which thing, empty = whole scenario
};

// Use of a machine: what fits on it and what is spent on layers.
struct Capacity {
    std::string design, machine;
    double cores = 0.0, usefulCores = 0.0;      // useful: after overhead
    double memory = 0.0, usefulMemory = 0.0;    // bytes
    double requestedCores = 0.0, requestedMemory = 0.0;
    int applications = 0;
};

struct Difference {
    std::string design, against, service, quantity; // quantity: "unavailability", "costPerYear" ...
    Estimate difference;
};

struct DesignSummary {
    std::string design;
    core::Text title;
    std::vector<CostPart> costPerYear;         // of the whole deployment
    double costTotal = 0.0;
    double costPerApplication = 0.0;
    std::uint64_t histories = 0;
    double simulatedYears = 0.0;
    std::uint64_t events = 0;
    std::string fingerprint;                   // 16 hexadecimal digits
    double precisionReached = 0.0;             // largest relative half-width among what was asked; infinity if none
    bool precisionMet = true;
};

struct Result {
    std::string version;
    std::uint64_t seed = 1;
    std::string fingerprint;                   // of the whole run: all designs
    std::string scenario;                      // file
    core::Text title;
    scenario::RunSettings settings;
    std::string measure;                       // "steady" "horizon" "mission"
    double precisionWanted = 0.05;
    bool partial = false;                      // stopped early by a person
    std::string currency = "EUR";
    std::uint64_t histories = 0;               // all designs together
    double simulatedYears = 0.0;
    std::uint64_t events = 0;
    std::vector<DesignSummary> designs;
    std::vector<ServiceResult> services;       // design by design, service by service; then the whole
    std::vector<Difference> differences;       // compare only
    std::vector<ZoomResult> windows; // around outages, request by request: no other figure is theirs
    std::vector<SinglePoint> singlePoints;
    std::vector<SharedFate> sharedFate;
    std::vector<Capacity> capacity;
    std::vector<scenario::Assumption> assumptions;
    std::vector<NotModelled> notModelled;
    std::vector<core::Issue> warnings;
    std::string commandLine;                   // what reproduces it
};

} // namespace nueves::analysis
