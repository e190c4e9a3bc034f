// A recorded history as a script: what happened, said with the verbs of the scenario language, and what they
// cannot say. Written and read by io/script_file.
#pragma once

#include "sim/core/calendar.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nueves::scenario {

struct LoggedAction {
    core::SimTime at{};
    std::string verb;                   // "kill", "maintain patching"
    std::string on;                     // full name of a member
    std::optional<core::SimSpan> lasts; // `for`
    std::string what;                   // whose doing: "crash of server[1]"
    core::CivilTime date;               // `at` on the wall clock of the scenario
    bool open = false;                  // was not over when the history ended
};

// Why a script cannot say it; the words stand in the file and in the help.
//   no-verb   no verb has this effect: slow, memory-leak, disk-full, part of a CPU, a machine taken back
//   instant   it was over in the instant in which it began
//   noticed   said, but a pair noticed it only when it was found; a script's fault is noticed at once
struct Unsaid {
    core::SimTime at{};
    std::string why;
    std::string what, on;
    std::optional<core::SimSpan> lasts; // noticed: until it was found
    core::CivilTime date;
};

struct ScriptLog {
    std::string version, scenario, design;
    std::uint64_t seed = 1, history = 1; // history: from 1
    core::SimSpan horizon{};
    std::vector<LoggedAction> actions; // in time order
    std::vector<Unsaid> unsaid;
};

} // namespace nueves::scenario
