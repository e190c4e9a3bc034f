#include "sim/io/expand.hpp"

#include <algorithm>
#include <utility>

namespace nueves::io {

using scenario::Owner;

namespace {

constexpr int kDeepestUse = 64; // presets that use one another

std::size_t valuesIn(const Node& node) {
    std::size_t values = 1;
    for (const Node& item : node.items) values += valuesIn(item);
    for (const auto& member : node.members) values += valuesIn(member.value);
    return values;
}

} // namespace

Presets::Presets(const Node* own, const std::map<std::string, Node>& imported, const Catalogue& catalogue)
    : m_imported(imported), m_catalogue(catalogue) {
    if (own != nullptr)
        for (const auto& member : own->members) m_own.emplace(member.key, &member.value);
}

const Node* Presets::find(std::string_view name) const {
    if (const auto own = m_own.find(name); own != m_own.end() && own->second->isObject()) return own->second;
    if (const auto imported = m_imported.find(std::string(name)); imported != m_imported.end())
        return &imported->second;
    return m_catalogue.preset(name);
}

std::vector<std::string> Presets::names() const {
    std::set<std::string> names;
    for (const auto& [name, preset] : m_own) names.emplace(name);
    for (const auto& [name, preset] : m_imported) names.insert(name);
    for (const auto& [name, preset] : m_catalogue.presets()) names.insert(name);
    return {names.begin(), names.end()};
}

std::string Presets::kindOf(std::string_view name) const {
    const Node* preset = find(name);
    for (int depth = 0; preset != nullptr && depth < kDeepestUse; ++depth) {
        if (const Node* kind = preset->find("kind"); kind != nullptr && kind->isString()) return kind->text;
        const Node* use = preset->find("use");
        preset = use != nullptr && use->isString() ? find(use->text) : nullptr;
    }
    return {};
}

// The presets that `use` leads to, outermost first. False: one is unknown, or they go round in a circle.
bool Expansion::chain(const Node& use, const std::string& path, std::vector<std::string>& names) {
    const Node* next = &use;
    while (next != nullptr && !next->isNull()) {
        if (!next->isString()) {
            m_issues.push_back({"wrong-type",
                                core::Severity::error,
                                next->place,
                                path + ".use",
                                {{"expected", "the name of a preset"}}});
            return false;
        }
        const Node* preset = m_presets.find(next->text);
        if (preset == nullptr) {
            core::Issue issue{"unknown-preset",
                              core::Severity::error,
                              next->place,
                              path + ".use",
                              {{"found", excerpt(next->text)}}};
            if (m_names.empty()) m_names = m_presets.names();
            m_compared += m_names.size();
            if (m_compared <= kMostCompared)
                if (const auto near = nearestName(next->text, m_names); !near.empty())
                    issue.arguments.emplace_back("nearest", near);
            m_issues.push_back(std::move(issue));
            return false;
        }
        if (names.size() == kDeepestUse) {
            m_issues.push_back({"too-deep",
                                core::Severity::error,
                                use.place,
                                path + ".use",
                                {{"expected", "at most 64 presets that use one another"}}});
            return false;
        }
        const bool again = std::find(names.begin(), names.end(), next->text) != names.end();
        names.push_back(next->text);
        if (again) {
            std::string circle;
            for (const std::string& name : names) circle += (circle.empty() ? "" : " -> ") + name;
            m_issues.push_back({"circle",
                                core::Severity::error,
                                use.place,
                                path + ".use",
                                {{"key", "use"}, {"found", circle}}});
            return false;
        }
        next = preset->find("use");
    }
    return true;
}

// Presets multiply what is written: a small file may ask for more than memory holds. Said once.
bool Expansion::affords(const Node& added, const std::string& path) {
    if (m_values > kMostValues) return false;
    m_values += valuesIn(added);
    if (m_values <= kMostValues) return true;
    m_issues.push_back({"too-large",
                        core::Severity::error,
                        added.place,
                        path,
                        {{"expected", "at most " + std::to_string(kMostValues) +
                                          " values in all designs, presets and exceptions written out"}}});
    return false;
}

void Expansion::usePreset(Node& node, const std::string& path) {
    const Node* use = node.find("use");
    std::vector<std::string> names;
    if (use == nullptr || !chain(*use, path, names) || names.empty()) return;
    Node merged = *m_presets.find(names.back());
    for (std::size_t i = names.size() - 1; i-- > 0;) merge(merged, *m_presets.find(names[i]), Owner::thing);
    if (!affords(merged, path)) return;
    m_used.insert(names.begin(), names.end());
    const core::Place place = node.place;
    merge(merged, std::move(node), Owner::thing);
    merged.place = place;
    merged.origin.clear();
    node = std::move(merged);
}

void Expansion::nested(Node& node, const std::string& path) {
    things(node.find("parts"), path + ".parts");
    things(node.find("inside"), path + ".inside");
    for (const char* layer : {"os", "hypervisor", "runtime"})
        if (Node* found = node.find(layer); found != nullptr && found->isObject())
            thing(*found, path + "." + layer);
}

Node Expansion::withoutMembers(const Node& node) {
    Node alike = Node::object();
    alike.place = node.place;
    alike.origin = node.origin;
    for (const auto& member : node.members)
        if (member.key != "except" && member.key != "count") alike.members.push_back(member);
    return alike;
}

// A member that differs: the thing's own keys patched, then its preset under them.
void Expansion::members(Node& node, const Node& own, const std::string& path) {
    Node* except = node.find("except");
    if (except == nullptr || !except->isObject()) return;
    // Without the exceptions themselves: each is laid over a copy.
    const Node alike = withoutMembers(node), ownAlike = withoutMembers(own);
    for (auto& [number, patch, place] : except->members) {
        if (!patch.isObject()) continue;
        Node member = patch.find("use") != nullptr ? ownAlike : alike;
        if (!affords(member, path + ".except")) return;
        const core::Place at = patch.place;
        merge(member, std::move(patch), Owner::thing);
        member.place = at;
        if (member.find("use") != nullptr && own.find("use") != nullptr)
            usePreset(member, path + ".except." + number);
        nested(member, path + ".except." + number);
        dropNulls(member, path + ".except." + number);
        patch = std::move(member);
    }
}

void Expansion::thing(Node& node, const std::string& path) {
    if (!node.isObject()) return;
    const Node own = node.find("except") != nullptr ? node : Node();
    usePreset(node, path);
    members(node, own, path);
    nested(node, path);
}

void Expansion::things(Node* section, const std::string& path) {
    if (section == nullptr || !section->isObject()) return;
    for (auto& [id, node, place] : section->members) thing(node, path + "." + id);
}

// Nulls have done their work. One that removed nothing, anywhere, is a patch beside its mark.
void Expansion::dropNulls(Node& node, const std::string& path) {
    for (auto& [key, value, place] : node.members) {
        if (key == "view" || key == "notes" || key.starts_with("x-")) continue;
        const auto* section = findParameter(Owner::scenario, key);
        if (path.empty() && section != nullptr && section->order > 1) continue;
        const std::string at = path.empty() ? key : path + "." + key;
        if (removedNothing(value) && value.origin.empty())
            m_issues.push_back(
                {"patch-hits-nothing", core::Severity::error, value.place, at, {{"found", excerpt(at)}}});
        dropNulls(value, at);
    }
    std::erase_if(node.members, [](const auto& member) { return member.value.isNull(); });
}

void Expansion::run(Node& file) {
    if (!affords(file, "designs")) return;
    things(file.find("parts"), "parts");
    things(file.find("services"), "services");
    dropNulls(file, "");
}

} // namespace nueves::io
