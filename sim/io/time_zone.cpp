#include "sim/io/time_zone.hpp"

#include "sim/io/document.hpp"
#include "sim/io/time_zone_rule.hpp"

#include <date/tz.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace nueves::io {
namespace {

constexpr std::string_view kUtc = "UTC";
constexpr std::string_view kThisMachine = "localtime";
constexpr const char* kDatabase = "/usr/share/zoneinfo";
constexpr int kLastYear = 32'000; // the calendar types count to 32767

// Where the list of changes in the file ends, date answers with the last year it can count to.
bool isOpenEnded(const date::sys_info& info) {
    return info.end >= date::sys_days{date::year::max() / 12 / 31};
}

const date::tzdb& database() {
    try {
        return date::get_tzdb();
    } catch (const std::exception&) {
        throw IoError{kDatabase, "absent"};
    }
}

const date::time_zone* find(std::string_view name) {
    const auto& zones = database().zones;
    const auto at =
        std::find_if(zones.begin(), zones.end(), [&](const auto& zone) { return zone.name() == name; });
    return at == zones.end() ? nullptr : &*at;
}

// The last line of the zone's file; empty if the zone has no standing rule.
std::string standingRule(const std::string& name) {
    const std::string path = std::string(kDatabase) + '/' + name;
    std::ifstream stream(path, std::ios::binary);
    const std::string file{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw IoError{path, "not-readable"};
    const std::size_t end = file.rfind('\n');
    if (end == std::string::npos || end == 0) return {};
    const std::size_t begin = file.rfind('\n', end - 1);
    return begin == std::string::npos ? std::string{} : file.substr(begin + 1, end - begin - 1);
}

void add(core::ZoneRules& rules, std::int64_t utc, std::int32_t offset) {
    // A rule whose summer fills the year ends it at the instant at which the next one begins.
    while (!rules.changes.empty() && rules.changes.back().utcSeconds >= utc) rules.changes.pop_back();
    const std::int32_t before =
        rules.changes.empty() ? rules.initialOffset : rules.changes.back().offsetSeconds;
    if (offset != before) rules.changes.push_back({utc, offset}); // some changes are of the name only
}

// The years after the end of the file's own list, by its last line.
void extend(core::ZoneRules& rules, date::sys_seconds listEnd, int fromYear, int toYear) {
    const std::string text = standingRule(rules.name);
    if (text.empty()) return;
    const auto rule = parseTimeZoneRule(text);
    if (!rule) throw IoError{std::string(kDatabase) + '/' + rules.name, "not-readable"};
    if (!rule->hasSummer) return;
    const int endYear = static_cast<int>(date::year_month_day{date::floor<date::days>(listEnd)}.year());
    for (int year = std::max(endYear, fromYear - 1); year <= toYear; ++year)
        for (const auto& change : rule->changesOf(year))
            if (change.utcSeconds > listEnd.time_since_epoch().count())
                add(rules, change.utcSeconds, change.offsetSeconds);
}

} // namespace

std::optional<core::ZoneRules> readZone(std::string_view ianaName, int fromYear, int toYear) {
    if (ianaName == kUtc) return core::ZoneRules{};
    const date::time_zone* zone = ianaName == kThisMachine ? nullptr : find(ianaName);
    if (!zone) return std::nullopt;
    fromYear = std::clamp(fromYear, -kLastYear, kLastYear);
    toYear = std::clamp(toYear, fromYear, kLastYear) + 1; // a day more would do, for places behind UTC
    const date::sys_seconds to = date::sys_days{date::year{toYear} / 12 / 31};
    auto info = zone->get_info(date::sys_days{date::year{fromYear - 1} / 12 / 31});
    core::ZoneRules rules{std::string(ianaName), static_cast<std::int32_t>(info.offset.count()), {}};
    while (!isOpenEnded(info) && info.end < to) {
        info = zone->get_info(info.end);
        add(rules, info.begin.time_since_epoch().count(), static_cast<std::int32_t>(info.offset.count()));
    }
    if (isOpenEnded(info)) extend(rules, info.begin, fromYear, toYear);
    return rules;
}

std::vector<std::string> zoneNames() {
    std::vector<std::string> names;
    for (const auto& zone : database().zones)
        if (zone.name() != kThisMachine) names.push_back(zone.name());
    if (std::find(names.begin(), names.end(), kUtc) == names.end()) names.emplace_back(kUtc);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace nueves::io
