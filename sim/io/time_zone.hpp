// Time zones of the system's IANA database, as data for core::Calendar.
//
// The database is read through Howard Hinnant's date library, which knows the changes written in a zone's
// file. Those end in 2037 or earlier; what holds from then on is the rule in the file's last line (RFC 8536,
// section 3.3), read here, so that the 150th year of a run has its summer time as well.
#pragma once

#include "sim/core/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

// The changes of the zone that matter from the start of fromYear to the end of toYear, local time.
// Empty: no such zone. "UTC" needs no database. The name "localtime" is refused: it means something else on
// each machine. Throws IoError if the system has no tz database.
std::optional<core::ZoneRules> readZone(std::string_view ianaName, int fromYear, int toYear);

// All names readZone takes, sorted, for "did you mean".
std::vector<std::string> zoneNames();

} // namespace nueves::io
