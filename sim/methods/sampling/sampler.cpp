#include "sim/methods/sampling/sampler.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace nueves::methods {

using core::SimSpan;
using core::SimTime;
using engine::ClockId;
using engine::ClockStatus;
using engine::LawId;
using engine::ProfileId;
using engine::QueuedEvent;
using engine::StreamId;

namespace {

constexpr std::uint32_t kSlotBits = 28;
constexpr std::uint32_t kSlotMask = (1U << kSlotBits) - 1;

struct Nobody { // watches a history that is not recorded, at no cost
    void look(const model::State&, const behaviour::Dynamics&) {}
    void cleared() {}
    void finish(SimTime) {}
};

struct Watcher { // lets an onlooker look
    Onlooker& onlooker;
    void look(const model::State&, const behaviour::Dynamics&) {}
    void cleared() {}
    void finish(SimTime) {}
};

bool isLuck(const engine::ClockSpec& clock) {
    switch (static_cast<model::EventKind>(clock.event.kind)) {
    case model::EventKind::failure:
    case model::EventKind::falseAlarm:
    case model::EventKind::shock:
    case model::EventKind::nodeEnds:
    case model::EventKind::workDue: return true;
    default: return false;
    }
}

} // namespace

// Dates that are fixed (planned work) fall differently into the stretch of each history.
measure::Stretch stretchOf(const SamplingPlan& plan, std::uint64_t history) {
    measure::Stretch stretch = plan.stretch;
    if (plan.shift == SimSpan{}) return stretch;
    static const std::uint64_t kStream = core::streamKey("run", "measure.shift");
    const core::DrawSource source{plan.seed, history, 0};
    const SimSpan later = core::spanFromSeconds(source.uniform(kStream, 0) * core::seconds(plan.shift));
    stretch.from += later;
    stretch.to += later;
    return stretch;
}

Sampler::Sampler(const model::System& system, const SamplingPlan& plan)
    : m_system(system), m_plan(plan), m_stretch(plan.stretch), m_source{plan.seed, 0, 0},
      m_blank(behaviour::Dynamics::blank(system)),
      m_state(m_blank), m_spreader(system.circuit), m_dynamics(system, m_state, *this, m_spreader),
      m_recorder(system, plan.stretch), m_ticks(system.clocks.size(), 0) {
    NUEVES_ASSERT(system.clocks.size() <= kSlotMask, "more clocks than an event can name");
    for (std::size_t i = 0; i != system.clocks.size(); ++i)
        if (system.clocks.raw()[i].candidate) m_candidates.push_back(ClockId{i});
    if (plan.alone) silence();
}

// Only the script acts: what strikes by itself does not, and everything that answers to it still does.
void Sampler::silence() {
    m_candidates.clear(); // all of them are failures, false alarms and shocks
    m_silent.resize(m_system.clocks.size(), 0);
    for (std::size_t i = 0; i != m_silent.size(); ++i) m_silent[i] = isLuck(m_system.clocks.raw()[i]);
    m_silentStreams.resize(m_system.streams.size(), 0);
    const auto mute = [&](StreamId stream) {
        if (stream) m_silentStreams[stream.value] = 1;
    };
    for (const auto& mode : m_system.modes) mute(mode.probabilityStream);
    for (const auto& cause : m_system.causes) mute(cause.everyStream);
    for (const auto& pool : m_system.fleet.pools) mute(pool.failsStream);
}

double Sampler::draw(StreamId stream) {
    return m_source.uniform(m_system.streams[stream], m_state.occurrences[stream.value]++);
}

void Sampler::schedule(ClockId id) {
    auto& clock = m_state.clocks[id.value];
    ++clock.generation;
    if (clock.due == core::kNever) return;
    const auto rank = static_cast<std::uint32_t>(m_system.clocks[id].rank);
    m_queue.push({clock.due, rank << kSlotBits | id.value, clock.generation});
}

void Sampler::launch(ClockId id, SimSpan work, ProfileId profile) {
    auto& clock = m_state.clocks[id.value];
    clock.status = ClockStatus::running;
    clock.dated = false;
    clock.profile = profile;
    clock.speed = 1.0;
    clock.remaining = work;
    clock.since = m_state.now;
    clock.due = profile ? m_system.profiles[profile].advance(m_state.now, work) : core::after(m_state.now, work);
    schedule(id);
}

