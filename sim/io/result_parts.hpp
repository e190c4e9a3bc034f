// Parts of a result's JSON that fill files of their own, and what all parts share.
#pragma once

#include "sim/io/json_figures.hpp"

namespace nueves::io::parts {

using io::json; // beside those of the parts

Json json(const analysis::TargetResult& target);
Json json(const analysis::TrafficResult& traffic);
Json json(const analysis::Headroom& headroom);
Json json(const analysis::ScalingNeed& need);
// Why it says metastable or not: what was found, null if nothing was.
Json evidence(const analysis::Metastable& found);
std::string verdictName(analysis::Verdict verdict);

// The same as schema: what result_schema.cpp defines them by.
Json targetSchema();
Json trafficSchema();
Json promiseDefinitions();  // that these two refer to
Json capacityDefinitions(); // headroom, scalingNeed, metastableEvidence

} // namespace nueves::io::parts
