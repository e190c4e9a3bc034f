#include "sim/behaviour/traffic/relaxation.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kLeastShare = 0.02; // of an answer that is taken over in a round

} // namespace

void Relaxation::begin() {
    for (Edge& edge : m_edges) edge.rounds = 0;
}

void Relaxation::take(std::size_t e, Odds& odds, double& duration) {
    Edge& edge = m_edges[e];
    const std::array<double, kValues> found{odds.answered, odds.refused, odds.late, odds.wrong, duration};
    if (edge.rounds++ == 0) {
        edge.value = found;
        edge.share = 1.0;
        m_rest = 1.0; // nothing to hold it against
        return;
    }
    const double unit = std::max(std::abs(edge.value.back()), 1e-9); // of durations
    double turned = 0.0, changed = 0.0;
    std::array<double, kValues> difference;
    for (std::size_t i = 0; i != kValues; ++i) {
        difference[i] = (found[i] - edge.value[i]) / (i + 1 == kValues ? unit : 1.0);
        const double step = difference[i] - edge.difference[i];
        turned -= edge.difference[i] * step;
        changed += step * step;
        m_rest = std::max(m_rest, std::abs(difference[i]));
    }
    if (edge.rounds > 2 && changed > 0.0)
        edge.share = std::clamp(edge.share * turned / changed, kLeastShare, 1.0);
    for (std::size_t i = 0; i != kValues; ++i)
        edge.value[i] += edge.share * difference[i] * (i + 1 == kValues ? unit : 1.0);
    edge.difference = difference;
    odds = {edge.value[0], edge.value[1], edge.value[2], edge.value[3]};
    duration = edge.value[4];
}

} // namespace nueves::behaviour::traffic
