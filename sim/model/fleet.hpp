// Machines that come and go, and services whose replicas are put where there is room (semantics.md, section
// 12).
//
// A *place* is a replica that could stand on one machine: there are as many as the machines could ever hold,
// and those that are taken are wanted. So a replica that moves is another place, and nothing is wired anew. A
// *pool* is a group of like machines whose number an autoscaler decides. Empty where no machine is scaled.
#pragma once

#include "sim/engine/clocks.hpp"
#include "sim/model/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nueves::model {

struct Resources { // cores, bytes; of a machine, 0: nobody says how much
    double cpu = 0.0, memory = 0.0, disk = 0.0;
};

struct Node { // a machine with places
    std::string name;
    ThingId thing;
    std::optional<std::uint32_t> pool; // none: always there
    GateId exists;                     // leaf, of a pool's; none: always
    GateId ready;                      // carries what is put on it; none: always
    GateId ground;                     // where it stands is in order; none: always
    Resources holds, taken;            // taken: by what is there in any case
    std::vector<ThingId> things;       // itself, what is inside it and what is on it
    engine::ClockId arrives, ends;
    engine::StreamId provisionStream;
    engine::LawId lifetime; // none: until the autoscaler takes it away
    engine::StreamId lifetimeStream;
    RootId reclaimed; // of the outages that its end makes
};

struct NodePool {
    std::string name;
    std::vector<std::uint32_t> nodes; // in order; as many as it may ever have
    int least = 1, initial = 1;
    int quota = 0; // machines that the provider grants; 0: no bound
    engine::LawId provision;
    double fails = 0.0; // chance that a request meets no capacity
    engine::StreamId failsStream;
    core::SimSpan idle{};
    double below = 0.5; // share of what it holds that is asked for, the larger of CPU and memory
    RootId refused, emptied;
};

struct Place {
    ThingId thing;
    GateId wanted; // leaf
    std::uint32_t node = 0;
};

struct Lodger { // a service whose replicas are put where there is room
    ServiceId service;
    std::optional<std::uint32_t> scaling; // who says how many; none: always `replicas`
    int replicas = 1;
    Resources asks; // of each replica
    std::vector<Place> places;
};

// An image on one machine: there, or pulled before a start. A machine pulls one at a time.
struct Image {
    std::uint32_t puller = 0; // machine, by its number among those that pull
    core::SimSpan takes{};
};
struct Pull { // before the start of one replica
    ThingId thing;
    std::uint32_t image = 0;
    engine::ClockId clock;
};

struct Fleet {
    std::vector<NodePool> pools;
    std::vector<Node> nodes;
    std::vector<Lodger> lodgers;
    std::vector<Image> images;
    std::vector<Pull> pulls;
    std::vector<std::vector<std::uint32_t>> nodeImages; // per node: those that go with it
    std::uint32_t pullers = 0;
    engine::ClockId clock;                       // the next instant at which somebody acts
    bool empty() const { return nodes.empty(); } // images alone: every machine stays
};

struct NodeState {
    enum class Stage : std::uint8_t { absent, asked, present };
    Stage stage = Stage::absent;
    bool down = false;         // carries nothing: starting, broken, or gone
    bool everReady = false;    // since it came
    bool idle = false;         // could be emptied
    RootId root;               // down: whose doing
    core::SimTime downSince{};
    core::SimTime idleSince{};
    core::SimTime since{};   // bookkeeping: when it came
    core::SimSpan existed{}; // bookkeeping: of earlier stays
};
struct NodePoolState {
    int size = 0; // machines that it should have
    core::SimTime pausedUntil{};
    core::SimSpan pause{}; // last one; doubles
};
inline constexpr core::SimTime kLongAgo{core::SimSpan{-1'000'000'000'000'000}};

struct FleetState {
    std::vector<NodeState> nodes;
    std::vector<NodePoolState> pools;
    std::vector<int> seated, pending;      // per lodger: replicas with and without a place
    std::vector<core::SimSpan> lodged;     // bookkeeping, per lodger: sum over its replicas
    std::vector<core::SimTime> counted;    // bookkeeping: until when that is
    core::SimTime added = kLongAgo;        // when a machine was last asked for because of pending replicas
    core::SimTime scanned{};               // last look of the autoscaler
    std::vector<std::uint8_t> imageHere;   // per image
    std::vector<core::SimTime> imageComes; // per image: while it is being pulled
    std::vector<core::SimTime> pullerFree; // per machine that pulls
};

} // namespace nueves::model
