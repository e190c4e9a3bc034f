// "Weibull(mean 73 a, shape 1.2)" taken apart: the name of the law and its arguments, not yet looked at.
#pragma once

#include "sim/io/values.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

struct LawArgument {
    std::string name; // "mean"; empty: by position
    std::string text; // "73 a"
    bool quoted = false;
    std::size_t offset = 0; // of the text, within the law's text
};

struct LawCall {
    std::string name;
    std::vector<LawArgument> arguments;
    std::string text; // as written, for messages
};

// What a law takes: one or two places, each with the names that fit it.
struct LawForm {
    std::string_view name;
    std::string_view usage; // for messages
    std::array<std::array<std::string_view, 2>, 2> places;
    bool alwaysNamed = false; // where the order would not say which of the names is meant
};
const LawForm* findLawForm(std::string_view name);

Parsed<LawCall> splitLaw(std::string_view text);
// {"law": "Weibull", "mean": "3 a", "shape": 0.7}
Parsed<LawCall> callOf(const Node& object);

// The arguments in the order of the form's places, each with its name; anything missing or too much is an
// error.
Parsed<std::vector<LawArgument>> arrange(const LawCall& call, const LawForm& form);

ValueError lawError(const char* code, const LawCall& call, std::string expected, std::size_t offset = 0);
ValueError unknownLaw(const LawCall& call);

} // namespace nueves::io
