// Messages about a person's input. What was found, what was expected and the nearest name follow each
// sentence by themselves (words.cpp) unless the sentence says them; what the file format calls things is not
// translated.
#include "app/report/words_tables.hpp"

namespace nueves::report {

namespace {

std::vector<Entry> textIssues() { // how the file is written
    return {
        {"issue.syntax", "esto no es JSON", "this is not JSON"},
        {"issue.doubled-key", "la clave {found} está dos veces", "the key {found} stands twice"},
        {"issue.too-deep", "demasiados niveles, uno dentro de otro", "too many levels, one inside another"},
        {"issue.too-large", "demasiado grande", "too large"},
        {"issue.number-range", "un número así no cabe", "no room for such a number"},
        {"issue.wrong-version", "versión del formato desconocida", "unknown version of the file format"},
        {"issue.wrong-type", "no es el tipo de valor que va aquí", "not the type of value that goes here"},
        {"issue.missing-key", "falta la clave {key}; por ejemplo {example}",
         "the key {key} is missing; for example {example}"},
        {"issue.unknown-key", "la clave {found} no existe en {in}", "there is no key {found} in {in}"},
        {"issue.key-of-another-kind", "la clave {found} no vale para {kind}",
         "the key {found} is not for {kind}"},
        {"issue.not-in-this-version", "{found} se conoce, pero esta versión no lo hace todavía",
         "{found} is known, but not in this version"},
        {"issue.unknown-word", "palabra desconocida", "unknown word"},
        {"issue.exactly-one", "hace falta exactamente una de estas claves",
         "exactly one of these keys is needed"},
        {"issue.malformed-id", "un nombre así no vale", "such a name will not do"},
        {"issue.doubled-name", "el nombre {found} ya está usado", "the name {found} is already used"},
        {"issue.names-differ-in-case", "{found} y el nombre de {other} solo se diferencian en mayúsculas",
         "{found} and the name of {other} differ in case only"},
        {"issue.case-twin", "{found} y {other} solo se distinguen en mayúsculas",
         "{found} and {other} differ in capitals only"},
        {"issue.reserved-name", "el nombre {found} está reservado", "the name {found} is reserved"},
        {"issue.circle", "{key} da vueltas en círculo: {found}", "{key} goes round in a circle: {found}"},
        {"issue.path-leaves-folder", "esta ruta sale de la carpeta del escenario",
         "this path leaves the scenario's folder"},
        {"issue.absent-file", "no existe el fichero {found}", "there is no file {found}"},
        {"issue.folder-instead-of-file", "{found} es una carpeta, no un fichero",
         "{found} is a folder, not a file"},
        {"issue.unreadable-file", "no se puede leer el fichero {found}", "the file {found} cannot be read"},
        {"issue.patch-hits-nothing", "no hay nada en esa ruta que cambiar",
         "there is nothing at that path to change"},
        {"issue.unused-preset", "el preset {found} de este fichero no se usa",
         "this file's preset {found} is not used"},
        {"issue.unknown-topic", "ni es un fichero ni lo conozco", "neither a file nor known"},
    };
}

std::vector<Entry> valueIssues() { // values
    return {
        {"issue.malformed-quantity", "no se entiende como cantidad", "cannot be read as a quantity"},
        {"issue.unknown-unit", "unidad desconocida", "unknown unit"},
        {"issue.wrong-dimension", "es una cantidad de otra cosa", "a quantity of something else"},
        {"issue.bare-number", "un número sin unidad", "a number without a unit"},
        {"issue.bare-clock", "una duración sola no dice su ley: ¿al azar o fija?",
         "a bare duration does not say its law: random or fixed?"},
        {"issue.out-of-range", "fuera de los límites", "out of range"},
        {"issue.malformed-law", "no se entiende como ley", "cannot be read as a law"},
        {"issue.unknown-law", "ley desconocida", "unknown law"},
        {"issue.unknown-column", "el fichero no tiene esa columna", "the file has no such column"},
        {"issue.unknown-record", "esa cifra no está en el catálogo", "no such record in the catalogue"},
        {"issue.malformed-record", "esa cifra del catálogo no se entiende",
         "that record of the catalogue cannot be read"},
        {"issue.malformed-window", "no se entiende como horario", "cannot be read as a window of hours"},
        {"issue.window-never-opens", "este horario no se abre nunca", "this window never opens"},
        {"issue.malformed-date", "no se entiende como fecha", "cannot be read as a date"},
        {"issue.before-start", "es anterior al comienzo", "before the start"},
        {"issue.unknown-zone", "zona horaria desconocida", "unknown time zone"},
        {"issue.unknown-holidays", "lista de festivos desconocida", "unknown list of holidays"},
        {"issue.unknown-currency", "moneda desconocida", "unknown currency"},
        {"issue.no-rate", "no hay cambio para {found}: escríbelo en money.rates, con su fecha",
         "there is no rate for {found}: write it in money.rates, with its date"},
        {"issue.malformed-reference", "no se entiende como nombre de una cosa",
         "cannot be read as the name of a thing"},
        {"issue.malformed-expression", "no se entiende como dependencia", "cannot be read as a dependency"},
        {"issue.above-count", "pide más de los que hay", "asks for more than there are"},
        {"issue.missing-size", "falta cuánto: por ejemplo {example}",
         "how much is missing: for example {example}"},
        {"issue.missing-repair", "falta cómo se repara: {example}, o \"never\"",
         "how it is repaired is missing: {example}, or \"never\""},
        {"issue.attempt-after-never", "tras \"never\" no se intenta nada más",
         "nothing is tried after \"never\""},
    };
}

std::vector<Entry> nameIssues() { // names and kinds
    return {
        {"issue.unknown-name", "no hay nada que se llame {found}", "nothing is called {found}"},
        {"issue.unknown-preset", "no hay ningún preset {found}", "there is no preset {found}"},
        {"issue.unknown-kind", "clase de pieza desconocida", "unknown kind of part"},
        {"issue.kind-does-not-fit", "una pieza de esta clase no va aquí",
         "a part of this kind does not go here"},
        {"issue.unknown-effect", "efecto desconocido", "unknown effect"},
        {"issue.unknown-design", "no hay ningún diseño {found}", "there is no design {found}"},
        {"issue.no-such-member", "no hay tal miembro", "there is no such member"},
        {"issue.wrong-reference", "{found} no es lo que va aquí", "{found} is not what goes here"},
        {"issue.unknown-mode", "no hay ningún fallo {found}", "there is no failure {found}"},
        {"issue.unknown-maintenance", "no hay ningún mantenimiento {found}",
         "there is no maintenance {found}"},
        {"issue.unknown-crew", "no hay ningún equipo {found}", "there is no crew {found}"},
        {"issue.unknown-spare", "no hay ningún recambio {found}", "there is no spare {found}"},
    };
}

std::vector<Entry> trafficIssues() { // demand, work, calls, scaling
    return {
        {"issue.malformed-profile", "no se entiende como hora o como días", "cannot be read as a clock time or as days"},
        {"issue.days-without-demand", "no se dice qué pasa estos días: {found}", "nothing is said about these days: {found}"},
        {"issue.no-holidays", "el calendario no tiene festivos: escribe {example} en calendar",
         "the calendar has no holidays: write {example} in calendar"},
        {"issue.malformed-trace", "la demanda grabada no se entiende", "the recorded demand cannot be read"},
        {"issue.trace-too-short", "la demanda grabada no llega a lo que hay que repetir",
         "the recorded demand is shorter than what is to be repeated"},
        {"issue.trace-outside-run", "la demanda grabada es de fechas que la historia no alcanza; por ejemplo {example}",
         "the recorded demand is of dates that the run does not meet; for example {example}"},
        {"issue.missing-work", "{other} pide algo a {service}, y no se dice lo que cuesta: {example}",
         "{other} asks {service} for something, and what it costs is not said: {example}"},
        {"issue.demand-on-nothing", "{other} pide algo a {service}, que no está en ningún sitio: falta «on»",
         "{other} asks {service} for something, and it stands on nothing: \"on\" is missing"},
        {"issue.queue-and-asked",
         "a {service} se le pide directamente, y {other} le deja trabajo en una cola: una de dos",
         "{service} is asked directly, and {other} leaves it work in a queue: one or the other"},
        {"issue.outside-scaling", "{thing} empieza con {replicas}, y debe haber de {min} a {max}",
         "{thing} begins with {replicas}, and there must be {min} to {max}"},
        {"issue.missing-request", "una parte de la CPU reservada, y {thing} no reserva ninguna: {example}",
         "a share of the CPU requested, and {thing} requests none: {example}"},
        {"issue.steady-with-dates", "lo que tiene fecha no tiene a la larga: con {key}, elige otra medida: {example}",
         "what has a date has no long run: with {key}, choose another measure: {example}"},
        {"issue.after-the-end", "la historia acaba antes", "the run ends before that"},
        {"issue.without-demand", "{found} no hace nada: aquí no llega ninguna petición",
         "{found} does nothing: no request comes here"},
    };
}

std::vector<Entry> modelIssues() { // what only shows when everything is put together
    return {
        {"issue.cycle", "depende de sí misma: {way}", "depends on itself: {way}"},
        {"issue.wrong-kernel", "el kernel de {on}{other} es {found}; hace falta {needed}{expected}",
         "the kernel of {on}{other} is {found}; {needed}{expected} is needed"},
        {"issue.requests-above-host", "en {other} no cabe tanto: {key}",
         "{other} has no room for that much: {key}"},
        {"issue.requests-above-limit", "pide más que el límite de {other}: {key}",
         "asks for more than the limit of {other}: {key}"},
        {"issue.layer-twice", "la capa {found} está dos veces", "the layer {found} stands twice"},
        {"issue.container-without-runtime",
         "un contenedor sobre {found}, que no tiene gestor de contenedores",
         "a container on {found}, which has no container runtime"},
        {"issue.different-laws", "beta necesita una sola ley: {found} y {other} no son iguales",
         "beta needs one law: {found} and {other} differ"},
        {"issue.no-coordinates", "{found} no está en ningún punto del mapa, y {other} tiene radio",
         "{found} stands nowhere on the map, and {other} has a radius"},
        {"issue.no-repair-for-action", "{found}: {other} no tiene reparación que usar; escribe {example}",
         "{found}: {other} has no repair to use; write {example}"},
        {"issue.last-attempt-uncertain", "el último intento puede fallar: añade uno seguro, o {example}",
         "the last attempt may fail: add one that is certain, or {example}"},
        {"issue.gate-not-allowed", "en {key} no se puede escribir esto: solo nombres",
         "this cannot be written in {key}: names only"},
        {"issue.carries-nothing", "{found} no lleva nada encima", "{found} carries nothing"},
        {"issue.all-on-one-host", "todas las réplicas de {found} están en {other}",
         "all replicas of {found} are on {other}"},
        {"issue.crew-without-work", "el equipo {found} no tiene nada que hacer",
         "the crew {found} has nothing to do"},
        {"issue.spare-without-use", "el recambio {found} no se usa", "the spare {found} is not used"},
        {"issue.target-without-effect", "nada puede incumplir el objetivo {found}",
         "nothing can make the target {found} fail"},
        {"issue.requests-above-capacity", "{thing} no cabe: se piden {asked} de {what} y hay {holds}",
         "{thing} does not fit: {asked} of {what} are asked for and there are {holds}"},
        {"issue.required-above-replicas", "{service} necesita {required} réplicas y tiene {replicas}",
         "{service} needs {required} replicas and has {replicas}"},
        {"issue.too-few-members", "{thing} tiene {members} miembros y quiere {active} activos",
         "{thing} has {members} members and wants {active} active"},
        {"issue.members-not-names", "los miembros han de ser nombres", "members must be names"},
        {"issue.no-path", "{service}: ni cuando todo va bien hay camino de {from} a {to}",
         "{service}: even when all is well there is no path from {from} to {to}"},
        {"issue.hits-without-mode", "{thing} no tiene ningún fallo llamado {mode}",
         "{thing} has no failure called {mode}"},
        {"issue.hits-nothing", "la causa común {cause} no golpea nada",
         "the common cause {cause} hits nothing"},
        {"issue.effect-needs-mode", "el efecto {effect} de una causa común necesita un modo de fallo",
         "the effect {effect} of a common cause needs a failure mode"},
        {"issue.beta-of-unlike-laws",
         "beta necesita que el fallo {mode} tenga la misma ley en todos los miembros",
         "beta needs the failure {mode} to have one law in all members"},
        {"issue.beta-above-one", "los beta del fallo {mode} de {thing} suman más de 100 %",
         "the betas of the failure {mode} of {thing} add up to more than 100 %"},
        {"issue.leak-without-bound", "la fuga de memoria de {thing} no tiene límite con el que chocar",
         "the memory leak of {thing} has no limit to run into"},
        {"issue.promise-without-repair", "{thing} promete una disponibilidad: falta failures.promise.repair",
         "{thing} promises an availability: failures.promise.repair is missing"},
        {"issue.no-mode-to-strike",
         "{thing} no tiene ningún fallo con efecto {effect} cuya reparación usar; escribe «for»",
         "{thing} has no failure with effect {effect} whose repair could be used; write \"for\""},
        {"issue.nothing-to-maintain", "{thing} no tiene ningún mantenimiento llamado {found}",
         "{thing} has no maintenance called {found}"},
        {"issue.only-script", "solo actúa el guion: nada falla por azar y no hay trabajo planificado",
         "only the script acts: nothing fails by chance and no planned work falls due"},
        {"issue.nothing-to-strike", "{found} no es nada que se pueda golpear",
         "{found} is nothing that can be struck"},
        {"issue.steady-with-script", "una fecha no tiene a la larga: con «script», elige otra medida",
         "a date has no long run: with a script, choose another measure"},
    };
}

} // namespace

std::vector<Entry> issueWords() {
    std::vector<Entry> all{
        {"issue-tail.unknown", "problema «{code}»", "problem \"{code}\""},
        {"issue-tail.found", "se encontró {value}", "found {value}"},
        {"issue-tail.expected", "se esperaba {value}", "expected {value}"},
        {"issue-tail.nearest", "¿querías decir «{value}»?", "did you mean \"{value}\"?"},
        {"issue-tail.warning", "aviso", "warning"},
    };
    for (const auto& part : {textIssues(), valueIssues(), nameIssues(), trafficIssues(), modelIssues()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace nueves::report
