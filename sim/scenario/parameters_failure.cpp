// Keys of failure modes, attempts, maintenance and of the small objects inside a thing.
#include "sim/scenario/parameter_tables.hpp"

namespace nueves::scenario::tables {

namespace {

constexpr Parameter kFailure[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "every", .shape = Shape::clock, .es = "tiempo en marcha hasta el fallo",
     .en = "running time to the next failure", .example = R"j("Exp(4000 h)")j"},
    {.key = "probability", .shape = Shape::quantity,
     .es = "en vez de `every`: caído toda la historia con esta probabilidad",
     .en = "instead of `every`: down for the whole history with this chance", .example = R"("5 %")",
     .unit = Unit::share, .low = 0, .high = 1},
    {.key = "effect", .shape = Shape::effect, .es = "qué pasa", .en = "what happens",
     .example = R"({"slow": "30 %"})", .fallback = "stop"},
    {.key = "during", .shape = Shape::window, .es = "el reloj de `every` solo corre en este horario",
     .en = "the clock of `every` runs only inside this window", .example = R"("Mon-Sun 18:00-23:00")",
     .fallback = "always"},
    {.key = "detect", .shape = Shape::detection, .es = "hasta que alguien o algo lo sabe",
     .en = "until someone or something knows", .example = R"j("Exp(15 min)")j", .fallback = "0 s",
     .child = Owner::detect},
    {.key = "repair", .shape = Shape::attempts, .es = "cómo se arregla", .en = "how it is repaired",
     .example = R"j({"takes": "Exp(4 h)", "crew": "staff"})j"},
}; // clang-format on

constexpr Parameter kDetect[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "after", .shape = Shape::law, .es = "si se ve: hasta que se sabe",
     .en = "if visible: until known", .example = R"("2 min")", .fallback = "0 s"},
    {.key = "hidden", .shape = Shape::quantity, .es = "parte de los fallos que nadie ve",
     .en = "share of faults that nobody sees", .example = R"("30 %")", .fallback = "0 %", .unit = Unit::share,
     .low = 0, .high = 1},
    {.key = "inspect", .shape = Shape::quantity, .es = "cada cuánto se revisa",
     .en = "time between inspections", .example = R"("30 d")", .unit = Unit::time, .low = 1},
    {.key = "falseAlarm", .shape = Shape::law, .es = "tiempo entre falsas alarmas",
     .en = "time between false alarms", .example = R"j("Exp(5 a)")j"},
}; // clang-format on

constexpr Parameter kAttempt[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "tried", .shape = Shape::quantity, .es = "probabilidad de que se empiece",
     .en = "chance that it is begun", .example = R"("95 %")", .fallback = "100 %", .unit = Unit::share,
     .low = 0, .high = 1},
    {.key = "response", .shape = Shape::law, .es = "hasta que alguien se pone", .en = "until someone begins",
     .example = R"j("Exp(30 min)")j", .fallback = "0 s"},
    {.key = "diagnosis", .shape = Shape::law, .es = "hasta saber qué es", .en = "until the cause is found",
     .example = R"j("Exp(20 min)")j", .fallback = "0 s"},
    {.key = "part", .shape = Shape::law, .es = "traer la pieza", .en = "bringing the part",
     .example = R"("1 h")", .fallback = "0 s"},
    {.key = "takes", .shape = Shape::law, .es = "el arreglo mismo", .en = "the work itself",
     .example = R"j("Exp(4 h)")j", .fallback = "0 s"},
    {.key = "works", .shape = Shape::quantity, .es = "probabilidad de que sirva",
     .en = "chance that it succeeds", .example = R"("99 %")", .fallback = "100 %", .unit = Unit::share,
     .low = 0, .high = 1},
    {.key = "crew", .shape = Shape::selector, .es = "quién lo hace; nobody: nadie hace falta",
     .en = "who does it; nobody: no people are needed", .example = R"("staff")"},
    {.key = "spare", .shape = Shape::selector, .es = "de qué almacén sale la pieza",
     .en = "from which stock the part comes", .example = R"("disks")"},
    {.key = "begins", .shape = Shape::word, .es = "cuándo se pide", .en = "when it is asked for",
     .example = R"("after-switch")", .fallback = "at-once", .words = "at-once after-switch"},
    {.key = "warm", .order = 2},
}; // clang-format on

constexpr Parameter kMaintenance[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "every", .shape = Shape::quantity, .es = "cada cuánto toca", .en = "how often it is due",
     .example = R"("30 d")", .unit = Unit::time, .low = 1},
    {.key = "takes", .shape = Shape::law, .es = "cuánto dura", .en = "how long it takes",
     .example = R"("15 min")"},
    {.key = "window", .shape = Shape::window, .es = "en qué horario", .en = "in which hours",
     .example = R"("Sun 03:00-05:00")", .fallback = "always"},
    {.key = "atOnce", .shape = Shape::count, .es = "cuántos a la vez", .en = "how many at a time",
     .example = "1", .fallback = "1", .low = 1, .high = 1e6},
    {.key = "crew", .shape = Shape::selector, .es = "quién lo hace", .en = "who does it",
     .example = R"("staff")"},
}; // clang-format on

