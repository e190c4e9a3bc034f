// Assertions that stay on in release builds: a broken invariant is a bug, never a user's mistake.
#pragma once

namespace nueves::core {

[[noreturn]] void assertionFailed(const char* condition, const char* why, const char* file, int line);

} // namespace nueves::core

#define NUEVES_ASSERT(condition, why)                                                                        \
    (static_cast<bool>(condition) ? void(0)                                                                  \
                                  : ::nueves::core::assertionFailed(#condition, why, __FILE__, __LINE__))
