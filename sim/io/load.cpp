#include "sim/io/load.hpp"

#include "sim/io/set_path.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace nueves::io {

using core::Severity;
using scenario::Owner;

namespace {

// The merged file of one text, before designs: what `extends` and `imports` bring in.
class Loader {
  public:
    Loader(const Catalogue& catalogue, std::vector<core::Issue>& issues) : m_catalogue(catalogue), m_issues(issues) {}

    Node load(std::string_view text, const std::string& fileName);
    const std::map<std::string, Node>& imported() const { return m_imported; }

  private:
    Node base(const Node& extends, const std::string& fileName);
    void importAll(const Node& imports, const std::string& fileName);
    void importOne(const Node& import, const std::string& fileName);
    std::string beside(const Node& path, const std::string& fileName);

    const Catalogue& m_catalogue;
    std::vector<core::Issue>& m_issues;
    std::map<std::string, Node> m_imported;
    std::vector<std::string> m_open; // files that extend one another
};

// The file that a path names, in the folder of the file that names it or below; empty: an issue was reported.
std::string Loader::beside(const Node& path, const std::string& fileName) {
    const auto report = [&](const char* code, const char* expected) {
        m_issues.push_back({code, Severity::error, path.place, "", {{"found", excerpt(path.text)}, {"expected", expected}}});
        return std::string();
    };
    if (!path.isString() || path.text.empty()) return report("wrong-type", "the path of a file");
    const std::filesystem::path relative(path.text);
    const bool leaves = relative.is_absolute() || path.text.find('\\') != std::string::npos ||
                        std::any_of(relative.begin(), relative.end(), [](const auto& step) { return step == ".."; });
    if (leaves) return report("path-leaves-folder", "a file in the folder of the scenario or below it");
    return (std::filesystem::path(fileName).parent_path() / relative).string();
}

Node Loader::base(const Node& extends, const std::string& fileName) {
    const std::string path = beside(extends, fileName);
    if (path.empty()) return Node::object();
    if (std::find(m_open.begin(), m_open.end(), path) != m_open.end()) {
        m_issues.push_back({"circle", Severity::error, extends.place, "extends", {{"key", "extends"}, {"found", path}}});
        return Node::object();
    }
    return load(readFile(path), path);
}

void Loader::importOne(const Node& import, const std::string& fileName) {
    const std::string path = beside(import, fileName);
    if (path.empty()) return;
    Node document = parseDocument(readFile(path), path, m_issues);
    if (const Node* more = document.find("imports")) importAll(*more, path);
    // A file of presets brings presets along, nothing else: what would be ignored is said.
    constexpr std::array<std::string_view, 7> kKeys{"$schema", "nueves", "title", "notes", "source", "presets", "imports"};
    for (const auto& [key, value, place] : document.members)
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end() && !key.starts_with("x-"))
            m_issues.push_back({"key-of-another-kind", Severity::error, place, key, {{"found", key}, {"kind", "imports"}}});
    if (Node* presets = document.find("presets"))
        for (auto& [name, preset, place] : presets->members) {
            setOrigin(preset, "preset " + name);
            m_imported.insert_or_assign(name, std::move(preset));
        }
}

void Loader::importAll(const Node& imports, const std::string& fileName) {
    m_open.push_back(fileName);
    const bool circle = std::count(m_open.begin(), m_open.end(), fileName) > 1;
    if (circle)
        m_issues.push_back({"circle", Severity::error, imports.place, "imports", {{"key", "imports"}, {"found", fileName}}});
    else if (imports.isArray())
        for (const Node& item : imports.items) importOne(item, fileName);
    else importOne(imports, fileName);
    m_open.pop_back();
}

Node Loader::load(std::string_view text, const std::string& fileName) {
    Node own = parseDocument(text, fileName, m_issues);
    if (!own.isObject()) {
        if (!core::hasError(m_issues))
            m_issues.push_back({"wrong-type", Severity::error, own.place, "", {{"expected", "an object"}}});
        return Node();
    }
    const Node* extends = own.find("extends");
    m_open.push_back(fileName);
    Node file = extends == nullptr ? Node::object() : base(*extends, fileName);
    m_open.pop_back();
    if (const Node* imports = own.find("imports")) importAll(*imports, fileName);
    const KindOfPreset kindOf = [&](std::string_view name) {
        const Node* presets = own.find("presets");
        return Presets(presets != nullptr ? presets : file.find("presets"), m_imported, m_catalogue).kindOf(name);
    };
    for (auto& [name, preset] : m_imported) widen(preset, Owner::preset, kindOf);
    widen(own, Owner::scenario, kindOf);
    if (Node* designs = own.find("designs"))
        for (auto& member : designs->members) widen(member.value, Owner::scenario, kindOf);
    merge(file, std::move(own), Owner::scenario);
    return file;
}

} // namespace

// Takes a key out of an object.
static Node taken(Node& object, std::string_view key) {
    Node result;
    for (auto& member : object.members)
        if (member.key == key) result = std::move(member.value);
    std::erase_if(object.members, [key](const auto& member) { return member.key == key; });
    return result;
}

namespace {

// One after another: the patches that lead to a design, then --set, then `use`.
class DesignMaker {
  public:
    DesignMaker(const Loader& loader, const Catalogue& catalogue, const ReadOptions& options, std::vector<core::Issue>& issues)
        : m_loader(loader), m_catalogue(catalogue), m_options(options), m_issues(issues) {}

    std::vector<Merged> make(Node file, const std::string& wanted);

