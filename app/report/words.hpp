// Every word of the program's faces without a window, in Spanish and English: one table, found by key.
//
// A sentence may hold arguments in braces, "{found}"; what is not given becomes nothing. Messages about a
// person's input are kept under "issue.<code>".
#pragma once

#include "sim/core/issue.hpp"
#include "sim/core/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::report {

using core::Language;
using Arguments = std::vector<std::pair<std::string, std::string>>;

struct Entry {
    std::string_view key, es, en;
};
// All entries of the table: for the tests.
std::vector<Entry> allEntries();

bool hasWord(std::string_view key);
// The text of a key; an unknown key is an internal error.
std::string word(std::string_view key, Language language);
std::string say(std::string_view key, Language language, const Arguments& arguments);
// The word of a code that the library may extend (a phase, a kind of cost): "phase.repair"; unknown: the code
// itself.
std::string codeWord(std::string_view family, std::string_view code, Language language);

// "es" or "en" from a language tag or a locale such as "es_ES.UTF-8"; anything else: empty.
std::optional<Language> languageOf(std::string_view tag);

// "services.web.replicas: not a whole number; expected 1 or more; found "two"; did you mean "2"?" without the
// place.
std::string issueSentence(const core::Issue& issue, Language language);
// "file:line:column: error: path: sentence".
std::string issueLine(const core::Issue& issue, Language language);

} // namespace nueves::report
