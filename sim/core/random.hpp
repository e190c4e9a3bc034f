// Random numbers without a state: a draw is a pure function of its name.
//
// Philox4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11; Random123).
// key = (seed, stream); counter = (occurrence, block of 4 indices, history, branch).
#pragma once

#include <cstdint>
#include <string_view>

namespace nueves::core {

// 64-bit name of a stream: entity's full name and purpose. Stable for ever (FNV-1a with a final mix).
std::uint64_t streamKey(std::string_view entity, std::string_view purpose);

struct DrawSource {
    std::uint64_t seed = 1;
    std::uint64_t history = 0;
    std::uint64_t branch = 0;

    // Uniform in the open interval (0, 1), 53 bits. index: which number within the draw.
    double uniform(std::uint64_t stream, std::uint64_t occurrence, std::uint32_t index = 0) const;
};

} // namespace nueves::core
