#include "sim/io/holidays.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

namespace nueves::io {
namespace {

struct FixedDay {
    int month, day;
};

// Real Decreto 2001/1983, article 45.1.
constexpr std::array kSpain{
    FixedDay{1, 1},   // b) Año Nuevo
    FixedDay{1, 6},   // d) Epifanía del Señor
    FixedDay{5, 1},   // b) Fiesta del Trabajo
    FixedDay{8, 15},  // c) Asunción de la Virgen
    FixedDay{10, 12}, // a) Fiesta Nacional de España
    FixedDay{11, 1},  // c) Todos los Santos
    FixedDay{12, 6},  // a) Día de la Constitución Española
    FixedDay{12, 8},  // c) Inmaculada Concepción
    FixedDay{12, 25}, // b) Natividad del Señor
};
constexpr std::array kSpainFromEaster{-2}; // c) Viernes Santo

struct List {
    std::string_view name;
    std::span<const FixedDay> fixed;
    std::span<const int> fromEaster; // days after Easter Sunday
};

constexpr std::array kLists{List{"es", kSpain, kSpainFromEaster}};

core::CivilDate moved(const core::CivilDate& date, int byDays) {
    using namespace std::chrono;
    const sys_days day = sys_days{std::chrono::year{date.year} / date.month / date.day} + days{byDays};
    const year_month_day result{day};
    return {static_cast<int>(result.year()), static_cast<int>(static_cast<unsigned>(result.month())),
            static_cast<int>(static_cast<unsigned>(result.day()))};
}

} // namespace

// J. Meeus, Astronomical Algorithms, 2nd ed., chapter 8 (the "anonymous" rule, Nature, 20 April 1876); his
// letters.
core::CivilDate easterSunday(int year) {
    const int a = year % 19;
    const int b = year / 100, c = year % 100;
    const int d = b / 4, e = b % 4;
    const int f = (b + 8) / 25;
    const int g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return {year, n / 31, n % 31 + 1};
}

std::optional<std::set<core::CivilDate>> holidayList(std::string_view name, int fromYear, int toYear) {
    const auto list =
        std::find_if(kLists.begin(), kLists.end(), [&](const List& l) { return l.name == name; });
    if (list == kLists.end()) return std::nullopt;
    std::set<core::CivilDate> dates;
    for (int year = fromYear; year <= toYear; ++year) {
        for (const FixedDay& day : list->fixed) dates.insert({year, day.month, day.day});
        for (const int offset : list->fromEaster) dates.insert(moved(easterSunday(year), offset));
    }
    return dates;
}

std::vector<std::string> holidayListNames() {
    std::vector<std::string> names;
    for (const List& list : kLists) names.emplace_back(list.name);
    return names;
}

} // namespace nueves::io
