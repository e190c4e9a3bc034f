// Who decides how many targets of a station are wanted, as the plan has it.
#pragma once

#include "sim/model/compile/context.hpp"

#include <optional>

namespace nueves::model::compiling {

// None: not scaled. `station` gets the sizes that it can be given.
std::optional<Scaling> scalingOf(Context& context, const scenario::Thing& service, Station& station,
                                 std::uint32_t number);

} // namespace nueves::model::compiling
