#include "sim/scenario/expression.hpp"

namespace nueves::scenario {

std::string toString(const Selector& selector) {
    std::string text;
    for (const auto& step : selector.steps) {
        if (!text.empty()) text += '.';
        text += step.id;
        if (step.first == 0) continue;
        text += '[' + std::to_string(step.first);
        if (step.last != step.first) text += ".." + std::to_string(step.last);
        text += ']';
    }
    return selector.starred ? text + "[*]" : text;
}

} // namespace nueves::scenario
