#include "sim/model/compile/traffic.hpp"

#include "sim/model/compile/machine_gates.hpp"
#include "sim/model/compile/service_gates.hpp"
#include "sim/model/compile/traffic_demand.hpp"
#include "sim/model/compile/traffic_scaling.hpp"

#include <algorithm>
#include <limits>

namespace nueves::model::compiling {

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

int serviceOf(Context& context, const scenario::Selector& selector) {
    return context.references.resolve(selector, kNobody).service;
}

const scenario::Thing& keysOf(const Context& context, int service) {
    return context.scenario.services[static_cast<std::size_t>(service)];
}

bool chooses(const scenario::Thing* last) {
    using enum scenario::Kind;
    return last != nullptr &&
           (last->kind == balancer || last->kind == proxy || last->kind == dns || last->kind == service);
}

Choice choiceOf(const scenario::Thing* last) {
    if (!chooses(last)) return Choice::uniform;
    switch (last->policy) {
    case scenario::Policy::roundRobin: return Choice::roundRobin;
    case scenario::Policy::first: return Choice::first;
    case scenario::Policy::uniform: return Choice::uniform;
    case scenario::Policy::twoChoices: return Choice::twoChoices;
    case scenario::Policy::leastConnections: return Choice::leastConnections;
    case scenario::Policy::sticky: return Choice::sticky;
    case scenario::Policy::weighted: return Choice::weighted;
    }
    return Choice::uniform;
}

class TrafficMaker {
  public:
    explicit TrafficMaker(Wiring& wiring)
        : m_wiring(wiring), m_context(wiring.context), m_plan(wiring.context.system.traffic),
          m_stationOf(wiring.context.scenario.services.size(), kNone) {}
    void make();

  private:
    static constexpr std::uint32_t kNone = 0xffffffffU;

    void addStation(int service);
    void fill(Station& station, const scenario::Thing& keys) const;
    void addTargets(Station& station, const ServiceGates::Way& way);
    void addDemands();
    void addCalls();
    void addMachines();

