// Scenarios made by hand, compiled, and looked at: set faults, see who works.
#pragma once

#include "sim/model/compile.hpp"

#include <QString>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::built {

using scenario::Expression;
using scenario::Kind;
using scenario::Selector;
using scenario::Thing;

inline core::Law hours(double mean) {
    return core::Law::exponential(mean * 3600.0);
}

inline Thing thing(std::string id, Kind kind, int count = 1) {
    Thing made;
    made.id = std::move(id);
    made.kind = kind;
    made.count = count;
    return made;
}

inline Selector select(std::vector<Selector::Step> steps, bool starred = false) {
    return {.steps = std::move(steps), .starred = starred, .mark = {}};
}

inline Expression name(std::vector<Selector::Step> steps, bool starred = false) {
    Expression made;
    made.op = Expression::Op::name;
    made.name = select(std::move(steps), starred);
    return made;
}
inline Expression combine(Expression::Op op, std::vector<Expression> of) {
    Expression made;
    made.op = op;
    made.of = std::move(of);
    return made;
}
inline Expression all(std::vector<Expression> of) {
    return combine(Expression::Op::all, std::move(of));
}
inline Expression any(std::vector<Expression> of) {
    return combine(Expression::Op::any, std::move(of));
}
inline Expression turn(std::vector<Expression> of) {
    return combine(Expression::Op::turn, std::move(of));
}
inline Expression atLeast(int k, std::vector<Expression> of) {
    Expression made = combine(Expression::Op::atLeast, std::move(of));
    made.k = k;
    return made;
}

inline scenario::Attempts takes(core::Law law, const std::string& crew = {}) {
    scenario::Attempt attempt;
    attempt.takes = std::move(law);
    if (!crew.empty()) attempt.crew = select({{crew}});
    return {.list = {attempt}};
}

inline scenario::FailureMode mode(std::string id, core::Law every, core::Law repair,
                                  const std::string& crew = {}) {
    scenario::FailureMode made;
    made.name = std::move(id);
    made.every = std::move(every);
    made.repair = takes(std::move(repair), crew);
    return made;
}

// With a failure mode; of another effect if one is given.
inline Thing failing(Thing made, std::string id, core::Law every, core::Law repair,
                     const std::string& crew = {}) {
    made.failures.push_back(mode(std::move(id), std::move(every), std::move(repair), crew));
    return made;
}
inline Thing failing(Thing made, std::string id = "stop", scenario::Effect effect = scenario::Effect::stop,
                     double size = 1.0) {
    made.failures.push_back(mode(std::move(id), hours(1000), hours(10)));
    made.failures.back().effect = effect;
    made.failures.back().size = size;
    return made;
}

inline Thing layer(std::string id, Kind kind) {
    return thing(std::move(id), kind);
}

// A machine with a system, each with a mode "stop".
inline Thing server(int count = 1, std::string id = "server") {
    Thing made = failing(thing(std::move(id), Kind::host, count));
    made.layers = {failing(layer("os", Kind::os))};
    return made;
}

inline Thing service(std::string id, int replicas = 1) {
    Thing made = thing(std::move(id), Kind::service);
    made.replicas = replicas;
    return made;
}
inline Thing on(Thing made, std::vector<Selector> carriers) {
    made.on = std::move(carriers);
    return made;
}

inline scenario::Crew crew(std::string id, int size) {
    scenario::Crew made;
    made.id = std::move(id);
    made.size = size;
    return made;
}

// Codes of what is wrong, each followed by a space.
inline QString codes(const scenario::Scenario& file) {
    QString text;
    for (const auto& issue : model::compile(file, core::kStart + core::kYear).issues)
        text += QString::fromStdString(issue.code) + " ";
    return text;
}

// A compiled scenario in one state.
struct Built {
    explicit Built(scenario::Scenario written, core::SimTime until = core::kStart + core::kYear)
        : file(std::move(written)), compiled(model::compile(file, until)) {
        if (!compiled.system) throw std::runtime_error(issues().toStdString());
        system = compiled.system.get();
        state = system->circuit.initial();
        spreader.emplace_back(system->circuit);
    }
    Built(const Built&) = delete;

    QString issues() const {
        QString text;
        for (const auto& issue : compiled.issues) {
            text += QString::fromStdString(issue.code);
            for (const auto& [key, value] : issue.arguments)
                text += QString::fromStdString(" " + key + "=" + value);
            text += "\n";
        }
        return text;
    }
    const model::Thing& at(std::string_view full) const {
        for (const auto& one : system->things)
            if (one.name == full) return one;
        throw std::runtime_error("no thing " + std::string(full));
    }
    const model::Mode& mode(std::string_view full, std::string_view id) const {
        for (const auto& one : system->modes)
            if (one.name == id && system->things[one.thing].name == full) return one;
        throw std::runtime_error("no mode " + std::string(id));
    }
    const model::Service& service(std::string_view id) const {
        for (const auto& one : system->services)
            if (one.name == id) return one;
        throw std::runtime_error("no service " + std::string(id));
    }
    const model::Pair& pair(std::string_view full) const {
        for (const auto& one : system->pairs)
            if (one.name == full) return one;
        throw std::runtime_error("no pair " + std::string(full));
    }
    void set(model::GateId leaf, bool value) {
        spreader.front().set(state, leaf, value, model::RootId{0U});
        spreader.front().spread(state);
    }
    void fail(std::string_view full, std::string_view id) { set(mode(full, id).absent, false); }
    void mend(std::string_view full, std::string_view id) { set(mode(full, id).absent, true); }
    bool works(std::string_view full) const { return system->isTrue(state, at(full).works); }
    bool runs(std::string_view full) const { return system->isTrue(state, at(full).runs); }
    bool up(std::string_view id) const { return system->isTrue(state, service(id).up); }
    bool whole(std::string_view id) const { return system->isTrue(state, service(id).whole); }
    bool holds(model::GateId gate) const { return system->isTrue(state, gate); }
    double fraction(std::string_view id) const { return state.real[service(id).fraction.value]; }

    scenario::Scenario file;
    model::Compiled compiled;
    const model::System* system = nullptr;
    model::Signals state;
    std::vector<model::Spreader> spreader; // one; after the system
};

} // namespace nueves::built
