// zoom: a window of one history, request by request.
#pragma once

#include "app/cli/options.hpp"

namespace nueves::cli {

Exit zoomCommand(const Options& options);

} // namespace nueves::cli
