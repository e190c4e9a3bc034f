#include "sim/methods/facts_fate.hpp"

#include "sim/methods/facts_names.hpp"

#include <algorithm>

namespace nueves::methods {

using model::GateId;
using model::ModeId;
using model::System;
using model::ThingId;
using scenario::kNobody;

Fate::Fate(const System& system, const scenario::Inventory& inventory, const model::Topology& topology)
    : m_system(system), m_inventory(inventory), m_topology(topology), m_whatIf(system),
      m_thingOf(static_cast<std::size_t>(inventory.size())),
      m_place(static_cast<std::size_t>(inventory.size()), 0),
      m_named(static_cast<std::size_t>(inventory.size()), 0), m_singles(system.services.size()) {
    for (std::size_t t = 0; t != system.things.size(); ++t) {
        m_instanceOf.push_back(inventory.find(system.things.raw()[t].name));
        m_thingOf[static_cast<std::size_t>(m_instanceOf.back())] = ThingId{t};
    }
    for (std::size_t s = 0; s != system.services.size(); ++s) {
        const auto& replicas = inventory.replicasOf(static_cast<int>(s));
        for (std::size_t r = 0; r != replicas.size(); ++r) m_place[static_cast<std::size_t>(replicas[r])] = r;
    }
    for (const auto& [from, to, tie] : topology.edges()) {
        const int copy = to < inventory.size() ? inventory[to].replica : kNobody;
        if (copy == kNobody) continue;
        const bool within = from < inventory.size() ? inventory[from].replica == copy
                                                    : topology.serviceOf(from) == inventory[copy].service;
        if (!within) m_named[static_cast<std::size_t>(copy)] = 1;
    }
}

// A copy that can be spared, and a fault that stays in it: need not be asked, however many copies there are.
bool Fate::harmsOneCopyOnly(const model::Mode& mode) const {
    using enum scenario::Effect;
    const auto& instance = m_inventory[m_instanceOf[mode.victim.value]];
    if (instance.replica == kNobody || m_named[static_cast<std::size_t>(instance.replica)]) return false;
    if (mode.effect == cpuHog || mode.effect == memoryLeak || mode.effect == diskFull) return false;
    const auto& keys = m_inventory.scenario().services[static_cast<std::size_t>(instance.service)];
    return !keys.required.share && keys.required.count.value_or(1) < keys.replicas;
}

// The machine, pair or copy that an inner part or layer belongs to; places hold, but are not, what stands in
// them.
int Fate::boxOf(int instance) const {
    const int box = m_inventory[instance].parent;
    return box == kNobody || scenario::isPlace(m_inventory[box].thing->kind) ? kNobody : box;
}

// The outermost box that the fault of a thing stops, while it is struck.
int Fate::anchorOf(ThingId thing) const {
    int at = m_instanceOf[thing.value];
    for (int box = boxOf(at); box != kNobody; box = boxOf(box)) {
        const ThingId outer = m_thingOf[static_cast<std::size_t>(box)];
        if (!outer || m_whatIf.isTrue(m_system.things[outer].runs)) break;
        at = box;
    }
    return at;
}

bool Fate::isInside(int instance, const std::set<int>& anchors) const {
    for (int box = boxOf(instance); box != kNobody; box = boxOf(box))
        if (anchors.contains(box)) return true;
    return false;
}

bool Fate::mayShare(const std::vector<int>& dependents) const {
    std::set<int> services;
    std::map<int, int> copies;
    for (const int v : dependents) {
        if (const int service = m_topology.serviceOf(v); service >= 0)
            services.insert(service);
        else if (m_inventory[v].isReplica() && ++copies[m_inventory[v].service] > 1)
            return true;
    }
    return services.size() > 1;
}

// Adds what has fallen: of `dependents`, or of everything if there is no list.
void Fate::note(Fallen& fallen, const std::vector<int>* dependents) {
    const auto mayFall = [&](int v) {
        return !dependents || std::binary_search(dependents->begin(), dependents->end(), v);
    };
    for (const std::uint32_t s : m_whatIf.fallenServices())
        if (mayFall(m_topology.service(static_cast<int>(s)))) fallen.services.insert(s);
    const auto look = [&](int v) {
        const auto& instance = m_inventory[v];
        if (!instance.isReplica()) return;
        const auto service = static_cast<std::size_t>(instance.service);
        const std::size_t place = m_place[static_cast<std::size_t>(v)];
        if (m_whatIf.isLost(service, place))
            fallen.replicas[static_cast<std::uint32_t>(service)].insert(place);
    };
    if (!dependents)
        for (int v = 0; v != m_inventory.size(); ++v) look(v);
    else
        for (const int v : *dependents)
            if (v < m_inventory.size()) look(v);
}

void Fate::ask(ModeId id) {
    const model::Mode& mode = m_system.modes[id];
    if (harmsOneCopyOnly(mode)) return;
    const auto leaves = harmOf(m_system, id);
    if (leaves.empty()) return;
    if (m_dependentsOf != mode.victim) {
        m_dependentsOf = mode.victim;
        m_dependents = m_topology.dependents(m_instanceOf[mode.victim.value]);
    }
    m_whatIf.strike(leaves);
    const int anchor = anchorOf(mode.thing);
    for (const std::uint32_t service : m_whatIf.fallenServices()) m_singles[service].insert(anchor);
    if (mayShare(m_dependents)) note(m_shared[anchorOf(mode.victim)], &m_dependents);
    m_whatIf.undo();
}

void Fate::askCause(const model::Cause& cause) {
    std::vector<GateId> leaves;
    if (cause.absent) leaves.push_back(cause.absent);
    for (const ModeId mode : cause.modes)
        for (const GateId leaf : harmOf(m_system, mode)) leaves.push_back(leaf);
    m_whatIf.strike(leaves);
    m_causes.emplace_back(cause.name, Fallen{});
    note(m_causes.back().second, nullptr);
    m_whatIf.undo();
}

// Copies where two or more of a service fell, else the service itself. Runs of three and more in the words of
// the file.
std::vector<std::string> Fate::names(const Fallen& fallen) const {
    std::vector<std::string> list;
    for (std::uint32_t s = 0; s != m_system.services.size(); ++s) {
        const auto copies = fallen.replicas.find(s);
        const std::string& service = m_system.services.raw()[s].name;
        if (copies == fallen.replicas.end() || copies->second.size() < 2) {
            if (fallen.services.contains(s)) list.push_back(service);
            continue;
        }
        const std::vector<std::size_t> places(copies->second.begin(), copies->second.end());
        for (std::size_t i = 0; i != places.size();) {
            std::size_t end = i + 1;
            while (end != places.size() && places[end] == places[end - 1] + 1) ++end;
            if (end - i < 3) end = i + 1;
            const std::string last = end - i > 1 ? ".." + std::to_string(places[end - 1] + 1) : "";
            list.push_back(service + "[" + std::to_string(places[i] + 1) + last + "]");
            i = end;
        }
    }
    return list;
}

namespace {

// How many names it takes: copies of a service of which two or more fell, one for each other service.
template <class Fallen> std::size_t weight(const Fallen& fallen) {
    const auto severalOf = [&](std::uint32_t service) {
        const auto copies = fallen.replicas.find(service);
        return copies != fallen.replicas.end() && copies->second.size() > 1;
    };
    std::size_t sum = 0;
    for (const auto& [service, copies] : fallen.replicas) sum += severalOf(service) ? copies.size() : 0;
    for (const std::uint32_t service : fallen.services) sum += severalOf(service) ? 0 : 1;
    return sum;
}

} // namespace

void Fate::addShared(analysis::Result& result) {
    const std::string& design = m_system.scenario->design;
    std::set<int> anchors;
    for (const auto& [anchor, fallen] : m_shared)
        if (weight(fallen) > 1) anchors.insert(anchor);
    std::vector<std::pair<std::size_t, analysis::SharedFate>> found;
    for (const int anchor : anchors)
        if (!isInside(anchor, anchors))
            found.push_back({weight(m_shared[anchor]),
                             {design, nameForPeople(m_inventory, anchor), names(m_shared[anchor])}});
    for (const auto& [name, fallen] : m_causes)
        if (weight(fallen) > 1) found.push_back({weight(fallen), {design, name, names(fallen)}});
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [size, fate] : found) result.sharedFate.push_back(std::move(fate));
}

void Fate::addTo(analysis::Result& result) {
    for (std::size_t m = 0; m != m_system.modes.size(); ++m) ask(ModeId{m});
    for (const model::Cause& cause : m_system.causes) askCause(cause);
    for (std::size_t s = 0; s != m_singles.size(); ++s)
        for (const int anchor : m_singles[s])
            if (!isInside(anchor, m_singles[s]))
                result.singlePoints.push_back({m_system.scenario->design, m_system.services.raw()[s].name,
                                               nameForPeople(m_inventory, anchor)});
    addShared(result);
}

} // namespace nueves::methods
