// What a file means in full, and what a preset, a record or a key is.
#include "sim/io/scenario_reader.hpp"

#include "sim/io/load.hpp"

#include <algorithm>

namespace nueves::io {

namespace {

using core::Language;

// A text as JSON writes it.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        constexpr std::string_view kHex = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (byte < 0x20U)
            ((result += "\\u00") += kHex[byte >> 4U]) += kHex[byte & 15U];
        else
            result += c;
    }
    return result + "\"";
}

// JSON with a comment behind each value that the author did not write: its preset, and what each record
// stands for.
class Writer {
  public:
    explicit Writer(const Catalogue& catalogue) : m_catalogue(catalogue) {}
    std::string write(const Node& node) {
        value(node, 0);
        return m_text + "\n";
    }

  private:
    void value(const Node& node, int depth);
    template <class List, class F> void block(const List& list, char open, char close, int depth, F&& one);
    std::string comment(const Node& node) const;
    static bool isLeaf(const Node& node) { return node.items.empty() && node.members.empty(); }

    const Catalogue& m_catalogue;
    std::string m_text;
};

std::string Writer::comment(const Node& node) const {
    std::string text = node.origin;
    for (std::size_t at = node.text.find('@'); node.isString() && at != std::string::npos;
         at = node.text.find('@', at + 1)) {
        const std::size_t end = std::min(node.text.find_first_of(" ,)", at), node.text.size());
        const CatalogueRecord* record =
            m_catalogue.record(std::string_view(node.text).substr(at + 1, end - at - 1));
        if (record == nullptr) continue;
        text += (text.empty() ? "" : "; ") + record->value + (record->unit == "1" ? "" : " " + record->unit);
        text += ", " + (record->source.empty() ? std::string("assumed") : record->source);
    }
    return text.empty() ? "" : " // " + text;
}

template <class List, class F>
void Writer::block(const List& list, char open, char close, int depth, F&& one) {
    m_text += open;
    for (std::size_t i = 0; i < list.size(); ++i) {
        m_text += "\n" + std::string(static_cast<std::size_t>(depth) * 2 + 2, ' ');
        const Node& node = one(list[i]);
        value(node, depth + 1);
        if (i + 1 < list.size()) m_text += ",";
        if (isLeaf(node)) m_text += comment(node);
    }
    if (!list.empty()) m_text += "\n" + std::string(static_cast<std::size_t>(depth) * 2, ' ');
    m_text += close;
}

void Writer::value(const Node& node, int depth) {
    switch (node.type) {
    case Node::Type::null: m_text += "null"; break;
    case Node::Type::boolean: m_text += node.boolean ? "true" : "false"; break;
    case Node::Type::number: m_text += node.text; break;
    case Node::Type::string: m_text += quoted(node.text); break;
    case Node::Type::array:
        block(node.items, '[', ']', depth, [](const Node& item) -> const Node& { return item; });
        break;
    case Node::Type::object:
        block(node.members, '{', '}', depth, [&](const Node::Member& member) -> const Node& {
            m_text += quoted(member.key) + ": ";
            return member.value;
        });
        break;
    }
}

std::string pick(Language language, const char* es, const char* en) {
    return language == Language::es ? es : en;
}

std::string explainRecord(const CatalogueRecord& record, Language language) {
    const auto line = [](const std::string& label, const std::string& text) {
        return text.empty() ? std::string() : "  " + label + ": " + text + "\n";
    };
    const std::string unit = record.unit == "1" ? "" : " " + record.unit;
    const bool range = !record.low.empty() || !record.high.empty();
    std::string text = "@" + record.id + "\n  " + record.title + "\n";
    text += line(pick(language, "valor", "value"), record.value + unit);
    if (range)
        text += line(pick(language, "rango", "range"), (record.low.empty() ? "?" : record.low) + " .. " +
                                                           (record.high.empty() ? "?" : record.high) + unit);
    text += line(pick(language, "fuente", "source"),
                 record.source.empty() ? pick(language, "supuesto", "assumed") : record.source);
    text += line("url", record.url);
    text += line(pick(language, "confianza", "confidence"), record.confidence);
    text += line(pick(language, "nota", "note"), record.note);
    return text;
}

std::string explainPreset(const std::string& name, const Catalogue& catalogue) {
    const std::map<std::string, Node> none;
    const Presets presets(nullptr, none, catalogue);
    std::vector<core::Issue> issues; // of the preset alone: nothing that its user would see
    Node file = Node::object();
    Node things = Node::object();
    put(things, name, Node::object());
    put(*things.find(name), "use", Node::string(name));
    put(file, "parts", std::move(things));
    std::size_t values = 0;
    Expansion(presets, values, issues).run(file);
    return name + " " + Writer(catalogue).write(*file.find("parts")->find(name));
}

std::string explainKey(std::string_view key, Language language) {
    std::string text;
    for (const scenario::Owner owner : scenario::owners()) {
        if (owner == scenario::Owner::preset || owner == scenario::Owner::design) continue;
        const scenario::Parameter* row = findParameter(owner, key);
        if (row == nullptr || row->order > 1) continue;
        text += std::string(ownerName(owner)) + "." + std::string(key) + ": " +
                std::string(language == Language::es ? row->es : row->en) + "\n";
        text += "  \"" + std::string(key) + "\": " + std::string(row->example) + "\n";
        if (!row->fallback.empty())
            text += "  " + pick(language, "si falta: ", "if absent: ") + std::string(row->fallback) + "\n";
    }
    return text;
}

} // namespace

std::string explainFile(const std::string& fileSpec, const ReadOptions& options,
                        std::vector<core::Issue>& issues) {
    Loaded loaded = loadFile(fileSpec, options, issues);
    std::string text;
    for (const Merged& merged : loaded.designs) {
        if (!merged.design.empty()) text += "// " + merged.design + "\n";
        text += Writer(*loaded.catalogue).write(merged.file);
    }
    return text;
}

std::string explainName(const std::string& name, Language language) {
    const Catalogue& catalogue = Catalogue::builtIn();
    const std::string id = name.starts_with('@') ? name.substr(1) : name;
    if (const CatalogueRecord* record = catalogue.record(id)) return explainRecord(*record, language);
    if (catalogue.preset(name) != nullptr) return explainPreset(name, catalogue);
    return explainKey(name, language);
}

std::vector<std::string> knownNames() {
    const Catalogue& catalogue = Catalogue::builtIn();
    std::vector<std::string> names;
    for (const auto& [name, preset] : catalogue.presets()) names.push_back(name);
    for (const auto& [id, record] : catalogue.records()) names.push_back(id);
    return names;
}

} // namespace nueves::io
