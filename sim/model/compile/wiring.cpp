#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

void Circles::report(const std::string& name, const scenario::Mark& mark, const char* key) {
    std::string way = name;
    auto from = std::find_if(m_path.begin(), m_path.end(), [&](const auto* seen) { return *seen == name; });
    if (from != m_path.end())
        for (++from; from != m_path.end(); ++from) way += " -> " + **from;
    m_context.error("circle", mark, {{"key", key}, {"found", way + " -> " + name}});
}

} // namespace nueves::model::compiling
