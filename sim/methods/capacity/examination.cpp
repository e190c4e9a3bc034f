#include "sim/methods/capacity/examination.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods {

using analysis::Headroom;
using analysis::ScalingNeed;
using model::System;

namespace {

constexpr std::size_t kDay = 24, kWeek = 168;
constexpr int kMostPlaced = 20'000;      // instances that are dealt to machines
constexpr double kSame = 1e-9;           // relative: two hours are alike
constexpr double kLongestGrowth = 200.0; // years: beyond, a date means nothing

std::size_t hoursOf(const System& system) {
    return static_cast<std::size_t>(
        std::min(core::seconds(system.scenario->run.horizon) / kHour, static_cast<double>(kMostHours)));
}

bool repeats(const Offered& offered, std::size_t station, std::size_t from, std::size_t to,
             std::size_t every) {
    for (std::size_t hour = from; hour + every < to; ++hour)
        if (std::abs(offered.peak(station, hour) - offered.peak(station, hour + every)) >
            kSame * offered.peak(station, hour))
            return false;
    return true;
}

analysis::Estimate estimateOf(const HeadroomSearch::Bracket& bracket) {
    return {bracket.met, bracket.met, bracket.missed, analysis::Method::simulated};
}

} // namespace

Examination::Side::Side(const System& system, bool crowds)
    : intents(system, crowds), offered(system, intents, hoursOf(system)) {}

Examination::Examination(const System& system, const CapacityOptions& options)
    : m_system(system), m_options(options), m_all(system, true), m_weekly(system, false),
      m_losses(singleLosses(system)) {}

std::string Examination::localHour(double hour) const {
    const auto at = core::after(core::kStart, core::spanFromSeconds(hour * kHour));
    return core::toString(m_system.scenario->calendar.toLocal(at)).substr(0, 16);
}

// One that nobody asks but other services has a promise of its own only if it states a share.
bool Examination::promises(std::size_t station) const {
    for (const model::Demand& demand : m_system.traffic.demands)
        if (m_system.traffic.edges[demand.edge].to == station && !demand.hostile) return true;
    return !m_system.traffic.stations[station].answered.empty();
}

HeadroomSearch& Examination::at(std::size_t busy, bool crowds) {
    Rehearsed& rehearsed = m_rehearsed[{busy, crowds}];
    if (!rehearsed.rehearsal) {
        const Rehearsal::Options options{m_options.seed, static_cast<double>(busy) * kHour, crowds,
                                         m_options.givenUp};
        rehearsed.rehearsal = std::make_unique<Rehearsal>(m_system, options);
        rehearsed.search = std::make_unique<HeadroomSearch>(*rehearsed.rehearsal, m_losses);
    }
    return *rehearsed.search;
}

std::optional<Headroom> Examination::headroom(std::size_t station) {
    const std::size_t busy = m_all.offered.busiest(station);
    if (m_all.offered.rate(station, busy) <= 0.0 || !promises(station)) return std::nullopt;
    HeadroomSearch& search = at(busy, true);
    const Objective objective = objectiveOf(m_system, station);
    Headroom room;
    room.promise = {objective.share, objective.assumed, objective.within};
    room.busyHour = localHour(static_cast<double>(busy));
    const HeadroomSearch::Bracket today = search.today(station);
    room.today = estimateOf(today);
    room.unbounded = today.met >= kMostMultiple;
    room.replayed = search.replayed(station, today.met, m_options.seed);
    room.losses = static_cast<int>(m_losses.tried);
    room.different = static_cast<int>(m_losses.different.size());
    if (!m_losses.different.empty()) {
        const auto [worst, loss] = search.afterWorstLoss(station, today);
        room.afterWorstLoss = estimateOf(worst);
        if (loss != nullptr) room.worstLoss = loss->name;
    }
    if (search.isGivenUp()) return std::nullopt;
    return room;
}

std::optional<ScalingNeed> Examination::need(std::size_t station, const Headroom& headroom) {
    const std::size_t busy = m_all.offered.busiest(station);
    const auto staffed = staff(m_system, m_all.intents, m_all.offered, busy);
    const model::Station& spec = m_system.traffic.stations[station];
    ScalingNeed need;
    need.busyHour = headroom.busyHour;
    need.rate = m_all.offered.peak(station, busy);
    need.today = instancesOf(m_system, station);
    need.enough = headroom.today.value >= 1.0;
    need.margin = headroom.today.value;
    need.inCommon = queueOf(m_system, m_all.intents, station, spec.cores).pooled;
    need.otherOrder = spec.order != model::Order::fifo;
    need.instanceCores = coresOf(m_system, station, spec.cores);
    need.hostCores = hostCoresOf(m_system, station);
    if (const auto& size = staffed[station].size) {
        need.instances = size->instances;
        need.instanceCores = coresOf(m_system, station, size->cores.value_or(spec.cores));
        need.largerSize = size->cores && *size->cores > spec.sizes.front();
        NeedCheck(m_system, staffed, {m_options.seed, static_cast<double>(busy) * kHour, m_options.givenUp})
            .check(station, need);
        std::vector<Size> sizes(staffed.size());
        for (std::size_t s = 0; s != sizes.size(); ++s) sizes[s].instances = instancesOf(m_system, s);
        need.todayHosts = m_system.fleet.lodgers.empty() || need.today > kMostPlaced
                              ? hostsOf(m_system, station)
                              : hostsOf(resized(m_system, sizes), station);
        sizes[station].instances = need.simulated.value_or(size->instances);
        if (sizes[station].instances <= kMostPlaced) need.hosts = hostsOf(resized(m_system, sizes), station);
    }
    const std::size_t first = bottleneckOf(m_system, m_all.offered, busy, staffed, station);
    if (first != station) need.bottleneck = m_system.traffic.stations[first].name;
    addHours(station, busy, need);
    addGrowth(station, need);
    if (m_options.givenUp != nullptr && m_options.givenUp->load(std::memory_order_relaxed))
        return std::nullopt;
    return need;
}

