// Keys of scaling: how many replicas or machines there are, and who decides it.
#include "sim/scenario/parameter_tables.hpp"

namespace nueves::scenario::tables {

namespace {

constexpr double kHour = 3600.0;

constexpr Parameter kScaling[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "by", .shape = Shape::word, .es = "quién decide", .en = "who decides", .example = R"("hpa")",
     .words = "schedule manual hpa forecast vertical nodes", .needed = true},
    {.key = "min", .shape = Shape::count, .es = "como poco", .en = "at least", .example = "2",
     .fallback = "1", .low = 1, .high = 1e6},
    {.key = "max", .shape = Shape::count, .es = "como mucho", .en = "at most", .example = "10", .low = 1,
     .high = 1e6},
    {.key = "at", .shape = Shape::planned, .es = "cuántas réplicas, por horario o desde una fecha",
     .en = "how many replicas, by window or from a date on", .example = R"({"Mon-Fri 13:00-16:00": 6})",
     .low = 1, .high = 1e6},
    {.key = "metrics", .shape = Shape::thing, .es = "qué se mide, y cuánto se quiere",
     .en = "what is measured, and how much is wanted", .example = R"({"cpu": "60 %"})",
     .child = Owner::metrics},
    {.key = "sync", .shape = Shape::quantity, .es = "cada cuánto decide", .en = "how often it decides",
     .example = R"("15 s")", .fallback = "15 s", .unit = Unit::time, .low = 1, .high = kHour},
    {.key = "tolerance", .shape = Shape::quantity, .es = "desvío que no cuenta",
     .en = "deviation that does not count", .example = R"("10 %")", .fallback = "10 %",
     .unit = Unit::share, .low = 0, .high = 1},
    {.key = "initialisation", .shape = Shape::quantity, .es = "tiempo en que la CPU de una nueva no cuenta",
     .en = "time in which a new one's CPU does not count", .example = R"("5 min")", .fallback = "5 min",
     .unit = Unit::time, .low = 0, .high = kHour},
    {.key = "readiness", .shape = Shape::quantity, .es = "tiempo en que una nueva aún no está lista",
     .en = "time in which a new one is not ready yet", .example = R"("30 s")", .fallback = "30 s",
     .unit = Unit::time, .low = 0, .high = kHour},
    {.key = "metricDelay", .shape = Shape::quantity, .es = "edad de lo medido",
     .en = "age of what is measured",
     .example = R"("15 s")", .fallback = "15 s", .unit = Unit::time, .low = 0, .high = kHour},
    {.key = "up", .shape = Shape::thing, .es = "a qué paso crece", .en = "at what pace it grows",
     .example = R"({"policies": [{"pods": 4, "per": "15 s"}]})", .fallback = "4 or 100 % in 15 s",
     .child = Owner::pace},
    {.key = "down", .shape = Shape::thing, .es = "a qué paso mengua", .en = "at what pace it shrinks",
     .example = R"({"window": "5 min"})", .fallback = "100 % in 15 s, after 5 min", .child = Owner::pace},
    {.key = "ahead", .shape = Shape::quantity, .es = "con cuánta antelación", .en = "how far ahead",
     .example = R"("15 min")", .unit = Unit::time, .low = 1, .high = 7 * 24 * kHour},
    {.key = "season", .shape = Shape::word, .es = "lo que se repite", .en = "what comes again",
     .example = R"("week")", .fallback = "week", .words = "day week"},
    {.key = "history", .shape = Shape::quantity, .es = "cuánto pasado mira",
     .en = "how much past it looks at",
     .example = R"("28 d")", .fallback = "28 d", .unit = Unit::time, .low = 24 * kHour},
    {.key = "sizes", .shape = Shape::numbers, .es = "núcleos entre los que se elige",
     .en = "cores to choose from", .example = "[2, 4, 8]", .low = 0.01, .high = 1e6},
    {.key = "above", .shape = Shape::quantity, .es = "uso por encima del cual crece",
     .en = "utilisation above which it grows", .example = R"("70 %")", .fallback = "70 %",
     .unit = Unit::share, .low = 0, .high = 1},
    {.key = "below", .shape = Shape::quantity, .es = "uso por debajo del cual mengua",
     .en = "utilisation below which it shrinks", .example = R"("30 %")", .fallback = "30 %; nodes: 50 %",
     .unit = Unit::share, .low = 0, .high = 1},
    {.key = "takes", .shape = Shape::law, .es = "lo que dura el cambio", .en = "how long the change takes",
     .example = R"("2 min")"},
    {.key = "provision", .shape = Shape::law, .es = "lo que tarda una máquina nueva",
     .en = "time until a new machine is there", .example = R"j("LogNormal(median 90 s, sigma 0.3)")j"},
    {.key = "quota", .shape = Shape::count, .es = "máquinas que da el proveedor",
     .en = "machines that the provider grants", .example = "20", .fallback = "unlimited", .low = 1,
     .high = 1e6},
    {.key = "fails", .shape = Shape::quantity, .es = "probabilidad de que no haya capacidad",
     .en = "chance that there is no capacity", .example = R"("1 %")", .fallback = "0 %",
     .unit = Unit::share, .low = 0, .high = 0.99},
    {.key = "idle", .shape = Shape::quantity, .es = "lo que sobra antes de quitarla",
     .en = "time that it is not needed before it goes", .example = R"("10 min")", .fallback = "10 min",
     .unit = Unit::time, .low = 0, .high = 30 * 24 * kHour},
}; // clang-format on

constexpr Parameter kMetrics[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "cpu", .shape = Shape::quantity, .es = "CPU usada entre la reservada",
     .en = "CPU used over requested",
     .example = R"("60 %")", .unit = Unit::share, .low = 0.01, .high = 10},
    {.key = "requests", .shape = Shape::quantity, .es = "peticiones por réplica",
     .en = "requests per replica",
     .example = R"("20 req/s")", .unit = Unit::requestRate, .low = 1e-6, .high = 1e9},
}; // clang-format on

