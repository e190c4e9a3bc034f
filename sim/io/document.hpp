// A JSON text as a tree that remembers where each value stood. The reader of every scenario file.
//
// Strict where nlohmann's parser is silent: doubled keys, numbers out of range and endless nesting are errors
// with line and column. Comments (// and /* */) are allowed. Limits: 64 MiB of text, depth 64, 2 000 000
// values.
#pragma once

#include "sim/core/issue.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::io {

struct Node {
    enum class Type { null, boolean, number, string, array, object };
    struct Member;

    Type type = Type::null;
    bool boolean = false;
    double number = 0.0;
    std::string text;            // string: its value; number: its literal as written
    std::vector<Node> items;     // array
    std::vector<Member> members; // object, in the order of the file
    core::Place place;           // of the value's first character
    std::string origin; // empty: the author's own file; else "preset NAME", "record ID" (set while merging)

    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);
    bool isObject() const { return type == Type::object; }
    bool isString() const { return type == Type::string; }
    bool isNumber() const { return type == Type::number; }
    bool isArray() const { return type == Type::array; }
    bool isNull() const { return type == Type::null; }
    static Node string(std::string value);
    static Node object();
};

struct Node::Member {
    std::string key;
    Node value;
    core::Place keyPlace;
};

// Parses one text. Issues go to `issues` (code "syntax", "doubled-key", "too-deep", "too-large",
// "number-range" ...); what could be read is returned even then (of two equal keys the first). fileName is
// only for messages. Columns count letters, not bytes. At most 100 issues: then the rest is not read.
Node parseDocument(std::string_view text, const std::string& fileName, std::vector<core::Issue>& issues);

// The first letters of a text for a message: cut between letters, always good UTF-8.
std::string excerpt(std::string_view text, std::size_t most = 60);

// Outside world: a file that is absent, unreadable, or a folder. Thrown; main turns it into exit code 6.
struct IoError {
    std::string path;
    std::string what; // code: "absent" "not-readable" "is-a-folder" "not-writable" "disk-full" "too-large"
};
// The same as a mistake of the place that names the file.
core::Issue unreadable(const IoError& error, const core::Place& place, const std::string& path);
// The whole file; one above `largest` bytes is refused as "too-large" (invalid input rather than an absent
// file).
std::string readFile(const std::string& path, std::size_t largest = std::size_t{64} << 20);
// Writes to a temporary file beside `path`, flushes it to disk and renames: the old file survives any
// failure.
void writeFile(const std::string& path, std::string_view content);

} // namespace nueves::io
