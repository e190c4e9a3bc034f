// Keys of the file's head and of the sections that things share: common causes, crews, spares, targets,
// money, run.
#include "sim/scenario/parameter_tables.hpp"

namespace nueves::scenario::tables {

namespace {

constexpr Parameter kHead[] = { // clang-format off
    {.key = "$schema", .shape = Shape::string, .es = "esquema, para los editores",
     .en = "schema, for editors", .example = R"("nueves.schema.json")", .physics = false},
    {.key = "nueves", .shape = Shape::count, .es = "versión del lenguaje", .en = "version of the language",
     .example = "1", .low = 1, .high = 1, .needed = true, .physics = false},
    kTitle,
    kNotes,
    kSource,
    {.key = "extends", .shape = Shape::string, .es = "escenario de base", .en = "base scenario",
     .example = R"("base.json")", .physics = false},
    {.key = "imports", .shape = Shape::strings, .es = "ficheros de plantillas", .en = "files of presets",
     .example = R"(["presets.json"])", .physics = false},
    {.key = "calendar", .shape = Shape::thing, .es = "fechas, zona horaria, festivos",
     .en = "dates, time zone, holidays", .example = R"({"timeZone": "Europe/Madrid"})",
     .child = Owner::calendar},
    {.key = "presets", .shape = Shape::things, .es = "plantillas de este fichero",
     .en = "templates of this file", .example = R"({"app": {"requests": {"cpu": 1}}})",
     .child = Owner::preset, .physics = false},
    {.key = "parts", .shape = Shape::things, .es = "todo lo que está, sostiene, alimenta y conecta",
     .en = "all that stands, carries, supplies and connects", .example = R"({"pc": {"use": "gaming-pc"}})",
     .child = Owner::thing},
    {.key = "services", .shape = Shape::things, .es = "lo que corre y lo que reciben los usuarios",
     .en = "what runs and what users get", .example = R"({"web": {"on": "pc"}})", .child = Owner::thing},
    {.key = "demand", .shape = Shape::things, .es = "usuarios y peticiones", .en = "users and requests",
     .example = R"({"customers": {"to": "web", "rate": "20 req/s"}})", .child = Owner::demand},
    {.key = "commonCauses", .shape = Shape::things, .es = "lo que cae junto", .en = "what falls together",
     .example = R"j({"blackout": {"every": "Exp(50 a)", "hits": "grid", "repair": "Exp(10 h)"}})j",
     .child = Owner::cause},
    {.key = "crews", .shape = Shape::things, .es = "equipos de personas", .en = "crews of people",
     .example = R"({"staff": {"size": 2}})", .child = Owner::crew},
    {.key = "spares", .shape = Shape::things, .es = "almacenes de repuestos", .en = "stocks of spare parts",
     .example = R"({"disks": {"stock": 2, "lead": "3 d"}})", .child = Owner::spare},
    {.key = "targets", .shape = Shape::things, .es = "promesas", .en = "promises",
     .example = R"({"year": {"of": "web", "uptime": "99 %"}})", .child = Owner::target, .physics = false},
    {.key = "money", .shape = Shape::thing, .es = "moneda, cambios, energía", .en = "currency, rates, energy",
     .example = R"({"currency": "EUR"})", .child = Owner::money},
    {.key = "script", .shape = Shape::list, .es = "acciones con fecha", .en = "timed actions",
     .example = R"([{"at": "2 h", "do": "kill", "on": "pc"}])", .child = Owner::action},
    {.key = "designs", .shape = Shape::things, .es = "variantes con nombre", .en = "named variants",
     .example = R"({"two": {"parts": {"pc": {"count": 2}}}})", .child = Owner::design, .physics = false},
    {.key = "run", .shape = Shape::thing, .es = "ajustes de la ejecución", .en = "settings of a run",
     .example = R"({"measure": "horizon"})", .child = Owner::run, .physics = false},
    {.key = "view", .shape = Shape::anything, .es = "posiciones de la ventana",
     .en = "positions in the window", .example = "{}", .physics = false},
    {.key = "data", .order = 5},
    {.key = "releases", .order = 6},
    {.key = "pipelines", .order = 6},
    {.key = "choices", .order = 7},
    {.key = "plan", .order = 7},
}; // clang-format on

constexpr Parameter kCalendar[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "start", .shape = Shape::dateTime, .es = "origen de las fechas", .en = "origin of dates",
     .example = R"("2027-03-01")", .fallback = "2027-01-01"},
    {.key = "timeZone", .shape = Shape::string, .es = "zona horaria", .en = "time zone",
     .example = R"("Europe/Madrid")", .fallback = "UTC"},
    {.key = "holidays", .shape = Shape::holidays, .es = "lista de fechas, o su nombre",
     .en = "list of dates, or its name", .example = R"("es")", .fallback = "none"},
}; // clang-format on

constexpr Parameter kCause[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "every", .shape = Shape::clock, .es = "tiempo hasta el golpe", .en = "time to the shock",
     .example = R"j("Exp(50 a)")j"},
    {.key = "beta", .shape = Shape::quantity, .es = "parte de los fallos de cada miembro que es común",
     .en = "share of each member's failures that is common", .example = R"("5 %")", .unit = Unit::share,
     .low = 0, .high = 1},
    {.key = "hits", .shape = Shape::expression, .es = "a quién alcanza", .en = "whom it strikes",
     .example = R"("zone.grid")", .needed = true},
    {.key = "mode", .shape = Shape::id, .es = "modo de fallo en que entra cada víctima",
     .en = "failure mode that each victim enters", .example = R"("wear")"},
    {.key = "effect", .shape = Shape::effect, .es = "qué pasa", .en = "what happens", .example = R"("stop")",
     .fallback = "stop"},
    {.key = "repair", .shape = Shape::attempts, .es = "un arreglo para todos", .en = "one repair for all",
     .example = R"j("Exp(10 h)")j"},
    {.key = "at", .shape = Shape::points, .es = "dónde", .en = "where", .example = R"("40.42, -3.70")"},
    {.key = "radius", .shape = Shape::quantity, .es = "hasta dónde llega", .en = "how far it reaches",
     .example = R"("5 km")", .unit = Unit::length, .low = 0},
}; // clang-format on

