// Keys of demand, work, calls and scaling.
#include "sim/scenario/parameter_tables.hpp"

namespace nueves::scenario::tables {

namespace {

constexpr double kMostUsers = 1e10;   // more than there are people
constexpr double kMostRequests = 1e9; // per second; all searches of the world are 1e5

constexpr Parameter kDemand[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "to", .shape = Shape::selector, .es = "servicio al que piden", .en = "service that is asked",
     .example = R"("web")", .needed = true},
    {.key = "users", .shape = Shape::profile, .es = "cuántos usuarios hay, por horas y días",
     .en = "how many users there are, by hours and days",
     .example = R"({"08:00": 0, "14:00": 500, "17:00": 10, "24:00": 0})", .low = 0, .high = kMostUsers},
    {.key = "rate", .shape = Shape::profile, .es = "cuántas peticiones llegan, por horas y días",
     .en = "how many requests come, by hours and days", .example = R"("250 req/s")",
     .unit = Unit::requestRate, .low = 0, .high = kMostRequests},
    {.key = "trace", .shape = Shape::thing, .es = "demanda grabada en un fichero",
     .en = "demand recorded in a file",
     .example = R"({"file": "taxi.csv", "time": "timestamp", "value": "value", "unit": "req/h"})",
     .child = Owner::trace},
    {.key = "think", .shape = Shape::law, .es = "lo que piensa un usuario entre respuesta y petición",
     .en = "what a user thinks between an answer and the next request", .example = R"j("Exp(7 s)")j"},
    {.key = "size", .shape = Shape::number, .es = "trabajo de una petición, en veces el del servicio",
     .en = "work of a request, as a multiple of the service's", .example = "2.5", .fallback = "1",
     .low = 1e-6, .high = 1e6},
    {.key = "hostile", .shape = Shape::word, .es = "si es un ataque: nadie echa de menos la respuesta",
     .en = "whether it is an attack: nobody misses the answers", .example = R"("yes")", .fallback = "no",
     .words = "no yes", .late = true},
    {.key = "clients", .shape = Shape::count, .es = "entre cuántos se reparten las peticiones de `rate`",
     .en = "among how many the requests of `rate` are spread", .example = "5000",
     .fallback = "each request another", .low = 1, .high = 1e7, .late = true},
    {.key = "retries", .shape = Shape::retries, .es = "lo que hace quien no tiene respuesta",
     .en = "what those do who get no answer", .example = R"({"times": 2, "after": "1 s"})",
     .fallback = "none", .child = Owner::retries},
    {.key = "growth", .shape = Shape::growth, .es = "crecimiento compuesto", .en = "compound growth",
     .example = R"("20 %/a")", .fallback = "none", .low = 0, .high = 100},
    {.key = "burst", .shape = Shape::thing, .es = "más a ráfagas que al azar",
     .en = "burstier than by chance", .example = R"({"index": 5, "holds": "1 min"})",
     .fallback = "Poisson", .child = Owner::burst},
    {.key = "events", .shape = Shape::things, .es = "días señalados", .en = "great days",
     .example = R"({"match": {"on": "2027-03-20", "at": "20:45", "peak": 3000, "lasts": "2 h"}})",
     .child = Owner::event},
    {.key = "classes", .order = 8},
}; // clang-format on

constexpr Parameter kEvent[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "on", .shape = Shape::dates, .es = "qué días", .en = "which days",
     .example = R"(["2027-03-20", "2027-10-23"])", .needed = true},
    {.key = "at", .shape = Shape::clockTime, .es = "a qué hora empieza", .en = "when it begins",
     .example = R"("20:45")", .fallback = "00:00"},
    {.key = "peak", .shape = Shape::peak, .es = "cuántos vienen además: ley de usuarios o de peticiones",
     .en = "how many come besides: law of users or of requests", .example = R"j("Uniform(1500, 4000)")j",
     .low = 0, .high = kMostUsers, .needed = true},
    {.key = "rise", .shape = Shape::quantity, .es = "lo que tardan en llegar", .en = "time to gather",
     .example = R"("5 min")", .fallback = "0 s", .unit = Unit::time, .low = 0},
    {.key = "lasts", .shape = Shape::quantity, .es = "lo que se quedan todos", .en = "time that all stay",
     .example = R"("2 h")", .fallback = "0 s", .unit = Unit::time, .low = 0},
    {.key = "fades", .shape = Shape::quantity, .es = "lo que tardan en irse", .en = "time to disperse",
     .example = R"("1 h")", .fallback = "0 s", .unit = Unit::time, .low = 0},
}; // clang-format on