void Sampler::start(ClockId id, LawId law, StreamId stream, ProfileId profile) {
    if (isSilent(id)) return launch(id, core::kForever, profile);
    const core::Law& spec = m_system.laws[law];
    launch(id, spec.isNever() ? core::kForever : core::spanFromSeconds(spec.quantile(draw(stream))), profile);
}

void Sampler::startAged(ClockId id, LawId law, StreamId stream, ProfileId profile) {
    if (isSilent(id)) return launch(id, core::kForever, profile);
    const core::Law& spec = m_system.laws[law];
    launch(id, spec.isNever() ? core::kForever : core::spanFromSeconds(spec.equilibriumResidual(draw(stream))), profile);
}

void Sampler::reaches(ClockId id, SimSpan span) { launch(id, span, {}); }

void Sampler::stop(ClockId id) {
    auto& clock = m_state.clocks[id.value];
    clock.status = ClockStatus::idle;
    ++clock.generation;
}

SimSpan Sampler::left(ClockId id) const {
    const auto& clock = m_state.clocks[id.value];
    if (clock.remaining == core::kForever) return clock.remaining;
    const SimSpan passed = clock.profile ? m_system.profiles[clock.profile].elapsed(clock.since, m_state.now)
                                         : m_state.now - clock.since;
    const SimSpan done = clock.speed == 1.0 ? passed : core::spanFromSeconds(core::seconds(passed) * clock.speed);
    return std::max(SimSpan{}, clock.remaining - done);
}

void Sampler::setSpeed(ClockId id, double speed) {
    auto& clock = m_state.clocks[id.value];
    if (clock.speed == speed || clock.status != ClockStatus::running || clock.dated) return;
    clock.remaining = left(id);
    clock.since = m_state.now;
    clock.speed = speed;
    SimSpan time = core::kForever;
    if (speed == 1.0) time = clock.remaining;
    else if (speed > 0.0 && clock.remaining != core::kForever)
        time = core::spanFromSeconds(core::seconds(clock.remaining) / speed);
    clock.due = clock.profile && time != core::kForever ? m_system.profiles[clock.profile].advance(m_state.now, time)
                                                        : core::after(m_state.now, time);
    schedule(id);
}

void Sampler::at(ClockId id, SimTime date) {
    if (isSilent(id)) return;
    auto& clock = m_state.clocks[id.value];
    clock.status = ClockStatus::running;
    clock.dated = true;
    clock.due = std::max(date, m_state.now);
    schedule(id);
}

bool Sampler::isOn(ProfileId profile, ClockId) { return m_system.profiles[profile].isOn(m_state.now); }

bool Sampler::chance(StreamId stream, double p, std::uint32_t index) {
    if (!m_silentStreams.empty() && m_silentStreams[stream.value] != 0) return false;
    const std::uint64_t occurrence = m_state.occurrences[stream.value]++;
    return m_source.uniform(m_system.streams[stream], occurrence, index) < p;
}

double Sampler::phase(StreamId stream) { return draw(stream); }

// Ticks of a candidate: index 0 of the n-th draw is the gap before it, index 1 decides whether a slow clock takes it.
void Sampler::nextCandidate(ClockId id, SimTime from) {
    const auto& spec = m_system.clocks[id];
    const double u = m_source.uniform(m_system.streams[spec.stream], m_ticks[id.value]++, 0);
    const SimTime due = core::after(from, core::spanFromSeconds(m_system.laws[spec.law].quantile(u)));
    if (due == core::kNever) return;
    m_queue.push({due, static_cast<std::uint32_t>(spec.rank) << kSlotBits | id.value, 0});
}

template <class Watch> void Sampler::beginHistory(Watch& watch) {
    m_state = m_blank;
    m_queue.clear();
    m_fingerprint = 0;
    m_events = 0;
    std::fill(m_ticks.begin(), m_ticks.end(), 0);
    for (ClockId clock : m_candidates) nextCandidate(clock, core::kStart);
    m_dynamics.begin(m_plan.aged);
    watch.look(m_state, m_dynamics);
    m_recorder.begin(m_state);
    if (m_stretch.from == core::kStart) m_recorder.update(core::kStart, m_state, m_spreader, m_dynamics);
    else m_dynamics.clearChanges();
    watch.cleared();
}

