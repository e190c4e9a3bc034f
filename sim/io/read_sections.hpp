// The sections of one merged file into a Scenario.
#pragma once

#include "sim/io/load.hpp"
#include "sim/io/reading.hpp"

namespace nueves::io {

// Everything but the names: those are judged by scenario::validate. Precondition: the file is expanded.
void readSections(Reading& reading, const Merged& merged);

} // namespace nueves::io
