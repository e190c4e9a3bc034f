#include "sim/model/compile.hpp"

#include "sim/model/compile/checks.hpp"
#include "sim/model/compile/expressions.hpp"
#include "sim/model/compile/fleet.hpp"
#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/modes.hpp"
#include "sim/model/compile/network.hpp"
#include "sim/model/compile/pair_gates.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/supplies.hpp"
#include "sim/model/compile/thing_gates.hpp"
#include "sim/model/compile/traffic.hpp"
#include "sim/model/compile/watches.hpp"

namespace nueves::model {
namespace compiling {
namespace {

// The parts of the wiring in the order in which they may ask one another while they are made.
struct Assembly {
    explicit Assembly(Context& context)
        : circles(context), wiring{context, circles, expressions, supplies, things,
                                   pairs,   network, machines,    services},
          expressions(wiring), pairs(wiring), network(wiring), supplies(wiring), machines(wiring),
          things(wiring), services(wiring) {}
    Assembly(const Assembly&) = delete;

    Circles circles;
    Wiring wiring;
    Expressions expressions;
    PairGates pairs;
    Network network;
    Supplies supplies;
    MachineGates machines;
    ThingGates things;
    ServiceGates services;
};

// Faults first: gates are made of their leaves.
void addFaults(Context& context) {
    addCrews(context);
    addStocks(context);
    addModes(context);
    addCauses(context);
    addWorks(context);
    addActions(context);
}

void wire(Context& context, System& system, const std::vector<core::Issue>& issues) {
    Assembly made(context);
    made.things.store();
    made.supplies.store();
    made.pairs.store();
    made.services.store();
    addTraffic(made.wiring);
    addFleet(made.wiring);
    addOrders(context);
    checkKernels(context);
    made.machines.checkCapacity();
    if (core::hasError(issues)) return;
    context.gates.finish(system, made.services.legs());
    context.tables.finish();
    addWatches(system);
    made.services.checkPaths();
}

} // namespace
} // namespace compiling

Compiled compile(const scenario::Scenario& scenario, core::SimTime until) {
    Compiled result;
    result.system = std::make_unique<System>();
    compiling::Context context(scenario, until, *result.system, result.issues);
    compiling::addFaults(context);
    compiling::wire(context, *result.system, result.issues);
    if (!context.tables.holdsAllDays())
        context.error(
            "too-large", {{}, "run.horizon"},
            {{"expected", "windows and shifts of at most 20000000 days in all, laid out day by day"}});
    if (core::hasError(result.issues)) result.system.reset();
    return result;
}

} // namespace nueves::model
