// The sections of one merged file into a Scenario.
#pragma once

#include "sim/io/load.hpp"
#include "sim/io/reading.hpp"

namespace nueves::io {

// Everything but the names: those are judged by scenario::validate. Precondition: the file is expanded.
// `nueves`, of a scenario or of a script file.
void checkVersion(Reading& reading, const Node& file);

void readSections(Reading& reading, const Merged& merged);

} // namespace nueves::io
