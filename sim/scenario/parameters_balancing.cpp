// Keys of who stands before a service.
#include "sim/scenario/parameter_tables.hpp"

namespace nueves::scenario::tables {

namespace {

constexpr Parameter kEject[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "errors", .shape = Shape::quantity, .es = "parte de fallos que lo aparta",
     .en = "share of failures that throws it out", .example = R"("50 %")", .fallback = "85 %",
     .unit = Unit::share, .low = 1e-3, .high = 1},
    {.key = "window", .shape = Shape::quantity, .es = "cada cuánto se mira", .en = "time between two looks",
     .example = R"("10 s")", .fallback = "10 s", .unit = Unit::time, .low = 0.1, .high = 3.2e7},
    {.key = "requests", .shape = Shape::number, .es = "peticiones suyas entre dos miradas, como poco",
     .en = "requests to it between two looks, at least", .example = "50", .fallback = "50", .low = 1,
     .high = 1e9},
    {.key = "lasts", .shape = Shape::quantity, .es = "lo que queda fuera, por las veces que va",
     .en = "how long it stays out, times how often it was", .example = R"("30 s")", .fallback = "30 s",
     .unit = Unit::time, .low = 0.1, .high = 3.2e7},
    {.key = "most", .shape = Shape::quantity, .es = "cuántos como mucho a la vez; uno siempre",
     .en = "how many of them at once, at most; always one", .example = R"("10 %")", .fallback = "10 %",
     .unit = Unit::share, .low = 0, .high = 1},
}; // clang-format on

constexpr Parameter kLimit[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "perUser", .shape = Shape::quantity, .es = "peticiones de un mismo usuario",
     .en = "requests of one user", .example = R"("5 req/s")", .fallback = "no limit",
     .unit = Unit::requestRate, .low = 1e-6, .high = 1e9},
    {.key = "total", .shape = Shape::quantity, .es = "peticiones de todos, entre todas las réplicas",
     .en = "requests of all, over all replicas", .example = R"("2000 req/s")", .fallback = "no limit",
     .unit = Unit::requestRate, .low = 1e-6, .high = 1e9},
}; // clang-format on

} // namespace

std::span<const Parameter> eject() {
    return kEject;
}
std::span<const Parameter> limit() {
    return kLimit;
}

} // namespace nueves::scenario::tables
