// The rules behind gates that are more than counting: networks, CPU pools, speeds and delivered fractions.
// Meaning: resources/help/semantics.md, sections 6 and 7.
#pragma once

#include "sim/model/circuit.hpp"

namespace nueves::model {

// Label > 0 per conducting vertex: equal labels are connected. 0: does not conduct, or is an end.
std::vector<std::uint32_t> connectedParts(const NetGraph& net, const Signals& s);
bool reaches(const Circuit& circuit, const ReachPair& pair, const Signals& s);
// Do at least k members work that all reach one another?
bool hasMajority(const Circuit& circuit, const MostMembers& most, std::uint32_t k, const Signals& s);

// What is left of a pool once the hogs have taken theirs, and what the others ask.
struct CpuShares {
    double cores = 0.0, left = 0.0, asked = 0.0;
    // Share of its speed that consumer i gets, [0, 1]; one that holds a hog takes first: 1.
    double of(const Pool& pool, const Signals& s, std::size_t i) const;
};
CpuShares cpuShares(const Pool& pool, const Signals& s);

double replicaSpeed(const SpeedRule& rule, const Signals& s);
double deliveredFraction(const Circuit& circuit, const FractionRule& rule, const Signals& s);

} // namespace nueves::model
