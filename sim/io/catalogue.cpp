#include "sim/io/catalogue.hpp"

#include "sim/io/embedded.hpp"
#include "sim/io/expand.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace nueves::io {

namespace {

std::string textOf(const Node& node, std::string_view key) {
    const Node* found = node.find(key);
    return found == nullptr || found->isNull() ? std::string() : found->text;
}

// "Title (2019)": what is shown as the source of a number.
std::string citationOf(const Node& record) {
    const Node* source = record.find("source");
    if (source == nullptr || !source->isObject()) return {};
    const std::string year = textOf(*source, "year");
    return textOf(*source, "title") + (year.empty() ? "" : " (" + year + ")");
}

double numberIn(const Node& params, std::string_view key) {
    const Node* found = params.find(key);
    return found != nullptr && found->isNumber() ? found->number : std::nan("");
}

// A fitted distribution, given in the record's own unit of time; empty: not one that a key takes.
std::optional<core::Law> lawOf(std::string_view name, const Node& params, double second) {
    const auto positive = [&](std::string_view key) { return numberIn(params, key) > 0.0; };
    if (name == "weibull" && positive("shape") && positive("scale"))
        return core::Law::weibull(numberIn(params, "scale") * second, numberIn(params, "shape"));
    if (name == "lognormal" && positive("sigma"))
        return core::Law::logNormalFromMedian(std::exp(numberIn(params, "mu")) * second,
                                              numberIn(params, "sigma"));
    if (name == "exponential" && positive("mean"))
        return core::Law::exponential(numberIn(params, "mean") * second);
    if (name == "uniform" && positive("high"))
        return core::Law::uniform(numberIn(params, "low") * second, numberIn(params, "high") * second);
    return std::nullopt;
}

std::string shown(std::string_view name, const Node& params) {
    std::string text(name);
    for (const auto& [key, value, place] : params.members)
        text += (&value == &params.members.front().value ? "(" : ", ") + key + " " + value.text;
    return text + ")";
}

CatalogueRecord recordOf(const Node& node) {
    CatalogueRecord record{.id = textOf(node, "id"),
                           .title = textOf(node, "title"),
                           .unit = textOf(node, "unit"),
                           .confidence = textOf(node, "confidence"),
                           .note = textOf(node, "note"),
                           .value = textOf(node, "value"),
                           .low = textOf(node, "low"),
                           .high = textOf(node, "high"),
                           .source = citationOf(node),
                           .url = {},
                           .usable = {}};
    if (const Node* source = node.find("source"); source != nullptr && source->isObject())
        record.url = textOf(*source, "url");
    const Node* value = node.find("value");
    if (value != nullptr && value->isNumber()) {
        if (const auto quantity = catalogueQuantity(value->number, record.unit))
            record.usable.emplace().quantity = *quantity;
        if (record.usable) record.usable->unit = record.unit;
        return record;
    }
    const Node* params = value == nullptr ? nullptr : value->find("params");
    if (params == nullptr) return record;
    const std::string name = textOf(*value, "distribution");
    record.value = shown(name, *params);
    const auto unit = catalogueQuantity(1.0, record.unit);
    if (!unit || unit->dimension != kTime) return record;
    if (auto law = lawOf(name, *params, unit->value)) {
        RecordValue& usable = record.usable.emplace();
        usable.law = std::move(law);
        usable.unit = record.unit;
    }
    return record;
}

std::vector<std::string> jsonFiles(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    if (error) throw IoError{folder.string(), "absent"};
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

void setOrigin(Node& node, const std::string& origin) {
    if (node.origin.empty()) node.origin = origin;
    for (Node& item : node.items) setOrigin(item, origin);
    for (auto& member : node.members) setOrigin(member.value, origin);
}

void Catalogue::addRecords(std::string_view text, const std::string& file, std::vector<core::Issue>& issues) {
    const Node document = parseDocument(text, file, issues);
    for (const Node& item : document.items) {
        CatalogueRecord record = recordOf(item);
        if (!record.id.empty()) m_records.insert_or_assign(record.id, std::move(record));
    }
}

void Catalogue::addPresets(std::string_view text, const std::string& file, std::vector<core::Issue>& issues) {
    Node document = parseDocument(text, file, issues);
    Node* presets = document.find("presets");
    if (presets == nullptr) return;
    for (auto& [name, preset, place] : presets->members) {
        setOrigin(preset, "preset " + name);
        m_presets.insert_or_assign(name, std::move(preset));
    }
}

// Short forms must be gone before anything is laid over a preset.
void Catalogue::widenPresets() {
    const std::map<std::string, Node> none;
    const auto kindOf = [&](std::string_view name) { return Presets(nullptr, none, *this).kindOf(name); };
    for (auto& [name, preset] : m_presets) widen(preset, scenario::Owner::preset, kindOf);
}

const Catalogue& Catalogue::builtIn() {
    static const Catalogue kBuiltIn = [] {
        Catalogue catalogue;
        std::vector<core::Issue> issues; // none: a test reads these files
        for (const EmbeddedFile& file : embeddedFiles()) {
            const std::string name = "resources/" + std::string(file.path);
            if (file.path.starts_with("presets/"))
                catalogue.addPresets(file.text, name, issues);
            else
                catalogue.addRecords(file.text, name, issues);
        }
        catalogue.widenPresets();
        return catalogue;
    }();
    return kBuiltIn;
}

Catalogue Catalogue::withFolder(const std::string& folder, std::vector<core::Issue>& issues) {
    Catalogue catalogue = builtIn();
    const std::filesystem::path root(folder);
    const bool nested = std::filesystem::is_directory(root / "presets");
    for (const std::string& file : jsonFiles(nested ? root / "presets" : root))
        catalogue.addPresets(readFile(file), file, issues);
    const std::string records = (root / "catalogue" / "parameters.json").string();
    if (std::filesystem::exists(records)) catalogue.addRecords(readFile(records), records, issues);
    catalogue.widenPresets();
    return catalogue;
}

const CatalogueRecord* Catalogue::record(std::string_view id) const {
    const auto found = m_records.find(id);
    return found == m_records.end() ? nullptr : &found->second;
}

const Node* Catalogue::preset(std::string_view name) const {
    const auto found = m_presets.find(name);
    return found == m_presets.end() ? nullptr : &found->second;
}

std::optional<RecordValue> CatalogueRecords::find(std::string_view id) const {
    const CatalogueRecord* record = m_catalogue.record(id);
    return record == nullptr ? std::nullopt : record->usable;
}

std::vector<std::string> CatalogueRecords::names() const {
    std::vector<std::string> names;
    for (const auto& [id, record] : m_catalogue.records()) names.push_back(id);
    return names;
}

std::vector<double> CatalogueRecords::column(std::string_view file, std::string_view column) const {
    const std::string path = (std::filesystem::path(m_folder) / file).string();
    std::istringstream lines(readFile(path));
    std::string line;
    std::vector<double> values;
    std::optional<std::size_t> wanted;
    for (bool head = true; std::getline(lines, line); head = false) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::istringstream cells(line);
        std::string cell;
        for (std::size_t i = 0; std::getline(cells, cell, ','); ++i) {
            if (head && cell == column) wanted = i;
            if (head || i != wanted) continue;
            char* end = nullptr;
            const double value = std::strtod(cell.c_str(), &end);
            if (end != cell.c_str() && std::isfinite(value) && value >= 0.0) values.push_back(value);
        }
    }
    return values;
}

} // namespace nueves::io
