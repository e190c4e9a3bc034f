#include "sim/model/compile/fleet.hpp"

#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/thing_gates.hpp"
#include "sim/scenario/reach.hpp"

#include <algorithm>
#include <map>

namespace nueves::model::compiling {

namespace {

constexpr core::SimSpan kIdleAssumed{600'000'000}; // time.ca.scale_down_unneeded
constexpr double kBelowAssumed = 0.5;              // time.ca.utilisation_threshold

core::SimSpan pullTime(const scenario::Thing& service) {
    return service.image ? core::spanFromSeconds(service.image->size / service.image->rate) : core::SimSpan{};
}

bool fits(const Resources& asks, const Resources& holds, const Resources& taken) {
    const auto within = [](double asked, double all, double used) {
        return all <= 0.0 || asked + used <= all * (1.0 + 1e-9);
    };
    return within(asks.cpu, holds.cpu, taken.cpu) && within(asks.memory, holds.memory, taken.memory) &&
           within(asks.disk, holds.disk, taken.disk);
}

class FleetMaker {
  public:
    explicit FleetMaker(Wiring& wiring)
        : m_wiring(wiring), m_context(wiring.context), m_fleet(wiring.context.system.fleet) {}
    void make();

  private:
    std::uint32_t nodeFor(int machine);
    void addToPool(int machine, Node& node);
    std::uint32_t poolFor(int machine);
    void addLodger(int service);
    void addImages(int service);
    void gatherThings();
    void link();

