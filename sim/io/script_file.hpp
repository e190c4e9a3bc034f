// A script as a document of its own: written from a recorded history, and laid into any scenario.
//
// Its actions are those of the language's `script`; with `alone` they are all that happens.
#pragma once

#include "sim/io/reading.hpp"
#include "sim/scenario/script_log.hpp"

#include <string>

namespace nueves::io {

struct ScriptFile {
    bool given = false, alone = false;
    Node actions; // a list
    core::Place alonePlace;
};

// Throws IoError if the file cannot be read; mistakes become issues.
ScriptFile readScriptFile(const std::string& path, const Catalogue& catalogue,
                          std::vector<core::Issue>& issues);

// Its actions behind those of the file, or in place of them.
void join(const ScriptFile& script, Node& file);

} // namespace nueves::io
