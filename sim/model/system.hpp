// The compiled System: a scenario as flat arrays that mechanisms run on. Read only during a run.
//
// Things, modes, jobs (repairs, start-ups, switch-overs, planned work), crews, stocks, pairs, causes, services. Each
// array is in order of full name, so that an index is also the last tie-break between events of one instant.
// What each field does in a run: behaviour/. What a person's key becomes: resources/help/semantics.md.
#pragma once

#include "sim/engine/clocks.hpp"
#include "sim/model/circuit.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/ids.hpp"
#include "sim/model/traffic.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nueves::model {

using core::IdVector;
using engine::ClockId;
using engine::LawId;
using engine::ProfileId;
using engine::StreamId;

// Kinds of engine::Event and what `subject` counts.
enum class EventKind : std::uint8_t {
    failure,       // mode: its `every` ended (candidate or ageing clock)
    falseAlarm,    // mode
    known,         // mode: `detect` ended
    inspection,    // mode: the date at which a hidden fault is found
    flapTurn,      // mode: stays of a flapping thing
    leakFull,      // mode: the leak reached its bound
    jobStep,       // job: the present phase ended
    shock,         // cause: strikes
    workDue,       // planned work: due date
    workWindow,    // planned work: the window opens, or closes on work that takes the whole of it
    lead,          // stock order: a piece arrives (subject: order slot)
    batteryEmpty,  // ups, by its number in System::batteries
    fuelEmpty,     // generator, by its number in System::generators
    rotationTurn,  // rotation bit: leaves or comes back
    action,        // script action begins
    actionEnd,     // script action with `for` ends
    traffic,       // an instant that matters to traffic: a bend of the demand, a crossing of what is required
    fleet,         // somebody acts who puts replicas on machines, or asks for machines
    nodeArrives,   // node of a pool, by its number: what was asked for is there
    nodeEnds,      // node: the provider takes it away
    pulled,        // pull of an image, by its number: done
};

// One thing: part, layer, replica. Gates follow semantics.md section 1.
struct Thing {
    std::string name;           // "server[1].os", "web[2]"
    std::string path;           // without numbers: "server.os"
    scenario::Kind kind = scenario::Kind::component;
    bool soft = false;          // a restart makes it new
    GateId supplied;            // stands, powered, carried, inner groups: all that others give. Constant true: none
    GateId ownOk;               // no stopping fault, cause, planned work or script. None: nothing can stop it
    GateId notStarting;         // leaf: false while its start-up runs. None: it needs no start-up time
    GateId runs, works;         // none: always true
    GateId carries;             // runs and does not hang: what stands on it needs this. None: as runs
    JobId startup;              // none: starts at once
    std::optional<std::uint32_t> pull; // of Fleet::pulls: what is brought before it starts
    Range modes;                // of System::modeOf: modes that count among its faults (victim = this)
    Range clocked;              // of System::modeOf: modes whose clocks run while this runs (thing = this)
    std::vector<std::uint32_t> pairsOn; // pairs that carry it directly
    ThingId carrier;            // what carries it (not over a pair); none: stands by itself
    ThingId box;                // the thing or place it is inside of
    ThingId place;              // nearest enclosing or `in` place
    ServiceId service;          // replicas and their private layers; none: shared
    std::uint32_t settleOrder = 0; // carriers and suppliers before what they serve; unique
    bool outside = false;       // grid isp dns provider ups: always runs
};

struct Mode {
    std::string name;           // "wear"; "script" for kill and cut
    ThingId thing;              // its clock runs while this runs
    ThingId victim;             // whose fault it is (panic: the nearest os below); else = thing
    scenario::Effect effect = scenario::Effect::stop;
    double size = 1.0;
    bool stopping = true;       // leaf feeds ownOk of victim; else works (blocking) or a pool or nothing
    GateId absent;              // leaf: true while idle
    GateId falseAbsent;         // leaf: true while no false alarm is worked on; none without falseAlarm
    GateId starved;             // memoryLeak without limit: leaf, true while memory is left
    LawId every;                // none: only struck by causes, script, or probability
    ClockId everyClock;
    bool candidate = false;     // exponential
    ProfileId during;           // none: always
    double probability = 0.0;   // > 0: chosen once at the start
    StreamId probabilityStream;
    LawId detect;
    ClockId detectClock;
    double hidden = 0.0;
    StreamId hiddenStream;
    core::SimSpan inspect{};    // 0: no inspection
    ClockId inspectClock;
    LawId falseAlarm;           // none: no false alarms
    ClockId falseClock;
    LawId flap;
    ClockId flapClock;
    ClockId leakClock;
    core::SimSpan leakTime{};   // memoryLeak: from the level at the start to the bound, at full speed
    bool leakKills = false;     // bound is a limit: killed and restarted; else the pool starves
    StreamId everyStream, detectStream, falseStream, flapStream;
    JobId repair;               // none: with probability only
    JobId falseRepair;          // the same attempts, on a healthy thing; none without falseAlarm
    RootId root, falseRoot;
    std::vector<PairId> memberOf; // pairs with a member that this fault stops: told when it becomes known
};

