// What one history did, in exact integers: microseconds and counts. Sums over histories merge in any order.
#pragma once

#include "sim/behaviour/traffic/sums.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/traffic_tally.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace nueves::measure {

// Of one service, or of the whole (all services up), in one history.
struct ServiceTally {
    std::vector<std::int64_t> down;         // us, per block (a year, the last what is left of the horizon)
    std::vector<std::int64_t> windowDown;   // us, target by target, block by block
    std::vector<std::int64_t> windowInside; // us, the same; planned work that a promise excludes is taken out
    std::int64_t degraded = 0;              // us up but not whole
    double lost = 0.0;                      // us x (1 - fraction delivered)
    std::uint64_t outages = 0;              // begun within the measured stretch
    std::int64_t longest = 0;               // us, longest outage (cut at the ends of the stretch)
    std::int64_t firstOutage = -1;          // us from the start of the stretch; -1: none
    bool downAtEnd = false;
    std::vector<double> credits;      // per target: share of the fee given back, mean of the whole months
    std::vector<double> creditMonths; // per target: share of the months that give something back
};

struct HistoryTally {
    std::vector<ServiceTally> services; // System::services, then the whole
    std::vector<std::int64_t> crewBusy; // us of hands at work, per crew
    std::vector<std::uint64_t> pieces;  // asked for, per stock
    std::vector<std::int64_t>
        existed; // us, per machine of Fleet::nodes, then per lodger, summed over its replicas
    std::uint64_t events = 0;
    behaviour::traffic::TrafficSums traffic; // of the whole stretch; empty without demand
    TrafficTally observed;                   // beside them
};

// Lengths of outages are counted in bins of at most 1 %, each without its lower edge and with its upper one.
// The limits that people ask about are edges: a fixed repair of 1 h is not longer than 1 h.
inline constexpr double kLengthLimits[] = {60.0, 900.0, 3600.0, 14400.0, 86400.0}; // s
std::uint32_t lengthBin(std::int64_t micros);
double lengthBinEdge(double bin); // us, lower edge; between whole numbers: inside that bin

// Missions may last longer than 1e5 years. Their sums of downtime are shown nowhere, and must not wrap round.
void grow(std::int64_t& sum, std::int64_t amount);

// Sums over all histories seen by one recorder.
struct Sums {
    std::vector<std::vector<std::int64_t>> blame;               // us, service by root
    std::vector<std::map<std::uint32_t, std::int64_t>> phases;  // us, service by phase
    std::vector<std::map<std::uint32_t, std::int64_t>> lengths; // whole outages, service by bin of length
    std::vector<std::int64_t> crewBusy;                         // us of hands at work, per crew
    std::vector<std::uint64_t> faults;                          // begun, per mode
    std::vector<std::uint64_t> pieces;                          // asked for, per stock
    void add(const Sums& other);
};

// What was going on during downtime. Attempts of switch-overs have a phase each: kSwitch + number of the
// attempt.
enum Phase : std::uint32_t {
    kDetection,
    kResponse,
    kDiagnosis,
    kPart,
    kRepair,
    kCrew,
    kStartup,
    kRotation,
    kPlanned,
    kScript,
    kSupply,
    kForGood,
    kOverload,
    kMachine, // a replica waits for one
    kResize,
    kSwitch = 1000,
};

} // namespace nueves::measure
