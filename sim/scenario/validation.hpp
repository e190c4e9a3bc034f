// What the checks of validate() share. One file of checks for each subject.
#pragma once

#include "sim/scenario/names.hpp"
#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace nueves::scenario {

// What a name is written for: says what it may name.
enum class Role {
    place,     // in
    carrier,   // on
    supply,    // power
    neighbour, // net
    need,      // needs
    member,    // of
    end,       // between
    behind,
    origin, // from
    victim, // hits
    target,
    weighed, // weights
    action,  // on, of the script
    crew,
    spare,
};

// False: an issue says that there are too many members to be made.
bool isWithinSize(const Scenario& scenario, std::vector<core::Issue>& issues);

class Validation {
  public:
    Validation(const Scenario& scenario, NearestName nearest, std::vector<core::Issue>& issues)
        : m_scenario(scenario), m_inventory(scenario), m_nearest(nearest), m_issues(issues) {
        std::set<const Thing*> seen;
        for (int at = 0; at < m_inventory.size(); ++at)
            if (seen.insert(m_inventory[at].thing).second) m_things.emplace_back(m_inventory[at].thing, at);
    }

    const Scenario& scenario() const { return m_scenario; }
    const Inventory& inventory() const { return m_inventory; }
    const std::vector<std::pair<const Thing*, int>>& things() const { return m_things; }

    using Arguments = std::vector<std::pair<std::string, std::string>>;
    void error(const char* code, const Mark& mark, Arguments arguments) {
        add(code, core::Severity::error, mark, std::move(arguments));
    }
    void warning(const char* code, const Mark& mark, Arguments arguments) {
        add(code, core::Severity::warning, mark, std::move(arguments));
    }
    // With "nearest", if a known name is near `found`. Without arguments: "found".
    void unknown(const char* code, const Mark& mark, const std::string& found,
                 const std::vector<std::string>& known, Arguments arguments = {});

    // Something at or below this path is wrong already: what follows from that need not be told.
    bool isFaulty(const std::string& path) const {
        return std::any_of(m_issues.begin(), m_issues.end(), [&](const core::Issue& issue) {
            return issue.severity == core::Severity::error && issue.path.starts_with(path) &&
                   (issue.path.size() == path.size() || issue.path[path.size()] == '.' ||
                    issue.path[path.size()] == '[');
        });
    }

    bool checkSize(); // validate_size.cpp; false: the rest would take for ever
    void checkIds();  // validate_names.cpp
    void checkReferences();
    void checkCircles(); // validate_circles.cpp
    void checkCounts();  // validate_counts.cpp
    void checkAttempts();
    void checkLayers(); // validate_layers.cpp
    void checkRequests();
    void checkEffects(); // validate_events.cpp
    void checkCauses();
    void checkScript();
    void checkWindows();
    void checkWork();    // validate_warnings.cpp
    void checkTraffic(); // validate_traffic.cpp
    void checkQueues();  // validate_queues.cpp

  private:
    void add(const char* code, core::Severity severity, const Mark& mark, Arguments arguments) {
        m_issues.push_back({code, severity, mark.place, mark.path, std::move(arguments)});
    }

    const Scenario& m_scenario;
    Inventory m_inventory;
    std::vector<std::pair<const Thing*, int>> m_things; // each as written, with the first of its members
    NearestName m_nearest;
    std::size_t m_compared = 0; // names looked at for "did you mean"
    std::vector<core::Issue>& m_issues;
};

// visit(selector, role) for every name in the expression.
template <class F> void eachName(const Expression& expression, Role role, F&& visit) {
    if (expression.op == Expression::Op::name || expression.op == Expression::Op::path)
        visit(expression.name, role);
    if (expression.op == Expression::Op::path) visit(expression.other, role);
    for (const Expression& part : expression.of) eachName(part, role, visit);
}

template <class F> void eachName(const Attempts& attempts, F&& visit) {
    for (const Attempt& attempt : attempts.list) {
        if (attempt.crew) visit(*attempt.crew, Role::crew);
        if (attempt.spare) visit(*attempt.spare, Role::spare);
    }
}

// All attempts of a thing: repairs, startup, switch.
template <class F> void eachAttempts(const Thing& thing, F&& visit) {
    if (thing.startup) visit(*thing.startup);
    visit(thing.switchOver);
    for (const FailureMode& mode : thing.failures)
        if (mode.repair) visit(*mode.repair);
}

// visit(selector, role) for every name in the thing's own keys, not in what is inside it.
template <class F> void eachName(const Thing& thing, F&& visit) {
    for (const Selector& place : thing.in) visit(place, Role::place);
    for (const Selector& carrier : thing.on) visit(carrier, Role::carrier);
    if (thing.power) eachName(*thing.power, Role::supply, visit);
    if (thing.net) eachName(*thing.net, Role::neighbour, visit);
    if (thing.needs) eachName(*thing.needs, Role::need, visit);
    if (thing.of) eachName(*thing.of, Role::member, visit);
    for (const auto& end : thing.between)
        if (end) visit(*end, Role::end);
    for (const Selector& element : thing.behind) visit(element, Role::behind);
    for (const Call& call : thing.calls) visit(call.to, Role::target);
    for (const TargetWeight& weight : thing.weights) visit(weight.of, Role::weighed);
    if (thing.from) visit(*thing.from, Role::origin);
    if (thing.crew) visit(*thing.crew, Role::crew);
    for (const Maintenance& work : thing.maintenance)
        if (work.crew) visit(*work.crew, Role::crew);
    eachAttempts(thing, [&](const Attempts& attempts) { eachName(attempts, visit); });
}

// visit(thing, instance) once for each thing as written: the first of its members.
template <class F> void eachThing(const Validation& validation, F&& visit) {
    for (const auto& [thing, at] : validation.things()) visit(*thing, at);
}

} // namespace nueves::scenario
