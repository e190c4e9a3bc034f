#include "sim/io/designs.hpp"

#include "sim/io/merge.hpp"
#include "sim/io/set_path.hpp"

#include <algorithm>
#include <set>

namespace nueves::io {

using core::Severity;
using scenario::Owner;

namespace {

// Takes a key out of an object.
Node taken(Node& object, std::string_view key) {
    Node result;
    for (auto& member : object.members)
        if (member.key == key) result = std::move(member.value);
    std::erase_if(object.members, [key](const auto& member) { return member.key == key; });
    return result;
}

// One after another: the patches that lead to a design, then --set, then `use`.
class DesignMaker {
  public:
    DesignMaker(const DesignSources& sources, std::vector<core::Issue>& issues)
        : m_imported(sources.imported), m_catalogue(sources.catalogue), m_options(sources.options),
          m_issues(issues) {}

    std::vector<Merged> make(Node file, const std::string& wanted);

  private:
    Merged one(const Node& file, const Node& designs, const std::string& id);
    bool apply(Node& file, const Node& designs, const std::string& id, std::vector<std::string>& open);
    void seedPresets(Node& file, const Node* patch) const;
    void applySets(Node& file);
    std::set<std::string> expand(Node& file, std::size_t& values, std::vector<core::Issue>& issues) const;
    void reportUnknown(const Node& designs, const std::string& name, const core::Place& place,
                       const std::string& path);
    void warnOfUnused(const Node& file);
    void checkUnused(const Node& preset, const std::string& path);

