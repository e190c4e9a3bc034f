#include "sim/measure/traffic_recorder.hpp"

#include "sim/behaviour/traffic/capacity.hpp"
#include "sim/behaviour/traffic/response_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::measure {

using behaviour::traffic::kResponseBins;
using behaviour::traffic::Passed;
using core::SimTime;

namespace {

constexpr double kSlicesPerHour = 3600.0 / kSlice;
constexpr double kWhole = 1e-6; // 2.0000001 replicas are 2

core::SimTime timeOf(double seconds) { return core::after(core::kStart, core::spanFromSeconds(seconds)); }
double secondsOf(SimTime t) { return core::seconds(t - core::kStart); }

// What carries a replica in the end: the outermost of its machines.
model::ThingId machineOf(const model::System& system, model::ThingId thing) {
    while (const model::ThingId below = system.things[thing].carrier) thing = below;
    return thing;
}

void addTo(CurvePoint& into, const CurvePoint& more) {
    for (std::size_t c = 0; c != kCurves; ++c) into[c] += more[c];
}

CurvePoint means(const CurvePoint& amounts, double seconds) {
    CurvePoint point{};
    for (std::size_t c = 0; c != kCurves && seconds > 0.0; ++c) point[c] = amounts[c] / seconds;
    return point;
}

} // namespace

TrafficRecorder::TrafficRecorder(const model::System& system, Credits& credits)
    : m_system(system), m_plan(system.traffic), m_promises(system, credits),
      m_most(behaviour::traffic::mostPerTarget(system)), m_visits(behaviour::traffic::visitsOf(m_plan)) {
    for (const model::Station& station : m_plan.stations) {
        std::vector<model::ThingId> machines;
        for (const model::Target& target : station.targets) {
            const model::ThingId machine = machineOf(system, target.thing);
            if (machine != target.thing) machines.push_back(machine);
        }
        std::sort(machines.begin(), machines.end());
        machines.erase(std::unique(machines.begin(), machines.end()), machines.end());
        m_machines.push_back(std::move(machines));
        m_empty.supply.emplace_back();
        m_empty.supply.back().existed.assign(station.targets.size(), 0.0);
    }
    const std::size_t stations = m_plan.stations.size();
    m_empty.week.assign(stations, std::vector<CurvePoint>(kHoursOfWeek));
    m_empty.weekSeconds.assign(kHoursOfWeek, 0.0);
    m_early.resize(stations);
    m_late.resize(stations);
    m_machinesUp.resize(stations);
    m_perReplica.resize(stations);
    m_wanted.resize(stations);
    m_answers.assign(stations, std::vector<double>(kResponseBins, 0.0));
}

void TrafficRecorder::begin(const Blocks& blocks) {
    m_blocks = blocks;
    m_promises.begin(blocks);
    m_open = false;
    m_tally = m_empty;
    m_slice.assign(m_plan.stations.size(), {});
    m_hour = m_slice;
    m_sliceSeconds = m_hourSeconds = 0.0;
    for (auto& answers : m_answers) std::fill(answers.begin(), answers.end(), 0.0);
    if (m_series == nullptr) return;
    m_series->points.assign(m_plan.stations.size(), {});
    m_series->slow.assign(m_plan.stations.size(), {});
}

void TrafficRecorder::open() { m_open = true; }

void TrafficRecorder::lookAtStructure(const model::TrafficState& state, const model::Signals& signals,
                                      double seconds) {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        const auto isUp = [&](model::ThingId machine) {
            return m_system.isTrue(signals, m_system.things[machine].works);
        };
        m_machinesUp[s] =
            static_cast<double>(std::count_if(m_machines[s].begin(), m_machines[s].end(), isUp));
        int there = 0;
        for (std::size_t t = 0; t != m_plan.stations[s].targets.size(); ++t)
            if (m_system.isTrue(signals, m_plan.stations[s].targets[t].wanted)) {
                m_tally.supply[s].existed[t] += seconds;
                ++there;
            }
        m_wanted[s] = wantedOf(s, state, there);
        m_perReplica[s] = m_most[s][m_most[s].size() > 1 ? state.levels.stations[s].size : 0];
    }
}

// Those that wait for a machine are asked for like the others.
int TrafficRecorder::wantedOf(std::size_t s, const model::TrafficState& state, int there) const {
    for (std::size_t i = 0; i != m_plan.scalings.size(); ++i)
        if (m_plan.scalings[i].station == s && m_plan.scalings[i].by != model::Scaling::By::vertical)
            return state.scalings[i].wanted;
    for (const model::Lodger& lodger : m_system.fleet.lodgers)
        if (lodger.service == m_plan.stations[s].service) return lodger.replicas;
    return there;
}

// kNeeded stands for the requests that would come if none failed; addSupply makes replicas of them.
void TrafficRecorder::lookAt(const Sums& sums, Flowed& into) const {
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        into[s] = {};
        into[s][kServing] = sums.stations[s].serving;
    }
    std::vector<bool> hasUsers(m_plan.stations.size(), false);
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        const std::uint32_t to = m_plan.edges[m_plan.demands[d].edge].to;
        const auto& demand = sums.demands[d];
        hasUsers[to] = true;
        into[to][kAsked] += demand.asked;
        into[to][kAnswered] += demand.answered;
        into[to][kLost] += demand.lost;
        for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
            into[s][kNeeded] += demand.asked * m_visits[d][s];
    }
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s)
        if (!hasUsers[s]) {
            into[s][kAsked] = sums.stations[s].attempts;
            into[s][kAnswered] = sums.stations[s].served;
        }
}

