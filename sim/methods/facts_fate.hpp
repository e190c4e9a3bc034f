// Single points of failure and shared fate.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/methods/what_if.hpp"
#include "sim/model/topology.hpp"

#include <map>
#include <set>

namespace nueves::methods {

class Fate {
  public:
    Fate(const model::System& system, const scenario::Inventory& inventory, const model::Topology& topology);
    void addTo(analysis::Result& result);

  private:
    // What falls together: services as a whole, and copies by service.
    struct Fallen {
        std::set<std::uint32_t> services;
        std::map<std::uint32_t, std::set<std::size_t>> replicas;
    };
    void ask(model::ModeId mode);
    bool harmsOneCopyOnly(const model::Mode& mode) const;
    void askCause(const model::Cause& cause);
    void note(Fallen& fallen, const std::vector<int>* dependents);
    int anchorOf(model::ThingId thing) const;
    int boxOf(int instance) const;
    bool isInside(int instance, const std::set<int>& anchors) const;
    bool mayShare(const std::vector<int>& dependents) const;
    std::vector<std::string> names(const Fallen& fallen) const;
    void addShared(analysis::Result& result);

    const model::System& m_system;
    const scenario::Inventory& m_inventory;
    const model::Topology& m_topology;
    WhatIf m_whatIf;
    std::vector<int> m_instanceOf;         // per thing
    std::vector<model::ThingId> m_thingOf; // per instance
    std::vector<std::size_t> m_place;      // per instance: of a replica among its service's
    std::vector<std::uint8_t>
        m_named; // per instance: of a copy, and something outside it hangs on it by name
    std::vector<std::set<int>> m_singles; // per service: instances
    std::map<int, Fallen> m_shared;       // by instance
    std::vector<std::pair<std::string, Fallen>> m_causes;
    model::ThingId m_dependentsOf; // whose m_dependents are known
    std::vector<int> m_dependents;
};

} // namespace nueves::methods