constexpr Parameter kCrew[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "size", .shape = Shape::count, .es = "personas", .en = "people", .example = "2", .fallback = "1",
     .low = 1, .high = 1e6},
    {.key = "shifts", .shape = Shape::window, .es = "horario", .en = "hours of work",
     .example = R"("Mon-Fri 08:00-18:00")", .fallback = "always"},
    {.key = "holidays", .shape = Shape::word, .es = "si trabajan los festivos",
     .en = "whether they work on holidays", .example = R"("off")", .fallback = "on", .words = "on off"},
    {.key = "onCall", .shape = Shape::callLaw, .es = "respuesta fuera de horario, o no",
     .en = "response outside the hours, or no", .example = R"j("Exp(30 min)")j", .fallback = "no"},
    {.key = "cost", .shape = Shape::quantity, .es = "lo que cuesta una persona y hora",
     .en = "cost of one person's hour", .example = R"("30 EUR/h")", .fallback = "0",
     .unit = Unit::moneyPerTime, .low = 0},
    {.key = "picks", .order = 8},
}; // clang-format on

constexpr Parameter kSpare[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "stock", .shape = Shape::count, .es = "piezas", .en = "pieces", .example = "2",
     .fallback = "unlimited", .low = 0, .high = 1e6},
    {.key = "lead", .shape = Shape::law, .es = "lo que tarda en llegar otra", .en = "time to reorder one",
     .example = R"("3 d")", .fallback = "0 s"},
    {.key = "cost", .shape = Shape::thing, .es = "lo que cuesta", .en = "what it costs",
     .example = R"({"buy": "100 EUR"})", .child = Owner::cost},
}; // clang-format on