  private:
    Merged one(const Node& file, const Node& designs, const std::string& id);
    bool apply(Node& file, const Node& designs, const std::string& id, std::vector<std::string>& open);
    void seedPresets(Node& file, const Node* patch) const;
    void applySets(Node& file);
    std::set<std::string> expand(Node& file, std::vector<core::Issue>& issues) const;
    void reportUnknown(const Node& designs, const std::string& name, const core::Place& place, const std::string& path);
    void warnOfUnused(const Node& file);

    const Loader& m_loader;
    const Catalogue& m_catalogue;
    const ReadOptions& m_options;
    std::vector<core::Issue>& m_issues;
    std::set<std::string> m_used;
};

// A patch of a preset that this file does not define is a patch of the one it would find.
void DesignMaker::seedPresets(Node& file, const Node* patch) const {
    if (patch == nullptr) return;
    for (const auto& [name, value, place] : patch->members) {
        Node* own = file.find("presets");
        if (own != nullptr && own->find(name) != nullptr) continue;
        const Node* known = Presets(nullptr, m_loader.imported(), m_catalogue).find(name);
        if (known == nullptr) continue;
        if (own == nullptr) own = &put(file, "presets", Node::object());
        put(*own, name, *known);
    }
}

void DesignMaker::reportUnknown(const Node& designs, const std::string& name, const core::Place& place, const std::string& path) {
    std::vector<std::string> names;
    for (const auto& member : designs.members) names.push_back(member.key);
    core::Issue& issue = m_issues.emplace_back();
    issue.code = "unknown-design";
    issue.place = place;
    issue.path = path;
    issue.arguments.emplace_back("found", excerpt(name));
    if (const auto near = nearestName(name, names); !near.empty()) issue.arguments.emplace_back("nearest", near);
}

bool DesignMaker::apply(Node& file, const Node& designs, const std::string& id, std::vector<std::string>& open) {
    const Node* design = designs.find(id);
    if (design == nullptr || !design->isObject()) return false;
    const bool circle = std::find(open.begin(), open.end(), id) != open.end();
    open.push_back(id);
    Node patch = *design;
    const Node base = taken(patch, "extends");
    taken(patch, "title");
    taken(patch, "notes");
    const std::string path = "designs." + id + ".extends";
    if (circle) {
        m_issues.push_back({"circle", Severity::error, design->place, path, {{"key", "extends"}, {"found", id}}});
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

std::set<std::string> DesignMaker::expand(Node& file, std::vector<core::Issue>& issues) const {
    const Node own = taken(file, "presets");
    const Presets presets(&own, m_loader.imported(), m_catalogue);
    Expansion expansion(presets, issues);
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
        expand(expanded, later);
        if (const Node* presets = file.find("presets")) put(expanded, "presets", *presets);
        setAt(file, expanded, path, settingValue(text), CatalogueRecords(m_catalogue, {}), m_issues);
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
    m_used.merge(expand(merged.file, m_issues));
    return merged;
}

void DesignMaker::warnOfUnused(const Node& file) {
    const Node* presets = file.find("presets");
    const bool library = file.find("parts") == nullptr && file.find("services") == nullptr;
    if (presets == nullptr || library) return;
    for (const auto& [name, preset, place] : presets->members)
        if (preset.origin.empty() && !m_used.contains(name))
            m_issues.push_back({"unused-preset", Severity::warning, place, "presets." + name, {{"found", name}}});
}

std::vector<Merged> DesignMaker::make(Node file, const std::string& wanted) {
    const Node designs = taken(file, "designs");
    std::vector<Merged> made;
    if (wanted.empty() && designs.members.empty()) made.push_back(one(file, designs, ""));
    for (const auto& member : designs.members)
        if (wanted.empty() || wanted == member.key) made.push_back(one(file, designs, member.key));
    if (made.empty()) {
        reportUnknown(designs, wanted, core::Place(), "designs");
    } else if (wanted.empty()) {
        warnOfUnused(file);
    }
    return made;
}

} // namespace

Loaded loadText(std::string_view text, const std::string& fileName, const ReadOptions& options,
                std::vector<core::Issue>& issues) {
    Loaded loaded;
    loaded.file = fileName;
    loaded.folder = std::filesystem::path(fileName).parent_path().string();
    if (!options.presetFolder.empty())
        loaded.overridden = std::make_unique<Catalogue>(Catalogue::withFolder(options.presetFolder, issues));
    loaded.catalogue = loaded.overridden ? loaded.overridden.get() : &Catalogue::builtIn();
    Loader loader(*loaded.catalogue, issues);
    Node file = loader.load(text, fileName);
    // A text that breaks off is not judged further: everything after would be noise.
    const auto broken = [](const core::Issue& issue) { return issue.code == "syntax" || issue.code == "too-deep" || issue.code == "too-large"; };
    if (!file.isObject() || std::any_of(issues.begin(), issues.end(), broken)) return loaded;
    loaded.designs = DesignMaker(loader, *loaded.catalogue, options, issues).make(std::move(file), options.design);
    return loaded;
}

Loaded loadFile(const std::string& fileSpec, const ReadOptions& options, std::vector<core::Issue>& issues) {
    std::string file = fileSpec;
    ReadOptions wanted = options;
    const std::size_t hash = fileSpec.rfind('#');
    if (hash != std::string::npos && !std::filesystem::exists(fileSpec)) {
        file = fileSpec.substr(0, hash);
        wanted.design = fileSpec.substr(hash + 1);
    }
    return loadText(readFile(file), file, wanted, issues);
}

} // namespace nueves::io
