#include "sim/model/compile/natural_order.hpp"

#include <cstddef>

namespace nueves::model::compiling {
namespace {

int weight(char c) { // what ends an id comes before what continues it
    switch (c) {
    case '[': return 1;
    case ']': return 2;
    case '.': return 3;
    case ' ': return 4;
    default: return 5 + static_cast<unsigned char>(c);
    }
}

unsigned long long numberAt(std::string_view text, std::size_t& i) {
    unsigned long long number = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
        number = number * 10 + static_cast<unsigned long long>(text[i] - '0');
    return number;
}

} // namespace

bool naturallyBefore(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i] != b[j]) return weight(a[i]) < weight(b[j]);
        const bool member = a[i] == '[';
        ++i, ++j;
        if (!member) continue;
        const auto x = numberAt(a, i), y = numberAt(b, j);
        if (x != y) return x < y;
    }
    return i == a.size() && j < b.size();
}

} // namespace nueves::model::compiling
