#include "sim/behaviour/traffic/relaxation.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kShortest = 1e-9; // s: durations are compared by their ratios
// Of a difference that is taken over in a round. Answers: never more than it, since what grows from round to
// round is a line on its way to another state, not a swing. Squeezes creep towards their rest from one side.
constexpr double kLeastShare = 0.02, kMostShare = 8.0;
constexpr double kSameSqueeze = 1e-7; // of two, as a ratio

} // namespace

void Relaxation::begin() {
    for (Edge& edge : m_edges) edge.rounds = 0;
}

void Relaxation::take(std::size_t e, Odds& odds, double& duration) {
    Edge& edge = m_edges[e];
    const std::array<double, kValues> found{odds.answered, odds.refused, odds.late, odds.wrong,
                                            std::log(std::max(duration, kShortest))};
    if (edge.rounds++ == 0) {
        edge.value = found;
        edge.share = 1.0;
        m_rest = 1.0; // nothing to hold it against
        return;
    }
    double turned = 0.0, changed = 0.0;
    std::array<double, kValues> difference;
    for (std::size_t i = 0; i != kValues; ++i) {
        difference[i] = found[i] - edge.value[i];
        const double step = difference[i] - edge.difference[i];
        turned -= edge.difference[i] * step;
        changed += step * step;
        m_rest = std::max(m_rest, std::abs(difference[i]));
    }
    if (edge.rounds > 2 && changed > 0.0)
        edge.share = turned > 0.0 ? std::clamp(edge.share * turned / changed, kLeastShare, 1.0) : 1.0;
    for (std::size_t i = 0; i != kValues; ++i) edge.value[i] += edge.share * difference[i];
    edge.difference = difference;
    odds = {edge.value[0], edge.value[1], edge.value[2], edge.value[3]};
    if (duration > 0.0) duration = std::exp(edge.value[4]);
}

void Squeezing::begin(const std::vector<double>& given) {
    m_rounds = 0;
    m_machines.clear();
    for (const double squeeze : given) m_machines.push_back({1.0, std::log(squeeze), 0.0});
}

bool Squeezing::take(std::vector<double>& squeeze) {
    bool same = true;
    for (std::size_t m = 0; m != squeeze.size(); ++m) {
        Machine& machine = m_machines[m];
        const double difference = std::log(squeeze[m]) - machine.value,
                     step = difference - machine.difference;
        same = same && std::abs(difference) < kSameSqueeze;
        if (m_rounds > 0 && step != 0.0) {
            const double share = -machine.share * machine.difference / step;
            machine.share = share > 0.0 ? std::clamp(share, kLeastShare, kMostShare) : kMostShare;
        }
        machine.difference = difference;
        machine.value = std::min(0.0, machine.value + machine.share * difference);
        squeeze[m] = std::exp(machine.value);
    }
    ++m_rounds;
    return same;
}

} // namespace nueves::behaviour::traffic
