// Structure and traffic meet: what has failed changes the lines, and what is not answered takes a service
// down.
#include "sim/behaviour/traffic/passage.hpp"

#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

namespace traffic {

void RatePassage::moveTo(model::TrafficState& state, const model::Signals& signals, double t) {
    constexpr double kSame = 1e-7; // s: events stand on whole microseconds
    while (state.at < t - kSame) {
        const Now before = m_flow.now(state.levels, state.at);
        const model::TrafficLevels levels = state.levels;
        const double from = state.at, h = m_flow.moveOn(state, t);
        const Now& after = m_flow.now(state.levels, state.at);
        m_early.clear();
        m_late.clear();
        m_accrual.add(levels, before, from, 0.5 * h, m_early);
        m_accrual.add(state.levels, after, state.at, 0.5 * h, m_late);
        m_sums.add(m_early);
        m_sums.add(m_late);
        if (m_watch != nullptr) m_watch->passed({from, state.at, m_early, m_late}, state, signals);
        double at = 0.0;
        while (m_scaler.look(state.scalings, signals, {&levels, &before, from},
                             {&state.levels, &after, state.at}, at)) {
        }
    }
}

bool RatePassage::isEnough(const model::TrafficState& state, const model::Signals&, std::size_t station) {
    const auto share = m_flow.answered(station, m_flow.now(state.levels, state.at));
    return share.value_or(1.0) >=
           m_system.services[m_system.traffic.stations[station].service].requiredFraction;
}

void RatePassage::lookAhead(model::TrafficState& state, const model::Signals& signals) {
    constexpr double kLongest = 86400.0; // s: a look at least once a day
    m_flow.lookAhead(state, signals,
                     std::min(kLongest, m_scaler.nextDate(state.scalings, state.at) - state.at));
    if (state.scalings.empty()) return;
    const Now before = m_flow.now(state.levels, state.at);
    double at = 0.0;
    const Now& after = m_flow.now(state.ahead, state.aheadAt);
    if (m_scaler.foresee(state.scalings, signals, {&state.levels, &before, state.at},
                         {&state.ahead, &after, state.aheadAt}, at) &&
        at < state.aheadAt)
        m_flow.shorten(state, at);
}

} // namespace traffic

namespace {

constexpr int kMostRounds = 100; // of services that take one another down within one instant

double secondsOf(core::SimTime t) {
    return core::seconds(t - core::kStart);
}

} // namespace

void Dynamics::beginTraffic() {
    if (!m_traffic) return;
    const model::Traffic& plan = m_system.traffic;
    for (std::size_t d = 0; d != plan.demands.size(); ++d)
        for (std::size_t c = 0; c != plan.demands[d].crowds.size(); ++c) {
            const model::Crowd& crowd = plan.demands[d].crowds[c];
            m_state.traffic.levels.demands[d].peaks[c] =
                m_system.laws[crowd.peak].quantile(m_doors.phase(crowd.peakStream));
        }
    m_trafficChanged = true;
    meetTraffic();
}

void Dynamics::passTraffic() {
    if (m_traffic) m_traffic->moveTo(m_state.traffic, m_state.signals, secondsOf(m_doors.now()));
}

void Dynamics::continueWith(traffic::Passage& passage) {
    m_traffic = &passage;
    meetTraffic();
}

// The rate wavers: a factor of mean 1 for each stretch, gamma distributed (a Cox process; its counts are negative
// binomial: Cox & Isham, Point Processes, 1980, 3.3).
void Dynamics::waver() {
    const double t = secondsOf(m_doors.now());
    for (std::size_t d = 0; d != m_system.traffic.demands.size(); ++d) {
        const model::Demand& demand = m_system.traffic.demands[d];
        model::DemandState& state = m_state.traffic.levels.demands[d];
        if (demand.burst <= 0.0 || demand.dispersion <= 0.0) continue;
        for (const auto now = static_cast<std::int64_t>(t / demand.burst + 1e-9); state.stretch < now; ++state.stretch) {
            const core::Law gamma = core::Law::gammaFromMean(1.0, 1.0 / demand.dispersion);
            state.factor = gamma.quantile(m_doors.phase(demand.burstStream));
        }
    }
}

// After an event has settled: lines as the structure is now, services as they are answered now, and when to
// look again.
void Dynamics::meetTraffic() {
    if (!m_traffic) return;
    waver();
    m_trafficChanged = m_trafficChanged || m_rates->flow().mustRegroup(m_state.traffic);
    if (applyScaling()) settle();
    for (int round = 0; round != kMostRounds; ++round) {
        if (std::exchange(m_trafficChanged, false)) m_traffic->regroup(m_state.traffic, m_state.signals);
        if (m_traffic->judge(m_state.traffic)) m_traffic->regroup(m_state.traffic, m_state.signals);
        if (!setAnswered()) break;
        settle();
    }
    m_traffic->lookAhead(m_state.traffic, m_state.signals);
    const core::SimTime next = core::after(core::kStart, core::spanFromSeconds(m_state.traffic.aheadAt));
    m_doors.at(m_system.traffic.clock, std::max(next, m_doors.now() + core::SimSpan{1}));
}

// What those who scale have asked for. True: something changed.
bool Dynamics::applyScaling() {
    bool changed = false;
    for (std::size_t i = 0; i != m_system.traffic.scalings.size(); ++i)
        changed =
            (m_system.traffic.scalings[i].by == model::Scaling::By::vertical ? resize(i) : scaleOut(i)) ||
            changed;
    return changed;
}

