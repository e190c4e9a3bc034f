#include "sim/model/compile/traffic_curves.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace nueves::model::compiling {

namespace {

constexpr double kDay = 86'400.0;

std::chrono::sys_days dayOf(const core::CivilDate& date) {
    return std::chrono::year_month_day{std::chrono::year{date.year},
                                       std::chrono::month{static_cast<unsigned>(date.month)},
                                       std::chrono::day{static_cast<unsigned>(date.day)}};
}
core::CivilDate dateOf(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

// Seconds that a wall shows since 1970-01-01, and back.
double wallOf(const core::CivilTime& time) {
    return static_cast<double>(dayOf(time.date).time_since_epoch().count()) * kDay + time.secondOfDay;
}
double simOf(const core::Calendar& calendar, double wall) {
    const double day = std::floor(wall / kDay), whole = std::floor(wall - day * kDay);
    const core::CivilDate date = dateOf(std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}});
    const core::SimTime at = calendar.toSim({date, static_cast<int>(whole)});
    return core::seconds(at.time_since_epoch()) + (wall - day * kDay - whole);
}

// Knots in order of time; of those of one instant the first and the last.
class Knots {
  public:
    void add(double time, double value) {
        auto& [times, values] = m_curve;
        const std::size_t n = times.size();
        if (n > 0) time = std::max(time, times.back());
        if (n > 0 && times.back() == time && values.back() == value) return;
        if (n > 1 && times[n - 2] == time) { // a third one
            values.back() = value;
            return;
        }
        times.push_back(time);
        values.push_back(value);
    }
    // What lies between the last knot at or before 0 and the first at or after `until`.
    Curve within(double until) {
        auto& [times, values] = m_curve;
        const auto last = std::lower_bound(times.begin(), times.end(), until);
        const auto end =
            last == times.end() ? times.size() : static_cast<std::size_t>(last - times.begin()) + 1;
        const auto after = std::upper_bound(times.begin(), times.end(), 0.0);
        const auto begin = after == times.begin() ? 0 : static_cast<std::size_t>(after - times.begin()) - 1;
        Curve cut;
        cut.times.assign(times.begin() + static_cast<std::ptrdiff_t>(begin),
                         times.begin() + static_cast<std::ptrdiff_t>(end));
        cut.values.assign(values.begin() + static_cast<std::ptrdiff_t>(begin),
                          values.begin() + static_cast<std::ptrdiff_t>(end));
        return cut;
    }

  private:
    Curve m_curve;
};

bool fits(const scenario::DayProfile& profile, const core::Calendar& calendar, const core::CivilDate& date) {
    if (profile.date) return *profile.date == date;
    if (profile.holidays) return calendar.holidays().contains(date);
    const std::chrono::weekday weekday{dayOf(date)};
    return (profile.days >> (weekday.iso_encoding() - 1U) & 1U) != 0U;
}

double repeatedSpan(const scenario::Trace& trace) {
    const double unit = trace.repeat == scenario::Repeat::week ? 7.0 * kDay : kDay;
    const auto& points = *trace.points;
    const double span = points.back().wall - points.front().wall;
    const double step = span / static_cast<double>(points.size() - 1); // a sample stands for its stretch
    return unit * std::max(1.0, std::floor((span + 1.5 * step) / unit));
}

Curve repeated(const scenario::Trace& trace, const core::Calendar& calendar, core::SimTime until) {
    const double unit = trace.repeat == scenario::Repeat::week ? 7.0 * kDay : kDay;
    const double first = trace.points->front().wall, period = repeatedSpan(trace);
    const double start = wallOf(calendar.toLocal(core::kStart)), end = wallOf(calendar.toLocal(until));
    const double into = std::fmod(std::fmod(start - first, unit) + unit, unit); // of the trace, at the start
    Knots knots;
    for (double turn = start - into - period; turn < end + 2.0 * kDay + period; turn += period)
        for (const scenario::TracePoint& point : *trace.points)
            if (point.wall < first + period)
                knots.add(simOf(calendar, turn + point.wall - first), point.value);
    return knots.within(core::seconds(until.time_since_epoch()));
}

} // namespace

Curve curveOf(const scenario::Profile& profile, const core::Calendar& calendar, core::SimTime until) {
    if (profile.constant) return {{0.0}, {profile.days.front().knots.front().value}};
    Knots knots;
    const std::chrono::sys_days last = dayOf(calendar.toLocal(until).date) + std::chrono::days{1};
    for (auto day = dayOf(calendar.toLocal(core::kStart).date) - std::chrono::days{1}; day <= last;
         day += std::chrono::days{1}) {
        const core::CivilDate date = dateOf(day);
        const auto alike =
            std::find_if(profile.days.begin(), profile.days.end(),
                         [&](const scenario::DayProfile& one) { return fits(one, calendar, date); });
        if (alike == profile.days.end()) continue;
        for (const scenario::ProfileKnot& knot : alike->knots)
            knots.add(core::seconds(calendar.toSim({date, knot.second}).time_since_epoch()), knot.value);
    }
    return knots.within(core::seconds(until.time_since_epoch()));
}

Curve curveOf(const scenario::Trace& trace, const core::Calendar& calendar, core::SimTime until) {
    if (trace.repeat != scenario::Repeat::no) return repeated(trace, calendar, until);
    Knots knots;
    const double begin = simOf(calendar, trace.points->front().wall);
    if (begin > 0.0) {
        knots.add(0.0, 0.0);
        knots.add(begin, 0.0);
    }
    for (const scenario::TracePoint& point : *trace.points)
        knots.add(simOf(calendar, point.wall), point.value);
    knots.add(simOf(calendar, trace.points->back().wall), 0.0);
    return knots.within(core::seconds(until.time_since_epoch()));
}

double knotsOf(const scenario::Demand& demand, core::SimTime until) {
    const double days = core::seconds(until.time_since_epoch()) / kDay + 3.0;
    if (demand.trace) {
        const auto points = static_cast<double>(demand.trace->points->size());
        return demand.trace->repeat == scenario::Repeat::no
                   ? points
                   : points * (days * kDay / repeatedSpan(*demand.trace) + 3.0);
    }
    const scenario::Profile& profile = demand.users ? *demand.users : *demand.rate;
    std::size_t most = 1;
    for (const scenario::DayProfile& day : profile.days) most = std::max(most, day.knots.size());
    return profile.constant ? 1.0 : days * static_cast<double>(most);
}

double meanOf(const Curve& curve, double until) {
    if (curve.times.size() < 2 || until <= 0.0) return curve.values.empty() ? 0.0 : curve.values.front();
    double area = 0.0;
    for (std::size_t i = 1; i < curve.times.size(); ++i) {
        const double from = std::max(curve.times[i - 1], 0.0), to = std::min(curve.times[i], until);
        const double length = curve.times[i] - curve.times[i - 1];
        if (to <= from || length <= 0.0) continue;
        const auto at = [&](double t) {
            return curve.values[i - 1] +
                   (curve.values[i] - curve.values[i - 1]) * (t - curve.times[i - 1]) / length;
        };
        area += 0.5 * (at(from) + at(to)) * (to - from);
    }
    if (curve.times.front() > 0.0) area += curve.values.front() * std::min(curve.times.front(), until);
    if (curve.times.back() < until) area += curve.values.back() * (until - std::max(curve.times.back(), 0.0));
    return area / until;
}

} // namespace nueves::model::compiling
