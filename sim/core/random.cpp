#include "sim/core/random.hpp"

namespace nueves::core {

namespace {

constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325U;
constexpr std::uint64_t kFnvPrime = 0x100000001b3U;

std::uint64_t fnv1a(std::uint64_t hash, std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
    return hash;
}

// The last step of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): FNV leaves names that differ in their last
// letter close together.
std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

} // namespace

// The zero byte keeps ("ab", "c") and ("a", "bc") apart.
std::uint64_t streamKey(std::string_view entity, std::string_view purpose) {
    return mixed(fnv1a(fnv1a(fnv1a(kFnvOffset, entity), std::string_view("\0", 1)), purpose));
}

} // namespace nueves::core
