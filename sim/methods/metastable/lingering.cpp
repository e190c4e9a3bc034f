#include "sim/methods/metastable/lingering.hpp"

#include "sim/behaviour/traffic/demand.hpp"
#include "sim/methods/capacity/objective.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using model::System;
using model::TrafficLevels;

namespace {

constexpr double kFirstLook = 60.0; // s after it went down ...
constexpr double kLater = 0.5;      // ... and then after this share of the time that it has been down

// The same instant with nobody waiting, nobody repeating, closed breakers and warm caches.
TrafficLevels emptied(TrafficLevels levels) {
    const auto empty = [](std::vector<double>& p) {
        std::fill(p.begin(), p.end(), 0.0);
        if (!p.empty()) p.front() = 1.0;
    };
    for (model::StationState& station : levels.stations) {
        for (model::Line& line : station.lines) empty(line.p);
        empty(station.backlog.p);
    }
    std::fill(levels.breakers.begin(), levels.breakers.end(), model::BreakerLevel{});
    for (model::DemandState& demand : levels.demands)
        std::fill(demand.orbit.begin(), demand.orbit.end(), 0.0);
    std::fill(levels.warmth.begin(), levels.warmth.end(), 1.0);
    return levels;
}

double secondsOf(core::SimTime t) {
    return core::seconds(t - core::kStart);
}

} // namespace

std::optional<Standard> standardOf(const System& system, std::size_t s) {
    const model::Station& station = system.traffic.stations[s];
    if (!station.answered.empty()) return Standard{system.services[station.service].requiredFraction, false};
    const auto& demands = system.traffic.demands;
    const bool hasUsers = std::any_of(demands.begin(), demands.end(), [&](const model::Demand& demand) {
        return system.traffic.edges[demand.edge].to == s && !demand.hostile;
    });
    if (!hasUsers) return std::nullopt;
    const Objective objective = objectiveOf(system, s);
    return Standard{objective.share, objective.assumed};
}

Lingering::Lingering(const System& system) : m_system(system), m_flow(system) {
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s)
        m_standards.push_back(standardOf(system, s));
}

bool Lingering::isPossible(const System& system) {
    const auto& plan = system.traffic;
    const auto repeats = [](const model::Demand& demand) { return demand.retries.times > 0; };
    const auto feeds = [](const model::Edge& edge) {
        return edge.from && (edge.call.retries.times > 0 || edge.call.cacheFill > 0.0);
    };
    return std::any_of(plan.demands.begin(), plan.demands.end(), repeats) ||
           std::any_of(plan.edges.begin(), plan.edges.end(), feeds);
}

void Lingering::begin(double measuredFrom) {
    m_from = measuredFrom;
    m_watched.assign(m_system.traffic.stations.size(), {});
    m_found.assign(m_system.traffic.stations.size(), {});
}

void Lingering::look(const model::State& state, behaviour::Dynamics&) {
    const double t = secondsOf(state.now);
    for (std::size_t s = 0; s != m_watched.size(); ++s) {
        if (!m_standards[s]) continue;
        Watched& watched = m_watched[s];
        const bool counts = m_system.traffic.stations[s].answered.empty();
        if (counts && t < watched.next) continue; // nothing tells when its answers fail
        if (isUp(s, state, t)) {
            end(s, t);
            watched = {};
            if (counts) watched.next = t + kFirstLook;
            continue;
        }
        if (watched.downSince < 0.0) {
            watched.downSince = t;
            watched.next = t + kFirstLook;
        }
        if (t < watched.next || m_found[s].found) continue;
        examine(s, state, t);
        watched.next = t + std::max(kFirstLook, kLater * (t - watched.downSince));
    }
}

bool Lingering::isUp(std::size_t s, const model::State& state, double t) {
    const auto& leaves = m_system.traffic.stations[s].answered;
    if (!leaves.empty()) return m_system.isTrue(state.signals, leaves.front());
    m_flow.adopt(state.traffic, state.signals);
    const auto share = m_flow.answered(s, m_flow.now(state.traffic.levels, t));
    return share.value_or(1.0) >= m_standards[s]->share;
}

void Lingering::examine(std::size_t s, const model::State& state, double t) {
    Watched& watched = m_watched[s];
    const double required = m_standards[s]->share;
    m_flow.adopt(state.traffic, state.signals);
    const auto shareOf = [&](const TrafficLevels& levels) {
        return m_flow.answered(s, m_flow.now(levels, t)).value_or(1.0);
    };
    double calm = 0.0;
    if (mayBeFree(s, state.traffic.levels, t)) {
        TrafficLevels copy = emptied(state.traffic.levels);
        m_flow.hold(copy, t, kCalm);
        calm = shareOf(copy);
    }
    if (calm < required) { // the trigger is still there
        watched.freeSince = -1.0;
        return;
    }
    if (watched.freeSince < 0.0) watched.freeSince = t;
    if (t - watched.freeSince < kHeld || t < m_from) return;
    TrafficLevels copy = state.traffic.levels;
    m_flow.hold(copy, t, kDrains);
    if (shareOf(copy) >= required) return; // takes its time, and comes back
    m_found[s] = {true, watched.freeSince, t, 0.0, shareOf(state.traffic.levels), calm};
    watched.open = true;
}

// Could what serves do what is asked, if each request were asked once and no call took time? If not, there is
// no need to try.
bool Lingering::mayBeFree(std::size_t s, const TrafficLevels& levels, double t) {
    const auto& plan = m_system.traffic;
    const model::Station& station = plan.stations[s];
    const double required = m_standards[s]->share;
    const behaviour::traffic::Now& now = m_flow.now(levels, t);
    double asked = 0.0, most = 0.0; // 1/s
    for (std::size_t d = 0; d != plan.demands.size(); ++d)
        if (plan.edges[plan.demands[d].edge].to == s && !plan.demands[d].users)
            asked += now.demands[d].intents;
    for (const model::Line& line : levels.stations[s].lines)
        if (line.conduct == model::Conduct::serves)
            most += line.count * station.workers / station.takes.mean();
    return asked * required <= most;
}

void Lingering::end(std::size_t s, double t) {
    if (!m_watched[s].open) return;
    m_found[s].lasted = t - m_found[s].since;
    m_watched[s].open = false;
}

void Lingering::finish(core::SimTime at) {
    for (std::size_t s = 0; s != m_watched.size(); ++s) end(s, secondsOf(at));
}

} // namespace nueves::methods
