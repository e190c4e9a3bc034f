// What each command does. Data goes to standard output, everything said to people to standard error.
#pragma once

#include "app/cli/options.hpp"

namespace nueves::cli {

// May throw io::IoError (a file) and std::exception (a bug).
Exit perform(const Options& options);

} // namespace nueves::cli
