#include "sim/io/trace.hpp"

#include "sim/io/line_reader.hpp"
#include "sim/io/time_zone.hpp"
#include "sim/io/trace_points.hpp"
#include "sim/io/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace nueves::io {

namespace {

// Thrown within this file only.
struct Refused {
    ValueError error;
};

[[noreturn]] void refuse(const char* code, std::string found, std::string expected) {
    throw Refused{{code, std::move(found), std::move(expected), "", 0}};
}

std::optional<double> numberOf(std::string_view text) {
    double value = 0.0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

bool saysNothing(std::string_view text) {
    constexpr std::array<std::string_view, 7> kNothing{"", "NaN", "nan", "NA", "null", "NULL", "-"};
    return std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end();
}

double daysSinceEpoch(const core::CivilDate& date) {
    const std::chrono::year_month_day day{std::chrono::year{date.year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    return static_cast<double>(std::chrono::sys_days{day}.time_since_epoch().count());
}

// A moment as written: what a wall showed, or an instant that is the same everywhere.
struct Moment {
    double seconds = 0.0; // since 1970-01-01 00:00, on that wall or in UTC
    bool instant = false;
};

// "Z", "+01:00", "-0500", "+02" at the end; the rest stays in `text`.
std::optional<double> takeOffset(std::string_view& text) {
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
        return 0.0;
    }
    const std::size_t sign = text.find_last_of("+-");
    if (sign == std::string_view::npos || text.find(':') == std::string_view::npos || sign < text.find(':'))
        return std::nullopt;
    std::string digits(text.substr(sign + 1));
    std::erase(digits, ':');
    const auto number = numberOf(digits);
    if (!number || (digits.size() != 2 && digits.size() != 4)) return std::nullopt;
    const double whole = digits.size() == 2 ? *number * 100.0 : *number;
    const double offset = std::floor(whole / 100.0) * 3600.0 + std::fmod(whole, 100.0) * 60.0;
    const bool west = text[sign] == '-';
    text = trimmed(text.substr(0, sign));
    return west ? -offset : offset;
}

// ISO 8601 with or without a zone, or seconds (milliseconds) since 1970.
std::optional<Moment> momentOf(std::string_view text) {
    constexpr double kMilliseconds = 1e11; // in seconds that would be the year 5138
    if (const auto epoch = numberOf(text))
        return Moment{*epoch > kMilliseconds ? *epoch / 1000.0 : *epoch, true};
    const auto offset = takeOffset(text);
    double fraction = 0.0;
    if (const std::size_t point = text.find_first_of(".,"); point != std::string_view::npos) {
        const auto part = numberOf("0." + std::string(text.substr(point + 1)));
        if (!part) return std::nullopt;
        fraction = *part;
        text = text.substr(0, point);
    }
    const auto civil = core::parseCivilTime(text);
    if (!civil) return std::nullopt;
    const double wall = daysSinceEpoch(civil->date) * 86'400.0 + civil->secondOfDay + fraction;
    return Moment{wall - offset.value_or(0.0), offset.has_value()};
}

// What clocks of a place show at an instant.
class Wall {
  public:
    explicit Wall(std::string zone) : m_zone(std::move(zone)) {}
    double at(double utc) {
        if (!m_rules) m_rules = readZone(m_zone, 1970, 2100).value_or(core::ZoneRules{});
        const auto later = std::upper_bound(
            m_rules->changes.begin(), m_rules->changes.end(), utc,
            [](double t, const auto& change) { return t < static_cast<double>(change.utcSeconds); });
        return utc +
               (later == m_rules->changes.begin() ? m_rules->initialOffset : std::prev(later)->offsetSeconds);
    }

  private:
    std::string m_zone;
    std::optional<core::ZoneRules> m_rules;
};

// Cells of one line; quotes around a cell are taken off.
void split(std::string_view line, char separator, std::vector<std::string_view>& cells) {
    cells.clear();
    while (true) {
        std::size_t end = line.find(separator);
        if (line.starts_with('"')) {
            const std::size_t quote = line.find('"', 1);
            end = quote == std::string_view::npos ? quote : line.find(separator, quote);
        }
        std::string_view cell = trimmed(line.substr(0, end));
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
            cell = cell.substr(1, cell.size() - 2);
        cells.push_back(cell);
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
    }
}

class TraceReader {
  public:
    explicit TraceReader(const TraceWish& wish) : m_wish(wish), m_wall(wish.zone) {}
    TraceRead csv();
    TraceRead prometheus();

  private:
    struct Columns {
        char separator = ',';
        std::size_t time = 0, value = 1;
    };
    Columns columns(std::string_view head) const;
    void addRow(const std::vector<std::string_view>& cells, const Columns& columns);
    void add(std::string_view time, std::string_view value);
    std::string here(std::string_view text) const;
    TraceRead finish();

    const TraceWish& m_wish;
    Wall m_wall;
    TracePoints m_points;
    std::optional<bool> m_instants; // all rows or none name their zone
    std::size_t m_row = 0;
    std::string m_decimal;
};

std::string TraceReader::here(std::string_view text) const {
    const std::string file = m_wish.path.substr(m_wish.path.rfind('/') + 1);
    return file + ":" + std::to_string(m_row) + ": " + excerpt(text);
}

// The separator is the one with which the wanted columns are found.
TraceReader::Columns TraceReader::columns(std::string_view head) const {
    std::string known;
    std::size_t most = 0;
    for (const char separator : {',', ';', '\t'}) {
        std::vector<std::string_view> names;
        split(head, separator, names);
        const auto place = [&](const std::string& wanted, std::size_t other) {
            const auto found = std::find(names.begin(), names.end(), wanted);
            return wanted.empty() ? other : static_cast<std::size_t>(found - names.begin());
        };
        const Columns columns{separator, place(m_wish.time, 0), place(m_wish.value, 1)};
        if (columns.time < names.size() && columns.value < names.size()) {
            if (momentOf(names[columns.time]))
                refuse("malformed-trace", here(head), "a first line with the names of the columns");
            return columns;
        }
        if (names.size() <= most) continue;
        most = names.size();
        known.clear();
        for (const std::string_view name : names) known += (known.empty() ? "" : " | ") + excerpt(name, 30);
    }
    refuse("unknown-column", m_wish.time + " " + m_wish.value, known + ", separated by , ; or tabs");
}

void TraceReader::addRow(const std::vector<std::string_view>& cells, const Columns& columns) {
    if (cells.size() <= std::max(columns.time, columns.value))
        refuse("malformed-trace", here(cells.front()),
               std::to_string(std::max(columns.time, columns.value) + 1) + " cells at least");
    std::string_view value = cells[columns.value];
    if (columns.separator == ';' && value.find(',') != std::string_view::npos) { // 12,5
        m_decimal = value;
        std::replace(m_decimal.begin(), m_decimal.end(), ',', '.');
        value = m_decimal;
    }
    add(cells[columns.time], value);
}

void TraceReader::add(std::string_view time, std::string_view value) {
    const auto moment = momentOf(time);
    if (!moment)
        refuse("malformed-trace", here(time),
               "a time, such as 2027-03-20 14:05:00, with or without zone, or seconds since 1970");
    if (m_instants.value_or(moment->instant) != moment->instant)
        refuse("malformed-trace", here(time), "a zone in every row, or in none");
    m_instants = moment->instant;
    if (saysNothing(value)) return m_points.addMissing();
    const auto number = numberOf(value);
    if (!number) refuse("malformed-trace", here(value), "a number");
    const double demand = *number * m_wish.factor;
    if (!(demand >= 0.0 && demand <= m_wish.most))
        refuse("out-of-range", here(value), "from 0 to 1e10 users, or to 1e9 req/s");
    m_points.add(moment->instant ? m_wall.at(moment->seconds) : moment->seconds, demand);
}

TraceRead TraceReader::finish() {
    TraceRead read = m_points.take();
    if (read.points.size() < 2)
        refuse("malformed-trace", here(""), "at least two samples of different times");
    return read;
}

TraceRead TraceReader::csv() {
    LineReader lines(m_wish.path);
    std::string_view line;
    std::optional<Columns> columns;
    std::vector<std::string_view> cells;
    while (lines.next(line)) {
        m_row = lines.number();
        if (m_row == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        if (trimmed(line).empty()) continue;
        if (!columns) {
            columns = this->columns(line);
            continue;
        }
        split(line, columns->separator, cells);
        addRow(cells, *columns);
    }
    return finish();
}

// {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {}, "values": [[t, "v"],
// ...]}]}}
TraceRead TraceReader::prometheus() {
    std::vector<core::Issue> issues;
    const Node answer = parseDocument(readFile(m_wish.path), m_wish.path, issues);
    if (!issues.empty()) {
        m_row = static_cast<std::size_t>(issues.front().place.line);
        refuse("malformed-trace", here(""), "the JSON of a range query");
    }
    const Node* data = answer.find("data");
    const Node* type = data == nullptr ? nullptr : data->find("resultType");
    const Node* series = data == nullptr ? nullptr : data->find("result");
    if (type == nullptr || type->text != "matrix" || series == nullptr || !series->isArray())
        refuse("malformed-trace", here(type == nullptr ? "" : type->text),
               "the answer of a range query: a matrix");
    if (series->items.size() != 1)
        refuse("malformed-trace", here(std::to_string(series->items.size()) + " series"),
               "one series: add them up in the query, sum(...)");
    const Node* values = series->items.front().find("values");
    if (values == nullptr) refuse("malformed-trace", here(""), "values: [[time, \"value\"], ...]");
    for (const Node& pair : values->items) {
        m_row = static_cast<std::size_t>(pair.place.line);
        if (pair.items.size() != 2) refuse("malformed-trace", here(""), "pairs: [time, \"value\"]");
        add(pair.items[0].text, pair.items[1].text);
    }
    return finish();
}

} // namespace

Parsed<TraceRead> readTrace(const TraceWish& wish) {
    try {
        TraceReader reader(wish);
        return wish.path.ends_with(".json") ? reader.prometheus() : reader.csv();
    } catch (Refused& refused) {
        return core::Unexpected{std::move(refused.error)};
    }
}

std::optional<double> traceUnit(std::string_view text) {
    if (text == "users") return 1.0;
    constexpr std::string_view kRequests = "req/";
    if (!text.starts_with(kRequests)) return std::nullopt;
    const std::string per(trimmed(text.substr(kRequests.size())));
    const bool counted = !per.empty() && per.front() >= '0' && per.front() <= '9';
    const auto period = parseQuantity(counted ? per : "1 " + per);
    if (!period || period->dimension != kTime || period->value <= 0.0) return std::nullopt;
    return 1.0 / period->value;
}

} // namespace nueves::io
