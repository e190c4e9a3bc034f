// What each thing is given, whether it runs and whether it works.
#pragma once

#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

class ThingGates {
  public:
    explicit ThingGates(Wiring& wiring);

    Value works(int instance); // the value of its name; of a service that is its needs alone: up
    Value runs(int instance);
    Value carries(int instance); // what stands on it needs this
    Value supplied(int instance);
    Value powered(int instance);
    void store(); // makes all and writes them into the System's things

  private:
    enum class Stage : std::uint8_t { open, busy, done };
    struct Built {
        Stage supply = Stage::open, power = Stage::open, use = Stage::open;
        Value powered, supplied, works;
        Wire ownOk, notStarting, runs, carries;
        std::uint32_t level = 0; // of what stands above: this one's suppliers and itself
    };
    Built& built(int instance) { return m_built[m_wiring.context.thing(instance).value]; }
    Built& supply(int instance);
    Built& use(int instance);
    bool begin(Stage& stage, int instance, const char* key);
    void makeSupply(int instance, Built& built);
    void makeUse(int instance, Built& built);
    void addInnerGroups(int instance, Conjunction& all);
    Value carried(int instance, bool worksToo);
    Wire startup(int instance, Wire supplied);
    void orderThings();

    Wiring& m_wiring;
    std::vector<Built> m_built; // per thing
};

// Members of an inner group that the machine needs, of those that work.
struct InnerGroup {
    std::vector<int> members;
    std::size_t need = 0;
};
std::vector<InnerGroup> innerGroups(const Context& context, int box, bool psus);

} // namespace nueves::model::compiling
