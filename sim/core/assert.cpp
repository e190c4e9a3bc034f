#include "sim/core/assert.hpp"

#include <stdexcept>
#include <string>

namespace nueves::core {

// Thrown rather than aborted: the program's main catches it, says which run it was, and exits with 1.
void assertionFailed(const char* condition, const char* why, const char* file, int line) {
    throw std::logic_error(std::string("internal error: ") + why + " (" + condition + ", " + file + ":" +
                           std::to_string(line) + ")");
}

} // namespace nueves::core