constexpr Parameter kRetries[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "times", .shape = Shape::count, .es = "intentos tras el primero",
     .en = "attempts after the first", .example = "2", .low = 0, .high = 20, .needed = true},
    {.key = "after", .shape = Shape::quantity, .es = "espera antes del siguiente",
     .en = "wait before the next one", .example = R"("1 s")", .fallback = "0 s", .unit = Unit::time,
     .low = 0, .high = 3.2e8},
    {.key = "factor", .shape = Shape::number, .es = "cada espera, en veces la anterior",
     .en = "each wait, over the one before", .example = "2", .fallback = "1", .low = 1, .high = 100},
    {.key = "jitter", .shape = Shape::word,
     .es = "full: al azar entre 0 y la espera; exponential: con ella por media",
     .en = "full: at random between 0 and the wait; exponential: with it as mean",
     .example = R"("full")", .fallback = "none",
     .words = "none full exponential"},
    {.key = "budget", .shape = Shape::quantity, .es = "reintentos como mucho, en parte de los primeros",
     .en = "retries at most, as a share of first attempts", .example = R"("20 %")",
     .fallback = "no limit", .unit = Unit::share, .low = 1e-6, .high = 20},
}; // clang-format on

constexpr Parameter kBurst[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "index", .shape = Shape::number, .es = "varianza entre media de las peticiones en `holds`",
     .en = "variance over mean of the requests within `holds`", .example = "5", .low = 1, .high = 1e6,
     .needed = true},
    {.key = "holds", .shape = Shape::quantity, .es = "lo que dura una ráfaga", .en = "how long a burst lasts",
     .example = R"("1 min")", .unit = Unit::time, .low = 1e-3, .high = 3.2e7, .needed = true},
}; // clang-format on

constexpr Parameter kTrace[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "file", .shape = Shape::string, .es = "CSV, o JSON de una consulta de Prometheus",
     .en = "CSV, or JSON of a Prometheus range query", .example = R"("taxi.csv")", .needed = true},
    {.key = "time", .shape = Shape::string, .es = "columna de la hora", .en = "column of the time",
     .example = R"("timestamp")", .fallback = "the first"},
    {.key = "value", .shape = Shape::string, .es = "columna del valor", .en = "column of the value",
     .example = R"("value")", .fallback = "the second"},
    {.key = "unit", .shape = Shape::string, .es = "unidad del valor: users, req/s, req/5 min ...",
     .en = "unit of the value: users, req/s, req/5 min ...", .example = R"("req/h")", .needed = true},
    {.key = "scale", .shape = Shape::number, .es = "por cuánto se multiplica",
     .en = "what it is multiplied by",
     .example = "2", .fallback = "1", .low = 1e-9, .high = 1e9},
    {.key = "repeat", .shape = Shape::word, .es = "si se repite, y por días o por semanas enteras",
     .en = "whether it is repeated, and by whole days or weeks", .example = R"("week")", .fallback = "no",
     .words = "no day week"},
}; // clang-format on

constexpr Parameter kWork[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "takes", .shape = Shape::law, .es = "lo que cuesta una petición en una máquina libre",
     .en = "what a request takes on an idle machine", .example = R"j("LogNormal(median 50 ms, sigma 0.8)")j",
     .needed = true},
    {.key = "cpu", .shape = Shape::quantity, .es = "parte de ello que calcula",
     .en = "share of it that computes", .example = R"("60 %")", .fallback = "100 %", .unit = Unit::share,
     .low = 0, .high = 1},
    {.key = "workers", .shape = Shape::count, .es = "peticiones a la vez por réplica",
     .en = "requests at once per replica", .example = "8", .fallback = "1", .low = 1, .high = 10000},
    {.key = "queue", .shape = Shape::count, .es = "cuántas más esperan por réplica",
     .en = "how many more wait per replica", .example = "100", .fallback = "unlimited", .low = 0,
     .high = 1e9},
    {.key = "order", .shape = Shape::word, .es = "quién va antes", .en = "who goes first",
     .example = R"("fifo")", .fallback = "fifo", .words = "fifo lifo deadline"},
    {.key = "timeout", .shape = Shape::quantity, .es = "paciencia de quien llama",
     .en = "patience of those who call", .example = R"("3 s")", .fallback = "none", .unit = Unit::time,
     .low = 1e-3, .high = 3.2e7},
    {.key = "warm", .shape = Shape::quantity, .es = "lo que tarda en coger velocidad tras arrancar",
     .en = "time to gather speed after a start", .example = R"("30 s")", .fallback = "0 s",
     .unit = Unit::time, .low = 0, .high = 3.2e7},
    {.key = "cold", .shape = Shape::quantity, .es = "parte de su velocidad mientras tanto",
     .en = "share of its speed meanwhile", .example = R"("50 %")", .fallback = "50 %", .unit = Unit::share,
     .low = 0.01, .high = 1},
}; // clang-format on

