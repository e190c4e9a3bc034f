#include "sim/methods/zoom/recorder.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <utility>

namespace nueves::methods::zoom {

using behaviour::traffic::TargetLook;
using behaviour::traffic::TrafficSums;
using core::SimSpan;
using core::SimTime;

namespace {

constexpr double kSame = 1e-7; // s: events stand on whole microseconds

double secondsAt(SimTime time) {
    return core::seconds(time - core::kStart);
}

// Rows are counted from the opening, as the replay counts its own; none within the lead-in.
double firstRow(const WindowAsked& asked) {
    if (asked.every <= SimSpan{}) return std::numeric_limits<double>::infinity();
    const SimSpan later = (asked.leadIn / asked.every + 1) * asked.every;
    return secondsAt(asked.from - asked.leadIn) + core::seconds(later);
}

} // namespace

WindowRecorder::WindowRecorder(const model::System& system, std::uint64_t seed, std::uint64_t history,
                               const WindowAsked& asked)
    : m_system(system), m_begins(secondsAt(asked.from - asked.leadIn)), m_measured(secondsAt(asked.from)),
      m_ends(secondsAt(core::after(asked.from, asked.lasts))), m_nextRow(firstRow(asked)), m_passage(system),
      m_known(system) {
    NUEVES_ASSERT(asked.lasts > SimSpan{} && m_begins >= 0.0, "a window lies within its history");
    m_window.asked = asked;
    RequestWindow& requests = m_window.requests;
    requests.begins = m_begins;
    requests.lasts = nanosOf(m_ends - m_begins);
    requests.measureFrom = nanosOf(m_measured - m_begins);
    requests.sampleEvery = asked.every > SimSpan{} ? nanosOf(core::seconds(asked.every)) : 0;
    requests.ejects = false; // as the history did
    requests.wavering = core::DrawSource{seed, history, 0};
    m_window.rate = TrafficSums(system.traffic);
}

void WindowRecorder::pass(const model::State& state, double to) {
    if (m_done || to <= m_begins) return;
    m_levels = state.traffic;
    m_signals = state.signals;
    m_passage.flow().adopt(m_levels, m_signals);
    if (!m_open) {
        m_passage.moveTo(m_levels, m_signals, m_begins);
        open();
    }
    m_before = m_levels.scalings;
    lookAtStructure(secondsAt(state.now));
    const double end = std::min(to, m_ends);
    if (!m_counts) {
        moveTo(std::min(end, m_measured));
        if (m_levels.at >= m_measured - kSame) endLeadIn();
    }
    while (m_nextRow <= end + kSame) addRow();
    moveTo(end);
    m_done = to >= m_ends;
    if (!m_done) return;
    m_window.rate.add(m_passage.sums());
    for (const auto& demand : m_window.rate.demands) m_window.expected += demand.asked + demand.repeats;
}

void WindowRecorder::moveTo(double to) {
    if (to > m_levels.at + kSame) m_passage.moveTo(m_levels, m_signals, to);
}

void WindowRecorder::open() {
    m_open = true;
    m_passage.sums().clear();
    m_window.opens = m_levels.levels;
    m_window.requests.warmth = m_levels.levels.warmth;
    const model::Traffic& plan = m_system.traffic;
    const auto& coupling = m_passage.flow().coupling();
    const behaviour::traffic::Now& now = m_passage.flow().now(m_levels.levels, m_levels.at);
    for (std::size_t d = 0; d != plan.demands.size(); ++d) {
        const model::Retries& retries = plan.demands[d].retries;
        auto& shares = m_window.pausing.emplace_back();
        for (std::size_t r = 0; r != m_levels.levels.demands[d].orbit.size(); ++r) {
            const double pause = (retries.jitter ? 0.5 : 1.0) * retries.after *
                                 std::pow(retries.factor, static_cast<double>(r));
            shares.push_back(std::min(1.0, pause / coupling.delay(plan.demands[d], now, r + 1)));
        }
        m_window.requests.peaks.push_back(m_levels.levels.demands[d].peaks);
    }
    for (std::size_t s = 0; s != plan.stations.size(); ++s) {
        double most = 0.0; // a line that is not reached any more had its arrivals before
        for (const auto& line : now.stations[s].lines) most = std::max(most, line.arrivals);
        m_window.arriving.push_back(most);
    }
}

// What has changed since the last look.
void WindowRecorder::lookAtStructure(double at) {
    const auto& stations = m_system.traffic.stations;
    for (std::uint32_t s = 0; s != stations.size(); ++s) {
        if (const auto news = m_known.lookAtStation(s, m_signals, m_levels.levels, nanosAt(at)))
            m_window.requests.stations.push_back(*news);
        for (std::uint32_t t = 0; t != stations[s].targets.size(); ++t) lookAtTarget(s, t, at);
    }
}

void WindowRecorder::lookAtTarget(std::uint32_t s, std::uint32_t t, double at) {
    const model::Station& station = m_system.traffic.stations[s];
    const TargetLook look = behaviour::traffic::lookOf(m_system, m_signals, station.targets[t]);
    const double startedAt = m_levels.levels.stations[s].startedAt[t];
    if (at <= m_begins && look.conduct == model::Conduct::serves && startedAt + station.warm > m_begins)
        openCold(s, t);
    const model::Membership& seen = m_levels.levels.stations[s].seen[t];
    if (at <= m_begins && seen.in && seen.since + station.slowStart > m_begins) openNew(s, t);
    if (const auto news = m_known.lookAtTarget(s, t, m_signals, m_levels.levels, nanosAt(at)))
        m_window.requests.targets.push_back(*news);
}

// It came into rotation before the window, and does not get its whole share yet.
void WindowRecorder::openNew(std::uint32_t s, std::uint32_t t) {
    const Nanos since = -nanosOf(m_begins - m_levels.levels.stations[s].seen[t].since);
    auto& changes = m_window.requests.targets;
    changes.push_back({since, s, t, model::Conduct::serves, 1.0, false});
    changes.push_back({since, s, t, model::Conduct::serves, 1.0, true});
    std::stable_sort(changes.begin(), changes.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
}

// It began to serve before the window, and is not warm yet.
void WindowRecorder::openCold(std::uint32_t s, std::uint32_t t) {
    const double ago = m_begins - m_levels.levels.stations[s].startedAt[t];
    const Nanos since = -nanosOf(ago);
    auto& changes = m_window.requests.targets;
    changes.push_back({since, s, t, model::Conduct::refuses, 1.0, true});
    changes.push_back({since, s, t, model::Conduct::serves, 1.0, true});
    std::stable_sort(changes.begin(), changes.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
}

void WindowRecorder::endLeadIn() {
    m_counts = true;
    for (const auto& demand : m_passage.sums().demands) m_window.expected += demand.asked + demand.repeats;
    m_passage.sums().clear();
}

void WindowRecorder::addRow() {
    moveTo(m_nextRow);
    WindowRow row;
    row.at = m_nextRow;
    row.sums = m_passage.sums();
    m_window.rate.add(row.sums);
    m_passage.sums().clear();
    row.signals = m_signals;
    row.levels = m_levels.levels;
    for (auto& station : row.levels.stations) {
        station.backlog = {};
        for (auto& line : station.lines) line.p.clear();
    }
    row.before = std::exchange(m_before, m_levels.scalings);
    row.after = m_levels.scalings;
    for (const model::Station& station : m_system.traffic.stations)
        row.answered.push_back(station.answered.empty() ||
                               m_system.isTrue(m_signals, station.answered.front()));
    m_window.rows.push_back(std::move(row));
    m_nextRow += core::seconds(m_window.asked.every);
}

namespace {

class Recording final : public Onlooker {
  public:
    Recording(std::deque<WindowRecorder>& recorders, const std::atomic<bool>* stop)
        : m_recorders(recorders), m_stop(stop) {}
    void before(SimTime time, const model::State& state) override {
        for (WindowRecorder& recorder : m_recorders) recorder.pass(state, secondsAt(time));
    }
    bool sawEnough() const override {
        return isStopped() || std::all_of(m_recorders.begin(), m_recorders.end(),
                                          [](const WindowRecorder& each) { return each.isDone(); });
    }
    bool isStopped() const { return m_stop != nullptr && m_stop->load(std::memory_order_relaxed); }

  private:
    std::deque<WindowRecorder>& m_recorders;
    const std::atomic<bool>* m_stop;
};

} // namespace

} // namespace nueves::methods::zoom

namespace nueves::methods {

std::vector<RecordedWindow> recordWindows(const model::System& system, SamplingPlan plan,
                                          std::uint64_t history, std::span<const WindowAsked> asked,
                                          const std::atomic<bool>* stop) {
    plan.untilOutage = false; // also what comes after every first outage
    plan.givenUp = stop;
    std::deque<zoom::WindowRecorder> recorders;
    for (const WindowAsked& each : asked) recorders.emplace_back(system, plan.seed, history, each);
    zoom::Recording recording(recorders, stop);
    if (!recorders.empty()) Sampler(system, plan).watch(history, recording);
    std::vector<RecordedWindow> windows;
    if (recording.isStopped()) return windows;
    for (zoom::WindowRecorder& recorder : recorders) {
        NUEVES_ASSERT(recorder.isDone(), "a window ends before its history does");
        windows.push_back(recorder.take());
    }
    return windows;
}

RecordedWindow windowOf(const model::System& system, const SamplingPlan& plan, std::uint64_t history,
                        const WindowAsked& asked) {
    return std::move(recordWindows(system, plan, history, std::span(&asked, 1)).front());
}

} // namespace nueves::methods
