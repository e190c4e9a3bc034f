#include "sim/methods/facts_missing.hpp"

#include "sim/analysis/cost/cost.hpp"
#include "sim/methods/facts.hpp"

#include <algorithm>
#include <map>

namespace nueves::methods {

using model::Tie;
using model::Topology;
using scenario::Instance;
using scenario::Inventory;
using scenario::Kind;
using scenario::kNobody;
using scenario::Thing;

namespace {

bool isNetworkBox(Kind kind) {
    using enum Kind;
    return kind == switchKind || kind == router || kind == firewall || kind == balancer || kind == proxy;
}
bool isSupplyBox(Kind kind) {
    return kind == Kind::ups || kind == Kind::generator || kind == Kind::pdu;
}
bool isOutside(Kind kind) {
    using enum Kind;
    return kind == grid || kind == isp || kind == dns || kind == provider;
}

// Which paths could lack something, and which do.
class Lack {
  public:
    void look(const std::string& path, bool lacks) { m_lacks[path] = m_lacks[path] || lacks; }
    void addTo(std::vector<analysis::NotModelled>& list, std::string_view code) const {
        const auto lacks = [](const auto& entry) { return entry.second; };
        if (m_lacks.empty() || std::none_of(m_lacks.begin(), m_lacks.end(), lacks)) return;
        if (std::all_of(m_lacks.begin(), m_lacks.end(), lacks)) {
            list.push_back({std::string(code), ""});
            return;
        }
        for (const auto& [path, lacking] : m_lacks)
            if (lacking) list.push_back({std::string(code), path});
    }

  private:
    std::map<std::string, bool> m_lacks;
};

class Review {
  public:
    Review(const Inventory& inventory, const Topology& topology)
        : m_inventory(inventory), m_powered(static_cast<std::size_t>(topology.size()), 0) {
        for (const auto& [from, to, tie] : topology.edges())
            if (tie == Tie::power) m_powered[static_cast<std::size_t>(from)] = 1;
        for (int i = 0; i != inventory.size(); ++i) look(i);
        for (const auto& service : inventory.scenario().services) look(service);
        for (const auto& cause : inventory.scenario().commonCauses)
            m_disasters = m_disasters || cause.at.has_value();
        for (const int i : analysis::unpaidUpkeep(inventory))
            m_people.look(m_inventory[outermost(i)].path, true);
    }

    std::vector<analysis::NotModelled> list() const {
        using namespace missing;
        std::vector<analysis::NotModelled> found;
        const auto whole = [&](bool lacks, std::string_view code) {
            if (lacks && m_stands) found.push_back({std::string(code), ""});
        };
        whole(true, kReleases);
        m_software.addTo(found, kSoftware);
        m_power.addTo(found, kPower);
        whole(!m_net, kNetwork);
        whole(!m_isp, kInternet);
        m_hardware.addTo(found, kHardware);
        m_failures.addTo(found, kFailures);
        m_people.addTo(found, kPeople);
        whole(!m_disasters, kDisasters);
        whole(!m_maintenance, kMaintenance);
        whole(m_inventory.scenario().demand.empty(), kDemand);
        whole(true, kData);
        whole(costsNothing(), kCost);
        return found;
    }

  private:
    void look(int i) {
        const Instance& instance = m_inventory[i];
        const Thing& thing = *instance.thing;
        const Kind kind = thing.kind;
        const bool host = kind == Kind::host, box = isNetworkBox(kind) || isSupplyBox(kind);
        m_stands = m_stands || host || kind == Kind::vm || isNetworkBox(kind);
        m_net = m_net || thing.net || kind == Kind::link;
        m_isp = m_isp || kind == Kind::isp;
        m_disasters = m_disasters || (scenario::isPlace(kind) && !thing.failures.empty());
        m_maintenance = m_maintenance || !thing.maintenance.empty();
        if (instance.replica == kNobody &&
            (host || isNetworkBox(kind) || kind == Kind::ups || kind == Kind::pdu))
            m_power.look(instance.path, !isPowered(i));
        if (host) m_hardware.look(instance.path, !canBreak(i));
        if (host) m_software.look(instance.path, !hasSoftwareFaults(i));
        if (box || isOutside(kind) || kind == Kind::link)
            m_failures.look(instance.path, thing.failures.empty() && !thing.sla);
        if (scenario::isSoft(kind) || scenario::isPlace(kind) || isOutside(kind) || instance.isReplica())
            return;
        for (const auto& mode : thing.failures)
            if (mode.repair) m_people.look(m_inventory[outermost(i)].path, !hasHands(i, *mode.repair));
    }

    // A service with copies somewhere; of needs alone it says nothing but what is needed.
    void look(const Thing& service) {
        if (service.on.empty() && service.inside.empty() && service.failures.empty()) return;
        m_stands = m_stands || !service.on.empty();
        m_software.look(service.id, service.failures.empty());
    }

    bool isPowered(int i) const {
        if (m_powered[static_cast<std::size_t>(i)]) return true;
        const auto& children = m_inventory[i].children;
        return std::any_of(children.begin(), children.end(), [&](int child) {
            return m_inventory[child].thing->kind == Kind::psu && m_powered[static_cast<std::size_t>(child)];
        });
    }

    bool canBreak(int i) const {
        const Instance& instance = m_inventory[i];
        if (!instance.thing->failures.empty()) return true;
        return std::any_of(instance.children.begin(), instance.children.end(),
                           [&](int child) { return m_inventory[child].layer < 0 && canBreak(child); });
    }

    bool hasSoftwareFaults(int i) const {
        const auto& children = m_inventory[i].children;
        return std::any_of(children.begin(), children.end(), [&](int child) {
            return m_inventory[child].layer >= 0 && !m_inventory[child].thing->failures.empty();
        });
    }

    // Somebody whose time is limited does it, or it is said that nobody has to: each attempt names a crew,
    // or inherits one.
    bool hasHands(int i, const scenario::Attempts& repair) const {
        const bool inherits = analysis::crewOf(m_inventory, i) != -1;
        return std::all_of(repair.list.begin(), repair.list.end(),
                           [&](const scenario::Attempt& attempt) { return attempt.crew || inherits; });
    }

    int outermost(int i) const { // of the boxes that are no places
        for (int box = m_inventory[i].parent; box != kNobody; box = m_inventory[box].parent) {
            if (scenario::isPlace(m_inventory[box].thing->kind)) break;
            i = box;
        }
        return i;
    }

    bool costsNothing() const {
        const auto& services = m_inventory.scenario().services;
        const bool downtime = std::any_of(services.begin(), services.end(), [](const Thing& service) {
            return service.cost.downPerHour > 0.0;
        });
        return !downtime && analysis::costPerYear(m_inventory, {}).empty();
    }

    const Inventory& m_inventory;
    std::vector<std::uint8_t> m_powered; // per vertex: somebody feeds it
    Lack m_software, m_power, m_hardware, m_failures, m_people;
    bool m_stands = false; // there is a deployment, not only statements of what is needed
    bool m_net = false, m_isp = false, m_disasters = false, m_maintenance = false;
};

} // namespace

std::vector<analysis::NotModelled> notModelled(const Inventory& inventory, const Topology& topology) {
    return Review(inventory, topology).list();
}

} // namespace nueves::methods
