#include "sim/io/expand.hpp"

#include <algorithm>
#include <utility>

namespace nueves::io {

using scenario::Owner;

const Node* Presets::find(std::string_view name) const {
    if (const Node* own = m_own == nullptr ? nullptr : m_own->find(name); own != nullptr && own->isObject())
        return own;
    if (const auto imported = m_imported.find(std::string(name)); imported != m_imported.end())
        return &imported->second;
    return m_catalogue.preset(name);
}

std::vector<std::string> Presets::names() const {
    std::set<std::string> names;
    if (m_own != nullptr)
        for (const auto& member : m_own->members) names.insert(member.key);
    for (const auto& [name, preset] : m_imported) names.insert(name);
    for (const auto& [name, preset] : m_catalogue.presets()) names.insert(name);
    return {names.begin(), names.end()};
}

std::string Presets::kindOf(std::string_view name) const {
    const Node* preset = find(name);
    for (int depth = 0; preset != nullptr && depth < 64; ++depth) {
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
            if (const auto near = nearestName(next->text, m_presets.names()); !near.empty())
                issue.arguments.emplace_back("nearest", near);
            m_issues.push_back(std::move(issue));
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

void Expansion::usePreset(Node& node, const std::string& path) {
    const Node* use = node.find("use");
    std::vector<std::string> names;
    if (use == nullptr || !chain(*use, path, names) || names.empty()) return;
    Node merged = *m_presets.find(names.back());
    for (std::size_t i = names.size() - 1; i-- > 0;) merge(merged, *m_presets.find(names[i]), Owner::thing);
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

// A member that differs: the thing's own keys patched, then its preset under them.
void Expansion::members(Node& node, const Node& own, const std::string& path) {
    Node* except = node.find("except");
    if (except == nullptr || !except->isObject()) return;
    for (auto& [number, patch, place] : except->members) {
        if (!patch.isObject()) continue;
        Node member = patch.find("use") != nullptr ? own : node;
        std::erase_if(member.members, [](const auto& m) { return m.key == "except" || m.key == "count"; });
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
                {"patch-hits-nothing", core::Severity::error, value.place, at, {{"found", at}}});
        dropNulls(value, at);
    }
    std::erase_if(node.members, [](const auto& member) { return member.value.isNull(); });
}

void Expansion::run(Node& file) {
    things(file.find("parts"), "parts");
    things(file.find("services"), "services");
    dropNulls(file, "");
}

} // namespace nueves::io
