// Exact figures of a System, or the reason why there are none.
#pragma once

#include "sim/methods/exact/downtime.hpp"
#include "sim/methods/exact/figures.hpp"
#include "sim/methods/exact/lister.hpp"

#include <optional>

namespace nueves::methods {

struct ExactQuestion {
    std::size_t mostStates = 5000;
    bool lump = true;                  // interchangeable members are counted, not named
    bool blame = true;                 // roots of what lingers join the state: more states
    bool longRunStart = false;         // begin in the stationary state instead of all new
    double horizon = 0.0;              // s; 0: figures are long-run means; else means over [0, horizon]
    bool mission = false;              // first outages, within the horizon and ever
    bool downtime = false;             // distribution of the downtime over one horizon
    std::vector<double> probabilities; // of quantiles, each in (0, 1)
    std::vector<std::vector<double>> downtimeBounds; // per service, s: P(downtime over the horizon <= bound)
};

struct ExactService {
    ServiceFigures figures;
    // mission
    std::optional<double> meanFirstOutage;    // s; infinity: may never come
    std::optional<double> reliability;        // no outage within the horizon
    std::vector<double> firstOutageQuantiles; // s
    // downtime over one horizon
    std::optional<DowntimeLaw> downtime;
};

struct ExactOutcome {
    std::size_t states = 0, transitions = 0;
    std::vector<ExactService> services; // as System::services; the last: all of them up
    std::vector<SolveFailure> leftOut;  // figures beyond the work allowed: service, reason "work"
};

// Fails when the chain cannot be listed, or when the means over the horizon are too much work.
core::Expected<ExactOutcome, SolveFailure> solveExactly(const model::System& system,
                                                        const ExactQuestion& question);
core::Expected<ExactOutcome, SolveFailure> solveExactly(const Chain& chain, const ExactQuestion& question,
                                                        const std::vector<std::string>& names,
                                                        std::size_t roots);

} // namespace nueves::methods
