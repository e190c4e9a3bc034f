// A person's text in both of the program's languages.
#pragma once

#include <string>

namespace nueves::core {

enum class Language { es, en };

struct Text {
    std::string es;
    std::string en;
    const std::string& in(Language language) const {
        const std::string& first = language == Language::es ? es : en;
        return first.empty() ? (language == Language::es ? en : es) : first;
    }
    bool empty() const { return es.empty() && en.empty(); }
    friend bool operator==(const Text&, const Text&) = default;
};

} // namespace nueves::core
