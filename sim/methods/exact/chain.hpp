// A continuous-time Markov chain with what each state means for every service.
#pragma once

#include "sim/model/state.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace nueves::methods {

struct Chain {
    struct Transition {
        std::uint32_t from, to;
        double rate; // 1/s
    };
    std::size_t states = 0;
    std::vector<Transition> transitions;                   // sorted by from, to; one per pair; no loops
    std::vector<std::pair<std::uint32_t, double>> initial; // state, probability
    // Per service (the last: the whole), per state.
    std::vector<std::vector<std::uint8_t>> up, degraded;
    std::vector<std::vector<double>> fraction;
    // With blame: per service, per state: roots that share the downtime equally, and their phases.
    std::vector<std::vector<std::vector<std::pair<model::RootId, std::uint32_t>>>> blame;
    // Where members were counted, not named: roots with equal parts in the blame.
    std::vector<std::vector<model::RootId>> alike;
};

} // namespace nueves::methods
