#include "sim/model/compile/leaks.hpp"

namespace nueves::model::compiling {

// The nearest limit on the way down, a vm's own memory included; else the memory of the machine below.
LeakBound leakBound(Context& context, ThingId thing) {
    LeakBound bound;
    bound.start = context.keys(thing).requests.memory.value_or(0.0);
    for (int at = context.instanceOf[thing.value]; at != kNobody;) {
        const scenario::Thing& keys = *context.inventory[at].thing;
        if (keys.limits.memory) return {bound.start, *keys.limits.memory, true};
        if (keys.memory > 0.0) return {bound.start, keys.memory, false};
        const Stand& stand = context.standing[at];
        if (stand.pair != kNobody) { // members are alike: the first says how large they are
            const auto& of = context.inventory[stand.pair].thing->of;
            if (!of) break;
            const auto members = context.named(*of, stand.pair);
            at = members.empty() ? kNobody : context.instanceOf[members.front().value];
        } else {
            at = stand.carrier;
        }
    }
    return bound;
}

} // namespace nueves::model::compiling
