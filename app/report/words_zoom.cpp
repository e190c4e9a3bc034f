#include "app/report/words_tables.hpp"

namespace nueves::report {

std::vector<Entry> zoomWords() {
    return {
        {"zoom.all", "todo", "all"},
        {"zoom.window", "historia {history}, {time} desde {date} ({from} después de su comienzo)",
         "history {history}, {time} from {date} ({from} after its start)"},
        {"zoom.asked", "{n} peticiones queridas, una a una; media de {replays} repeticiones",
         "{n} requests meant, one by one; mean of {replays} replays"},
        {"zoom.around", "{design}{service}, historia {history}, {time} desde {date}: ",
         "{design}{service}, history {history}, {time} from {date}: "},
        {"zoom.tooMany", "con unas {n} peticiones, demasiadas para repetirlas aquí (nueves zoom)",
         "some {n} requests, too many to be replayed here (nueves zoom)"},
        {"table.windows", "Alrededor de la primera caída, petición a petición",
         "Around the first outage, request by request"},
        {"html.windows", "¿Qué pasa en una caída, petición a petición?",
         "What happens in an outage, request by request?"},
        {"html.windowsNote",
         "La primera caída de cada servicio, repetida petición a petición desde dos minutos antes; ninguna "
         "otra cifra "
         "cambia por ello. La costura es lo que se apartan los caudales de las peticiones en otras ventanas; "
         "«–»: no hay "
         "otras que digan algo.",
         "The first outage of each service, replayed request by request from two minutes before it; no other "
         "figure is "
         "changed by it. The seam is how far the rates are from the requests in other windows; “–”: there "
         "are none "
         "that tell."},
        {"html.windowOf", "Ventana", "Window"},
        {"html.windowP", "el {p}", "{p} within"},
        {"html.windowLost", "Perdidas", "Lost"},
        {"html.windowRates", "por caudales", "by rates"},
        {"html.windowSeam", "costura", "seam"},
        {"zoom.lost", "perdidas: {share}", "lost: {share}"},
        {"zoom.seam", "costura", "seam"},
        {"zoom.p95", "el 95 % en {rate} por caudales, en {request} petición a petición{bound}",
         "95 % within {rate} by rates, within {request} by requests{bound}"},
        {"zoom.lostSeam", "perdidas: {rate} por caudales, {request} petición a petición{bound}",
         "lost: {rate} by rates, {request} by requests{bound}"},
        {"zoom.bound", " (a no más de {bound})", " (no more than {bound} apart)"},
        {"zoom.noBound", " (sin otras ventanas que lo acoten)", " (no other windows to bound it)"},
        {"zoom.judged", "Las cotas vienen de otras {n} ventanas de este escenario.",
         "The bounds come from {n} other windows of this scenario."},
        {"zoom.decisions", "decisiones", "decisions"},
        {"zoom.decision", "{kind} ({of}): {n} de {taken} serían otras",
         "{kind} ({of}): {n} of {taken} would differ"},
        {"zoom.noneOtherwise", "las peticiones habrían decidido lo mismo",
         "the requests would have decided the same"},
        {"zoom.fork",
         "BIFURCACIÓN de la historia {history}, no la historia: desde {date} mandan las peticiones, no los "
         "caudales; {n} bifurcaciones, cada una con otra suerte de las peticiones",
         "FORK of history {history}, not the history: from {date} on requests drive it, not rates; {n} "
         "forks, each "
         "with other luck of the requests"},
        {"zoom.askedFork", "{n} peticiones queridas, una a una; media de las bifurcaciones",
         "{n} requests meant, one by one; mean of the forks"},
        {"zoom.history", "historia", "history"},
        {"zoom.byRates", "el 95 % en {time}; perdidas: {share} (por caudales, con la estructura que tuvo)",
         "95 % within {time}; lost: {share} (by rates, under the structure that it had)"},
        {"zoom.scaled",
         "{of}: cambios en la historia, {history}, y en una bifurcación, {fork}; otro número el {share} del "
         "tiempo",
         "{of}: changes in the history {history}, in a fork {fork}; another number {share} of the time"},
        {"zoom.scaledAt", "tras {time}: {mean} (de {least} a {most}), no {history}",
         "after {time}: {mean} ({least} to {most}), not {history}"},
        {"zoom.more", "y {n} más", "and {n} more"},
        {"zoom.stopped",
         "{of}: sin servicio {history} en la historia (caídas: {times}), {fork} en una bifurcación "
         "({forkTimes})",
         "{of}: down {history} in the history (outages: {times}), {fork} in a fork ({forkTimes})"},
        {"zoom.ejected", "{of}: expulsiones en la historia, {history}, y en una bifurcación, {fork}",
         "{of}: ejections in the history {history}, in a fork {fork}"},
        {"zoom.asHistory", "las peticiones decidieron lo mismo que la historia",
         "the requests decided what the history did"},
        {"zoom.kind.scaling", "escalado", "scaling"},
        {"zoom.kind.answered", "en marcha o no", "up or not"},
        {"zoom.kind.breaker", "cortacircuitos", "circuit breaker"},
    };
}

} // namespace nueves::report
