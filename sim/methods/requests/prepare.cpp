// From the plan to the first instant.
#include "sim/methods/requests/simulation.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods::requests {

namespace {

// Beyond, memory would have ended first (assumed, as the rate-level line does).
constexpr double kUnboundedLine = 1e6;

double largest(const model::Station& station) { // cores of one target
    return station.sizes.empty() ? station.cores
                                 : *std::max_element(station.sizes.begin(), station.sizes.end());
}

double smallest(const model::Station& station) {
    return station.sizes.empty() ? station.cores
                                 : *std::min_element(station.sizes.begin(), station.sizes.end());
}

// At one target; fed from one queue: of those who wait in it.
std::uint32_t placesOf(const model::Station& plan) {
    const double places =
        plan.fed ? std::min(plan.queue * static_cast<double>(plan.targets.size()), kUnboundedLine)
                 : plan.workers + std::min(plan.queue, kUnboundedLine);
    return static_cast<std::uint32_t>(places);
}

std::uint64_t keyOf(const RequestPlan& plan, engine::StreamId stream, const std::string& name,
                    const char* purpose) {
    return stream && stream.value < plan.streams.size() ? plan.streams[stream.value]
                                                        : core::streamKey(name, purpose);
}

} // namespace

Simulation::Simulation(const RequestPlan& plan, const RequestWindow& window, const core::DrawSource& source)
    : m_plan(plan), m_window(window), m_source(source) {
    m_record.measured = window.lasts - window.measureFrom;
    NUEVES_ASSERT(window.measureFrom >= 0 && m_record.measured > 0, "a part of the window is measured");
    prepareStations();
    prepareMachines();
    prepareEdges();
    prepareDemands();
    m_sample.resize(m_stations.size());
    if (window.sampleEvery > 0) m_nextSample = m_record.timeline.every = window.sampleEvery;
    changeStructure();
    openBreakers();
    fillLines();
    fillOrbits();
    for (std::uint32_t s = 0; s != m_stations.size(); ++s) nextLook(s);
    for (std::uint32_t d = 0; d != m_demands.size(); ++d) {
        DemandState& demand = m_demands[d];
        if (!demand.plan->users) {
            demand.nextArrival = demand.arrivals.next();
            continue;
        }
        demand.change = demand.population.next(0, 0);
        if (demand.change.time == 0)
            changePopulation(d);
        else
            push(demand.change.time, Kind::population, d);
    }
    findNextArrival();
}

void Simulation::prepareStations() {
    const auto& stations = m_plan.traffic.stations;
    m_stations.reserve(stations.size());
    for (const model::Station& plan : stations) {
        const auto numbers = [&](const char* purpose) {
            return Numbers(m_source, core::streamKey(plan.name, purpose));
        };
        m_stations.push_back(
            {.plan = &plan,
             .first = static_cast<std::uint32_t>(m_targets.size()),
             .places = placesOf(plan),
             .cores = plan.sizes.empty() ? plan.cores : plan.sizes.front(),
             .computing = plan.cpuShare,
             .uneven = plan.slowStart > 0.0 || plan.choice == model::Choice::weighted,
             .rotation = {},
             .queue = {},
             .takes = {m_source, core::streamKey(plan.name, "takes"), plan.takes},
             .choice = numbers("choice"),
             .second = numbers("second choice"),
             .tier = numbers("tier"),
             .wrong = numbers("wrong answer")});
        for (std::size_t t = 0; t != plan.targets.size(); ++t) {
            TargetState& target = m_targets.emplace_back();
            target.station = static_cast<std::uint32_t>(m_stations.size() - 1);
            target.weight = plan.targets[t].weight;
            target.workers = static_cast<std::uint32_t>(plan.workers);
            target.order = plan.order;
            target.calls = !plan.calls.empty();
            target.shared = plan.cpuShare > 0.0 && smallest(plan) < plan.workers;
        }
        rebuildRotation(static_cast<std::uint32_t>(m_stations.size() - 1));
    }
    m_record.stations.resize(stations.size());
}

