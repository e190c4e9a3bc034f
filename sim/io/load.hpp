// One file and the files it stands on, merged: base files under it, its designs as patches of it.
#pragma once

#include "sim/io/designs.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nueves::io {

struct Loaded {
    std::string file; // name for messages
    std::string folder;
    std::vector<Merged> designs;
    std::unique_ptr<Catalogue> overridden; // with a preset folder
    const Catalogue* catalogue = nullptr;
};

// Throws IoError if the file itself cannot be read; a base, an import or a size above the limit is an issue.
Loaded loadFile(const std::string& fileSpec, const ReadOptions& options, std::vector<core::Issue>& issues);
Loaded loadText(std::string_view text, const std::string& fileName, const ReadOptions& options,
                std::vector<core::Issue>& issues);

} // namespace nueves::io
