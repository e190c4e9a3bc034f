// Coverage-guided: any bytes as a whole scenario file, with the presets and the catalogue of the program.
#include "fuzz/checks.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string problem = nueves::fuzz::scenarioProblem({reinterpret_cast<const char*>(data), size});
    if (problem.empty()) return 0;
    std::fprintf(stderr, "%s\n", problem.c_str());
    std::abort();
}
