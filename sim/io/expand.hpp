// Presets put under the things that use them, and the members that differ written out.
#pragma once

#include "sim/io/catalogue.hpp"
#include "sim/io/merge.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace nueves::io {

// Where `use` looks: this file's presets (already merged), its imports, the program's own.
class Presets {
  public:
    // `own` must keep its members as long as this lives; their values may change.
    Presets(const Node* own, const std::map<std::string, Node>& imported, const Catalogue& catalogue);
    const Node* find(std::string_view name) const;
    std::vector<std::string> names() const;
    std::string kindOf(std::string_view name) const; // through its own `use`; empty: none is said

  private:
    std::map<std::string_view, const Node*> m_own; // members of the object `presets`
    const std::map<std::string, Node>& m_imported;
    const Catalogue& m_catalogue;
};

class Expansion {
  public:
    // `values`: those of all designs so far; too many are refused once.
    Expansion(const Presets& presets, std::size_t& values, std::vector<core::Issue>& issues)
        : m_presets(presets), m_issues(issues), m_values(values) {}
    static constexpr std::size_t kMostValues = 6'000'000;

    // The sections of a merged file with every `use` resolved; `use` itself stays, as what was named. Nulls
    // are gone. Each member of `except` becomes the whole thing.
    void run(Node& file);
    const std::set<std::string>& used() const { return m_used; }

  private:
    void things(Node* section, const std::string& path);
    void thing(Node& node, const std::string& path);
    void nested(Node& node, const std::string& path);
    void members(Node& node, const Node& own, const std::string& path);
    void usePreset(Node& node, const std::string& path);
    bool chain(const Node& use, const std::string& path, std::vector<std::string>& names);
    void dropNulls(Node& node, const std::string& path);
    bool affords(const Node& added, const std::string& path);
    static Node withoutMembers(const Node& node); // without count and except

    static constexpr std::size_t kMostCompared = 1'000'000; // names, for "did you mean"

    const Presets& m_presets;
    std::vector<core::Issue>& m_issues;
    std::set<std::string> m_used;
    std::vector<std::string> m_names; // of all presets, once one is unknown
    std::size_t m_compared = 0;
    std::size_t& m_values;
};

} // namespace nueves::io
