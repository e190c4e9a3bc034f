// When requests are answered that call others: their own work, and for those that need a call its time
// besides.
#include "sim/behaviour/traffic/sums.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::TrafficLevels;

namespace {

constexpr double kMostStages = 64.0;                // a time nearly fixed
constexpr double kTimeStep = 1.12, kLongest = 12.0; // means of the calls: beyond, nobody waits any more

// A time that follows: so many stages, each exponential (the method of stages: Cox, Proc. Camb. Phil. Soc.
// 51, 1955). G' = (F - G) / mean, exactly for the straight lines between the times.
void addStages(const std::vector<double>& times, double mean, int stages, std::vector<double>& within) {
    const double each = mean / stages;
    for (int stage = 0; stage != stages; ++stage) {
        double from = 0.0, before = 0.0, sum = 0.0; // F and G at `from`
        for (std::size_t j = 0; j != times.size(); ++j) {
            const double h = times[j] - from, slope = (within[j] - before) / h;
            before = within[j];
            sum = before - slope * each + (sum - (before - slope * h) + slope * each) * std::exp(-h / each);
            within[j] = std::max(0.0, sum);
            from = times[j];
        }
    }
}

} // namespace

// Answers over an edge at one line of its station: m_within at m_times.
void Accrual::lookAtAnswers(const TrafficLevels& levels, const Now& now, std::size_t edge, std::size_t line) {
    const std::uint32_t s = m_plan.edges[edge].to;
    const StationNow& here = now.stations[s];
    const AnswerTimes& times = m_coupling.answerTimes(levels, s);
    const int stages = here.alone < 1.0 && here.called > 0.0 ? stagesOfCalls(levels, now, s) : 0;
    times.cumulative(m_coupling.meet(levels, now, s, line), m_coupling.workOf(now, s, line, edge), m_times,
                     m_within);
    if (stages == 0) return;
    while (m_times.back() < kLongest * here.called) {
        m_times.push_back(kTimeStep * m_times.back());
        m_within.push_back(m_within.back());
    }
    m_delayed = m_within;
    addStages(m_times, here.called, stages, m_delayed);
    for (std::size_t j = 0; j != m_times.size(); ++j)
        m_within[j] = here.alone * m_within[j] + (1.0 - here.alone) * m_delayed[j];
}

// As many stages as have the squared variation of what a request waits for its calls, made one after another.
int Accrual::stagesOfCalls(const TrafficLevels& levels, const Now& now, std::size_t s) {
    double mean = 0.0, variance = 0.0;
    for (const std::uint32_t e : m_plan.stations[s].calls) {
        if (m_plan.edges[e].call.later) continue;
        const double each = m_plan.edges[e].call.fallback ? now.duration[e] : now.well[e],
                     number = std::max(1.0, m_plan.edges[e].call.times);
        mean += number * each;
        variance += number * variationOf(levels, now, e) * each * each;
    }
    if (mean <= 0.0) return 1;
    return static_cast<int>(std::clamp(mean * mean / std::max(variance, 1e-300), 1.0, kMostStages) + 0.5);
}

// Squared variation of the time that one attempt takes of a request that is answered, over all lines: with a
// fallback those that are cut off by their time-out count, too.
double Accrual::variationOf(const TrafficLevels& levels, const Now& now, std::size_t e) {
    const model::Edge& edge = m_plan.edges[e];
    double known = 0.0, first = 0.0, second = 0.0;
    for (std::size_t l = 0; l != levels.stations[edge.to].lines.size(); ++l) {
        const model::Line& line = levels.stations[edge.to].lines[l];
        if (line.conduct != Conduct::serves || !line.reached) continue;
        const double share = m_coupling.shareOf(levels, now, edge.to, l);
        m_coupling.answerTimes(levels, edge.to)
            .cumulative(m_coupling.meet(levels, now, edge.to, l),
                        m_coupling.workOf(now, edge.to, l, e) + now.stations[edge.to].calls, m_times,
                        m_within);
        double from = 0.0, before = 0.0;
        for (std::size_t j = 0; j != m_times.size() && from < edge.timeout; ++j) {
            const double middle = 0.5 * (from + m_times[j]), part = share * (m_within[j] - before);
            known += part;
            first += part * middle;
            second += part * middle * middle;
            before = m_within[j];
            from = m_times[j];
        }
    }
    if (edge.call.fallback && std::isfinite(edge.timeout)) {
        const double late = std::max(0.0, now.odds[e].late);
        known += late;
        first += late * edge.timeout;
        second += late * edge.timeout * edge.timeout;
    }
    return first > 0.0 ? std::max(0.0, second * known / (first * first) - 1.0) : 1.0;
}

} // namespace nueves::behaviour::traffic
