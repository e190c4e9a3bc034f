// Who decides how many targets of a station are wanted, as the plan has it.
#pragma once

#include "sim/model/compile/context.hpp"

#include <optional>

namespace nueves::model::compiling {

// None: not scaled. `station` gets the sizes that it can be given.
std::optional<Scaling> scalingOf(Context& context, const scenario::Thing& service, Station& station,
                                 std::uint32_t number);

// Keys that are read and checked, and that no mechanism uses yet: refused by name, so that nothing is inert.
void refuseUnbuilt(Context& context);

} // namespace nueves::model::compiling
