#include "sim/measure/recorder.hpp"

#include <algorithm>
#include <limits>

namespace nueves::measure {

using core::SimSpan;
using core::SimTime;
using model::State;

Stretch stretchOf(SimTime from, SimSpan length) {
    const bool years = length >= core::kYear;
    const core::SimSpan block = years ? core::kYear : length;
    const auto whole = length / block;
    return {from, core::after(from, length), block,
            static_cast<std::uint32_t>(whole * block < length ? whole + 1 : whole)};
}

Recorder::Recorder(const model::System& system, const Stretch& stretch)
    : m_system(system), m_stretch(stretch), m_blame(system), m_observed(system.services.size() + 1),
      m_credits(system) {
    m_empty.services.resize(m_observed.size());
    for (std::size_t i = 0; i != m_observed.size(); ++i) {
        auto& tally = m_empty.services[i];
        tally.down.assign(stretch.blocks, 0);
        if (i == system.services.size()) continue;
        const model::Service& service = system.services.raw()[i];
        m_observed[i].service = &service;
        m_observed[i].ups = {service.up};
        m_observed.back().ups.push_back(service.up);
        tally.windowDown.assign(service.targets.size() * stretch.blocks, 0);
        tally.windowInside.assign(service.targets.size() * stretch.blocks, 0);
        tally.credits.assign(service.targets.size(), std::numeric_limits<double>::quiet_NaN());
        tally.creditMonths = tally.credits;
    }
    m_sums.blame.assign(m_observed.size(), std::vector<std::int64_t>(system.roots.size(), 0));
    m_sums.phases.resize(m_observed.size());
    m_sums.lengths.resize(m_observed.size());
    m_sums.crewBusy.assign(system.crews.size(), 0);
    m_sums.faults.assign(system.modes.size(), 0);
    m_sums.pieces.assign(system.stocks.size(), 0);
    m_empty.crewBusy.assign(system.crews.size(), 0);
    m_empty.pieces.assign(system.stocks.size(), 0);
    m_busyBefore.resize(system.crews.size());
    m_piecesBefore.resize(system.stocks.size());
    if (!system.traffic.empty()) m_traffic = std::make_unique<TrafficRecorder>(system, m_credits);
    measure(stretch);
}

void Recorder::measure(const Stretch& stretch) {
    m_stretch = stretch;
    m_credits.measure(stretch.from, stretch.to);
    for (std::size_t i = 0; i != m_system.services.size(); ++i) {
        const auto& targets = m_system.services.raw()[i].targets;
        for (std::size_t t = 0; t != targets.size(); ++t)
            for (std::uint32_t b = 0; b != stretch.blocks; ++b) {
                const SimTime from = b == 0 ? stretch.from : blockEnd(b - 1), to = blockEnd(b);
                const auto window = targets[t].window;
                m_empty.services[i].windowInside[t * stretch.blocks + b] =
                    (window ? m_system.profiles[window].elapsed(from, to) : to - from).count();
            }
    }
}

std::uint32_t Recorder::blockAt(SimTime t) const {
    const auto block = (t - m_stretch.from) / m_stretch.block;
    return std::min(static_cast<std::uint32_t>(block), m_stretch.blocks - 1);
}

SimTime Recorder::blockEnd(std::uint32_t block) const {
    return block + 1 == m_stretch.blocks ? m_stretch.to : m_stretch.from + (block + 1) * m_stretch.block;
}

void Recorder::begin(const State&) {
    m_tally = m_empty;
    m_open = false;
    m_downNow = 0;
    m_credits.begin();
    if (m_traffic) m_traffic->begin({m_stretch.from, m_stretch.to, m_stretch.block, m_stretch.blocks});
    for (auto& observed : m_observed) observed.down = false;
}

void Recorder::update(SimTime now, State& state, model::Spreader& spreader, behaviour::Dynamics& dynamics) {
    if (now < m_stretch.from) {
        dynamics.clearChanges();
        return;
    }
    if (!m_open) return open(state, spreader, dynamics);
    for (model::ModeId mode : dynamics.struck()) ++m_sums.faults[mode.value];
    const auto& changed = dynamics.changedServices();
    for (std::size_t i = 0; i != m_observed.size(); ++i) {
        const bool whole = m_observed[i].service == nullptr;
        const bool touched =
            whole ? !changed.empty() : std::find(changed.begin(), changed.end(), i) != changed.end();
        if (touched || (m_observed[i].down && m_observed[i].epoch != spreader.epoch()))
            review(i, now, state, spreader);
        else if (m_observed[i].down)
            moveOn(i, state, now);
    }
    dynamics.clearChanges();
}

// The first look: nothing before it counts.
void Recorder::open(State& state, model::Spreader& spreader, behaviour::Dynamics& dynamics) {
    m_open = true;
    if (auto* traffic = dynamics.trafficSums()) traffic->clear();
    if (m_traffic) {
        dynamics.watchTraffic(m_traffic.get());
        m_traffic->open();
    }
    for (std::size_t c = 0; c != m_busyBefore.size(); ++c)
        m_busyBefore[c] = dynamics.handTime(model::CrewId{c});
    for (std::size_t p = 0; p != m_piecesBefore.size(); ++p) m_piecesBefore[p] = state.stocks[p].taken;
    m_existedBefore = existedBy(dynamics);
    for (std::size_t i = 0; i != m_observed.size(); ++i) {
        m_observed[i].since = m_stretch.from;
        look(m_observed[i], state, spreader, m_stretch.from);
        if (m_observed[i].down) m_tally.services[i].firstOutage = 0;
    }
    dynamics.clearChanges();
}

// One whose state, or the causes of it, may have changed.
void Recorder::review(std::size_t index, SimTime now, State& state, model::Spreader& spreader) {
    Observed& observed = m_observed[index];
    ServiceTally& tally = m_tally.services[index];
    const bool was = observed.down;
    accrue(index, now);
    look(observed, state, spreader, now);
    if (was && !observed.down) {
        endOutage(index, now);
        if (observed.downSince > m_stretch.from || m_stretch.from == core::kStart)
            ++m_sums.lengths[index][lengthBin((now - observed.downSince).count())];
    }
    if (was || !observed.down) return;
    ++tally.outages;
    if (tally.firstOutage < 0) tally.firstOutage = (now - m_stretch.from).count();
}

// Reads the settled state; while down, works out whose doing it is.
void Recorder::look(Observed& observed, State& state, model::Spreader& spreader, SimTime now) {
    const auto isTrue = [&](model::GateId gate) { return m_system.isTrue(state.signals, gate); };
    const bool down = !std::all_of(observed.ups.begin(), observed.ups.end(), isTrue);
    if (down && !observed.down) observed.downSince = now;
    m_downNow += static_cast<int>(down) - static_cast<int>(observed.down);
    observed.down = down;
    if (observed.service != nullptr) {
        observed.degraded = !down && !isTrue(observed.service->whole);
        const model::GateId fraction = observed.service->fraction;
        observed.fraction = fraction ? state.signals.real[fraction.value] : (down ? 0.0 : 1.0);
    } else {
        observed.fraction = down ? 0.0 : 1.0;
    }
    if (!down) return tellTraffic(observed);
    observed.epoch = spreader.epoch();
    observed.shares = m_blame.shares(state.signals, spreader, observed.ups);
    phasesOf(observed, state, observed.phases);
    const auto excludes = [](const model::TargetRule& target) { return target.excludePlanned; };
    observed.excluded =
        observed.service != nullptr &&
        std::any_of(observed.service->targets.begin(), observed.service->targets.end(), excludes) &&
        m_blame.downForPlannedWork(state.signals, spreader, observed.ups);
    tellTraffic(observed);
}

void Recorder::tellTraffic(const Observed& observed) {
    if (!m_traffic || observed.service == nullptr) return;
    const auto index = static_cast<std::size_t>(&observed - m_observed.data());
    m_traffic->promises().see(index, observed.down, observed.down && observed.excluded);
}

void Recorder::phasesOf(const Observed& observed, const State& state,
                        std::vector<std::uint32_t>& phases) const {
    phases.clear();
    for (model::RootId root : observed.shares) phases.push_back(m_blame.phaseOf(state, root));
}

// Detected, begun, delivered: nobody comes up or goes down by it, but the downtime goes on under another
// name.
void Recorder::moveOn(std::size_t index, const State& state, SimTime now) {
    auto& observed = m_observed[index];
    phasesOf(observed, state, m_phases);
    if (m_phases == observed.phases) return;
    accrue(index, now);
    observed.phases.swap(m_phases);
}

void Recorder::accrue(std::size_t index, SimTime until) {
    auto& observed = m_observed[index];
    auto& tally = m_tally.services[index];
    const std::int64_t span = (until - observed.since).count();
    if (span <= 0) return;
    if (observed.degraded) tally.degraded += span;
    tally.lost += static_cast<double>(span) * (1.0 - observed.fraction);
    if (observed.down) accrueDown(index, observed.since, until);
    observed.since = until;
}

void Recorder::accrueDown(std::size_t index, SimTime from, SimTime until) {
    const auto& observed = m_observed[index];
    auto& tally = m_tally.services[index];
    const std::int64_t span = (until - from).count();
    const auto n = static_cast<std::int64_t>(observed.shares.size());
    for (std::int64_t i = 0; i != n; ++i) { // whole microseconds; the first few carry the remainder
        const std::int64_t part = span / n + (i < span % n ? 1 : 0);
        grow(m_sums.blame[index][observed.shares[static_cast<std::size_t>(i)].value], part);
        grow(m_sums.phases[index][observed.phases[static_cast<std::size_t>(i)]], part);
    }
    while (from < until) {
        const std::uint32_t block = blockAt(from);
        const SimTime end = std::min(until, blockEnd(block));
        tally.down[block] += (end - from).count();
        if (observed.service != nullptr) accrueTargets(observed, tally, from, end, block);
        from = end;
    }
}

void Recorder::accrueTargets(const Observed& observed, ServiceTally& tally, SimTime from, SimTime until,
                             std::uint32_t block) {
    const auto& targets = observed.service->targets;
    for (std::size_t t = 0; t != targets.size(); ++t) {
        const auto window = targets[t].window;
        const SimSpan inside = window ? m_system.profiles[window].elapsed(from, until) : until - from;
        const std::size_t slot = t * m_stretch.blocks + block;
        if (targets[t].excludePlanned && observed.excluded)
            tally.windowInside[slot] -= inside.count();
        else
            tally.windowDown[slot] += inside.count();
        if (!m_credits.isEmpty())
            m_credits.addDown(static_cast<std::size_t>(&observed - m_observed.data()), t, from, until,
                              targets[t].excludePlanned && observed.excluded);
    }
}

void Recorder::endOutage(std::size_t index, SimTime until) {
    const std::int64_t length = (until - m_observed[index].downSince).count();
    auto& longest = m_tally.services[index].longest;
    longest = std::max(longest, length);
}

// Machines that come and go, then the replicas on them, each service together; us.
std::vector<std::int64_t> Recorder::existedBy(const behaviour::Dynamics& dynamics) const {
    std::vector<std::int64_t> times;
    for (std::uint32_t n = 0; n != m_system.fleet.nodes.size(); ++n)
        times.push_back(dynamics.existed(n).count());
    for (std::size_t l = 0; l != m_system.fleet.lodgers.size(); ++l)
        times.push_back(dynamics.lodged(l).count());
    return times;
}

void Recorder::finish(State& state, behaviour::Dynamics& dynamics) {
    for (model::ModeId mode : dynamics.struck()) ++m_sums.faults[mode.value];
    dynamics.clearChanges();
    for (std::size_t i = 0; i != m_observed.size(); ++i) {
        accrue(i, m_stretch.to);
        if (m_observed[i].down) endOutage(i, m_stretch.to);
        m_tally.services[i].downAtEnd = m_observed[i].down;
        m_credits.finish(i, m_tally.services[i].credits, m_tally.services[i].creditMonths);
    }
    state.now = m_stretch.to;
    if (const auto* traffic = dynamics.trafficSums()) m_tally.traffic = *traffic;
    if (m_traffic) m_tally.observed = m_traffic->finish();
    for (std::size_t c = 0; c != m_busyBefore.size(); ++c) {
        m_tally.crewBusy[c] = (dynamics.handTime(model::CrewId{c}) - m_busyBefore[c]).count();
        m_sums.crewBusy[c] += m_tally.crewBusy[c];
    }
    m_tally.existed = existedBy(dynamics);
    for (std::size_t i = 0; i != m_existedBefore.size(); ++i) m_tally.existed[i] -= m_existedBefore[i];
    for (std::size_t p = 0; p != m_piecesBefore.size(); ++p) {
        m_tally.pieces[p] = state.stocks[p].taken - m_piecesBefore[p];
        m_sums.pieces[p] += m_tally.pieces[p];
    }
}

} // namespace nueves::measure