constexpr Parameter kCheck[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "every", .shape = Shape::quantity, .es = "tiempo entre pruebas", .en = "time between probes",
     .example = R"("2 s")", .unit = Unit::time, .low = 1e-3, .needed = true},
    {.key = "fall", .shape = Shape::count, .es = "fallos seguidos para sacarlo",
     .en = "failed probes in a row that take it out", .example = "3", .fallback = "1", .low = 1,
     .high = 1e6},
    {.key = "rise", .shape = Shape::count, .es = "aciertos seguidos para devolverlo",
     .en = "good probes in a row that bring it back", .example = "2", .fallback = "1", .low = 1,
     .high = 1e6},
    {.key = "deep", .shape = Shape::word, .es = "si pregunta como un usuario, y ve respuestas malas",
     .en = "whether it asks as a user does, and sees wrong answers", .example = R"("yes")",
     .fallback = "no", .words = "no yes", .late = true},
}; // clang-format on

constexpr Parameter kAmounts[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "cpu", .shape = Shape::number, .es = "núcleos", .en = "cores", .example = "1", .low = 0,
     .high = kMost},
    {.key = "memory", .shape = Shape::quantity, .es = "memoria", .en = "memory", .example = R"("1 GiB")",
     .unit = Unit::bytes, .low = 0, .high = 1e18},
    {.key = "disk", .shape = Shape::quantity, .es = "disco", .en = "disk", .example = R"("10 GB")",
     .unit = Unit::bytes, .low = 0, .high = 1e21},
}; // clang-format on

constexpr Parameter kOverhead[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "share", .shape = Shape::quantity, .es = "parte de la CPU", .en = "share of the CPU",
     .example = R"("3 %")", .fallback = "0 %", .unit = Unit::share, .low = 0, .high = 1},
    {.key = "memory", .shape = Shape::quantity, .es = "memoria propia", .en = "its own memory",
     .example = R"("512 MiB")", .fallback = "0 B", .unit = Unit::bytes, .low = 0, .high = 1e18},
    {.key = "perGuest", .shape = Shape::quantity, .es = "memoria por huésped", .en = "memory for each guest",
     .example = R"("200 MiB")", .fallback = "0 B", .unit = Unit::bytes, .low = 0, .high = 1e18},
}; // clang-format on

constexpr Parameter kCost[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "buy", .shape = Shape::quantity, .es = "precio de compra", .en = "purchase price",
     .example = R"("1200 EUR")", .unit = Unit::money, .low = 0, .high = 1e18},
    {.key = "life", .shape = Shape::quantity, .es = "en cuánto se amortiza",
     .en = "time over which it is written off", .example = R"("5 a")", .unit = Unit::time, .low = 1},
    {.key = "rent", .shape = Shape::quantity, .es = "alquiler", .en = "rent", .example = R"("0.10 EUR/h")",
     .fallback = "0", .unit = Unit::moneyPerTime, .low = 0},
    {.key = "terms", .shape = Shape::word, .es = "si el alquiler se paga solo mientras está, o siempre",
     .en = "whether rent is paid while it is there, or always", .example = R"("reserved")",
     .fallback = "on-demand", .words = "on-demand reserved", .late = true},
    {.key = "licence", .shape = Shape::quantity, .es = "licencia", .en = "licence",
     .example = R"("500 EUR/a")", .fallback = "0", .unit = Unit::moneyPerTime, .low = 0},
    {.key = "upkeep", .shape = Shape::quantity, .es = "horas de gente al año", .en = "people's hours a year",
     .example = R"("10 h/a")", .fallback = "0 h/a", .unit = Unit::hoursPerYear, .low = 0},
    {.key = "down", .shape = Shape::quantity, .es = "lo que se pierde por hora caída",
     .en = "lost for each hour of downtime", .example = R"("2000 EUR/h")", .fallback = "0",
     .unit = Unit::moneyPerTime, .low = 0, .kinds = kinds({Kind::service}), .standing = kService},
    {.key = "lost", .shape = Shape::quantity, .es = "lo que se pierde por petición sin respuesta",
     .en = "lost for each request without an answer", .example = R"("0.30 EUR/req")",
     .unit = Unit::moneyPerRequest, .low = 0, .high = 1e15, .kinds = kinds({Kind::service}),
     .standing = kService, .late = true},
}; // clang-format on

} // namespace

std::span<const Parameter> failure() {
    return kFailure;
}
std::span<const Parameter> detect() {
    return kDetect;
}
std::span<const Parameter> attempt() {
    return kAttempt;
}
std::span<const Parameter> maintenance() {
    return kMaintenance;
}
std::span<const Parameter> check() {
    return kCheck;
}
std::span<const Parameter> amounts() {
    return kAmounts;
}
std::span<const Parameter> overhead() {
    return kOverhead;
}
std::span<const Parameter> cost() {
    return kCost;
}

} // namespace nueves::scenario::tables
