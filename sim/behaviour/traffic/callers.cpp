// Callers with few workers: who waits for a call makes no other.
#include "sim/behaviour/traffic/coupling.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::Line;
using model::TrafficLevels;

namespace {

// With more, those who call are as good as any number: at 64 no figure of the two clocks' comparison moves.
constexpr int kFewWorkers = 32;
constexpr double kSurely = 1.0 - 1e-9;
constexpr double kHardly = 1e-9; // replicas with so many busy workers: none

// Calls that hang fill their callers, whoever else stands there.
bool hangs(const model::StationState& state) {
    return std::any_of(state.lines.begin(), state.lines.end(),
                       [](const Line& line) { return line.reached && line.conduct == Conduct::silent; });
}

// Who holds a connection of a pool is bounded by it instead.
bool isOfFew(const model::Traffic& plan, const model::Edge& edge) {
    return edge.from && !edge.call.later && edge.call.pool <= 0 &&
           plan.stations[*edge.from].workers <= kFewWorkers;
}

// x: below the last.
double between(std::span<const double> values, double x) {
    const auto i = static_cast<std::size_t>(x);
    const double part = x - static_cast<double>(i);
    return (1.0 - part) * values[i] + part * values[i + 1];
}

} // namespace

// Of one replica of the caller, by how many of its calls are out at one line: its workers that are busy and
// not out there, mean. Each busy worker is out for its part of a request's time, whichever the others are:
// exact where a request holds a worker of its own from the start (product form: Baskett, Chandy, Muntz and
// Palacios, J. ACM 22, 1975), and where no worker is ever idle. in: share of a request's time that its worker
// is not out there.
std::span<const double> Coupling::freeWorkers(const TrafficLevels& levels, std::uint32_t caller,
                                              double in) const {
    const auto workers = static_cast<std::size_t>(m_plan.stations[caller].workers);
    const auto& nodes = grid(caller).nodes();
    m_busy.assign(workers + 1, 0.0);
    for (const Line& line : levels.stations[caller].lines) {
        if (line.conduct != Conduct::serves) continue;
        const auto taken = line.taken();
        for (std::size_t i = 0; i != taken.size(); ++i)
            m_busy[std::min(workers, static_cast<std::size_t>(nodes[i]))] += line.count * taken[i];
    }
    while (m_busy.size() > 1 && m_busy.back() < kHardly) m_busy.pop_back();
    m_free.assign(m_busy.size(), 0.0);
    for (std::size_t k = 0; k != m_busy.size(); ++k) {
        double chance = 1.0, all = 0.0, free = 0.0; // of k out of j, over that of all of them
        for (std::size_t j = k; j != m_busy.size(); ++j) {
            all += m_busy[j] * chance;
            free += m_busy[j] * chance * static_cast<double>(j - k);
            chance *= in * static_cast<double>(j + 1) / static_cast<double>(j + 1 - k);
        }
        m_free[k] = all > 0.0 ? free / all : 0.0;
    }
    return m_free;
}

// By how many stand at a line: what comes over an edge from a caller with few workers, as a multiple of what
// would come from any number; added to the factors, weighted with its share. Each free worker calls as often
// as its own time allows, so that the flow needs no other bound: were it held to what the caller is seen to
// send, rounds between the two would swing.
void Coupling::addCaller(const TrafficLevels& levels, std::uint32_t e, double patient, const Now& now) const {
    const model::Edge& edge = m_plan.edges[e];
    const StationNow& here = now.stations[edge.to];
    const double replicas = serving(levels, *edge.from);
    if (replicas <= 0.0 || now.asked[e] <= 0.0) return;
    const auto& lines = levels.stations[*edge.from].lines;
    double service = 0.0; // s, with its calls
    for (std::size_t l = 0; l != lines.size(); ++l)
        if (lines[l].conduct == Conduct::serves)
            service += lines[l].count / replicas / now.stations[*edge.from].lines[l].rates.service;
    const double calls = now.made[e] * now.attempts[e];
    const double in = 1.0 - std::min(kSurely, calls * now.each[e] / service / here.weights);
    const auto free = freeWorkers(levels, *edge.from, in);
    const double issued = calls / (service * in) * replicas / now.asked[e]; // by each free worker
    const double share = now.asked[e] / here.arrivals;
    const auto& nodes = grid(edge.to).nodes();
    m_factors.resize(here.atNodes.size(), 1.0);
    std::size_t i = 0;
    for (; i != m_factors.size(); ++i) {
        const double out = share / replicas * std::min(nodes[i], patient);
        if (out >= static_cast<double>(free.size() - 1)) break; // none is free from here on
        m_factors[i] += share * (issued * between(free, out) - 1.0);
    }
    for (; i != m_factors.size(); ++i) m_factors[i] -= share;
}

// What comes to a line by how many stand there: of a caller with few workers the less, the more of them wait
// here. Whose time-out has passed waits no more, though his call stands here.
void Coupling::spareTheWaiting(const TrafficLevels& levels, std::size_t s, double each, Now& now) const {
    StationNow& here = now.stations[s];
    here.flow = 1.0;
    if (each <= 0.0 || here.arrivals <= 0.0 || here.weights <= 0.0 || hangs(levels.stations[s])) return;
    const double patient = std::isfinite(here.hold) ? each * here.hold : grid(s).nodes().back();
    m_factors.clear();
    for (const std::uint32_t e : m_callers[s])
        if (isOfFew(m_plan, m_plan.edges[e])) addCaller(levels, e, patient, now);
    if (m_factors.empty()) return;
    here.spared = true;
    const auto& p = crowd(levels.stations[s], here, s);
    double coming = 0.0, thinned = 0.0;
    for (std::size_t i = 0; i != m_factors.size(); ++i) {
        coming += p[i] * here.atNodes[i];
        here.atNodes[i] *= std::max(0.0, m_factors[i]);
        thinned += p[i] * here.atNodes[i];
    }
    if (coming > 0.0) here.flow = thinned / coming;
}

} // namespace nueves::behaviour::traffic