constexpr Parameter kTarget[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "of", .shape = Shape::selector, .es = "de quién", .en = "of what", .example = R"("web")",
     .needed = true},
    {.key = "uptime", .shape = Shape::quantity, .es = "tiempo en pie prometido", .en = "uptime promised",
     .example = R"("99.9 %")", .unit = Unit::share, .low = 0, .high = 1},
    {.key = "latency", .shape = Shape::thing, .es = "en cuánto se contesta",
     .en = "within what time answers come", .example = R"({"p99": "2 s"})", .child = Owner::latency},
    {.key = "window", .shape = Shape::window, .es = "en qué horario cuenta", .en = "hours that count",
     .example = R"("Mon-Fri 09:00-14:00")", .fallback = "all hours"},
    {.key = "excluding", .shape = Shape::words, .es = "lo que no cuenta", .en = "what is not counted",
     .example = R"(["maintenance"])", .fallback = "nothing", .words = "maintenance"},
    {.key = "holidays", .shape = Shape::word, .es = "si cuentan los festivos", .en = "whether holidays count",
     .example = R"("excluded")", .fallback = "counted", .words = "counted excluded"},
    {.key = "confidence", .shape = Shape::quantity, .es = "probabilidad querida de cumplir un año",
     .en = "chance wanted to meet it in a year", .example = R"("90 %")", .unit = Unit::share, .low = 0,
     .high = 1},
    {.key = "weight", .shape = Shape::word, .es = "cada qué cuenta",
     .en = "what each part of the time weighs", .example = R"("time")", .fallback = "time",
     .words = "time requests users"},
    {.key = "credits", .shape = Shape::thing, .es = "lo que se devuelve si un mes no se cumple",
     .en = "what is given back for a month that falls short",
     .example = R"({"fee": "6000 EUR/a", "steps": [{"below": "99.9 %", "share": "10 %"}]})",
     .child = Owner::credits, .late = true},
    {.key = "durability", .order = 5},
    {.key = "rpo", .order = 5},
    {.key = "rto", .order = 5},
    {.key = "budget", .order = 7},
}; // clang-format on

constexpr Parameter kCredits[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "fee", .shape = Shape::quantity, .es = "lo que se paga por el servicio",
     .en = "what is paid for the service", .example = R"("6000 EUR/a")", .unit = Unit::moneyPerTime, .low = 0,
     .needed = true},
    {.key = "steps", .shape = Shape::list, .es = "por debajo de qué se devuelve cuánto",
     .en = "below what how much is given back", .example = R"([{"below": "99.9 %", "share": "10 %"}])",
     .child = Owner::creditStep, .needed = true},
}; // clang-format on

constexpr Parameter kCreditStep[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "below", .shape = Shape::quantity, .es = "tiempo en pie en el mes", .en = "uptime of the month",
     .example = R"("99.9 %")", .unit = Unit::share, .low = 0, .high = 1, .needed = true},
    {.key = "share", .shape = Shape::quantity, .es = "parte de la cuota del mes que se devuelve",
     .en = "share of the month's fee that is given back", .example = R"("10 %")", .unit = Unit::share,
     .low = 0, .high = 1, .needed = true},
}; // clang-format on

constexpr Parameter kAction[] = { // clang-format off
    kTitle,
    kNotes,
    kSource,
    {.key = "at", .shape = Shape::moment, .es = "cuándo", .en = "when", .example = R"("2027-03-02 11:00")",
     .needed = true},
    {.key = "do", .shape = Shape::word, .es = "qué", .en = "what", .example = R"("kill")",
     .words = "kill hang hog leak cut repair start stop restart maintain", .needed = true},
    {.key = "on", .shape = Shape::selector, .es = "a quién", .en = "to what", .example = R"("server[2]")",
     .needed = true},
    {.key = "for", .shape = Shape::quantity, .es = "cuánto tiempo", .en = "how long", .example = R"("2 h")",
     .unit = Unit::time, .low = 1e-6},
    {.key = "radius", .order = 3},
}; // clang-format on

constexpr Parameter kScriptFile[] = { // clang-format off
    {.key = "$schema", .shape = Shape::string, .es = "esquema, para los editores",
     .en = "schema, for editors", .example = R"("nueves-script.schema.json")", .physics = false},
    {.key = "nueves", .shape = Shape::count, .es = "versión del lenguaje", .en = "version of the language",
     .example = "1", .low = 1, .high = 1, .needed = true, .physics = false},
    kTitle,
    kNotes,
    kSource,
    {.key = "recorded", .shape = Shape::anything, .es = "de qué historia se grabó",
     .en = "the history it was recorded from", .example = R"({"scenario": "f.json", "history": 7})",
     .physics = false},
    {.key = "alone", .shape = Shape::word, .es = "si nada más ocurre", .en = "whether nothing else happens",
     .example = R"("yes")", .fallback = "no", .words = "yes no"},
    {.key = "script", .shape = Shape::list, .es = "acciones con fecha", .en = "timed actions",
     .example = R"([{"at": "2 h", "do": "kill", "on": "pc", "for": "1 h"}])", .child = Owner::action,
     .needed = true},
    {.key = "unsaid", .shape = Shape::anything, .es = "lo que ocurrió y no cabe en un guion",
     .en = "what happened and no script can say", .example = "[]", .physics = false},
}; // clang-format on