    const std::map<std::string, Node>& m_imported;
    const Catalogue& m_catalogue;
    const ReadOptions& m_options;
    std::vector<core::Issue>& m_issues;
    std::set<std::string> m_used;
    std::size_t m_values = 0; // of all designs made
};

// A patch of a preset that this file does not define is a patch of the one it would find.
void DesignMaker::seedPresets(Node& file, const Node* patch) const {
    if (patch == nullptr) return;
    for (const auto& [name, value, place] : patch->members) {
        Node* own = file.find("presets");
        if (own != nullptr && own->find(name) != nullptr) continue;
        const Node* known = Presets(nullptr, m_imported, m_catalogue).find(name);
        if (known == nullptr) continue;
        if (own == nullptr) own = &put(file, "presets", Node::object());
        put(*own, name, *known);
    }
}

void DesignMaker::reportUnknown(const Node& designs, const std::string& name, const core::Place& place,
                                const std::string& path) {
    std::vector<std::string> names;
    for (const auto& member : designs.members) names.push_back(member.key);
    core::Issue& issue = m_issues.emplace_back();
    issue.code = "unknown-design";
    issue.place = place;
    issue.path = path;
    issue.arguments.emplace_back("found", excerpt(name));
    if (const auto near = nearestName(name, names); !near.empty())
        issue.arguments.emplace_back("nearest", near);
}

bool DesignMaker::apply(Node& file, const Node& designs, const std::string& id,
                        std::vector<std::string>& open) {
    const Node* design = designs.find(id);
    if (design == nullptr) return false;
    if (!design->isObject()) {
        m_issues.push_back({"wrong-type",
                            Severity::error,
                            design->place,
                            "designs." + id,
                            {{"found", excerpt(design->text)}, {"expected", "an object"}}});
        return false;
    }
    const bool circle = std::find(open.begin(), open.end(), id) != open.end();
    open.push_back(id);
    Node patch = *design;
    const Node base = taken(patch, "extends");
    taken(patch, "title");
    taken(patch, "notes");
    const std::string path = "designs." + id + ".extends";
    if (circle) {
        m_issues.push_back(
            {"circle", Severity::error, design->place, path, {{"key", "extends"}, {"found", id}}});
        return false;
    }
    if (base.isString() && designs.find(base.text) == nullptr) {
        reportUnknown(designs, base.text, base.place, path);
    } else if (base.isString()) {
        apply(file, designs, base.text, open);
    }
    seedPresets(file, patch.find("presets"));
    merge(file, std::move(patch), Owner::scenario);
    return true;
}

std::set<std::string> DesignMaker::expand(Node& file, std::size_t& values,
                                          std::vector<core::Issue>& issues) const {
    const Node own = taken(file, "presets");
    const Presets presets(&own, m_imported, m_catalogue);
    Expansion expansion(presets, values, issues);
    expansion.run(file);
    return expansion.used();
}

void DesignMaker::applySets(Node& file) {
    for (const auto& [path, text] : m_options.sets) {
        const std::vector<std::string> steps = splitPath(path);
        if (steps.size() > 1 && steps[0] == "presets") {
            Node patch = Node::object();
            put(patch, steps[1], Node::object());
            seedPresets(file, &patch);
        }
        Node expanded = file;
        std::vector<core::Issue> later; // reported by the last expansion
        std::size_t values = 0;         // thrown away again
        expand(expanded, values, later);
        if (const Node* presets = file.find("presets")) put(expanded, "presets", *presets);
        setAt(file, expanded, path, settingValue(text), CatalogueRecords(m_catalogue, {}), m_issues);
        const Presets presets(file.find("presets"), m_imported, m_catalogue);
        widen(file, Owner::scenario, [&](std::string_view name) { return presets.kindOf(name); });
    }
}

Merged DesignMaker::one(const Node& file, const Node& designs, const std::string& id) {
    Merged merged{id, file, {}};
    if (!id.empty()) {
        std::vector<std::string> open;
        if (apply(merged.file, designs, id, open))
            if (const Node* title = designs.find(id)->find("title")) merged.designTitle = *title;
    }
    applySets(merged.file);
    m_used.merge(expand(merged.file, m_values, m_issues));
    return merged;
}

void DesignMaker::warnOfUnused(const Node& file) {
    const Node* presets = file.find("presets");
    const bool library = file.find("parts") == nullptr && file.find("services") == nullptr;
    if (presets == nullptr || library) return;
    for (const auto& [name, preset, place] : presets->members) {
        if (!preset.origin.empty() || m_used.contains(name)) continue;
        m_issues.push_back({"unused-preset", Severity::warning, place, "presets." + name, {{"found", name}}});
        checkUnused(preset, "presets." + name);
    }
}

// A preset that is used is read with its user; the keys of one that nobody uses are read by nobody.
void DesignMaker::checkUnused(const Node& preset, const std::string& path) {
    const std::vector<std::string> known = keysOf(Owner::preset);
    for (const auto& [key, value, place] : preset.members) {
        if (findParameter(Owner::preset, key) != nullptr || key.starts_with("x-")) continue;
        core::Issue& issue = m_issues.emplace_back();
        issue.code = "unknown-key";
        issue.place = place;
        issue.path = path + "." + key;
        issue.arguments = {{"found", excerpt(key)}, {"in", "preset"}};
        if (auto near = nearestName(key, known); !near.empty()) issue.arguments.emplace_back("nearest", near);
    }
}

std::vector<Merged> DesignMaker::make(Node file, const std::string& wanted) {
    Node designs = taken(file, "designs");
    std::erase_if(designs.members, [](const auto& member) { // of a base file, taken out by this one
        return member.value.isNull() && !removedNothing(member.value);
    });
    std::vector<Merged> made;
    if (wanted.empty() && designs.members.empty()) made.push_back(one(file, designs, ""));
    for (const auto& member : designs.members)
        if (m_values <= Expansion::kMostValues && (wanted.empty() || wanted == member.key))
            made.push_back(one(file, designs, member.key));
    if (made.empty()) {
        reportUnknown(designs, wanted, core::Place(), "designs");
    } else if (wanted.empty()) {
        warnOfUnused(file);
    }
    return made;
}

} // namespace

std::vector<Merged> makeDesigns(Node file, const DesignSources& sources, std::vector<core::Issue>& issues) {
    return DesignMaker(sources, issues).make(std::move(file), sources.options.design);
}

} // namespace nueves::io
