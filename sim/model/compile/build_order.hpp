// In which order gates are best made: suppliers first, so that a chain of a hundred thousand things needs no
// deep stack.
#pragma once

#include "sim/model/compile/context.hpp"

namespace nueves::model::compiling {

// Every instance, after what it stands on, is fed by or needs, as far as names say so. Circles are cut
// somewhere.
std::vector<int> suppliersFirst(Context& context);

} // namespace nueves::model::compiling
