#include "sim/io/load.hpp"

#include "sim/io/designs.hpp"
#include "sim/io/reading.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>

namespace nueves::io {

using core::Severity;
using scenario::Owner;

namespace {

// The merged file of one text, before designs: what `extends` and `imports` bring in.
class Loader {
  public:
    Loader(const Catalogue& catalogue, std::vector<core::Issue>& issues)
        : m_catalogue(catalogue), m_issues(issues) {}

    Node load(std::string_view text, const std::string& fileName);
    const std::map<std::string, Node>& imported() const { return m_imported; }

  private:
    Node base(const Node& extends, const std::string& fileName);
    void importAll(const Node& imports, const std::string& fileName);
    void importOne(const Node& import, const std::string& fileName);
    std::string beside(const Node& path, const std::string& fileName, const char* key);
    std::optional<std::string> textOf(const Node& path, const std::string& file, const char* key);

    const Catalogue& m_catalogue;
    std::vector<core::Issue>& m_issues;
    std::map<std::string, Node> m_imported;
    std::vector<std::string> m_open; // files that extend one another
};

// The file that a path names, in the folder of the file that names it or below; empty: an issue was reported.
std::string Loader::beside(const Node& path, const std::string& fileName, const char* key) {
    const auto report = [&](const char* code, const char* expected) {
        m_issues.push_back(
            {code,
             Severity::error,
             path.place,
             key,
             {{"found", path.isString() ? excerpt(path.text) : typeOf(path)}, {"expected", expected}}});
        return std::string();
    };
    if (!path.isString() || path.text.empty()) return report("wrong-type", "the path of a file");
    const std::filesystem::path relative(path.text);
    const bool leaves =
        relative.is_absolute() || path.text.find('\\') != std::string::npos ||
        std::any_of(relative.begin(), relative.end(), [](const auto& step) { return step == ".."; });
    if (leaves) return report("path-leaves-folder", "a file in the folder of the scenario or below it");
    return (std::filesystem::path(fileName).parent_path() / relative).string();
}

// A file that cannot be read is a mistake of the line that names it, told with all the others.
std::optional<std::string> Loader::textOf(const Node& path, const std::string& file, const char* key) {
    try {
        return readFile(file);
    } catch (const IoError& error) {
        m_issues.push_back(unreadable(error, path.place, key));
        return std::nullopt;
    }
}

Node Loader::base(const Node& extends, const std::string& fileName) {
    const std::string path = beside(extends, fileName, "extends");
    if (path.empty()) return Node::object();
    if (std::find(m_open.begin(), m_open.end(), path) != m_open.end()) {
        m_issues.push_back(
            {"circle", Severity::error, extends.place, "extends", {{"key", "extends"}, {"found", path}}});
        return Node::object();
    }
    const auto text = textOf(extends, path, "extends");
    return text ? load(*text, path) : Node::object();
}

void Loader::importOne(const Node& import, const std::string& fileName) {
    const std::string path = beside(import, fileName, "imports");
    if (path.empty()) return;
    const auto text = textOf(import, path, "imports");
    if (!text) return;
    Node document = parseDocument(*text, path, m_issues);
    if (const Node* more = document.find("imports")) importAll(*more, path);
    // A file of presets brings presets along, nothing else: what would be ignored is said.
    constexpr std::array<std::string_view, 7> kKeys{"$schema", "nueves",  "title",  "notes",
                                                    "source",  "presets", "imports"};
    for (const auto& [key, value, place] : document.members)
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end() && !key.starts_with("x-"))
            m_issues.push_back(
                {"key-of-another-kind", Severity::error, place, key, {{"found", key}, {"kind", "imports"}}});
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
        m_issues.push_back(
            {"circle", Severity::error, imports.place, "imports", {{"key", "imports"}, {"found", fileName}}});
    else if (imports.isArray())
        for (const Node& item : imports.items) importOne(item, fileName);
    else
        importOne(imports, fileName);
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
    const Node* presets = own.find("presets");
    const Presets known(presets != nullptr ? presets : file.find("presets"), m_imported, m_catalogue);
    const KindOfPreset kindOf = [&](std::string_view name) { return known.kindOf(name); };
    for (auto& [name, preset] : m_imported) widen(preset, Owner::preset, kindOf);
    widen(own, Owner::scenario, kindOf);
    if (Node* designs = own.find("designs"))
        for (auto& member : designs->members) widen(member.value, Owner::scenario, kindOf);
    merge(file, std::move(own), Owner::scenario);
    return file;
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
    const auto broken = [](const core::Issue& issue) {
        return issue.code == "syntax" || issue.code == "too-deep" || issue.code == "too-large";
    };
    if (!file.isObject() || std::any_of(issues.begin(), issues.end(), broken)) return loaded;
    loaded.designs = makeDesigns(std::move(file), {loader.imported(), *loaded.catalogue, options}, issues);
    if (std::any_of(issues.begin(), issues.end(),
                    [](const core::Issue& issue) { return issue.code == "too-large"; }))
        loaded.designs.clear();
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
    std::string text;
    try {
        text = readFile(file);
    } catch (const IoError& error) {
        if (error.what != "too-large") throw; // the file is there: what is wrong is in it
        issues.push_back(unreadable(error, {file, 1, 1}, ""));
        return Loaded{file, {}, {}, nullptr, &Catalogue::builtIn()};
    }
    return loadText(text, file, wanted, issues);
}

} // namespace nueves::io
