#include "sim/scenario/validate.hpp"

#include "sim/scenario/validation.hpp"

namespace nueves::scenario {

void Validation::unknown(const char* code, const Mark& mark, const std::string& found,
                         const std::vector<std::string>& known, Arguments arguments) {
    if (arguments.empty()) arguments.emplace_back("found", found);
    if (std::string near = m_nearest(found, known); !near.empty())
        arguments.emplace_back("nearest", std::move(near));
    error(code, mark, std::move(arguments));
}

void validate(const Scenario& scenario, NearestName nearest, std::vector<core::Issue>& issues) {
    Validation validation(scenario, nearest, issues);
    validation.checkIds();
    validation.checkReferences();
    validation.checkCircles();
    validation.checkCounts();
    validation.checkAttempts();
    validation.checkLayers();
    validation.checkRequests();
    validation.checkCauses();
    validation.checkScript();
    validation.checkWindows();
    validation.checkWork();
}

} // namespace nueves::scenario
