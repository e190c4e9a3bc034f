// What follows from a design without running it: single points of failure, shared fate, what fits on its
// machines, and what the scenario did not describe.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/model/system.hpp"

#include <string_view>

namespace nueves::methods {

// Codes of NotModelled::what, in the order in which they are listed: what is known to take services down most
// comes first (triggers of outages: Google, SRE Workbook, appendix C; of sites: Uptime Institute, annual
// outage analyses).
namespace missing {
inline constexpr std::string_view
    kReleases = "releases", // new versions and settings: every deployment; this version cannot describe them
    kSoftware =
        "software",   // a service without failures of its own; a host whose system and hypervisor never fail
    kPower = "power", // a machine or box without `power`, own or inherited
    kNetwork = "network",         // no connection at all in the file: everybody reaches everybody
    kInternet = "internet",       // no isp: users reach everything that stands
    kHardware = "hardware",       // a host that never breaks, nor any of its parts
    kFailures = "failures",       // a box of the network or of the supply that never fails
    kPeople = "people",           // repairs by hands that are free at once, or upkeep that nobody is paid for
    kDisasters = "disasters",     // no place burns, floods or shakes
    kMaintenance = "maintenance", // no planned work anywhere
    kDemand = "demand",           // users and requests: enough is what `required` says
    kData = "data",               // copies, backups, loss
    kCost = "cost";               // nothing costs anything
} // namespace missing

// Appends to singlePoints, sharedFate, capacity and (each entry once) notModelled.
//
// A single point: a thing with a fault of its own that takes a service down for longer than a switch-over,
// all else being well: pairs have switched, balancers have noticed, batteries are empty, generators run. A
// machine stands for its parts and layers; a place does not stand for what it holds, since another remedy
// helps against each. Shared fate: a thing (or a common cause, by its id) that at least two copies of one
// service, or two services, hang on and that takes two or more of them down at once. Runs of three or more
// copies are written "web[1..3]". A thing that is the only one of its id goes by it: "server", not
// "server[1]".
void addFacts(analysis::Result& result, const model::System& system);

} // namespace nueves::methods