    Wiring& m_wiring;
    Context& m_context;
    Fleet& m_fleet;
    std::map<int, std::uint32_t> m_nodeOf;                         // by instance
    std::map<std::pair<int, std::string>, std::uint32_t> m_poolOf; // by box and id
    std::map<int, std::uint32_t> m_pullerOf;                       // by instance
};

std::uint32_t FleetMaker::poolFor(int machine) {
    const scenario::Instance& instance = m_context.inventory[machine];
    const auto [known, fresh] = m_poolOf.try_emplace({instance.parent, instance.thing->id},
                                                     static_cast<std::uint32_t>(m_fleet.pools.size()));
    if (!fresh) return known->second;
    const scenario::Scaling& written = *instance.thing->scaling;
    NodePool pool;
    pool.name = instance.name.substr(0, instance.name.rfind('['));
    pool.least = written.min.value_or(1);
    pool.initial = 0;
    pool.quota = written.quota.value_or(0);
    pool.provision = m_context.tables.law(*written.provision);
    pool.fails = written.fails;
    if (pool.fails > 0.0) pool.failsStream = m_context.tables.stream(pool.name, "scaling.fails");
    pool.idle = written.idle ? core::spanFromSeconds(*written.idle) : kIdleAssumed;
    pool.below = written.below.value_or(kBelowAssumed);
    auto& roots = m_context.system.roots;
    const auto root = [&](const std::string& es, const std::string& en) {
        return roots.push({en + pool.name, en + instance.path, {es + pool.name, en + pool.name}, {}, false});
    };
    pool.refused = root("sin capacidad en el proveedor para ", "no capacity at the provider for ");
    pool.emptied = root("vaciado de ", "emptying of ");
    m_fleet.pools.push_back(std::move(pool));
    return known->second;
}

void FleetMaker::addToPool(int machine, Node& node) {
    const scenario::Instance& instance = m_context.inventory[machine];
    const auto number = m_fleet.nodes.size();
    node.pool = poolFor(machine);
    NodePool& pool = m_fleet.pools[*node.pool];
    pool.nodes.push_back(static_cast<std::uint32_t>(number));
    pool.initial += scenario::isThereAtStart(m_context.inventory, machine);
    node.exists = m_context.gates.field(m_context.exists(machine));
    auto& tables = m_context.tables;
    node.arrives =
        tables.clock(instance.name, "scaling.provision",
                     {.kind = EventKind::nodeArrives, .rank = engine::Rank::ends, .subject = number});
    node.provisionStream = tables.streamFor(pool.provision, instance.name, "scaling.provision");
    if (!instance.thing->lifetime) return;
    node.lifetime = tables.law(*instance.thing->lifetime);
    node.ends = tables.clock(instance.name, "lifetime",
                             {.kind = EventKind::nodeEnds, .rank = engine::Rank::fails, .subject = number});
    node.lifetimeStream = tables.streamFor(node.lifetime, instance.name, "lifetime");
    const std::string en = "spot interruption of ", es = "el proveedor se lleva ";
    node.reclaimed = m_context.system.roots.push(
        {en + instance.name, en + instance.path, {es + instance.name, en + instance.name}, {}, false});
}

std::uint32_t FleetMaker::nodeFor(int machine) {
    const auto [known, fresh] =
        m_nodeOf.try_emplace(machine, static_cast<std::uint32_t>(m_fleet.nodes.size()));
    if (!fresh) return known->second;
    Node node;
    node.name = m_context.inventory[machine].name;
    node.thing = m_context.thing(machine);
    node.holds = m_wiring.machines.holds(machine);
    node.taken = m_wiring.machines.taken(machine);
    const int layer = m_context.standing.layerFor(machine, scenario::Kind::container);
    node.ready = m_context.gates.field(m_wiring.things.works(layer).wire);
    if (const int place = m_context.standing[machine].place; place != kNobody)
        node.ground = m_context.gates.field(m_wiring.things.works(place).wire);
    if (m_context.inventory.scaledMachine(machine) == machine) addToPool(machine, node);
    m_fleet.nodes.push_back(std::move(node));
    return known->second;
}

void FleetMaker::addLodger(int service) {
    const scenario::Thing& keys = m_context.scenario.services[static_cast<std::size_t>(service)];
    Lodger lodger;
    lodger.service = ServiceId{static_cast<std::size_t>(service)};
    lodger.replicas = keys.replicas;
    lodger.asks = {keys.requests.cpu.value_or(0.0), keys.requests.memory.value_or(0.0),
                   keys.requests.disk.value_or(0.0)};
    bool somewhere = false;
    for (const int replica : m_context.inventory.replicasOf(service)) {
        const int machine = m_wiring.machines.nodeOf(replica);
        const int scaled = m_context.inventory.scaledMachine(machine);
        if (machine == kNobody || (scaled != kNobody && scaled != machine))
            return m_context.error(
                "kind-does-not-fit", keys.mark,
                {{"found", machine == kNobody ? keys.id : m_context.inventory[machine].name},
                 {"expected", "a host itself, where hosts are scaled"}});
        const std::uint32_t node = nodeFor(machine);
        somewhere = somewhere || fits(lodger.asks, m_fleet.nodes[node].holds, m_fleet.nodes[node].taken);
        lodger.places.push_back(
            {m_context.thing(replica), m_context.gates.solid(m_context.wanted(replica)), node});
    }
    if (!somewhere)
        m_context.error("requests-above-host", keys.mark,
                        {{"found", keys.id},
                         {"expected", "what an empty machine holds"},
                         {"key", "requests"},
                         {"other", keys.id}});
    m_fleet.lodgers.push_back(std::move(lodger));
}

// One for each machine that the service may stand on.
void FleetMaker::addImages(int service) {
    const scenario::Thing& keys = m_context.scenario.services[static_cast<std::size_t>(service)];
    if (pullTime(keys).count() <= 0) return;
    std::map<int, std::uint32_t> images; // by machine
    for (const int replica : m_context.inventory.replicasOf(service)) {
        const int machine = m_wiring.machines.nodeOf(replica);
        if (machine == kNobody || !m_context.thing(replica)) continue;
        Thing& thing = m_context.system.things[m_context.thing(replica)];
        if (!thing.notStarting) continue; // nothing ever stops it
        const auto [image, fresh] =
            images.try_emplace(machine, static_cast<std::uint32_t>(m_fleet.images.size()));
        if (fresh) {
            const auto puller = m_pullerOf.try_emplace(machine, m_fleet.pullers);
            if (puller.second) ++m_fleet.pullers;
            m_fleet.images.push_back({puller.first->second, pullTime(keys)});
        }
        const std::size_t number = m_fleet.pulls.size();
        thing.pull = static_cast<std::uint32_t>(number);
        m_fleet.pulls.push_back(
            {m_context.thing(replica), image->second,
             m_context.tables.clock(
                 thing.name, "image",
                 {.kind = EventKind::pulled, .rank = engine::Rank::ends, .subject = number})});
        if (const auto node = m_nodeOf.find(machine); node != m_nodeOf.end() && fresh) {
            m_fleet.nodeImages.resize(m_fleet.nodes.size());
            m_fleet.nodeImages[node->second].push_back(image->second);
        }
    }
}

// What is new with a new machine.
void FleetMaker::gatherThings() {
    for (int i = 0; i != m_context.inventory.size(); ++i) {
        const int machine = m_context.inventory.scaledMachine(i);
        const auto node = m_nodeOf.find(machine);
        if (machine != kNobody && node != m_nodeOf.end() && m_context.thing(i))
            m_fleet.nodes[node->second].things.push_back(m_context.thing(i));
    }
}

void FleetMaker::link() {
    auto& scalings = m_context.system.traffic.scalings;
    for (Lodger& lodger : m_fleet.lodgers)
        for (std::uint32_t s = 0; s != scalings.size(); ++s) {
            if (m_context.system.traffic.stations[scalings[s].station].service != lodger.service) continue;
            lodger.scaling = s;
            scalings[s].lodges = true;
            if (scalings[s].by != Scaling::By::vertical) continue;
            const scenario::Thing& keys = m_context.scenario.services[lodger.service.value];
            m_context.error("kind-does-not-fit", keys.scaling->mark,
                            {{"found", "vertical"}, {"expected", "schedule | manual | hpa | forecast"}});
        }
}

// A scaled machine that no service is put on has nobody to be there for: its nodes are made all the same, so
// that only those exist that it begins with.
void FleetMaker::make() {
    const auto services = static_cast<int>(m_context.scenario.services.size());
    const bool scaled = scenario::scalesMachines(m_context.inventory);
    for (int s = 0; s != services; ++s)
        if (m_context.inventory.isLodger(s)) addLodger(s);
    for (int i = 0; i != m_context.inventory.size() && scaled; ++i)
        if (!m_context.exists(i).isYes()) nodeFor(i);
    for (int s = 0; s != services; ++s) addImages(s);
    if (scaled) gatherThings();
    m_fleet.nodeImages.resize(m_fleet.nodes.size());
    link();
    if (!m_fleet.nodes.empty())
        m_fleet.clock = m_context.tables.clock(
            "machines", "next", {.kind = EventKind::fleet, .rank = engine::Rank::level, .subject = 0});
}

} // namespace

bool pullsImage(const scenario::Instance& instance) {
    return instance.isReplica() && pullTime(*instance.thing).count() > 0;
}

void addFleet(Wiring& wiring) {
    FleetMaker(wiring).make();
}

} // namespace nueves::model::compiling
