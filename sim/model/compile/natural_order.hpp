// Order of full names: ids by bytes, members by number, a box before what it holds.
#pragma once

#include <string_view>

namespace nueves::model::compiling {

bool naturallyBefore(std::string_view a, std::string_view b); // "server[2].os" before "server[10]"

} // namespace nueves::model::compiling
