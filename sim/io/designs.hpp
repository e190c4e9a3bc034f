// From one merged file to its designs: the patches that lead to each, then --set, then `use`.
#pragma once

#include "sim/io/expand.hpp"
#include "sim/io/scenario_reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace nueves::io {

// A design, ready to be read: every section merged, every `use` resolved, nulls gone, presets taken out.
struct Merged {
    std::string design; // empty: the file itself
    Node file;
    Node designTitle; // null: none
};

struct DesignSources {
    const std::map<std::string, Node>& imported; // presets
    const Catalogue& catalogue;
    const ReadOptions& options;
};

// options.design: only this one. Else all of the file's, or the file itself if it has none.
std::vector<Merged> makeDesigns(Node file, const DesignSources& sources, std::vector<core::Issue>& issues);

} // namespace nueves::io
