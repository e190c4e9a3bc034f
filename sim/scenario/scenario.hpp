// A scenario as plain checked data: what a person described, after presets, base files, designs and --set were merged.
//
// Times in SimSpan or Law (seconds inside), shares as numbers in [0, 1], money in micro-units of the scenario's one
// currency, bytes and cores as doubles. Nothing here is compiled: names are still names (see Selector).
// Meaning of every key: resources/help/semantics.md.
#pragma once

#include "sim/core/calendar.hpp"
#include "sim/core/issue.hpp"
#include "sim/core/law.hpp"
#include "sim/core/text.hpp"
#include "sim/core/time.hpp"
#include "sim/scenario/balancing.hpp"
#include "sim/scenario/demand.hpp"
#include "sim/scenario/expression.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nueves::scenario {

enum class Kind {
    region, zone, site, room, rack,                                   // places
    grid, ups, generator, pdu,                                        // power
    isp, switchKind, router, firewall, link, balancer, proxy, dns, provider, // network and outside
    host, vm, os, hypervisor, runtime, container,                     // machines and layers
    disk, psu, nic, memory, fan, board,                               // parts of machines
    component, group, standby,                                        // generic
    service,
};
std::string_view kindName(Kind kind); // as written in files: "switch", not "switchKind"
std::optional<Kind> kindOf(std::string_view name);
bool isPlace(Kind kind);
bool isSoft(Kind kind); // os hypervisor runtime vm container service: a restart makes them new

enum class Effect { stop, hang, slow, flap, cpuHog, memoryLeak, diskFull, panic, expire, destroy, errors };
std::string_view effectName(Effect effect); // "cpu-hog"
std::optional<Effect> effectOf(std::string_view name);

// One try of a repair, a switch-over or a start-up. Phases one after another; absent phases take 0 s.
struct Attempt {
    core::Text title;
    double tried = 1.0;                       // chance that it is begun
    double works = 1.0;                       // chance that it succeeds, time spent either way
    core::Law response, diagnosis, part, takes; // default: fixed 0 s
    std::optional<Selector> crew;             // absent: the thing's inherited crew, else free hands
    std::optional<Selector> spare;
    bool beginsAfterSwitch = false;           // begins: after-switch
    Mark mark;
};
struct Attempts {
    std::vector<Attempt> list;
    bool never = false;                       // "never": nothing is tried, it stays down
};

struct Detect {
    core::Law delay;                          // visible fault: until known
    double hidden = 0.0;                      // share of faults that nobody sees until inspection or use
    std::optional<core::SimSpan> inspect;     // fixed dates, multiples since the start
    std::optional<core::Law> falseAlarm;      // time between false alarms while healthy
};

struct FailureMode {
    std::string name;
    core::Text title;
    std::optional<core::Law> every;           // exactly one of every, probability
    std::optional<double> probability;
    Effect effect = Effect::stop;
    double size = 1.0;                        // slow: share that remains; cpuHog: share taken; memoryLeak: bytes/s;
                                              // errors: share of its answers that are wrong
    core::Law flap;                           // flap: length of each stay
    std::optional<core::Window> during;
    Detect detect;
    std::optional<Attempts> repair;           // present unless probability
    core::Text source;
    Mark mark;
};

struct Maintenance {
    std::string name;
    core::Text title;
    std::optional<core::SimSpan> every;       // absent: off for the whole window, each time
    core::Law takes;
    std::optional<core::Window> window;
    int atOnce = 1;
    std::optional<Selector> crew;
    Mark mark;
};

struct Check { // health check of a balancer, proxy or dns
    core::SimSpan every{};
    int fall = 1;
    int rise = 1;
    bool deep = false; // asks as users do: sees wrong answers too
};

struct GeoPoint {
    double latitude = 0.0, longitude = 0.0; // degrees
};

struct Amounts { // requests or limits per replica; absent: none
    std::optional<double> cpu;    // cores
    std::optional<double> memory; // bytes
    std::optional<double> disk;   // bytes
};

// Money in micro-units of the scenario's currency.
struct Cost {
    std::optional<double> buy;             // micro-units
    std::optional<core::SimSpan> life;
    double rentPerHour = 0.0;              // micro-units / h
    bool reserved = false;                 // rent is paid whether it is there or not
    double licencePerHour = 0.0;           // micro-units / h
    double upkeepHoursPerYear = 0.0;       // people's hours / a, charged at the inherited crew's cost
    double downPerHour = 0.0;              // services: micro-units / h of downtime
    std::optional<double> lostPerRequest;  // services: micro-units
    Mark mark;
};

enum class Policy { roundRobin, first, uniform, twoChoices, leastConnections, sticky, weighted };

struct Required { // when a service is up
    std::optional<int> count;              // at least so many replicas
    std::optional<double> share;           // at least this fraction delivered
};

// One flat record for parts, layers and services: the parameter tables say which keys a kind has.
struct Thing {
    std::string id;                        // "server", layers: "os" "hypervisor" "runtime" "vm" "container"
    Kind kind = Kind::component;
    std::string preset;                    // outermost `use`, for the report
    core::Text title;
    Mark mark;

    int count = 1;
    std::optional<int> need;               // inner group: so many of count; absent: all
    std::map<int, Thing> except;           // whole merged member that differs (count and except not set inside)
    std::vector<Thing> parts;              // inside and counted with it

    std::vector<Selector> in, on;          // dealt out in turn
    std::vector<GeoPoint> at;
    std::optional<Expression> power, net, needs;
    std::vector<Thing> layers;             // shared: os, hypervisor, runtime (host, vm)
    std::vector<Thing> inside;             // own layers of each replica, outside first (services); a vm holds its os in layers

