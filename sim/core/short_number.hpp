// A number as people write it: six digits, a point, no locale.
#pragma once

#include <locale>
#include <sstream>
#include <string>

namespace nueves::core {

inline std::string shortNumber(double value) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << value;
    return text.str();
}

} // namespace nueves::core
