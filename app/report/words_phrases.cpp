// What the readers of a file say they expected, or found: phrases, not codes, so that the library can make
// them on the spot. The English stands as the library says it; what is not here (names, units, keys) is the
// same in both languages.
#include "app/report/words_tables.hpp"

#include <array>
#include <utility>

namespace nueves::report {

namespace {

using Phrase = std::pair<std::string_view, std::string_view>; // en, es

constexpr std::array kTypes = std::to_array<Phrase>({
    {"a number", "un número"},
    {"a text", "un texto"},
    {"a list", "una lista"},
    {"an object", "un objeto"},
    {"a name", "un nombre"},
    {"a value", "un valor"},
    {"true or false", "true o false"},
    {"a whole number", "un número entero"},
    {"1 or more", "1 o más"},
    {"zero or more", "cero o más"},
    {"a part", "una pieza"},
    {"parts", "piezas"},
    {"a service", "un servicio"},
    {"a part of the network", "una pieza de la red"},
    {"a part of the network, or internet", "una pieza de la red, o internet"},
    {"a place: region zone site room rack", "un lugar: region zone site room rack"},
    {"a carrier: host vm standby component", "algo que lleve otras cosas: host vm standby component"},
    {"a supply: grid generator ups pdu", "un suministro: grid generator ups pdu"},
    {"a name, or a list of names", "un nombre, o una lista de nombres"},
    {"a list of two names", "una lista de dos nombres"},
    {"a list with at least one name", "una lista con algún nombre"},
    {"the name of a preset", "el nombre de un preset"},
    {"the name of a list, or a list of dates", "el nombre de una lista, o una lista de fechas"},
    {"an attempt, a list of attempts, or \"never\"", "un intento, una lista de intentos, o \"never\""},
    {"the path of a file", "la ruta de un fichero"},
    {"a file in the folder of the scenario or below it",
     "un fichero de la carpeta del escenario o de dentro de ella"},
    {"a record of the catalogue", "una cifra del catálogo"},
    {"@ and the id of a record, such as @hw.hdd.afr", "@ y el nombre de una cifra, como @hw.hdd.afr"},
    {"a letter, then letters, digits, - and _", "una letra, y después letras, cifras, - y _"},
    {"a code of three letters, such as EUR", "un código de tres letras, como EUR"},
    {"a date, such as 2027-03-02", "una fecha, como 2027-03-02"},
    {"a date, such as 2027-03-02 11:00, or a time since the start, such as 26 h",
     "una fecha, como 2027-03-02 11:00, o un tiempo desde el comienzo, como 26 h"},
    {"days and hours, such as Mon-Fri 09:00-14:00", "días y horas, como Mon-Fri 09:00-14:00"},
    {"\"latitude, longitude\"", "\"latitud, longitud\""},
    {"\"latitude, longitude\" in degrees", "\"latitud, longitud\" en grados"},
    {"a name, such as web, web[2], web[1..3], web[*] or zone[1].server",
     "un nombre, como web, web[2], web[1..3], web[*] o zone[1].server"},
    {"the lower member first", "primero el miembro menor"},
    {"members count from 1 to 1000000", "los miembros se cuentan de 1 a 1000000"},
    {"a name, \"2 of name\", \"most of name\", a list of these, or one of {\"any\": [...]}, {\"all\": "
     "[...]}, "
     "{\"atLeast\": 2, \"of\": [...]}, {\"not\": ...}, {\"path\": [\"s\", \"t\"]}, {\"turn\": [...]}",
     "un nombre, \"2 of nombre\", \"most of nombre\", una lista de ellos, o uno de {\"any\": [...]}, "
     "{\"all\": [...]}, "
     "{\"atLeast\": 2, \"of\": [...]}, {\"not\": ...}, {\"path\": [\"s\", \"t\"]}, {\"turn\": [...]}"},
});

constexpr std::array kQuantities = std::to_array<Phrase>({
    {"a number and its unit, such as 4000 h, 1 h 30 min, 2 GiB, 99.9 % or 0.35 EUR/h",
     "un número y su unidad, como 4000 h, 1 h 30 min, 2 GiB, 99.9 % o 0.35 EUR/h"},
    {"a point before the decimals: 1.5 h", "un punto ante los decimales: 1.5 h"},
    {"a number from 1e-30 to 1e30 in base units", "un número de 1e-30 a 1e30 en unidades básicas"},
    {"a number from 1e-307 to 1e308", "un número de 1e-307 a 1e308"},
    {"a share or a plain number, such as 95 % or 0.95", "una parte o un número sin unidad, como 95 % o 0.95"},
    {"errors 100 % where a queue feeds it", "errors 100 % donde una cola lo alimenta"},
    {"a share, such as 95 %", "una parte, como 95 %"},
    {"more than 0 %, up to 100 %", "más de 0 %, hasta 100 %"},
    {"a time, such as 4000 h", "un tiempo, como 4000 h"},
    {"a rate, such as 2 /a", "una frecuencia, como 2 /a"},
    {"a length, such as 20 km", "una longitud, como 20 km"},
    {"an amount of data, such as 2 GiB", "una cantidad de datos, como 2 GiB"},
    {"data per time, such as 100 MiB/h", "datos por tiempo, como 100 MiB/h"},
    {"a bandwidth, such as 100 Mbit/s", "un ancho de banda, como 100 Mbit/s"},
    {"requests per time, such as 250 req/s", "peticiones por tiempo, como 250 req/s"},
    {"a power, such as 300 W", "una potencia, como 300 W"},
    {"an energy, such as 2 kWh", "una energía, como 2 kWh"},
    {"an amount of money, such as 120 EUR", "una cantidad de dinero, como 120 EUR"},
    {"money per time, such as 0.35 EUR/h", "dinero por tiempo, como 0.35 EUR/h"},
    {"a price of energy, such as 0.15 EUR/kWh", "un precio de energía, como 0.15 EUR/kWh"},
    {"hours a year, such as 10 h/a", "horas al año, como 10 h/a"},
    {"us ms s min h d a | m km | B kB MB GB TB KiB MiB GiB TiB | bit kbit Mbit Gbit Tbit | req | W kW kWh | "
     "EUR and "
     "other currencies | % | a ratio of two",
     "us ms s min h d a | m km | B kB MB GB TB KiB MiB GiB TiB | bit kbit Mbit Gbit Tbit | req | W kW kWh | "
     "EUR y otras "
     "monedas | % | un cociente de dos"},
    {"a law, such as Exp(4000 h), or a time, or never", "una ley, como Exp(4000 h), o un tiempo, o never"},
    {"a time from 1 us to 1e16 a", "un tiempo de 1 us a 1e16 a"},
    {"a rate from 1e-16 /a to 1e6 per second", "una frecuencia de 1e-16 /a a 1e6 por segundo"},
    {"a shape from 0.05 to 1000", "una forma de 0.05 a 1000"},
    {"a coefficient of variation from 1e-6 to 1000", "un coeficiente de variación de 1e-6 a 1000"},
    {"a sigma from 1e-6 to 10", "una sigma de 1e-6 a 10"},
    {"a whole number of phases from 1 to 1000", "un número entero de fases, de 1 a 1000"},
    {"a chance per year, more than 0 % and less than 100 %, such as 1.5 %",
     "una probabilidad al año, más de 0 % y menos de 100 %, como 1.5 %"},
    {"cv together with mean, sigma together with median", "cv junto con mean, sigma junto con median"},
    {"a high that is not below the low", "un high que no sea menor que el low"},
    {"a file name in quotes", "un nombre de fichero entre comillas"},
    {"a column whose name ends in the unit of its numbers, such as repair_h",
     "una columna cuyo nombre acabe en la unidad de sus números, como repair_h"},
    {"a column with at least one number", "una columna con algún número"},
});

constexpr std::array kTraffic = std::to_array<Phrase>({ // demand, work, scaling
    {"a lower `below` and a larger `share` than the step before",
     "un `below` menor y un `share` mayor que los del escalón anterior"},
    {"HH:MM; or days, such as Mon-Fri, holidays, or a date, such as 2027-03-20",
     "HH:MM; o días, como Mon-Fri, holidays, o una fecha, como 2027-03-20"},
    {"each day of the week once", "cada día de la semana una vez"},
    {"each day once", "cada día una vez"},
    {"a day, such as 2027-03-20", "un día, como 2027-03-20"},
    {"a day, or a list of days", "un día, o una lista de días"},
    {"a clock time, such as 20:45", "una hora, como 20:45"},
    {"at most 100 times as much after a year", "como mucho 100 veces más al cabo de un año"},
    {"more than 1: 1 is Poisson, without burst", "más de 1: 1 es Poisson, sin burst"},
    {"at most 1e10 on average", "como mucho 1e10 de media"},
    {"a number of users, such as 3000", "un número de usuarios, como 3000"},
    {"requests per time", "peticiones por tiempo"},
    {"a plain number", "un número sin unidad"},
    {"an amount from 1e-9 to 1e12", "una cantidad de 1e-9 a 1e12"},
    {"a law of amounts, such as Uniform(1500, 4000)", "una ley de cantidades, como Uniform(1500, 4000)"},
    {"money per request, such as 0.30 EUR/req", "dinero por petición, como 0.30 EUR/req"},
    {"windows, such as Mon-Fri 13:00-16:00", "horarios, como Mon-Fri 13:00-16:00"},
    {"dates, such as 2027-03-20 18:00", "fechas, como 2027-03-20 18:00"},
    {"a window", "un horario"},
    {"a date", "una fecha"},
    {"a list of numbers", "una lista de números"},
    {"a host itself, where hosts are scaled", "la máquina misma, donde se escalan máquinas"},
    {"what an empty machine holds", "lo que cabe en una máquina vacía"},
    {"a first line with the names of the columns", "una primera línea con los nombres de las columnas"},
    {"a time, such as 2027-03-20 14:05:00, with or without zone, or seconds since 1970",
     "una hora, como 2027-03-20 14:05:00, con zona o sin ella, o segundos desde 1970"},
    {"a zone in every row, or in none", "una zona en todas las filas, o en ninguna"},
    {"from 0 to 1e10 users, or to 1e9 req/s", "de 0 a 1e10 usuarios, o a 1e9 req/s"},
    {"at least two samples of different times", "al menos dos muestras de horas distintas"},
    {"the JSON of a range query", "el JSON de una consulta de rango"},
    {"the answer of a range query: a matrix", "la respuesta de una consulta de rango: una matriz"},
    {"one series: add them up in the query, sum(...)", "una serie: súmalas en la consulta, sum(...)"},
    {"at most 5000000 values, laid out to the end of the run",
     "como mucho 5000000 valores, extendidos hasta el fin de la historia"},
});

constexpr std::array kSyntax = std::to_array<Phrase>({
    {"end of file", "el final del fichero"},
    {"end of line", "el final de la línea"},
    {"text in UTF-8", "texto en UTF-8"},
    {"a number, such as 12 or 0.5", "un número, como 12 o 0.5"},
    {"a value: \"text\", number, true, false, null, { or [",
     "un valor: \"texto\", número, true, false, null, { o ["},
    {"a key in \"\"", "una clave entre \"\""},
    {", or }", ", o }"},
    {", or ]", ", o ]"},
    {"another key; no comma after the last", "otra clave; tras la última no va coma"},
    {"another value; no comma after the last", "otro valor; tras el último no va coma"},
    {"no control characters; write \\t, \\n or \\u0009",
     "ningún carácter de control; escribe \\t, \\n o \\u0009"},
    {"\" at the end of the text, in the same line", "\" al final del texto, en la misma línea"},
    {"at most 64 brackets inside one another", "como mucho 64 paréntesis, uno dentro de otro"},
    {"at most 2000000 values", "como mucho 2000000 valores"},
    {"windows and shifts of at most 20000000 days in all, laid out day by day",
     "horarios y turnos de como mucho 20000000 días en total, contados día a día"},
    {"at most 64 MiB", "como mucho 64 MiB"},
    {"at most 64 presets that use one another", "como mucho 64 plantillas, una dentro de otra"},
    {"at most 64 things one on or in another", "como mucho 64 cosas, una sobre otra o dentro de ella"},
    {"windows and shifts of at most 20000000 days in all, laid out day by day",
     "horarios y turnos de 20000000 días en total como mucho, desplegados día a día"},
});

// Phrases that end in a figure or a name.
constexpr std::array kBeginnings = std::to_array<Phrase>({
    {"at most ", "como mucho "},
    {"at least ", "al menos "},
    {"a quantity in ", "una cantidad en "},
    {"one currency: ", "una sola moneda: "},
    {"text or a number for ", "un texto o un número para "},
});
constexpr std::array kEndings = std::to_array<Phrase>({
    {", without quotes", ", sin comillas"},
    {"; this record is a distribution", "; esta cifra es una distribución"},
    {" members in the whole file", " miembros en todo el fichero"},
    {" failure modes and attempts of all members", " modos de fallo e intentos de todos los miembros"},
    {" connections by name", " conexiones por nombre"},
    {" values in all designs, presets and exceptions written out",
     " valores en todas las variantes, con plantillas y excepciones escritas"},
    {" members of a standby", " miembros de un relevo"},
});

template <std::size_t n> const Phrase* find(const std::array<Phrase, n>& list, std::string_view text) {
    for (const Phrase& phrase : list)
        if (phrase.first == text) return &phrase;
    return nullptr;
}

// How a law is written: "Exp(mean) or Exp(rate), such as Exp(4000 h)". Its names and arguments stay.
std::string usageInSpanish(std::string text) {
    for (const auto& [en, es] : {Phrase{", such as ", ", como "}, Phrase{" or ", " o "}})
        for (auto at = text.find(en); at != std::string::npos; at = text.find(en, at))
            text.replace(at, en.size(), es);
    return text;
}

// "from 1 s to 5 s"
std::string rangeInSpanish(std::string_view text) {
    const auto to = text.find(" to ");
    if (!text.starts_with("from ") || to == std::string_view::npos) return std::string(text);
    return "de " + std::string(text.substr(5, to - 5)) + " a " + std::string(text.substr(to + 4));
}

} // namespace

std::string phraseInSpanish(std::string_view text) {
    for (const Phrase* known :
         {find(kTypes, text), find(kQuantities, text), find(kTraffic, text), find(kSyntax, text)})
        if (known != nullptr) return std::string(known->second);
    for (const auto& [en, es] : kEndings)
        if (text.ends_with(en))
            return phraseInSpanish(text.substr(0, text.size() - en.size())) + std::string(es);
    for (const auto& [en, es] : kBeginnings)
        if (text.starts_with(en)) return std::string(es) + std::string(text.substr(en.size()));
    const bool isLaw =
        !text.empty() && text.front() >= 'A' && text.front() <= 'Z' && text.find('(') != text.npos;
    return isLaw ? usageInSpanish(std::string(text)) : rangeInSpanish(text);
}

} // namespace nueves::report
