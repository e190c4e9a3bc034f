// Batteries and tanks in the naive figure: the share of a cut that outlasts them.
//
// A store that bridges b of a cut of length D is empty for (D - b)+ of it. In the long run, and as long as
// cuts do not overlap, that is the share E[(D - b)+] / E[D] of the time without supply: a number of its own,
// that can be multiplied like the others. D is taken as a gamma of its mean and variance: exact for repairs
// of one exponential, Erlang, gamma or fixed phase.
#pragma once

#include "sim/model/system.hpp"

#include <utility>
#include <vector>

namespace nueves::methods {

// E[(D - b)+] / E[D] of a gamma of this mean and variance. mean = infinity: 1; 0: 0.
double shareOutlasting(double mean, double variance, double bridged);

// The leaf of each battery and tank, and the chance that it is empty given that it is needed. `alone`: per
// mode, the share of time it is active, standAloneUnavailabilities().
std::vector<std::pair<model::GateId, double>> emptyStores(const model::System& system,
                                                          const std::vector<double>& alone);

} // namespace nueves::methods
