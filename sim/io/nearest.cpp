// "Did you mean": the edit distance of Damerau (neighbours may change places), upper and lower case alike.
#include "sim/io/values.hpp"

#include <algorithm>
#include <array>

namespace nueves::io {

namespace {

constexpr std::size_t kLongest = 64; // longer words are not typing errors of a name

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Optimal string alignment; three rows are enough. Precondition: neither is longer than kLongest.
std::size_t distance(std::string_view x, std::string_view y) {
    using Row = std::array<std::size_t, kLongest + 1>;
    Row before{}, last{}, now{};
    for (std::size_t j = 0; j <= y.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= x.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= y.size(); ++j) {
            const bool same = lower(x[i - 1]) == lower(y[j - 1]);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
            const bool swapped =
                i > 1 && j > 1 && lower(x[i - 1]) == lower(y[j - 2]) && lower(x[i - 2]) == lower(y[j - 1]);
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        before = last;
        last = now;
    }
    return last[y.size()];
}

} // namespace

std::string nearestName(std::string_view found, const std::vector<std::string>& known) {
    if (found.empty() || found.size() > kLongest) return "";
    std::size_t least =
        std::max<std::size_t>(1, found.size() / 3) + 1; // one error in three letters is still near
    const std::string* nearest = nullptr;
    for (const auto& name : known) {
        const std::size_t difference =
            std::max(name.size(), found.size()) - std::min(name.size(), found.size());
        if (name.size() > kLongest || difference >= least) continue;
        const std::size_t d = distance(found, name);
        if (d >= least || d >= std::max(name.size(), found.size())) continue;
        least = d;
        nearest = &name;
    }
    return nearest != nullptr ? *nearest : "";
}

} // namespace nueves::io