void TrafficRecorder::passed(const Passed& step, const model::TrafficState& state,
                             const model::Signals& signals) {
    if (!m_open || step.to <= step.from) return;
    lookAtStructure(state, signals, step.to - step.from);
    lookAt(step.early, m_early);
    lookAt(step.late, m_late);
    m_promises.step(step);
    const double length = step.to - step.from;
    for (double from = step.from; from < step.to;) {
        const double sliceEnd = (std::floor(from / kSlice + 1e-9) + 1.0) * kSlice;
        const double blockEnd = secondsOf(m_blocks.endOf(m_blocks.at(timeOf(from))));
        const double to = std::min({step.to, sliceEnd, blockEnd > from ? blockEnd : step.to});
        const double x = (from - step.from) / length, y = (to - step.from) / length;
        const double rising = 0.5 * (y * y - x * x); // of a straight line from 0 to 1
        const Part part{timeOf(from), timeOf(to), 2.0 * (y - x - rising), 2.0 * rising};
        if (part.to > part.from) add(step, part);
        if (to >= sliceEnd) closeSlice(timeOf(to));
        from = to;
    }
}

void TrafficRecorder::add(const Passed& step, const Part& part) {
    const double seconds = core::seconds(part.to - part.from);
    m_promises.add(part);
    for (std::size_t s = 0; s != m_plan.stations.size(); ++s) {
        CurvePoint point{};
        for (std::size_t c = 0; c != kCurves; ++c) point[c] = part.of(m_early[s][c], m_late[s][c]);
        addSupply(s, point, seconds);
        addTo(m_slice[s], point);
    }
    m_sliceSeconds += seconds;
    if (isDrawn(part.from)) addAnswers(step, part);
}

void TrafficRecorder::addSupply(std::size_t s, CurvePoint& point, double seconds) {
    SupplyTally& tally = m_tally.supply[s];
    const double rate = point[kNeeded] / seconds, most = m_perReplica[s];
    const double serving = point[kServing] / seconds;
    // One stands ready for whoever comes next; where even one request alone is too slow, nobody knows.
    const double needed = most > 0.0 ? std::max(1.0, std::ceil(rate / most - kWhole))
                                     : std::numeric_limits<double>::quiet_NaN();
    point[kNeeded] = needed * seconds;
    point[kMachines] = m_machinesUp[s] * seconds;
    point[kWanted] = m_wanted[s] * seconds;
    tally.machines += point[kMachines];
    tally.needed += point[kNeeded];
    if (serving > needed + kWhole) {
        tally.idle += (serving - needed) * seconds;
        tally.over += seconds;
    } else if (serving < needed - kWhole) {
        tally.missing += (needed - serving) * seconds;
        tally.under += seconds;
    }
}

void TrafficRecorder::addAnswers(const Passed& step, const Part& part) {
    for (std::size_t d = 0; d != m_plan.demands.size(); ++d) {
        auto& answers = m_answers[m_plan.edges[m_plan.demands[d].edge].to];
        for (std::size_t b = 0; b != kResponseBins; ++b)
            answers[b] += part.of(step.early.demands[d].responses[b], step.late.demands[d].responses[b]);
    }
}

void TrafficRecorder::closeSlice(SimTime end) {
    m_promises.closeSlice();
    if (isDrawn(end - core::SimSpan{1}) && m_sliceSeconds > 0.0)
        for (std::size_t s = 0; s != m_slice.size(); ++s) {
            m_series->points[s].push_back(means(m_slice[s], m_sliceSeconds));
            m_series->slow[s].push_back(behaviour::traffic::responseQuantile(m_answers[s], 0.99));
            std::fill(m_answers[s].begin(), m_answers[s].end(), 0.0);
        }
    for (std::size_t s = 0; s != m_slice.size(); ++s) addTo(m_hour[s], m_slice[s]);
    m_hourSeconds += m_sliceSeconds;
    m_slice.assign(m_slice.size(), {});
    m_sliceSeconds = 0.0;
    const double slices = secondsOf(end) / kSlice;
    if (std::fmod(slices + 0.5, kSlicesPerHour) < 1.0) closeHour(end);
}

// An hour of the local week, by the hour in which its middle lies.
void TrafficRecorder::closeHour(SimTime end) {
    const auto half = core::spanFromSeconds(1800.0);
    const core::CivilTime local = m_system.scenario->calendar.toLocal(end - half);
    const auto day = static_cast<std::size_t>(core::dayOfWeek(local.date)); // Monday first
    const std::size_t hour = day * 24 + static_cast<std::size_t>(local.secondOfDay) / 3600;
    double asked = 0.0, lost = 0.0;
    for (std::size_t s = 0; s != m_hour.size(); ++s) {
        addTo(m_tally.week[s][hour], m_hour[s]);
        asked += m_hour[s][kAsked];
        lost += m_hour[s][kLost];
    }
    m_tally.weekSeconds[hour] += m_hourSeconds;
    if (lost > m_tally.worst.amount) m_tally.worst = {lost, end - 2 * half};
    if (asked > m_tally.busiest.amount) m_tally.busiest = {asked, end - 2 * half};
    m_hour.assign(m_hour.size(), {});
    m_hourSeconds = 0.0;
}

const TrafficTally& TrafficRecorder::finish() {
    m_tally.promises = m_promises.tally();
    for (auto& week : m_tally.week)
        for (std::size_t hour = 0; hour != kHoursOfWeek; ++hour)
            week[hour] = means(week[hour], m_tally.weekSeconds[hour]);
    return m_tally;
}

} // namespace nueves::measure
