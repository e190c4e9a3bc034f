// One demand, one call of the scenario as the plan has it.
#pragma once

#include "sim/model/compile/context.hpp"

namespace nueves::model::compiling {

Demand demandOf(Context& context, const scenario::Demand& written, std::uint32_t edge);
Call callOf(const scenario::Call& written);

} // namespace nueves::model::compiling
