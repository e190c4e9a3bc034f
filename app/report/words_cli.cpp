#include "app/report/words_tables.hpp"

namespace nueves::report {

namespace {

std::vector<Entry> helpWords() {
    return {
        {"cli.about",
         "Ejemplos:\n"
         "  nueves run smallest.json                          cuánto tiempo está en marcha\n"
         "  nueves compare three-designs.json                 sus diseños, con la misma tormenta\n"
         "  nueves compare A.json B.json#grande               dos ficheros, o un diseño de uno\n"
         "  nueves run F.json --set services.web.replicas=3   cambiando un valor\n"
         "  nueves run F.json --report r.html                 con gráficos, para el navegador\n"
         "  nueves run F.json --gate                          sale con 3 si un objetivo no se cumple\n"
         "  nueves zoom F.json --from 21h --for 10min         una ventana, petición a petición\n"
         "  nueves explain F.json                             el fichero entero, con lo que no escribiste\n"
         "  nueves explain rack-server                        un preset o una cifra del catálogo\n"
         "\n"
         "Nueves: cuánto tiempo estará en marcha un despliegue, por qué no, y cuánto cuesta.\n"
         "Sale con 0 hecho, 1 error interno, 2 uso o entrada incorrectos, 3 objetivo no cumplido (--gate),\n"
         "4 detenido antes de tiempo, 6 fichero que falta o no se puede leer o escribir.",
         "Examples:\n"
         "  nueves run smallest.json                          how much of the time it is up\n"
         "  nueves compare three-designs.json                 its designs, in the same storm\n"
         "  nueves compare A.json B.json#big                  two files, or one design of one\n"
         "  nueves run F.json --set services.web.replicas=3   with a value changed\n"
         "  nueves run F.json --report r.html                 with charts, for the browser\n"
         "  nueves run F.json --gate                          exits with 3 if a target is not met\n"
         "  nueves zoom F.json --from 21h --for 10min         a window, request by request\n"
         "  nueves explain F.json                             the whole file, with what you did not write\n"
         "  nueves explain rack-server                        a preset or a figure of the catalogue\n"
         "\n"
         "Nueves: how much of the time a deployment will be up, why not, and what it costs.\n"
         "Exits with 0 done, 1 internal error, 2 wrong usage or input, 3 target not met (--gate),\n"
         "4 stopped early, 6 a file is absent or cannot be read or written."},
        {"cli.about.run",
         "Simula cada fichero (con diseños, todos ellos).\n"
         "  nueves run F.json --precision 2% --report r.html\n"
         "Graba una historia como guion, y la repite (en el mismo diseño o en otro):\n"
         "  nueves run F.json --measure horizon --history 7 --record noche.json\n"
         "  nueves run F.json --measure horizon --history 7 --script noche.json",
         "Simulates each file (all its designs, if it has some).\n"
         "  nueves run F.json --precision 2% --report r.html\n"
         "Records one history as a script, and replays it (on the same design or another):\n"
         "  nueves run F.json --measure horizon --history 7 --record night.json\n"
         "  nueves run F.json --measure horizon --history 7 --script night.json"},
        {"cli.about.compare",
         "Compara diseños con la misma suerte; el primero es la referencia.\n  nueves compare F.json\n  "
         "nueves compare "
         "A.json B.json#grande --format json",
         "Compares designs under the same luck; the first is the baseline.\n  nueves compare F.json\n  "
         "nueves compare "
         "A.json B.json#big --format json"},
        {"cli.about.zoom",
         "Repite una ventana de una historia petición a petición: percentiles, y lo que se aparta de los "
         "caudales.\n"
         "  nueves zoom F.json --history 17 --from 21h --for 10min\n"
         "  nueves zoom F.json --from \"2027-03-20 20:45\"\n"
         "  nueves zoom F.json --from 21h --closed            una bifurcación: deciden las peticiones",
         "Replays a window of a history request by request: percentiles, and how far the rates are from "
         "them.\n"
         "  nueves zoom F.json --history 17 --from 21h --for 10min\n"
         "  nueves zoom F.json --from \"2027-03-20 20:45\"\n"
         "  nueves zoom F.json --from 21h --closed            a fork: requests decide"},
        {"cli.about.validate", "Busca errores sin simular.\n  nueves validate *.json",
         "Looks for mistakes without simulating.\n  nueves validate *.json"},
        {"cli.about.explain",
         "Muestra un fichero con todo lo que se da por supuesto, o un preset, o una cifra del catálogo.\n  "
         "nueves explain "
         "F.json\n  nueves explain rack-server",
         "Shows a file with all that is taken for granted, or a preset, or a figure of the catalogue.\n  "
         "nueves explain "
         "F.json\n  nueves explain rack-server"},
        {"cli.about.schema",
         "El JSON Schema de los ficheros de escenario, de los guiones o del resultado.\n  nueves schema "
         "result",
         "The JSON Schema of scenario files, of scripts, or of the result.\n  nueves schema result"},
        {"cli.about.version", "Dice la versión.", "Says the version."},
        {"cli.usage", "Uso", "Usage"},
        {"cli.arguments", "Argumentos", "Arguments"},
        {"cli.options", "Opciones", "Options"},
        {"cli.commands", "Órdenes", "Commands"},
        {"cli.required", "(obligatorio)", "(required)"},
        {"cli.COMMAND", "ORDEN", "COMMAND"},
        {"cli.OPTIONS", "OPCIONES", "OPTIONS"},
        {"cli.group.read", "Qué se lee", "What is read"},
        {"cli.group.run", "Cómo se simula (gana al fichero)", "How it is run (wins over the file)"},
        {"cli.group.window", "Qué ventana", "Which window"},
        {"cli.group.show", "Cómo se enseña", "How it is shown"},
        {"cli.type.set", "RUTA=VALOR", "PATH=VALUE"},
        {"cli.type.time", "TIEMPO", "TIME"},
        {"cli.type.from", "TIEMPO|FECHA", "TIME|DATE"},
        {"cli.type.file", "FICHERO", "FILE"},
        {"cli.type.html", "FICHERO.html", "FILE.html"},
        {"cli.type.script", "GUION.json", "SCRIPT.json"},
        {"cli.help.help", "esta ayuda", "this help"},
        {"cli.help.version", "dice la versión", "says the version"},
        {"cli.help.FILE", "fichero de escenario, o FICHERO#DISEÑO", "scenario file, or FILE#DESIGN"},
        {"cli.help.topic", "fichero, preset o cifra", "file, preset or figure"},
        {"cli.help.WHICH", "de qué: scenario (si no se dice), script o result",
         "of what: scenario (unless said), script or result"},
        {"cli.help.result", "lo mismo que «schema result»", "the same as \"schema result\""},
        {"cli.help.set", "cambia un valor; se puede repetir", "changes a value; may be repeated"},
        {"cli.help.design", "solo este diseño", "only this design"},
        {"cli.help.script",
         "acciones con fecha de otro fichero: un guion, o una historia grabada con --record",
         "timed actions of another file: a script, or a history recorded with --record"},
        {"cli.help.seed", "semilla: la misma da las mismas cifras", "seed: the same gives the same figures"},
        {"cli.help.precision", "error relativo del tiempo caído al 95 %; 5 % si no se dice",
         "relative error of the time down at 95 %; 5 % unless said"},
        {"cli.help.histories", "número fijo de historias, en vez de una precisión",
         "fixed number of histories, instead of a precision"},
        {"cli.help.history", "solo esta historia, contando desde 1", "this history only, counted from 1"},
        {"cli.help.from", "desde el comienzo de la historia, o una fecha local",
         "since the history's start, or a local date"},
        {"cli.help.for", "duración de la ventana (10 min)", "length of the window (10 min)"},
        {"cli.help.closed",
         "una bifurcación: desde el comienzo de la ventana las peticiones deciden lo que escala, lo que está "
         "en "
         "marcha y a quién se expulsa",
         "a fork: from the window's beginning requests decide what scales, what is up and who is ejected"},
        {"cli.help.quietZoom", "nada por la salida de errores", "nothing on standard error"},
        {"cli.help.max-histories", "no más historias que estas", "no more histories than these"},
        {"cli.help.horizon", "duración de una historia, como \"1 a\" o 720h",
         "length of a history, such as \"1 a\" or 720h"},
        {"cli.help.measure", "qué se mide: a la larga, la media del horizonte, o hasta la primera caída",
         "what is measured: the long run, the mean of the horizon, or until the first outage"},
        {"cli.help.start", "todo nuevo, con edades mezcladas, o como a la larga",
         "all new, with mixed ages, or as in the long run"},
        {"cli.help.threads", "hilos; el resultado no cambia", "threads; the result does not change"},
        {"cli.help.gate", "sale con 3 si un objetivo no se cumple o no se sabe",
         "exits with 3 if a target is not met or not settled"},
        {"cli.help.noWindows", "no repite las primeras caídas petición a petición",
         "does not replay the first outages request by request"},
        {"cli.help.format", "tabla, JSON o CSV", "table, JSON or CSV"},
        {"cli.help.output", "escribe ahí en vez de en la salida", "writes there instead of standard output"},
        {"cli.help.report", "además, un informe con gráficos que se abre sin red",
         "besides, a report with charts that opens without a network"},
        {"cli.help.record",
         "además, un guion de lo que pasó en la historia de --history, que --script repite",
         "besides, a script of what happened in the history of --history, which --script replays"},
        {"cli.help.quiet", "solo un número: la indisponibilidad del primer servicio",
         "one number only: the unavailability of the first service"},
        {"cli.help.color", "colores; también se respeta NO_COLOR", "colours; NO_COLOR is respected too"},
        {"cli.help.ascii", "solo caracteres ASCII", "ASCII characters only"},
        {"cli.help.lang", "idioma; si no se dice, el del entorno",
         "language; unless said, that of the environment"},
    };
}

std::vector<Entry> talkWords() {
    return {
        {"cli.seeHelp", "Ayuda: nueves --help", "Help: nueves --help"},
        {"cli.noCommand", "nueves: falta la orden: run, compare, validate, explain, schema o version",
         "nueves: a command is missing: run, compare, validate, explain, schema or version"},
        {"cli.noFile", "nueves: falta el fichero", "nueves: a file is missing"},
        {"cli.noFrom", "nueves: falta --from: desde cuándo", "nueves: --from is missing: from when on"},
        {"cli.badUsage", "nueves: uso incorrecto: {what}", "nueves: wrong usage: {what}"},
        {"cli.unknownArgument", "nueves: no conozco «{found}»", "nueves: unknown argument \"{found}\""},
        {"cli.badValue", "nueves: {option}: «{found}» no vale; se esperaba {expected}",
         "nueves: {option}: \"{found}\" will not do; expected {expected}"},
        {"cli.expect.whole", "un número entero, {least} o más", "a whole number, {least} or more"},
        {"cli.expect.from", "un tiempo con unidad, como 21h, o una fecha, como 2027-03-20T20:45",
         "a time with a unit, such as 21h, or a date, such as 2027-03-20T20:45"},
        {"cli.expect.for", "un tiempo mayor que 0 con unidad, como 10min", "a time above 0 with a unit, such as 10min"},
        {"cli.zoom.firstDesign", "{n} diseños: este es el primero, {design}; elige otro con --design ID, o FICHERO#ID",
         "{n} designs: this is the first, {design}; choose another with --design ID, or FILE#ID"},
        {"cli.expect.time", "un tiempo mayor que 0 con unidad, como \"1 a\" o 720h",
         "a time above 0 with a unit, such as \"1 a\" or 720h"},
        {"cli.expect.precision", "una parte entre 0 y 1, como \"5 %\" o 0.05",
         "a share between 0 and 1, such as \"5 %\" or 0.05"},
        {"cli.expect.set", "ruta=valor", "path=value"},
        {"cli.oneReport", "--report sirve para un solo fichero; con varios: nueves compare, o uno a uno",
         "--report takes one file; for several: nueves compare, or one by one"},
        {"cli.whichHistory", "--record graba una historia: di cuál con --history N",
         "--record records one history: say which with --history N"},
        {"cli.oneRecord", "--record graba un solo diseño: elige uno con --design ID, o FICHERO#ID",
         "--record records one design: choose one with --design ID, or FILE#ID"},
        {"cli.recorded", "grabado en {file}: {n} acciones", "recorded in {file}: {n} actions"},
        {"cli.recordedPartly",
         "grabado en {file}: {n} acciones; {unsaid} cosas que un guion no sabe decir están en «unsaid»",
         "recorded in {file}: {n} actions; {unsaid} things that no script can say are in \"unsaid\""},
        {"cli.nothingToCompare",
         "hacen falta al menos dos diseños: A.json B.json, o un fichero con «designs»",
         "at least two designs are needed: A.json B.json, or a file with \"designs\""},
        {"cli.stopped", "Detenido antes de tiempo: es lo que se sabía hasta aquí.",
         "Stopped early: this is what was known by then."},
        {"cli.gate.missed", "objetivo no cumplido: {target}{design}", "target not met: {target}{design}"},
        {"cli.gate.open", "objetivo sin decidir: {target}{design}; pide más precisión",
         "target not settled: {target}{design}; ask for more precision"},
        {"cli.valid", "✓ {file}: sin errores, {warnings}", "✓ {file}: no mistakes, {warnings}"},
        {"cli.invalid", "✗ {file}: {errors}, {warnings}", "✗ {file}: {errors}, {warnings}"},
        {"cli.errorOne", "1 error", "1 mistake"},
        {"cli.errors", "{n} errores", "{n} mistakes"},
        {"cli.warningOne", "1 aviso", "1 warning"},
        {"cli.warnings", "{n} avisos", "{n} warnings"},
        {"cli.standardOutput", "salida estándar", "standard output"},
        {"cli.internalError", "nueves: error interno, no es culpa tuya: {what}\nOrden: {command}",
         "nueves: internal error, not your fault: {what}\nCommand: {command}"},
        {"cli.progress.histories", "{done} historias", "{done} histories"},
        {"cli.progress.events", "{rate} M sucesos/s", "{rate} M events/s"},
        {"cli.progress.left", "quedan {time}", "{time} left"},
        {"file.absent", "no existe", "does not exist"},
        {"file.not-readable", "no se puede leer", "cannot be read"},
        {"file.is-a-folder", "es una carpeta", "is a folder"},
        {"file.not-writable", "no se puede escribir ahí", "cannot be written"},
        {"file.no-folder", "no existe la carpeta", "its folder does not exist"},
        {"file.disk-full", "el disco está lleno", "the disk is full"},
        {"file.too-large", "es demasiado grande", "is too large"},
    };
}

} // namespace

std::vector<Entry> cliWords() {
    std::vector<Entry> all = helpWords();
    for (const Entry& entry : talkWords()) all.push_back(entry);
    return all;
}

} // namespace nueves::report
