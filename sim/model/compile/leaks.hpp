// Up to where a leak can grow (semantics.md, section 6).
#pragma once

#include "sim/model/compile/context.hpp"

namespace nueves::model::compiling {

struct LeakBound {
    double start = 0.0; // bytes in use when it is new
    double bytes = 0.0; // 0: nothing is known
    bool kills = false; // a limit kills it; a machine without memory starves all
};
LeakBound leakBound(Context& context, ThingId thing);

} // namespace nueves::model::compiling