constexpr Parameter kMoney[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "currency", .shape = Shape::string, .es = "moneda del resultado", .en = "currency of the result",
     .example = R"("EUR")", .fallback = "EUR"},
    {.key = "rates", .shape = Shape::things, .es = "cambios, con su fecha", .en = "dated rates of exchange",
     .example = R"({"USD": {"value": "0.90 EUR", "on": "2026-11-01"}})", .child = Owner::rate,
     .physics = false},
    {.key = "energy", .shape = Shape::quantity, .es = "precio de la energía", .en = "price of energy",
     .example = R"("0.15 EUR/kWh")", .unit = Unit::moneyPerEnergy, .low = 0},
    {.key = "pue", .shape = Shape::number, .es = "energía total entre la de los equipos",
     .en = "total energy over that of the machines", .example = "1.58", .fallback = "1", .low = 1,
     .high = 100},
}; // clang-format on

constexpr Parameter kRate[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "value", .shape = Shape::quantity, .es = "lo que vale una unidad", .en = "what one unit is worth",
     .example = R"("0.90 EUR")", .unit = Unit::money, .low = 0, .high = 1e18, .needed = true},
    {.key = "on", .shape = Shape::date, .es = "de qué día", .en = "of which day",
     .example = R"("2026-11-01")", .needed = true},
}; // clang-format on

constexpr Parameter kRun[] = { // clang-format off
    kNotes,
    kSource,
    {.key = "horizon", .shape = Shape::quantity, .es = "cuánto dura una historia",
     .en = "length of a history", .example = R"("1 a")", .fallback = "1 a", .unit = Unit::time, .low = 1,
     .high = 280'000.0 * core::kSecondsPerYear},
    {.key = "measure", .shape = Shape::word, .es = "qué se mide", .en = "what is measured",
     .example = R"("horizon")", .fallback = "steady", .words = "steady horizon mission"},
    {.key = "start", .shape = Shape::word, .es = "cómo se empieza", .en = "state at the start",
     .example = R"("aged")", .fallback = "new", .words = "new aged long-run"},
    {.key = "seed", .shape = Shape::count, .es = "semilla", .en = "seed", .example = "1", .fallback = "1",
     .low = 0, .high = 9007199254740992.0},
    {.key = "precision", .shape = Shape::quantity, .es = "error relativo admitido",
     .en = "relative error allowed", .example = R"("5 %")", .fallback = "5 %", .unit = Unit::share,
     .low = 1e-4, .high = 1},
    {.key = "histories", .shape = Shape::count, .es = "cuántas historias", .en = "how many histories",
     .example = "4096", .fallback = "auto", .low = 2, .high = 1e9},
}; // clang-format on

} // namespace

std::span<const Parameter> head() {
    return kHead;
}
std::span<const Parameter> calendar() {
    return kCalendar;
}
std::span<const Parameter> cause() {
    return kCause;
}
std::span<const Parameter> crew() {
    return kCrew;
}
std::span<const Parameter> spare() {
    return kSpare;
}
std::span<const Parameter> target() {
    return kTarget;
}
std::span<const Parameter> credits() {
    return kCredits;
}
std::span<const Parameter> creditStep() {
    return kCreditStep;
}
std::span<const Parameter> action() {
    return kAction;
}
std::span<const Parameter> money() {
    return kMoney;
}
std::span<const Parameter> rate() {
    return kRate;
}
std::span<const Parameter> run() {
    return kRun;
}
std::span<const Parameter> scriptFile() {
    return kScriptFile;
}

} // namespace nueves::scenario::tables
