#include "sim/analysis/formulas/fluid_queue.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::analysis {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

} // namespace

FluidQueue::FluidQueue(double servers, double serviceRate, std::vector<FluidStep> steps, double initial)
    : m_servers(servers), m_serviceRate(serviceRate) {
    NUEVES_ASSERT(servers > 0.0 && serviceRate > 0.0 && initial >= 0.0, "servers that serve");
    NUEVES_ASSERT(!steps.empty(), "a path starts somewhere");
    m_time = steps.front().from;
    m_number = initial;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double until = i + 1 < steps.size() ? steps[i + 1].from : kInfinite;
        NUEVES_ASSERT(until > steps[i].from && steps[i].rate >= 0.0, "steps in order of time");
        follow(steps[i].rate, until);
    }
}

// The pieces of one rate: at most two, as q crosses c at most once while the rate stays.
void FluidQueue::follow(double rate, double until) {
    while (m_time < until) {
        const bool busy = m_number > m_servers || (m_number == m_servers && rate > m_servers * m_serviceRate);
        Piece piece{m_time, m_number, rate, busy, until};
        const double crossing = untilCrossing(piece);
        piece.until = std::min(until, crossing);
        m_number =
            crossing <= until ? m_servers : numberIn(piece, until); // on c, and not beside it by rounding
        m_time = piece.until;
        m_pieces.push_back(piece);
    }
}

// When this piece reaches c, if its rate stays; infinity: never, or it only rests there.
double FluidQueue::untilCrossing(const Piece& piece) const {
    const double goal = piece.rate / m_serviceRate; // where few customers settle
    if (piece.busy) {
        const double fall = m_servers * m_serviceRate - piece.rate;
        return fall > 0.0 ? piece.from + (piece.number - m_servers) / fall : kInfinite;
    }
    if (goal <= m_servers) return kInfinite;
    return piece.from + std::log((goal - piece.number) / (goal - m_servers)) / m_serviceRate;
}

double FluidQueue::numberIn(const Piece& piece, double time) const {
    const double passed = time - piece.from;
    if (piece.busy) {
        const double slope = piece.rate - m_servers * m_serviceRate;
        return slope == 0.0 ? piece.number : piece.number + slope * passed;
    }
    const double goal = piece.rate / m_serviceRate;
    return goal + (piece.number - goal) * std::exp(-m_serviceRate * passed);
}

double FluidQueue::numberAt(double time) const {
    NUEVES_ASSERT(time >= m_pieces.front().from, "a time on the path");
    const auto next = std::upper_bound(m_pieces.begin(), m_pieces.end(), time,
                                       [](double t, const Piece& piece) { return t < piece.from; });
    return numberIn(*(next - 1), time);
}

double FluidQueue::waitAt(double time) const {
    return std::max(0.0, numberAt(time) - m_servers) / (m_servers * m_serviceRate);
}

double FluidQueue::firstAllBusy() const {
    if (m_pieces.front().number >= m_servers) return m_pieces.front().from;
    for (const Piece& piece : m_pieces)
        if (piece.busy) return piece.from;
    return kInfinite;
}

double FluidQueue::drained() const {
    double since = m_pieces.front().from;
    for (const Piece& piece : m_pieces)
        if (piece.busy) since = piece.until;
    return since;
}

// Straight lines above c: trapezia.
double FluidQueue::backlogArea() const {
    double area = 0.0;
    for (const Piece& piece : m_pieces) {
        if (!piece.busy) continue;
        if (piece.until == kInfinite) return kInfinite;
        const double end = std::max(0.0, numberIn(piece, piece.until) - m_servers);
        area += (piece.number - m_servers + end) / 2.0 * (piece.until - piece.from);
    }
    return area;
}

FluidQueue::Peak FluidQueue::peak() const {
    Peak highest{m_pieces.front().from, m_pieces.front().number};
    for (const Piece& piece : m_pieces) { // each goes one way only
        const double end = numberIn(piece, piece.until);
        if (end > highest.number) highest = {piece.until, end};
    }
    return highest;
}

} // namespace nueves::analysis
