#include "app/report/words_tables.hpp"

namespace nueves::report {

std::vector<Entry> zoomWords() {
    return {
        {"zoom.all", "todo", "all"},
        {"zoom.window", "historia {history}, {time} desde {date} ({from} después de su comienzo)",
         "history {history}, {time} from {date} ({from} after its start)"},
        {"zoom.asked", "{n} peticiones queridas, una a una; media de {replays} repeticiones",
         "{n} requests meant, one by one; mean of {replays} replays"},
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
        {"zoom.kind.scaling", "escalado", "scaling"},
        {"zoom.kind.answered", "en marcha o no", "up or not"},
        {"zoom.kind.breaker", "cortacircuitos", "circuit breaker"},
    };
}

} // namespace nueves::report