// A digest that any change of any event changes (FNV-1a over time and clock).
void Sampler::note(ClockId clock) {
    const auto mix = [&](std::uint64_t value) { m_fingerprint = (m_fingerprint ^ value) * 0x100000001b3ULL; };
    mix(static_cast<std::uint64_t>(m_state.now.time_since_epoch().count()));
    mix(clock.value);
    ++m_events;
}

// False: the event was stale or found no victim.
bool Sampler::handle(const QueuedEvent& event) {
    const ClockId id{event.order & kSlotMask};
    const auto& spec = m_system.clocks[id];
    if (spec.candidate) {
        const std::uint32_t tick = m_ticks[id.value] - 1;
        nextCandidate(id, event.time);
        const SimTime before = m_state.now;
        m_state.now = event.time;
        const double speed = m_dynamics.candidateSpeed(id);
        if (speed <= 0.0 || (speed < 1.0 && m_source.uniform(m_system.streams[spec.stream], tick, 1) >= speed)) {
            m_state.now = before;
            return false;
        }
    } else {
        auto& clock = m_state.clocks[id.value];
        if (clock.status != ClockStatus::running || clock.generation != event.generation) return false;
        clock.status = ClockStatus::idle;
    }
    m_state.now = event.time;
    note(id);
    m_dynamics.fire(id);
    return true;
}

bool Sampler::allHadOutage() const {
    const auto& services = const_cast<Sampler*>(this)->m_recorder.tally().services;
    return std::all_of(services.begin(), services.end(), [](const auto& tally) { return tally.firstOutage >= 0; });
}

void Sampler::choose(std::uint64_t history) {
    m_source.history = history;
    if (m_plan.shift == SimSpan{}) return;
    m_stretch = stretchOf(m_plan, history);
    m_recorder.measure(m_stretch);
}

const measure::HistoryTally& Sampler::run(std::uint64_t history) {
    Nobody nobody;
    return runWatched(history, nobody);
}

const measure::HistoryTally& Sampler::record(std::uint64_t history, measure::Chronicle& chronicle) {
    return runWatched(history, chronicle);
}

void Sampler::watch(std::uint64_t history, Onlooker& onlooker) {
    Watcher watcher{onlooker};
    runWatched(history, watcher);
}

const measure::HistoryTally& Sampler::attend(std::uint64_t history, Auditor& auditor) {
    return runWatched(history, auditor);
}

template <class Watch> const measure::HistoryTally& Sampler::runWatched(std::uint64_t history, Watch& watch) {
    choose(history);
    beginHistory(watch);
    const SimTime end = m_stretch.to;
    bool opened = m_stretch.from == core::kStart;
    constexpr bool isShown = std::is_same_v<Watch, Watcher>;
    while (!m_queue.empty() && m_queue.top().time < end && !isGivenUp()) {
        const SimTime time = m_queue.top().time;
        if constexpr (isShown) {
            watch.onlooker.before(time, m_state);
            if (watch.onlooker.sawEnough()) return m_recorder.tally();
        }
        if (!opened && time >= m_stretch.from) {
            opened = true;
            m_state.now = m_stretch.from;
            m_dynamics.passTraffic();
            m_recorder.update(m_stretch.from, m_state, m_spreader, m_dynamics);
            watch.cleared();
        }
        bool happened = false;
        do { // everything of this instant before anyone looks
            const QueuedEvent event = m_queue.top();
            m_queue.pop();
            if (!handle(event)) continue;
            happened = true;
            watch.look(m_state, m_dynamics);
        } while (!m_queue.empty() && m_queue.top().time == time);
        if (!happened || !m_recorder.wants(m_dynamics)) continue;
        m_recorder.update(time, m_state, m_spreader, m_dynamics);
        watch.cleared();
        if (m_plan.untilOutage && allHadOutage()) break;
    }
    if constexpr (isShown) {
        if (isGivenUp()) return m_recorder.tally();
        watch.onlooker.before(end, m_state);
    }
    if (!opened) m_recorder.update(m_stretch.from, m_state, m_spreader, m_dynamics);
    m_state.now = end;
    watch.finish(end);
    m_dynamics.passTraffic();
    m_recorder.finish(m_state, m_dynamics);
    auto& tally = m_recorder.tally();
    tally.events = m_events;
    return tally;
}

} // namespace nueves::methods
