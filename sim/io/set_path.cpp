#include "sim/io/set_path.hpp"

#include "sim/io/merge.hpp"
#include "sim/io/values.hpp"
#include "sim/scenario/parameters.hpp"

#include <utility>

namespace nueves::io {

using scenario::Owner;
using scenario::Parameter;
using scenario::Shape;

namespace {

constexpr const char* kOrigin = "--set";

// What the next step of a path stands in: the keys of an owner, the ids of a map, or the arguments of a
// value.
struct Level {
    enum class Type { keys, ids, value } type = Type::keys;
    Owner owner = Owner::scenario; // of the keys, or of what the ids name
};

Level below(const Level& level, std::string_view step) {
    if (level.type == Level::Type::value) return level;
    if (level.type == Level::Type::ids) return {Level::Type::keys, level.owner};
    const Parameter* parameter = findParameter(level.owner, step);
    if (parameter == nullptr) return {Level::Type::value, level.owner};
    switch (parameter->shape) {
    case Shape::retries:
    case Shape::thing: return {Level::Type::keys, parameter->child};
    case Shape::layer: return {Level::Type::keys, Owner::thing};
    case Shape::detection: return {Level::Type::keys, Owner::detect};
    case Shape::attempts: return {Level::Type::keys, Owner::attempt};
    case Shape::things: return {Level::Type::ids, parameter->child};
    case Shape::members:
    case Shape::inside: return {Level::Type::ids, Owner::thing};
    default: return {Level::Type::value, level.owner};
    }
}

std::vector<std::string> known(const Level& level, const Node* expanded) {
    if (level.type == Level::Type::keys) return keysOf(level.owner);
    std::vector<std::string> names;
    if (expanded != nullptr)
        for (const auto& member : expanded->members) names.push_back(member.key);
    return names;
}

core::Issue nothingThere(const std::string& path, const std::string& step,
                         const std::vector<std::string>& names) {
    core::Issue issue{"patch-hits-nothing", core::Severity::error, {kOrigin, 0, 0}, path, {{"found", step}}};
    if (const auto near = nearestName(step, names); !near.empty())
        issue.arguments.emplace_back("nearest", near);
    return issue;
}

// An empty text: the path leads somewhere. Else the step that does not.
bool leads(const std::vector<std::string>& steps, const Node& expanded, std::size_t& failed,
           std::vector<std::string>& names) {
    Level level;
    const Node* at = &expanded;
    for (failed = 0; failed < steps.size(); ++failed) {
        const std::string& step = steps[failed];
        const Node* next = at == nullptr ? nullptr : at->find(step);
        const bool key = level.type == Level::Type::keys && findParameter(level.owner, step) != nullptr;
        // A new member may be excepted; every other id must be there.
        const bool member = level.type == Level::Type::ids && failed > 0 && steps[failed - 1] == "except";
        if (next == nullptr && level.type != Level::Type::value && !key && !member) {
            names = known(level, at);
            return false;
        }
        level = below(level, step);
        at = next;
    }
    return true;
}

} // namespace

std::vector<std::string> splitPath(std::string_view path) {
    std::vector<std::string> steps;
    while (true) {
        const std::size_t dot = path.find('.');
        steps.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return steps;
        path.remove_prefix(dot + 1);
    }
}

Node settingValue(std::string_view text) {
    std::vector<core::Issue> issues;
    Node value = parseDocument(text, kOrigin, issues);
    if (!issues.empty()) value = Node::string(std::string(text));
    value.place = {kOrigin, 0, 0};
    return value;
}

void setAt(Node& file, const Node& expanded, const std::string& path, Node value, const Records& records,
           std::vector<core::Issue>& issues) {
    const std::vector<std::string> steps = splitPath(path);
    std::size_t failed = 0;
    std::vector<std::string> names;
    if (!leads(steps, expanded, failed, names)) {
        issues.push_back(nothingThere(path, steps[failed], names));
        return;
    }
    Node* at = &file;
    const Node* shown = &expanded;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        shown = shown == nullptr ? nullptr : shown->find(steps[i]);
        Node* next = at->find(steps[i]);
        const bool inPreset = next == nullptr && shown != nullptr && !shown->isObject();
        if (next == nullptr) next = &put(*at, steps[i], inPreset ? *shown : Node::object());
        if (next->isString()) // into a law: its widened form has the argument's name
            if (auto law = widenLaw(next->text, records)) *next = std::move(*law);
        if (!next->isObject()) {
            issues.push_back(nothingThere(path, steps[i + 1], {}));
            return;
        }
        at = next;
    }
    const bool removes = value.isNull();
    Node& target = put(*at, steps.back(), std::move(value), {kOrigin, 0, 0});
    if (removes && shown != nullptr && shown->find(steps.back()) != nullptr) target.text = "removed";
}

} // namespace nueves::io
