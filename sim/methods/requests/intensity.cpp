#include "sim/methods/requests/intensity.hpp"

#include "sim/behaviour/traffic/demand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::methods::requests {

namespace {

// Growth bends every piece a little; over an hour by less than 1e-8 even if demand doubles each month.
constexpr double kGrowthPiece = 3600.0; // s
constexpr double kMostUsers = 4e9;

} // namespace

Intensity::Intensity(const model::Demand& demand, std::vector<double> peaks, const RequestWindow& window,
                     const core::DrawSource& source, std::uint64_t burstKey)
    : m_demand(demand), m_windowBegins(window.begins),
      m_windowEnds(window.begins + static_cast<double>(window.lasts) * 1e-9), m_lasts(window.lasts),
      m_source(source), m_burstKey(burstKey), m_at(window.begins) {
    m_crowds.peaks = std::move(peaks);
    if (m_demand.dispersion > 0.0) {
        m_stretch = static_cast<std::uint64_t>(m_at / m_demand.burst);
        m_factor = factor();
    }
    next();
}

double Intensity::factor() {
    return core::Law::gammaFromMean(1.0, 1.0 / m_demand.dispersion)
        .quantile(m_source.uniform(m_burstKey, m_stretch));
}

bool Intensity::next() {
    if (m_at >= m_windowEnds) return false;
    const double begin = m_at;
    const bool wavers = m_demand.dispersion > 0.0;
    if (wavers && begin >= static_cast<double>(m_stretch + 1) * m_demand.burst) {
        ++m_stretch;
        m_factor = factor();
    }
    m_at = std::min(m_windowEnds, behaviour::traffic::nextBend(m_demand, begin));
    if (wavers) m_at = std::min(m_at, static_cast<double>(m_stretch + 1) * m_demand.burst);
    if (m_demand.growth != 0.0) m_at = std::min(m_at, begin + kGrowthPiece);
    m_piece.begin = m_piece.end;
    m_piece.end = m_at >= m_windowEnds ? m_lasts : std::min(m_lasts, nanosOf(m_at - m_windowBegins));
    // Straight up to the next bend, where the value may jump: so its middle tells the slope.
    const double length = m_at - begin;
    const double value = behaviour::traffic::wantedAt(m_demand, m_crowds, begin);
    const double middle = behaviour::traffic::wantedAt(m_demand, m_crowds, begin + 0.5 * length);
    m_piece.value = m_factor * value;
    m_piece.slope = m_factor * (middle - value) / (0.5 * length) * 1e-9;
    m_piece.flat = m_piece.slope == 0.0 && m_piece.value > 0.0 ? 1e9 / m_piece.value
                                                               : std::numeric_limits<double>::infinity();
    return true;
}

Nanos Arrivals::bent(double gap) {
    for (;;) {
        const Intensity::Piece& piece = m_intensity.piece();
        const double rate = std::max(0.0, piece.at(m_at)) * 1e-9, slope = piece.slope * 1e-9; // per ns
        const auto left = static_cast<double>(piece.end - m_at);
        const double rest = std::max(0.0, (rate + 0.5 * slope * left) * left);
        if (gap < rest) {
            const double root = std::sqrt(std::max(0.0, rate * rate + 2.0 * slope * gap));
            const double ahead = std::min(2.0 * gap / (rate + root), left);
            return m_at += static_cast<Nanos>(ahead + 0.5);
        }
        gap -= rest;
        m_at = piece.end;
        if (!m_intensity.next()) return kNeverNanos;
    }
}

Population::Change Population::next(Nanos now, std::uint32_t users) {
    for (;;) {
        const Intensity::Piece& piece = m_intensity.piece();
        const Nanos from = std::max(now, piece.begin);
        const double have = users, wanted = std::clamp(piece.at(from), 0.0, kMostUsers);
        // A hair beyond the half: where the line crossed it, the last change was made.
        if (std::abs(wanted - have) > 0.5 + 1e-9 * (1.0 + have))
            return {from, static_cast<std::uint32_t>(wanted + 0.5)};
        const double half = piece.slope > 0.0 ? 0.5 : -0.5;
        if (piece.slope != 0.0 && have + half >= 0.0) {
            const double ahead = std::max(0.0, (have + half - wanted) / piece.slope);
            if (ahead < static_cast<double>(piece.end - from))
                return {from + static_cast<Nanos>(ahead) + 1, piece.slope > 0.0 ? users + 1 : users - 1};
        }
        if (!m_intensity.next()) return {};
    }
}

} // namespace nueves::methods::requests