// The week of the busy hour from a local midnight on; a day of it where all are alike. First hour, and the
// one after the last.
std::pair<std::size_t, std::size_t> Examination::weekOf(std::size_t station, std::size_t busy) const {
    const Offered& offered = m_all.offered;
    std::size_t midnight = 0;
    for (std::size_t hour = 0; hour != std::min(kDay, offered.hours()); ++hour)
        if (localHour(static_cast<double>(hour)).substr(11) == "00:00") midnight = hour;
    if (midnight > busy) midnight = 0;
    std::size_t from = midnight + (busy - midnight) / kWeek * kWeek;
    std::size_t to = std::min(from + kWeek, offered.hours());
    if (to - from < kWeek) { // the run ends before its week does: the last whole days of it, if it has any
        const std::size_t days = std::min(kWeek, (to - midnight) / kDay * kDay);
        from = days > 0 ? to - days : 0;
    }
    if (to - from > kDay && repeats(offered, station, from, to, kDay)) to = from + kDay;
    return {from, to};
}

void Examination::addHours(std::size_t station, std::size_t busy, ScalingNeed& need) const {
    const auto [from, to] = weekOf(station, busy);
    const model::Station& spec = m_system.traffic.stations[station];
    const double cores = need.instanceCores;
    const auto queue = queueOf(m_system, m_all.intents, station, spec.sizes.empty() ? spec.cores : cores);
    const auto goal = goalOf(m_system, station);
    const double one = mostCarried(queue, goal, 1);
    const int together = need.hosts > 0 ? std::max(1, need.today / std::max(1, need.todayHosts)) : 0;
    for (std::size_t hour = from; hour < to; ++hour) {
        analysis::HourNeed here;
        here.at = localHour(static_cast<double>(hour));
        here.rate = m_all.offered.peak(station, hour);
        if (here.rate > 0.0 && queue.pooled)
            here.instances = replicasNeeded(queue, goal, here.rate, kMostPlaced).value_or(0);
        else if (here.rate > 0.0 && one > 0.0)
            here.instances = static_cast<int>(std::ceil(here.rate / one - kSame));
        if (together > 0) here.hosts = (here.instances + together - 1) / together;
        need.hours.push_back(std::move(here));
    }
}

// The first busy hour of an ordinary week for which what has grown is more than the deployment carries.
void Examination::addGrowth(std::size_t station, ScalingNeed& need) {
    const std::size_t busy = m_weekly.offered.busiest(station);
    std::vector<std::pair<double, double>> parts; // rate now, growth a year
    double now = 0.0;
    for (std::size_t d = 0; d != m_system.traffic.demands.size(); ++d) {
        const double rate = m_weekly.intents.at(d, (static_cast<double>(busy) + 0.5) * kHour) *
                            m_weekly.intents.visits(d, station);
        parts.emplace_back(rate, m_system.traffic.demands[d].growth);
        now += rate;
        need.grows = need.grows || (rate > 0.0 && m_system.traffic.demands[d].growth > 0.0);
    }
    if (!need.grows || now <= 0.0) return;
    bool crowded = false; // a great day comes: then what was run for the headroom is not an ordinary week
    for (const model::Demand& demand : m_system.traffic.demands) crowded = crowded || !demand.crowds.empty();
    HeadroomSearch& search = at(busy, !crowded && m_all.offered.busiest(station) == busy);
    const double carried = search.today(station).met * now;
    const auto asked = [&](double years) {
        double sum = 0.0;
        for (const auto& [rate, growth] : parts) sum += rate * std::exp(std::log1p(growth) * years);
        return sum;
    };
    if (asked(kLongestGrowth) <= carried) return;
    double enough = 0.0, missed = kLongestGrowth;
    while (missed - enough > 1e-7)
        (asked(0.5 * (enough + missed)) <= carried ? enough : missed) = 0.5 * (enough + missed);
    const Offered& offered = m_weekly.offered;
    const std::size_t every = repeats(offered, station, 0, offered.hours(), 1)      ? 1
                              : repeats(offered, station, 0, offered.hours(), kDay) ? kDay
                                                                                    : kWeek;
    const double hours = missed * core::kSecondsPerYear / kHour - static_cast<double>(busy) - 0.5;
    const double turns = std::max(0.0, std::ceil(hours / static_cast<double>(every)));
    need.runsOut = localHour(static_cast<double>(busy) + turns * static_cast<double>(every)).substr(0, 10);
}

} // namespace nueves::methods
