#include "sim/scenario/validate.hpp"

#include "sim/scenario/validation.hpp"

namespace nueves::scenario {

void Validation::unknown(const char* code, const Mark& mark, const std::string& found,
                         const std::vector<std::string>& known, Arguments arguments) {
    if (arguments.empty()) arguments.emplace_back("found", found);
    // Each search looks at every name: a file of a thousand mistakes is no typing error any more.
    constexpr std::size_t kMostCompared = 5'000'000;
    m_compared += known.size();
    if (m_compared <= kMostCompared)
        if (std::string near = m_nearest(found, known); !near.empty())
            arguments.emplace_back("nearest", std::move(near));
    error(code, mark, std::move(arguments));
}

void validate(const Scenario& scenario, NearestName nearest, std::vector<core::Issue>& issues) {
    if (!isWithinSize(scenario, issues)) return;
    Validation validation(scenario, nearest, issues);
    validation.checkIds();
    if (!validation.checkSize()) return;
    validation.checkReferences();
    validation.checkCircles();
    validation.checkCounts();
    validation.checkAttempts();
    validation.checkLayers();
    validation.checkRequests();
    validation.checkEffects();
    validation.checkCauses();
    validation.checkScript();
    validation.checkWindows();
    validation.checkWork();
    validation.checkTraffic();
}

} // namespace nueves::scenario
