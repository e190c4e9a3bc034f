// How far a service goes, in words: headroom, the instances that its demand needs, and what holds it down.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/core/text.hpp"

#include <string>

namespace nueves::report {

// "headroom: 3.71 times today's demand (busy hour 2027-03-01 09:00); after losing node[1], 1.85 times"; empty
// where nothing is promised.
std::string headroomText(const analysis::ServiceResult& service, core::Language language);
// "needs 4 instances at 32 requests a second (formula 4, simulated 4) on 2 hosts of 8 cores; has 2 on 1 ..."
std::string needText(const analysis::ServiceResult& service, core::Language language);
// "METASTABLE: ..." with the evidence; empty unless both clocks found it.
std::string metastableText(const analysis::ServiceResult& service, core::Language language);

} // namespace nueves::report
