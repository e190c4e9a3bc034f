// Random numbers without a state: a draw is a pure function of its name.
//
// Philox4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11;
// Random123).
// key = (seed, stream); counter = (occurrence, block of 4 indices, history, branch).
// In the header since the engine asks for about one number an event: inlined, the rounds that only feed the
// words nobody asked for drop out.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace nueves::core {

// 64-bit name of a stream: entity's full name and purpose. Stable for ever (FNV-1a with a final mix).
std::uint64_t streamKey(std::string_view entity, std::string_view purpose);

// Odd multiples of 2^-53: symmetric about 1/2, never 0 or 1, and 1 - u is exact. (Adding 1/2 to 53 bits
// instead would round the largest word to 1.)
constexpr double openUniform(std::uint64_t word) {
    return static_cast<double>((word >> 11) | 1U) * 0x1p-53;
}

struct DrawSource {
    std::uint64_t seed = 1;
    std::uint64_t history = 0;
    std::uint64_t branch = 0;

    // Uniform in the open interval (0, 1), an odd multiple of 2^-53. index: which number within the draw.
    double uniform(std::uint64_t stream, std::uint64_t occurrence, std::uint32_t index = 0) const {
        const auto words = r123::Philox4x64{}({{occurrence, index / 4U, history, branch}}, {{seed, stream}});
        return openUniform(words[index % 4U]);
    }
    // The numbers with index 0 to 3 of a draw, for little more than one of them costs.
    std::array<double, 4> four(std::uint64_t stream, std::uint64_t occurrence) const {
        const auto words = r123::Philox4x64{}({{occurrence, 0, history, branch}}, {{seed, stream}});
        return {openUniform(words[0]), openUniform(words[1]), openUniform(words[2]), openUniform(words[3])};
    }
};

} // namespace nueves::core
