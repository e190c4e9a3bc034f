// Coverage-guided: any bytes as a document, and each of its values as each kind of value.
#include "fuzz/checks.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nueves;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::string problem = fuzz::documentProblem(text);
    if (problem.empty()) {
        std::vector<core::Issue> issues;
        problem = fuzz::valuesOfDocumentProblem(io::parseDocument(text, "f.json", issues));
    }
    if (problem.empty()) return 0;
    std::fprintf(stderr, "%s\n", problem.c_str());
    std::abort();
}