    double cpu = 0.0, memory = 0.0, disk = 0.0; // capacity; 0: not stated
    double draw = 0.0;                     // W
    std::optional<Attempts> startup;
    double overheadShare = 0.0, overheadMemory = 0.0, overheadPerGuest = 0.0;
    std::string kernel, needsKernel;
    std::vector<FailureMode> failures;     // sorted by name
    std::vector<Maintenance> maintenance;  // sorted by name
    std::optional<Selector> crew;
    Amounts requests, limits;
    Cost cost;

    // standby
    std::optional<Expression> of;          // members in order
    double reserve = 1.0;                  // speed of a reserve's failure clocks: cold 0, hot 1
    int active = 1;
    Attempts switchOver;
    bool failbackAuto = false;

    // by kind
    std::optional<Selector> between[2];    // link
    core::SimSpan bridges{};               // ups
    std::optional<core::SimSpan> recharge; // ups: empty to full; absent: at once
    std::optional<core::SimSpan> fuel;     // generator; absent: unlimited
    std::optional<double> sla;             // provider, balancer ...: promised availability
    core::SimSpan ttl{};                   // dns; balancer, proxy: age of its list of replicas
    Policy policy = Policy::roundRobin;
    std::optional<Check> check;
    std::optional<Ejection> eject;         // passive health check
    std::vector<TargetWeight> weights;     // policy weighted; in the order of the file
    double slowStart = 0.0;                // s, until a target that comes into rotation has its whole share

    // services
    int replicas = 1;
    Required required;                     // default: count 1
    std::vector<Selector> behind;          // users first
    std::optional<Selector> from;          // absent: internet
    std::optional<Work> work;
    std::vector<Call> calls;               // in the order of the file
    std::optional<double> shed;            // requests per second that a replica lets in
    std::optional<Limit> limit;
    std::optional<Image> image;
    std::optional<Scaling> scaling;        // services; hosts: by nodes
    std::optional<core::Law> lifetime;     // hosts, vms: until the provider takes it away
};

struct Crew {
    std::string id;
    core::Text title;
    int size = 1;
    std::optional<core::Window> shifts;    // absent: always
    bool holidaysOff = false;
    std::optional<core::Law> onCall;       // absent: "no", repairs pause outside shifts
    double costPerHour = 0.0;              // micro-units / h
    Mark mark;
};

struct Spare {
    std::string id;
    core::Text title;
    std::optional<int> stock;              // absent: unlimited
    core::Law lead;
    Cost cost;
    Mark mark;
};

struct CommonCause {
    std::string id;
    core::Text title;
    std::optional<core::Law> every;        // exactly one of every, beta
    std::optional<double> beta;            // with mode: Fleming's share of each member's rate
    std::optional<Expression> hits;        // names
    std::optional<std::string> mode;       // exactly one of mode, repair (beta: mode)
    std::optional<Attempts> repair;
    Effect effect = Effect::stop;
    double size = 1.0;
    std::optional<GeoPoint> at;
    double radius = 0.0;                   // m; of `hits`, those that stand within
    Mark mark;
};

enum class Weight { time, requests, users };

struct CreditStep {
    double below = 0.0;                    // uptime of a month
    double share = 0.0;                    // of the month's fee
    Mark mark;
};
struct Credits { // what a contract gives back for a month that falls short
    double feePerHour = 0.0;               // micro-units / h; a month's: a twelfth of a year's
    std::vector<CreditStep> steps;
    Mark mark;
};

struct Target {
    std::string id;
    core::Text title;
    Selector of;
    std::optional<double> uptime;          // [0, 1]
    std::optional<Latency> latency;        // at least one of uptime, latency
    Weight weight = Weight::time;
    std::optional<core::Window> window;    // absent: all hours
    bool holidaysExcluded = false;
    bool excludingMaintenance = false;
    std::optional<double> confidence;      // chance wanted to meet it in a year
    std::optional<Credits> credits;
    Mark mark;
};

struct ScriptAction {
    core::SimTime at{};
    std::string verb;                      // kill hang hog leak cut repair start stop restart maintain
    Selector on;
    std::optional<core::SimSpan> duration; // `for`
    std::string mode;                      // maintain: which
    Mark mark;
};

struct MoneySettings {
    std::string currency = "EUR";
    double energyPerKwh = 0.0;             // micro-units / kWh
    double pue = 1.0;
};

enum class Measure { steady, horizon, mission };
enum class Start { fresh, aged, longRun };

struct RunSettings {
    core::SimSpan horizon = core::kYear;
    Measure measure = Measure::steady;
    Start start = Start::fresh;
    std::uint64_t seed = 1;
    double precision = 0.05;               // relative half-width of the unavailability at 95 %
    std::optional<int> histories;          // fixed number; wins over precision
    bool alone = false;                    // of a script file: nothing happens but its actions
};

// A number that the author did not write: where it came from.
struct Assumption {
    std::string path;
    std::string value;                     // as text, with unit
    std::string from;                      // "default" | "preset" | "record" | "repair"
    std::string source;                    // citation, or "assumed"
    bool assumed = false;                  // no source was found for it
};

struct Scenario {
    std::string file;
    std::string design;                    // empty: the file itself
    core::Text title;
    core::Text designTitle;
    core::Calendar calendar;
    std::vector<Thing> parts;              // all vectors sorted by id
    std::vector<Thing> services;
    std::vector<Demand> demand;
    std::vector<CommonCause> commonCauses;
    std::vector<Crew> crews;
    std::vector<Spare> spares;
    std::vector<Target> targets;
    std::vector<ScriptAction> script;      // in time order
    MoneySettings money;
    RunSettings run;
    std::vector<Assumption> assumptions;
    std::uint64_t hash = 0;                // of the merged physics (without view, titles, notes, x-)
};

} // namespace nueves::scenario
