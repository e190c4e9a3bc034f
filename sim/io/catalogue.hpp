// The presets and the parameter catalogue that come with the program, or from a folder in their place.
//
// A record is one published number: value, unit, range, source, confidence; "@id" stands for it in a
// scenario. A preset is a thing in the grammar of the scenario file. Fields of a record:
// resources/catalogue/README.md.
#pragma once

#include "sim/io/document.hpp"
#include "sim/io/values.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

struct CatalogueRecord {
    std::string id, title, unit, confidence, note;
    std::string value;     // as text: "1.57", or "lognormal(mu 0.41, sigma 1)"
    std::string low, high; // empty: not known
    std::string source;    // citation; empty if assumed
    std::string url;
    std::optional<RecordValue> usable; // empty: a table, or a unit that no key takes
    bool assumed() const { return confidence == "assumed"; }
};

class Catalogue {
  public:
    // What was built into the program. Read once.
    static const Catalogue& builtIn();
    // That, with the files of `folder` put over it: every *.json of `folder` or of `folder`/presets is a
    // preset file, `folder`/catalogue/parameters.json a catalogue. Throws IoError. Mistakes in them go to
    // `issues`.
    static Catalogue withFolder(const std::string& folder, std::vector<core::Issue>& issues);

    const CatalogueRecord* record(std::string_view id) const;
    const Node* preset(std::string_view name) const;
    const std::map<std::string, CatalogueRecord, std::less<>>& records() const { return m_records; }
    const std::map<std::string, Node, std::less<>>& presets() const { return m_presets; }

  private:
    void addRecords(std::string_view text, const std::string& file, std::vector<core::Issue>& issues);
    void widenPresets();
    void addPresets(std::string_view text, const std::string& file, std::vector<core::Issue>& issues);

    std::map<std::string, CatalogueRecord, std::less<>> m_records;
    std::map<std::string, Node, std::less<>> m_presets;
};

// Every node below gets `origin`, unless it has one.
void setOrigin(Node& node, const std::string& origin);

// The catalogue as laws see it, with the CSV files beside one scenario.
class CatalogueRecords : public Records {
  public:
    CatalogueRecords(const Catalogue& catalogue, std::string folder)
        : m_catalogue(catalogue), m_folder(std::move(folder)) {}
    std::optional<RecordValue> find(std::string_view id) const override;
    std::vector<std::string> names() const override;
    std::vector<double> column(std::string_view file, std::string_view column) const override;

  private:
    const Catalogue& m_catalogue;
    std::string m_folder; // of the scenario; empty: none
};

} // namespace nueves::io