// A machine with cores for all that its targets can ask for is none of theirs to share.
void Simulation::prepareMachines() {
    for (const model::Machine& plan : m_plan.traffic.machines) {
        MachineState machine{.cores = plan.cores, .targets = {}};
        double asked = 0.0;
        for (const auto& user : plan.users) {
            const model::Station& station = m_plan.traffic.stations[user.station];
            if (station.cpuShare <= 0.0) continue;
            asked += std::min(largest(station), static_cast<double>(station.workers));
            machine.targets.push_back(m_stations[user.station].first + user.target);
        }
        if (asked <= plan.cores) continue;
        for (const std::uint32_t target : machine.targets) {
            m_targets[target].machine = static_cast<std::uint32_t>(m_machines.size());
            m_targets[target].shared = true;
        }
        m_machines.push_back(std::move(machine));
    }
}

void Simulation::prepareEdges() {
    const model::Traffic& traffic = m_plan.traffic;
    for (std::size_t e = 0; e != traffic.edges.size(); ++e) {
        const model::Edge& plan = traffic.edges[e];
        const std::string name = (plan.from ? traffic.stations[*plan.from].name : std::string("users")) +
                                 ".calls." + traffic.stations[plan.to].name;
        const auto numbers = [&](const char* purpose) {
            return Numbers(m_source, core::streamKey(name, purpose));
        };
        m_edges.push_back({.row = {},
                           .times = numbers("times"),
                           .hits = numbers("cache"),
                           .jitter = numbers("jitter"),
                           .clients = {}});
        EdgeState& edge = m_edges.back();
        edge.row.patience = nanosOf(plan.timeout);
        // Without a filling of its own a cache is warm from the start.
        edge.filling = plan.call.cacheFill > 0.0 ? -std::expm1(-1.0 / plan.call.cacheFill) : 1.0;
        if (!plan.from) continue;
        Client client;
        client.warmth = plan.call.cacheFill <= 0.0   ? 1.0
                        : e < m_window.warmth.size() ? m_window.warmth[e]
                                                     : 0.0;
        edge.clients.assign(traffic.stations[*plan.from].targets.size(), client);
    }
    m_record.calls.resize(traffic.edges.size());
}

std::vector<double> Simulation::peaksOf(std::size_t d) const {
    if (d < m_window.peaks.size()) return m_window.peaks[d];
    const model::Demand& plan = m_plan.traffic.demands[d];
    std::vector<double> peaks;
    for (const model::Crowd& crowd : plan.crowds) {
        const std::uint64_t key = keyOf(m_plan, crowd.peakStream, plan.name + "." + crowd.name, "peak");
        peaks.push_back(m_plan.laws[crowd.peak.value].quantile(m_source.uniform(key, 0)));
    }
    return peaks;
}

void Simulation::prepareDemands() {
    const auto& demands = m_plan.traffic.demands;
    m_demands.reserve(demands.size());
    for (std::size_t d = 0; d != demands.size(); ++d) {
        const model::Demand& plan = demands[d];
        const Intensity intensity(plan, peaksOf(d), m_window, m_window.wavering.value_or(m_source),
                                  keyOf(m_plan, plan.burstStream, plan.name, "burst"));
        m_demands.push_back({.plan = &plan,
                             .arrivals = {intensity, m_source, core::streamKey(plan.name, "arrival")},
                             .population = Population(intensity),
                             .jitter = Numbers(m_source, core::streamKey(plan.name, "jitter")),
                             .rest = Numbers(m_source, core::streamKey(plan.name, "rest of a pause")),
                             .client = Numbers(m_source, core::streamKey(plan.name, "client")),
                             .think = core::streamKey(plan.name, "think")});
        m_edges[plan.edge].demand = static_cast<std::uint32_t>(d);
        if (m_plan.traffic.stations[m_plan.traffic.edges[plan.edge].to].limitPerUser > 0.0)
            m_demands.back().clients.resize(static_cast<std::size_t>(plan.clients));
        for (const FoundBound& bound : m_window.bound)
            if (bound.demand == d) m_demands.back().bound = &bound;
    }
    m_record.demands.resize(demands.size());
}

} // namespace nueves::methods::requests