constexpr Parameter kCall[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "times", .shape = Shape::number, .es = "llamadas por petición", .en = "calls per request",
     .example = "3", .fallback = "1", .low = 1e-6, .high = 1e6},
    {.key = "timeout", .shape = Shape::quantity, .es = "hasta cuándo se espera", .en = "how long it waits",
     .example = R"("500 ms")", .fallback = "that of the service called", .unit = Unit::time, .low = 1e-3,
     .high = 3.2e7},
    {.key = "retries", .shape = Shape::retries, .es = "qué hace si no hay respuesta",
     .en = "what it does without an answer", .example = R"({"times": 2, "after": "100 ms"})",
     .fallback = "none", .child = Owner::retries},
    {.key = "fallback", .shape = Shape::word, .es = "si sale adelante sin la respuesta",
     .en = "whether it gets along without the answer", .example = R"("yes")", .fallback = "no",
     .words = "no yes"},
    {.key = "order", .shape = Shape::word,
     .es = "tras la llamada anterior, a la vez, o por una cola sin esperar",
     .en = "after the call before it, beside it, or by a queue without waiting",
     .example = R"("parallel")", .fallback = "sequence", .words = "sequence parallel later"},
    {.key = "cache", .shape = Shape::thing, .es = "respuestas que se guardan", .en = "answers that are kept",
     .example = R"({"hit": "90 %", "fill": 10000})", .child = Owner::cache},
    {.key = "breaker", .shape = Shape::thing, .es = "cortacircuitos", .en = "circuit breaker",
     .example = R"({"errors": "50 %", "window": "10 s", "open": "30 s"})", .child = Owner::breaker},
    {.key = "pool", .shape = Shape::count, .es = "conexiones por réplica", .en = "connections per replica",
     .example = "10", .fallback = "unlimited", .low = 1, .high = 1e6},
}; // clang-format on

constexpr Parameter kCache[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "hit", .shape = Shape::quantity, .es = "parte que contesta, ya llena",
     .en = "share that it answers when warm", .example = R"("90 %")", .unit = Unit::share, .low = 0,
     .high = 1, .needed = true},
    {.key = "fill", .shape = Shape::number, .es = "peticiones hasta llenarse (al 63 %)",
     .en = "requests until it is warm (to 63 %)", .example = "10000", .low = 0, .high = 1e12,
     .needed = true},
}; // clang-format on

constexpr Parameter kBreaker[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "errors", .shape = Shape::quantity, .es = "parte de fallos que lo abre",
     .en = "share of failures that opens it", .example = R"("50 %")", .unit = Unit::share, .low = 1e-3,
     .high = 1, .needed = true},
    {.key = "window", .shape = Shape::quantity, .es = "tiempo en que se cuentan",
     .en = "time over which they are counted", .example = R"("10 s")", .unit = Unit::time, .low = 1e-3,
     .high = 3.2e7, .needed = true},
    {.key = "open", .shape = Shape::quantity, .es = "lo que sigue abierto", .en = "how long it stays open",
     .example = R"("30 s")", .unit = Unit::time, .low = 1e-3, .high = 3.2e7, .needed = true},
}; // clang-format on

constexpr Parameter kLatency[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "p50", .shape = Shape::quantity, .es = "la mitad, en este tiempo",
     .en = "half of them within this",
     .example = R"("200 ms")", .unit = Unit::time, .low = 1e-6},
    {.key = "p90", .shape = Shape::quantity, .es = "el 90 %, en este tiempo", .en = "90 % within this",
     .example = R"("500 ms")", .unit = Unit::time, .low = 1e-6},
    {.key = "p95", .shape = Shape::quantity, .es = "el 95 %, en este tiempo", .en = "95 % within this",
     .example = R"("1 s")", .unit = Unit::time, .low = 1e-6},
    {.key = "p99", .shape = Shape::quantity, .es = "el 99 %, en este tiempo", .en = "99 % within this",
     .example = R"("2 s")", .unit = Unit::time, .low = 1e-6},
    {.key = "p999", .shape = Shape::quantity, .es = "el 99,9 %, en este tiempo", .en = "99.9 % within this",
     .example = R"("5 s")", .unit = Unit::time, .low = 1e-6},
}; // clang-format on

} // namespace

std::span<const Parameter> demand() {
    return kDemand;
}
std::span<const Parameter> event() {
    return kEvent;
}
std::span<const Parameter> retries() {
    return kRetries;
}
std::span<const Parameter> burst() {
    return kBurst;
}
std::span<const Parameter> trace() {
    return kTrace;
}
std::span<const Parameter> work() {
    return kWork;
}
std::span<const Parameter> call() {
    return kCall;
}
std::span<const Parameter> cache() {
    return kCache;
}
std::span<const Parameter> breaker() {
    return kBreaker;
}
std::span<const Parameter> latency() {
    return kLatency;
}

} // namespace nueves::scenario::tables
