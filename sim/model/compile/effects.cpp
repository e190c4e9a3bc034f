// What an effect does to its victim (semantics.md, section 6).
#include "sim/model/compile/modes.hpp"

namespace nueves::model::compiling {

using scenario::Effect;
using scenario::Kind;

// `destroy` of a place and `panic` of a system stop it; what else falls follows from the gates.
void addEffect(Context& context, ThingId victim, Effect effect, double size, Wire leaf) {
    Faults& faults = context.faults[victim.value];
    const bool isReplica = context.system.things[victim].kind == Kind::service;
    switch (effect) {
    case Effect::flap: faults.restarts = true; [[fallthrough]];
    case Effect::stop:
    case Effect::panic:
    case Effect::destroy: faults.stopping.push_back(leaf); break;
    case Effect::hang: faults.hanging.push_back(leaf); break;
    case Effect::expire: faults.blocking.push_back(leaf); break;
    case Effect::slow: faults.slowing.emplace_back(leaf, size); break;
    case Effect::errors: faults.erring.emplace_back(leaf, 1.0 - size); break;
    case Effect::diskFull:
        faults.blocking.push_back(leaf);
        faults.filling.push_back(leaf);
        break;
    case Effect::cpuHog:
        faults.hogging.emplace_back(leaf, size);
        if (isReplica) faults.blocking.push_back(leaf); // a replica in a busy loop serves nobody
        break;
    case Effect::memoryLeak: break; // a level: what it does at its bound has leaves of its own
    }
}

ThingId victimOf(const Context& context, ThingId thing, Effect effect) {
    if (effect != Effect::panic) return thing;
    for (int at = context.instanceOf[thing.value]; at != kNobody; at = context.standing[at].carrier)
        if (context.inventory[at].thing->kind == Kind::os) return context.thing(at);
    const int own =
        context.inventory.layerOf(context.instanceOf[thing.value], Kind::os); // the hardware's own system
    return own == kNobody ? thing : context.thing(own);
}

} // namespace nueves::model::compiling