constexpr Parameter kPace[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "window", .shape = Shape::quantity, .es = "pasado que frena", .en = "past that holds it back",
     .example = R"("5 min")", .fallback = "up 0 s, down 5 min", .unit = Unit::time, .low = 0, .high = kHour},
    {.key = "policies", .shape = Shape::list, .es = "cuánto en cuánto tiempo", .en = "how much in what time",
     .example = R"([{"pods": 4, "per": "15 s"}, {"share": "100 %", "per": "15 s"}])",
     .child = Owner::policy},
    {.key = "select", .shape = Shape::word, .es = "cuál de ellas manda", .en = "which of them counts",
     .example = R"("max")", .fallback = "max", .words = "max min off"},
}; // clang-format on

constexpr Parameter kPolicy[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "pods", .shape = Shape::count, .es = "tantas réplicas", .en = "so many replicas", .example = "4",
     .low = 1, .high = 1e6},
    {.key = "share", .shape = Shape::quantity, .es = "tal parte de las que hay",
     .en = "this share of those there are",
     .example = R"("100 %")", .unit = Unit::share, .low = 1e-3, .high = 1000},
    {.key = "per", .shape = Shape::quantity, .es = "en cuánto tiempo",
     .en = "in what time", .example = R"("15 s")",
     .unit = Unit::time, .low = 1, .high = 1800, .needed = true},
}; // clang-format on

constexpr Parameter kImage[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "size", .shape = Shape::quantity, .es = "lo que ocupa", .en = "how large it is",
     .example = R"("300 MiB")", .unit = Unit::bytes, .low = 0, .high = 1e15, .needed = true},
    {.key = "rate", .shape = Shape::quantity, .es = "a qué velocidad se baja", .en = "how fast it is pulled",
     .example = R"("50 MB/s")", .fallback = "@time.container.image_pull_bandwidth",
     .unit = Unit::bytesPerTime, .low = 1, .high = 1e15},
}; // clang-format on

} // namespace

std::span<const Parameter> scaling() {
    return kScaling;
}
std::span<const Parameter> metrics() {
    return kMetrics;
}
std::span<const Parameter> pace() {
    return kPace;
}
std::span<const Parameter> policy() {
    return kPolicy;
}
std::span<const Parameter> image() {
    return kImage;
}

} // namespace nueves::scenario::tables
