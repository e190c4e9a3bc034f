// Mistakes that only the whole shows.
#pragma once

#include "sim/model/compile/context.hpp"

namespace nueves::model::compiling {

// Software over a kernel it cannot have.
void checkKernels(Context& context);

} // namespace nueves::model::compiling
