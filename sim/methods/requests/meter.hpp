// What requests have done up to an instant, as those see it who decide by it: autoscalers, checks of what is
// answered, checks of single targets.
#pragma once

#include <cstdint>
#include <vector>

namespace nueves::methods::requests {

struct Ended { // wishes or calls that came to their end, repeats included
    std::uint64_t well = 0, lost = 0;
};

// All since the window's start; targets among all, in the order of the stations.
struct Meter {
    std::vector<double> cores;           // per target: core seconds of work done
    std::vector<std::uint64_t> letIn;    // per target: requests that might stand in its line
    std::vector<std::uint64_t> arrivals; // per station, but those above what one user may ask
    std::vector<std::uint32_t> present;  // per station, now
    std::vector<Ended> demands;
    std::vector<Ended> edges; // calls. Of messages those that are overdue, too
};

} // namespace nueves::methods::requests
