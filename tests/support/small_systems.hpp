// Scenario files of the tree, read, compiled and solved. For tests.
#pragma once

#include "sim/io/scenario_reader.hpp"
#include "sim/measure/tally.hpp"
#include "sim/methods/exact/exact.hpp"
#include "sim/model/compile.hpp"

#include "support/near.hpp" // after the model: Qt takes its word "signals"

#include <memory>
#include <stdexcept>
#include <string>

namespace nueves::test {

struct Design {
    std::unique_ptr<scenario::Scenario> scenario;
    std::unique_ptr<model::System> system;

    std::size_t service(const std::string& name) const {
        for (std::size_t i = 0; i != system->services.size(); ++i)
            if (system->services.raw()[i].name == name) return i;
        throw std::runtime_error("no service " + name);
    }
    model::RootId root(const std::string& name) const {
        std::string all;
        for (std::size_t i = 0; i != system->roots.size(); ++i) {
            if (system->roots.raw()[i].name == name) return model::RootId{i};
            all += " '" + system->roots.raw()[i].name + "'";
        }
        throw std::runtime_error("no root " + name + " among" + all);
    }
};

inline Design compiled(const io::ReadOutcome& read, const std::string& design) {
    const auto complain = [](const core::Issue& issue) {
        throw std::runtime_error(issue.place.file + ": " + issue.code + " " + issue.path);
    };
    for (const auto& issue : read.issues)
        if (issue.severity == core::Severity::error) complain(issue);
    Design found;
    for (const auto& each : read.designs)
        if (each.design == design) found.scenario = std::make_unique<scenario::Scenario>(each);
    if (!found.scenario) throw std::runtime_error("no design " + design);
    auto result = model::compile(*found.scenario, core::after(core::kStart, core::kYear));
    for (const auto& issue : result.issues)
        if (issue.severity == core::Severity::error) complain(issue);
    found.system = std::move(result.system);
    return found;
}

// `file`: from the root of the tree.
inline Design compiledFile(const std::string& file, const std::string& design = "") {
    return compiled(io::readScenarioFile(std::string(NUEVES_SOURCE_DIR) + "/" + file, {}), design);
}
inline Design compiledText(const std::string& text) {
    return compiled(io::readScenarioText(text, "text.json", {}), "");
}

inline methods::ExactOutcome solved(const Design& design, const methods::ExactQuestion& question) {
    auto outcome = methods::solveExactly(*design.system, question);
    if (!outcome)
        throw std::runtime_error("refused: " + outcome.error().entity + " " + outcome.error().reason);
    return std::move(*outcome);
}

} // namespace nueves::test
