// What the steps of compiling share.
#pragma once

#include "sim/model/compile/gate_builder.hpp"
#include "sim/model/compile/inheritance.hpp"
#include "sim/model/compile/tables.hpp"

#include "sim/core/issue.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nueves::model::compiling {

// Leaves of one thing's faults, by what they do to it. Filled before gates are made.
struct Faults {
    std::vector<Wire> stopping, hanging,
        blocking;               // semantics.md, section 6: runs and works no; carries and works no; works no
    std::vector<Wire> filling;  // the disk: also of neighbours without a limit
    std::vector<Wire> starving; // all memory of the machine
    std::vector<std::pair<Wire, double>> slowing; // share that remains
    std::vector<std::pair<Wire, double>> hogging; // share of the CPU within reach
    std::vector<std::pair<Wire, double>> erring;  // share of its answers that stay right
    bool restarts = false;                        // comes back by a start-up though nothing below stopped
};

enum class LeafFamily : std::uint32_t {
    mode,
    falseAlarm,
    starved,
    starting,
    role,
    switching,
    cause,
    work,
    charged,
    fuelled,
    rotation,
    action,
    answered,
    wanted,
    exists
};

class Context {
  public:
    Context(const scenario::Scenario& scenario, core::SimTime until, System& system,
            std::vector<core::Issue>& issues);

    using Arguments = std::initializer_list<std::pair<std::string, std::string>>;
    void report(core::Severity severity, std::string code, const scenario::Mark& mark, Arguments arguments);
    void error(std::string code, const scenario::Mark& mark, Arguments arguments) {
        report(core::Severity::error, std::move(code), mark, arguments);
    }

    Wire leaf(LeafFamily family, std::size_t index);
    // Of a replica of a scaled service: somebody wants it to be there. True: always.
    Wire wanted(int replica);
    // Of a machine that is scaled: it is there. True: always.
    Wire exists(int instance);
    const scenario::Instance& at(ThingId thing) const { return inventory[instanceOf[thing.value]]; }
    const scenario::Thing& keys(ThingId thing) const { return *at(thing).thing; }
    ThingId thing(int instance) const {
        return instance == kNobody ? ThingId{} : thingOf[static_cast<std::size_t>(instance)];
    }
    // Things that an expression names, each once, in order; what else it says does not matter.
    std::vector<ThingId> named(const scenario::Expression& expression, int from);
    std::vector<ThingId> named(const scenario::Selector& selector, int from);
    CrewId crew(const scenario::Selector& selector);
    CrewId inheritedCrew(int instance);
    StockId stock(const scenario::Selector& selector);

    const scenario::Scenario& scenario;
    System& system;
    scenario::Inventory inventory;
    References references;
    Standing standing;
    Inheritance inheritance;
    GateBuilder gates;
    Tables tables;
    std::vector<ThingId> thingOf; // per instance; none: the replica of a service that is its `needs` alone
    std::vector<int> instanceOf;  // per thing
    std::vector<Faults> faults;   // per thing
    std::vector<bool> reached;    // per service: requests come
    std::size_t actionLeaves = 0; // made so far

  private:
    void collect(const scenario::Expression& expression, int from, std::vector<ThingId>& found);
    void addThings();
    Wire onceFor(int instance, LeafFamily family);

    std::vector<core::Issue>& m_issues;
    std::map<std::string, std::size_t> m_crewAt, m_stockAt; // by id
    std::map<int, Wire> m_once; // by instance: whether it is wanted, or exists
};

// A service without `on`, failures, replicas ... says only what is needed: nothing of it stands anywhere.
bool isNeedsAlone(const scenario::Thing& service);

} // namespace nueves::model::compiling
