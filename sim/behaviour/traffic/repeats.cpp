// Repeats of calls before a limit or a shedder: the more it refuses the more they ask, at once.
//
// Rounds between the two would creep where the limit begins to be felt: there one attempt more is one refusal
// more, and that one attempt more. What comes to the targets grows with the share that is let through, so
// there is one number of attempts at which both agree, and it is found by halving.
#include "sim/behaviour/traffic/repeats.hpp"

#include "sim/behaviour/traffic/coupling.hpp"

#include <algorithm>

namespace nueves::behaviour::traffic {

namespace {

constexpr int kHalvings = 50;

} // namespace

double allowed(double failed, const model::Retries& retries) {
    if (retries.budget <= 0.0 || powers(failed, retries.times) <= 1.0 + retries.budget) return 1.0;
    double low = 0.0, high = failed;
    for (int i = 0; i != 50; ++i) {
        const double middle = 0.5 * (low + high);
        (powers(middle, retries.times) < 1.0 + retries.budget ? low : high) = middle;
    }
    return low / failed;
}

// Share of so many attempts that the limit of all together lets through and no target sheds.
double Coupling::throughOf(const model::TrafficLevels& levels, const Now& now, std::size_t s,
                           double arrivals) const {
    const model::Station& station = m_plan.stations[s];
    const StationNow& here = now.stations[s];
    const double passed =
        station.limitTotal > 0.0 && arrivals > station.limitTotal ? station.limitTotal / arrivals : 1.0;
    if (station.shedAbove <= 0.0 || here.weights <= 0.0) return passed;
    const double each = arrivals * passed * m_entering[s] / here.weights;
    double shed = 0.0;
    for (std::size_t l = 0; l != here.lines.size(); ++l) {
        const model::Line& line = levels.stations[s].lines[l];
        const double sent = each * here.lines[l].weight;
        if (line.reached && line.conduct == model::Conduct::serves && sent > station.shedAbove)
            shed += (1.0 - station.shedAbove / sent) * here.lines[l].weight * line.count / here.weights;
    }
    return passed * (1.0 - shed);
}

void Coupling::settleRepeats(const model::TrafficLevels& levels, std::size_t s, Now& now) const {
    const model::Station& station = m_plan.stations[s];
    if (station.limitTotal <= 0.0 && station.shedAbove <= 0.0) return;
    StationNow& here = now.stations[s];
    const auto asked = [&](double through) {
        double sum = here.arrivals;
        for (const std::uint32_t e : m_callers[s]) {
            const model::Retries& retries = m_plan.edges[e].call.retries;
            if (!m_plan.edges[e].from || retries.times <= 0) continue;
            const double answered = now.once[e].answered, would = answered * through / here.met;
            sum += now.asked[e] * (attemptsOf(std::clamp(1.0 - would, 0.0, 1.0), retries) /
                                       attemptsOf(std::max(0.0, 1.0 - answered), retries) -
                                   1.0);
        }
        return sum;
    };
    double few = asked(1.0), many = asked(0.0);
    if (throughOf(levels, now, s, few) < 1.0) {
        for (int i = 0; i != kHalvings && many - few > 1e-12 * many; ++i) {
            const double middle = 0.5 * (few + many);
            (asked(throughOf(levels, now, s, middle)) > middle ? few : many) = middle;
        }
        here.arrivals = 0.5 * (few + many);
    } else {
        here.arrivals = few;
    }
    here.through = throughOf(levels, now, s, here.arrivals);
}

} // namespace nueves::behaviour::traffic
