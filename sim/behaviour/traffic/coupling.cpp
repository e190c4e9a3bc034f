#include "sim/behaviour/traffic/coupling.hpp"

#include "sim/behaviour/traffic/answer_tables.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"
#include "sim/behaviour/traffic/target_look.hpp"

#include <algorithm>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::Station;
using model::StationState;
using model::TrafficLevels;

namespace {

constexpr std::uint32_t kNoMachine = 0xffffffffU;

} // namespace

Coupling::Coupling(const model::System& system) : m_system(system), m_plan(system.traffic) {
    m_callers.resize(m_plan.stations.size());
    m_entering.assign(m_plan.stations.size(), 1.0);
    m_carriers.resize(m_plan.stations.size());
    for (std::size_t e = 0; e != m_plan.edges.size(); ++e)
        m_callers[m_plan.edges[e].to].push_back(static_cast<std::uint32_t>(e));
    for (const Station& station : m_plan.stations) m_grids.push_back(gridOf(station));
    for (const model::Edge& edge : m_plan.edges) m_sizes.push_back(edge.size);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) prepare(s);
    m_sameAs.resize(m_plan.edges.size());
    for (const auto& edges : m_callers)
        for (const std::uint32_t e : edges)
            m_sameAs[e] = *std::find_if(edges.begin(), edges.end(), [&](std::uint32_t first) {
                return m_sizes[first] == m_sizes[e] && m_plan.edges[first].timeout == m_plan.edges[e].timeout;
            });
    for (std::size_t m = 0; m != m_plan.machines.size(); ++m)
        for (const auto& user : m_plan.machines[m].users)
            m_machineOf[user.station][user.target] = static_cast<std::uint32_t>(m);
}

void Coupling::prepare(std::size_t s) {
    const Station& station = m_plan.stations[s];
    m_machineOf.emplace_back(station.targets.size(), kNoMachine);
    auto& times = m_answerTimes.emplace_back();
    for (std::uint32_t size = 0; size != sizesOf(station); ++size) {
        const double cores = coresOf(station, size);
        times.push_back(answerTimesOf(m_plan, m_grids[s], station, cores, isPlain(m_plan, s, cores)));
    }
}

Now Coupling::blank() const {
    Now now;
    now.stations.resize(m_plan.stations.size());
    now.demands.resize(m_plan.demands.size());
    for (auto* list : {&now.odds, &now.once}) list->resize(m_plan.edges.size());
    for (auto* list :
         {&now.duration, &now.each, &now.well, &now.asked, &now.wanted, &now.made, &now.attempts})
        list->resize(m_plan.edges.size());
    now.passed.assign(m_plan.edges.size(), 1.0);
    now.squeeze.assign(m_plan.machines.size(), 1.0);
    return now;
}

void Coupling::forget(Now& now) {
    for (StationNow& station : now.stations) {
        station.arrivals = station.limited = 0.0;
        station.entering = station.through = station.met = 1.0;
        station.atNodes.clear();
        station.queued = {};
        for (LineNow& line : station.lines) line = {};
    }
    for (auto* list : {&now.odds, &now.once}) std::fill(list->begin(), list->end(), Odds{});
    for (auto* list :
         {&now.duration, &now.each, &now.well, &now.asked, &now.wanted, &now.made, &now.attempts})
        std::fill(list->begin(), list->end(), 0.0);
    std::fill(now.passed.begin(), now.passed.end(), 1.0);
    std::fill(now.squeeze.begin(), now.squeeze.end(), 1.0);
}

void Coupling::look(const model::Signals& signals, const TrafficLevels& levels) {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const Station& station = m_plan.stations[s];
        m_entering[s] = enteringOf(m_system, signals, station);
        auto& carriers = m_carriers[s];
        carriers.assign(levels.stations[s].lines.size(), {});
        for (std::size_t t = 0; t != station.targets.size(); ++t) {
            const std::uint32_t line = levels.stations[s].lineOf[t], machine = m_machineOf[s][t];
            if (line == StationState::kNoLine || machine == kNoMachine) continue;
            auto& of = carriers[line];
            const auto known =
                std::find_if(of.begin(), of.end(), [&](const auto& c) { return c.first == machine; });
            const double share = 1.0 / levels.stations[s].lines[line].count;
            if (known == of.end())
                of.emplace_back(machine, share);
            else
                known->second += share;
        }
    }
}

std::span<const double> Coupling::found(const TrafficLevels& levels, const Now& now, std::size_t s,
                                        std::size_t l) const {
    const auto p = levels.stations[s].lines[l].taken();
    const auto& coming = now.stations[s].atNodes;
    double sum = 0.0;
    m_found.resize(p.size());
    for (std::size_t i = 0; i != p.size(); ++i) sum += m_found[i] = p[i] * (coming.empty() ? 1.0 : coming[i]);
    if (sum <= 0.0)
        std::copy(p.begin(), p.end(), m_found.begin());
    else
        for (double& share : m_found) share /= sum;
    const LineRates& rates = now.stations[s].lines[l].rates;
    if (rates.arrivalVariation < 1.0) foundByRegular(grid(s), p, rates.servers, m_found);
    return {m_found.data(), std::min(m_found.size(), grid(s).size() - 1)};
}

double Coupling::shareOf(const TrafficLevels& levels, const Now& now, std::size_t s, std::size_t l) const {
    const StationNow& here = now.stations[s];
    const Line& line = levels.stations[s].lines[l];
    if (!line.reached) return 0.0;
    const double coming = here.arrivals * here.entering;
    const double share = choosy(m_plan.stations[s]) && coming > 0.0
                             ? std::min(1.0, here.lines[l].arrivals * line.count / coming)
                             : here.lines[l].weight * line.count / here.weights;
    return share * here.entering * here.lines[l].letIn;
}

double Coupling::serving(const TrafficLevels& levels, std::size_t s) {
    double count = 0.0;
    for (const Line& line : levels.stations[s].lines)
        if (line.conduct == Conduct::serves) count += line.count;
    return count;
}

} // namespace nueves::behaviour::traffic