    Wiring& m_wiring;
    Context& m_context;
    Traffic& m_plan;
    std::vector<std::uint32_t> m_stationOf; // per service
    std::vector<int> m_services;            // per station
};

// Whom it calls first: callees stand before callers.
void TrafficMaker::addStation(int service) {
    if (m_stationOf[static_cast<std::size_t>(service)] != kNone) return;
    m_stationOf[static_cast<std::size_t>(service)] = kNone - 1; // circles are reported with the services
    const scenario::Thing& keys = keysOf(m_context, service);
    for (const scenario::Call& call : keys.calls)
        if (const int callee = serviceOf(m_context, call.to); callee >= 0) addStation(callee);
    if (!keys.work || isNeedsAlone(keys))
        return m_context.error("missing-work", keys.mark,
                               {{"service", keys.id}, {"other", keys.mark.path}, {"example", "work, on"}});
    Station station;
    station.name = keys.id;
    station.service = ServiceId{static_cast<std::size_t>(service)};
    fill(station, keys);
    addTargets(station, m_wiring.services.way(service));
    m_stationOf[static_cast<std::size_t>(service)] = static_cast<std::uint32_t>(m_plan.stations.size());
    m_services.push_back(service);
    m_plan.stations.push_back(std::move(station));
}

void TrafficMaker::fill(Station& station, const scenario::Thing& keys) const {
    const scenario::Work& work = *keys.work;
    station.takes = work.takes;
    station.cpuShare = work.cpu;
    station.cpuRequest = keys.requests.cpu.value_or(0.0);
    station.workers = work.workers;
    station.queue = work.queue ? static_cast<double>(*work.queue) : kForEver;
    station.order = static_cast<Order>(work.order);
    station.timeout = work.timeout.value_or(kForEver);
    station.warm = work.warm;
    station.coldSpeed = work.warm > 0.0 ? work.cold.value_or(scenario::kColdAssumed) : 1.0;
    station.shedAbove = keys.shed.value_or(0.0);
    if (!keys.limit) return;
    station.limitPerUser = keys.limit->perUser.value_or(0.0);
    station.limitTotal = keys.limit->total.value_or(0.0);
}

void TrafficMaker::addTargets(Station& station, const ServiceGates::Way& way) {
    GateBuilder& gates = m_context.gates;
    station.needs = gates.field(way.needs);
    for (const Wire tier : way.tiers)
        if (!tier.isYes()) station.tiers.push_back(gates.solid(tier));
    station.choice = choiceOf(way.last);
    if (chooses(way.last)) {
        station.slowStart = way.last->slowStart;
        if (const auto& eject = way.last->eject)
            station.eject = {eject->errors, eject->window, eject->requests, eject->lasts, eject->most};
        station.listAge = core::seconds(way.last->ttl);
    }
    for (const Wire leaf : way.answered) station.answered.push_back(gates.solid(leaf));
    station.cores = 0.0;
    for (const auto& replica : way.replicas) {
        Target target;
        target.thing = m_context.thing(replica.instance);
        target.speed = gates.field(replica.speed);
        target.right = gates.field(replica.right);
        target.wanted = gates.field(m_context.wanted(replica.instance));
        if (replica.bit) target.inRotation = gates.field(*replica.bit);
        target.answers = gates.field(m_wiring.machines.refuses(replica.instance, replica.reached));
        target.weight = replica.weight;
        station.targets.push_back(target);
        station.cores = std::max(station.cores, m_wiring.machines.coresFor(replica.instance));
    }
    if (station.cores <= 0.0) station.cores = station.workers; // nobody says: one for each
}

void TrafficMaker::addDemands() {
    for (const scenario::Demand& written : m_context.scenario.demand) {
        const int service = serviceOf(m_context, *written.to);
        const std::uint32_t station = service < 0 ? kNone : m_stationOf[static_cast<std::size_t>(service)];
        if (service < 0)
            m_context.error("unknown-name", written.to->mark, {{"found", toString(*written.to)}});
        if (station >= m_plan.stations.size()) continue; // reported
        Edge edge;
        edge.to = station;
        edge.timeout = m_plan.stations[station].timeout;
        edge.size = written.size;
        m_plan.demands.push_back(
            demandOf(m_context, written, static_cast<std::uint32_t>(m_plan.edges.size())));
        m_plan.edges.push_back(std::move(edge));
    }
}

void TrafficMaker::addCalls() {
    for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s)
        for (const scenario::Call& written : keysOf(m_context, m_services[s]).calls) {
            const int callee = serviceOf(m_context, written.to);
            const std::uint32_t to = callee < 0 ? kNone : m_stationOf[static_cast<std::size_t>(callee)];
            if (to >= m_plan.stations.size()) continue; // reported
            Edge edge;
            edge.to = to;
            edge.from = s;
            edge.call = callOf(written);
            edge.timeout = written.timeout.value_or(m_plan.stations[to].timeout);
            edge.call.timeout = edge.timeout;
            m_plan.stations[to].fed = m_plan.stations[to].fed || edge.call.later;
            m_plan.stations[s].calls.push_back(static_cast<std::uint32_t>(m_plan.edges.size()));
            m_plan.edges.push_back(std::move(edge));
        }
}

// Inside out: a vm with a limit before the host around it.
void TrafficMaker::addMachines() {
    std::map<std::pair<std::size_t, int>, Machine>
        machines; // by how far inside, from the deepest, then by name
    constexpr std::size_t kDeepest = 1000;
    for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s) {
        const auto& replicas = m_wiring.services.way(m_services[s]).replicas;
        for (std::uint32_t t = 0; t != replicas.size(); ++t) {
            const std::vector<int> nodes = m_wiring.machines.machinesOf(replicas[t].instance);
            for (std::size_t i = 0; i != nodes.size(); ++i)
                machines[{kDeepest - (nodes.size() - i), nodes[i]}].users.push_back({s, t});
        }
    }
    for (auto& [place, machine] : machines) {
        machine.cores = m_wiring.machines.coresOf(place.second);
        m_plan.machines.push_back(std::move(machine));
    }
}

void TrafficMaker::make() {
    for (std::size_t s = 0; s != m_context.reached.size(); ++s)
        if (m_context.reached[s]) addStation(static_cast<int>(s));
    addDemands();
    addCalls();
    addMachines();
    for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s)
        if (auto made = scalingOf(m_context, keysOf(m_context, m_services[s]), m_plan.stations[s], s))
            m_plan.scalings.push_back(std::move(*made));
    if (m_plan.empty()) return;
    m_plan.clock = m_context.tables.clock(
        "traffic", "next", {.kind = EventKind::traffic, .rank = engine::Rank::level, .subject = 0});
}

} // namespace

void addTraffic(Wiring& wiring) {
    if (!wiring.context.scenario.demand.empty()) TrafficMaker(wiring).make();
}

} // namespace nueves::model::compiling
