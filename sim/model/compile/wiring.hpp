// What runs, works and is up, as gates over the leaves of faults (semantics.md, section 1).
//
// Gates are made when first asked for, so suppliers come before what they supply whatever the order in the
// file; asking for what is still being made is a circle, which is reported with the names on the way.
#pragma once

#include "sim/model/compile/context.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace nueves::model::compiling {

// A wire, and how many suppliers stand one below the other under it.
struct Value {
    Wire wire;
    std::uint32_t level = 0;
};

// An `and` in the making.
class Conjunction {
  public:
    void add(Wire wire) { m_wires.push_back(wire); }
    void add(const Value& value) {
        m_wires.push_back(value.wire);
        m_level = std::max(m_level, value.level);
    }
    void add(const std::vector<Wire>& wires) { m_wires.insert(m_wires.end(), wires.begin(), wires.end()); }
    std::uint32_t level() const { return m_level; }
    Value make(GateBuilder& gates) { return {gates.all(std::move(m_wires)), m_level}; }

  private:
    std::vector<Wire> m_wires;
    std::uint32_t m_level = 0;
};

// What is being made right now, one inside the other.
class Circles {
  public:
    explicit Circles(Context& context) : m_context(context) {}
    void enter(const std::string& name) { m_path.push_back(&name); }
    void leave() { m_path.pop_back(); }
    void report(const std::string& name, const scenario::Mark& mark, const char* key);

  private:
    Context& m_context;
    std::vector<const std::string*> m_path;
};

class Expressions;
class MachineGates;
class Network;
class PairGates;
class ServiceGates;
class Supplies;
class ThingGates;

// The parts of the wiring, each a file: they ask one another.
struct Wiring {
    Context& context;
    Circles& circles;
    Expressions& expressions;
    Supplies& supplies;
    ThingGates& things;
    PairGates& pairs;
    Network& network;
    MachineGates& machines;
    ServiceGates& services;
};

} // namespace nueves::model::compiling
