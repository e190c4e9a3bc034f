// References and dependency expressions as a person writes them (scenario-language.md, section 3).
#pragma once

#include "sim/core/issue.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nueves::scenario {

// Where in the file a value stands, for messages.
struct Mark {
    core::Place place;
    std::string path;
};

// "zone[1].server.disk[1..2]": ids with optional members; no range = all members.
struct Selector {
    struct Step {
        std::string id;
        int first = 0; // 0: all members
        int last = 0;
        friend bool operator==(const Step&, const Step&) = default;
    };
    std::vector<Step> steps;
    bool starred = false; // the last step was written web[*]: members, not the service
    Mark mark;
};
std::string toString(const Selector& selector);

// What `needs`, `power`, `net` and `of` hold. Names work; gates combine.
struct Expression {
    enum class Op { name, all, any, atLeast, most, none /* not */, path, turn };
    Op op = Op::all;
    Selector name;                 // name; path: first end
    Selector other;                // path: second end
    int k = 0;                     // atLeast
    std::vector<Expression> of;    // all any atLeast most none turn; atLeast and most over one name = over its members
    Mark mark;
};

} // namespace nueves::scenario