struct Attempt {
    core::Text title;
    double tried = 1.0, works = 1.0;
    LawId phases[4];            // response, diagnosis, part, takes; none: 0 s
    CrewId crew;                // none: free hands
    StockId spare;
    bool afterSwitch = false;
    StreamId triedStream, worksStream, phaseStreams[4];
};
inline constexpr int kPartPhase = 2;

enum class JobOwner : std::uint8_t { repair, falseRepair, startup, switchOver, causeRepair, work };
struct Job {
    JobOwner owner = JobOwner::repair;
    std::uint32_t subject = 0;  // mode, thing, pair, cause, planned work
    Range attempts;             // of System::attempts
    bool never = false;         // nothing is tried
    ClockId clock;              // one at a time: the running phase
    std::string name;           // "server[1].disk[2] wear.repair"
    std::vector<PairId> waitsFor; // begins: after-switch - pairs its thing is a member of
};

struct Crew {
    std::string name;
    std::uint32_t size = 1;
    ProfileId shifts;           // none: always
    bool onCall = false;        // nothing pauses; outside shifts onCallLaw replaces `response`
    LawId onCallLaw;
    double costPerHour = 0.0;
};

struct Stock {
    std::string name;
    bool unlimited = true;
    std::uint32_t stock = 0;
    LawId lead;
    StreamId leadStream;
    Range orders;               // of System::orderClocks: as many as can be outstanding at once
};

struct Pair {                   // standby
    std::string name;
    struct Member {
        std::string name;
        GateId works;           // value of the member's name
        GateId supplied;        // none: always
        GateId role;            // leaf: true while it is an active one. Its root: who drove it out
        std::vector<ModeId> modes;   // every mode whose fault makes it stop working
        std::vector<ThingId> things; // all that takes the reserve's speed (itself, inside, carried, what its needs name)
        std::vector<WorkId> planned; // planned work on it
    };
    std::vector<Member> members;
    std::uint32_t active = 1;
    double reserveSpeed = 1.0;
    bool failback = false;
    bool hot = true;
    GateId notSwitching;        // leaf: false while a switch is in progress
    GateId works;               // value of its name
    JobId switchOver;
    std::vector<ThingId> carried; // things directly on it
    ThingId thing;              // its own slot among the things
    RootId failbackRoot;        // the outage of a failback; none without `failback: auto`
};

struct Cause {
    std::string name;
    ClockId clock;              // candidate or ageing, in absolute time; none: beta with probability
    LawId every;
    bool candidate = true;
    StreamId everyStream;
    GateId absent;              // with repair: leaf of the one fault
    std::vector<ThingId> victims;
    std::vector<ModeId> modes;  // with mode: what it sets going in each victim, same order as victims
    bool beta = false;          // strikes each member with probability = its clock's speed
    StreamId acceptStream;      // beta: index = member
    double probability = 0.0;   // beta of a mode with probability
    JobId repair;
    RootId root;
};

struct PlannedWork {
    std::string name;           // "patching"
    std::string path;           // "zone.server.os patching": shares atOnce
    ThingId thing;
    core::SimSpan every{};      // 0: window alone, off for the whole window
    ProfileId window;           // none: any time
    std::uint32_t atOnce = 1;
    std::uint32_t group = 0;    // same number = same path
    GateId absent;              // leaf: feeds ownOk
    JobId job;                  // one attempt: takes, crew
    ClockId dueClock, windowClock;
    RootId root;
};

struct Battery {
    ThingId ups;
    GateId input;               // its power expression
    GateId charged;             // leaf: false while empty
    core::SimSpan bridges{}, recharge{}; // recharge 0: full at once
    ClockId clock;
};
struct Generator {
    ThingId thing;
    GateId asked;               // every alternative before it fails
    core::SimSpan fuel{};       // 0: unlimited
    GateId fuelled;             // leaf
    ClockId fuelClock;
};

