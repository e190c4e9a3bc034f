// One mistake or doubt about a person's input: a code, a place and arguments. The words are made in app/,
// in the reader's language, so an Issue is data only.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nueves::core {

enum class Severity { error, warning };

// Where in which file: line and column count from 1, 0 = unknown.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

struct Issue {
    std::string code;   // a word of the issue catalogue, such as "unknown-key"; one test each
    Severity severity = Severity::error;
    Place place;
    std::string path;   // JSON path, such as "parts.node.failures.crash.repair"; may be empty
    std::vector<std::pair<std::string, std::string>> arguments; // name and value: found, expected, nearest ...
};

inline bool hasError(const std::vector<Issue>& issues) {
    for (const auto& issue : issues)
        if (issue.severity == Severity::error) return true;
    return false;
}

} // namespace nueves::core