// As many targets as are wanted. Grows by the first that has somewhere to run; shrinks by one that does not
// serve yet, before one that does, the last first.
bool Dynamics::scaleOut(std::size_t scaling) {
    if (m_system.traffic.scalings[scaling].lodges) return false; // done with the machines
    const std::uint32_t station = m_system.traffic.scalings[scaling].station;
    const auto& targets = m_system.traffic.stations[station].targets;
    const int wanted = m_state.traffic.scalings[scaling].wanted;
    int present = 0;
    bool changed = false;
    for (const model::Target& target : targets) present += isTrue(target.wanted);
    for (; present != wanted; present += present < wanted ? 1 : -1) {
        const std::size_t next = present < wanted ? nextToStart(targets) : nextToStop(station);
        if (next == targets.size()) break;
        m_root = RootId{}; // a new one's start is nobody's fault
        setLeaf(targets[next].wanted, present < wanted, RootId{});
        m_spreader.spread(m_state.signals);
        changed = true;
    }
    return changed;
}

// A larger or smaller machine under the same targets: all are down while it is made, and then start up.
bool Dynamics::resize(std::size_t number) {
    const model::Scaling& scaling = m_system.traffic.scalings[number];
    model::ScalingState& state = m_state.traffic.scalings[number];
    model::StationState& station = m_state.traffic.levels.stations[scaling.station];
    const double t = secondsOf(m_doors.now());
    const bool begins = !state.resizing && state.wanted != static_cast<int>(station.size);
    const bool ends = state.resizing && t >= state.resizedAt;
    if (!begins && !ends) return false;
    if (begins) {
        const double takes = m_system.laws[scaling.takes].quantile(m_doors.phase(scaling.takesStream));
        state.resizedAt = secondsOf(core::after(m_doors.now(), core::spanFromSeconds(takes)));
    } else {
        station.size = static_cast<std::uint32_t>(state.wanted);
    }
    state.resizing = begins;
    m_root = scaling.root; // also of the start-ups that follow
    for (const model::Target& target : m_system.traffic.stations[scaling.station].targets)
        setLeaf(target.wanted, ends, scaling.root);
    m_trafficChanged = true;
    return true;
}

std::size_t Dynamics::nextToStart(const std::vector<model::Target>& targets) const {
    std::size_t waiting = targets.size(); // for its machine
    for (std::size_t t = targets.size(); t-- > 0;)
        if (!isTrue(targets[t].wanted)) waiting = t;
    for (std::size_t t = 0; t != targets.size(); ++t)
        if (!isTrue(targets[t].wanted) && isTrue(targets[t].answers)) return t;
    return waiting;
}

std::size_t Dynamics::nextToStop(std::uint32_t station) const {
    const auto& targets = m_system.traffic.stations[station].targets;
    std::size_t serving = targets.size();
    for (std::size_t t = targets.size(); t-- > 0;) {
        if (!isTrue(targets[t].wanted)) continue;
        if (!isTrue(m_system.things[targets[t].thing].works)) return t;
        if (serving == targets.size()) serving = t;
    }
    return serving;
}

// Did a service begin or stop to answer the share that it must? All are looked at before any is changed:
// whose doing it is can only be asked of a settled state.
bool Dynamics::setAnswered() {
    struct Turn {
        std::size_t station;
        bool enough;
        std::vector<RootId> roots;
    };
    const model::Traffic& plan = m_system.traffic;
    std::vector<Turn> turns;
    for (std::size_t s = 0; s != plan.stations.size(); ++s) {
        const auto& leaves = plan.stations[s].answered;
        if (leaves.empty()) continue;
        const bool enough = m_traffic->isEnough(m_state.traffic, m_state.signals, s);
        if (enough != isTrue(leaves.front()))
            turns.push_back({s, enough, enough ? std::vector<RootId>{} : rootsOf(s)});
    }
    for (const auto& [station, enough, roots] : turns) {
        const auto& leaves = plan.stations[station].answered;
        for (std::size_t i = 0; i != leaves.size(); ++i)
            setLeaf(leaves[i], enough, roots.empty() ? RootId{} : roots[i % roots.size()]);
    }
    return !turns.empty();
}

// Whose doing it is that a station does not answer enough: every fault without which it would, once its lines
// have come to rest; with none, the crowd that is there, or else the demand itself.
std::vector<RootId> Dynamics::rootsOf(std::size_t s) {
    std::vector<RootId> active, roots;
    for (const std::uint32_t leaf : m_state.signals.falseLeaves)
        if (const RootId root = m_state.signals.root[leaf]) active.push_back(root);
    std::sort(active.begin(), active.end());
    active.erase(std::unique(active.begin(), active.end()), active.end());
    const double required = m_system.services[m_system.traffic.stations[s].service].requiredFraction;
    for (const RootId root : active) {
        m_spreader.suppose(m_state.signals, {root});
        if (m_rates->flow().restful(m_state.traffic, m_state.signals, s) >= required) roots.push_back(root);
        m_spreader.restore(m_state.signals);
    }
    m_rates->flow().adopt(m_state.traffic, m_state.signals);
    if (roots.empty()) roots.push_back(m_rates->flow().demandRoot(m_state.traffic, s));
    return roots;
}

} // namespace nueves::behaviour