struct Rotation {               // one bit: is this target in this balancer's rotation?
    std::string name;           // "balancer -> web[2]"
    GateId healthy;             // what a probe sees (speed gate of the target, or works)
    GateId in;                  // leaf
    GateId holder;              // the balancer works; none: always. A dead one keeps its bits
    core::SimSpan every{}, delay{}; // delay: ttl
    int fall = 1, rise = 1;
    StreamId phaseStream;       // drawn once at the start
    ClockId clock;
};

struct Action {                 // script
    std::string name;           // "script: kill server[2]"
    enum class Verb : std::uint8_t { strike, repair, stop, start, restart, maintain } verb = Verb::strike;
    core::SimTime at{};
    core::SimSpan duration{};   // 0: none
    std::vector<ThingId> things; // ascending
    std::vector<GateId> absents; // strike with `for`, stop, restart: leaf of each thing; none: a mode of its own
    std::vector<ModeId> modes;  // strike without `for`: the mode whose repair acts, one per thing
    std::vector<WorkId> works;  // maintain
    ClockId clock, endClock;
    RootId root;
};

struct LatencyBound {
    double share = 0.0;         // of what is asked
    double seconds = 0.0;       // is answered within
};
struct TargetRule {
    std::string id;
    std::optional<double> uptime;
    scenario::Weight weight = scenario::Weight::time; // requests, users: only of services that requests reach
    std::vector<LatencyBound> latency;
    std::vector<scenario::CreditStep> credits; // of each month, the last that it falls below; none: no contract
    ProfileId window;           // none: all hours
    bool excludePlanned = false;
    std::uint32_t target = 0;   // index in Scenario::targets
};
struct Service {
    std::string name;
    core::Text title;
    GateId up, whole;           // whole: up and nothing missing (else degraded)
    GateId fraction;            // real gate; none: a service of needs alone (its `up` is all there is)
    std::vector<ThingId> replicas;
    double requiredFraction = 1.0; // share it must deliver: k / replicas or p
    std::string required;       // "2 of 3", "95 %"
    bool hasOn = false;         // users complain: hidden faults below it show when it goes down
    std::vector<ModeId> modesBelow; // hidden-capable modes it depends on
    std::vector<TargetRule> targets;
};

struct Root {
    std::string name, group;    // with and without member numbers
    core::Text title;
    ServiceId owner;            // service or private layer it belongs to; none: shared
    bool planned = false;       // planned work: may be excluded by a promise
};

struct System {
    const scenario::Scenario* scenario = nullptr; // must outlive the System
    Circuit circuit;
    IdVector<ThingId, Thing> things;
    IdVector<ModeId, Mode> modes;
    std::vector<ModeId> modeOf;                  // Thing::modes, Thing::clocked
    IdVector<JobId, Job> jobs;
    std::vector<Attempt> attempts;
    IdVector<CrewId, Crew> crews;
    IdVector<StockId, Stock> stocks;
    std::vector<std::pair<StockId, ClockId>> orderClocks;
    IdVector<PairId, Pair> pairs;
    IdVector<CauseId, Cause> causes;
    IdVector<WorkId, PlannedWork> works;
    std::vector<Battery> batteries;
    std::vector<Generator> generators;
    IdVector<RotationId, Rotation> rotations;
    IdVector<ActionId, Action> actions;
    IdVector<ServiceId, Service> services;       // as in the file, by name; the whole is not among them
    IdVector<RootId, Root> roots;
    Traffic traffic;                             // empty without demand
    Fleet fleet;                                 // empty without scaled machines and images

    IdVector<engine::ClockId, engine::ClockSpec> clocks;
    IdVector<engine::LawId, core::Law> laws;
    IdVector<engine::ProfileId, core::Profile> profiles;
    IdVector<engine::StreamId, std::uint64_t> streams;

    // What watched gates mean: per gate, range of `watching`.
    struct Watch {
        enum class Kind : std::uint8_t { thing, service, battery, generator, rotation, pair, traffic, fleet } kind;
        std::uint32_t subject;
    };
    std::vector<Range> watchers;                 // per gate
    std::vector<Watch> watching;
    core::SimTime profileEnd{};                  // profiles are known up to here

    bool isTrue(const Signals& s, GateId gate) const { return !gate || s.value[gate.value] != 0; }
};

} // namespace nueves::model
