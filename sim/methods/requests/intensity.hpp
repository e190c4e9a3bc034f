// How many come in a window: the demand as straight pieces in time, arrivals and numbers of users drawn from
// it.
//
// Arrivals of an inhomogeneous Poisson process by inversion of the integrated rate, exact on each piece
// (Devroye, Non-Uniform Random Variate Generation, 1986, VI.1.3). A wavering rate is one whose factor is
// gamma with mean 1, drawn anew for each stretch of `burst` counted from the history's start (a Cox process).
#pragma once

#include "sim/methods/requests/numbers.hpp"
#include "sim/methods/requests/window.hpp"

#include <optional>

namespace nueves::methods::requests {

// Users or requests per second, as pieces that follow one another.
class Intensity {
  public:
    // peaks: size of each crowd of the demand. burstKey: stream of the factor.
    Intensity(const model::Demand& demand, std::vector<double> peaks, const RequestWindow& window,
              const core::DrawSource& source, std::uint64_t burstKey);

    struct Piece {
        Nanos begin = 0, end = 0; // begin <= end
        double value = 0.0;       // at begin
        double slope = 0.0;       // 1/ns
        double flat = 0.0;        // ns between arrivals, where the rate is constant; else infinity
        double at(Nanos time) const { return value + slope * static_cast<double>(time - begin); }
    };
    const Piece& piece() const { return m_piece; }
    bool next(); // to the next piece; false after the last

  private:
    double factor();

    const model::Demand& m_demand;
    model::DemandState m_crowds;
    double m_windowBegins = 0.0, m_windowEnds = 0.0; // s since the history's start
    Nanos m_lasts = 0;
    core::DrawSource m_source;
    std::uint64_t m_burstKey;
    std::uint64_t m_stretch = 0; // of one value of the factor
    double m_factor = 1.0;
    double m_at = 0.0; // s since the history's start: end of the piece
    Piece m_piece;
};

// Instants of open arrivals.
class Arrivals {
  public:
    // stream: of the gaps.
    Arrivals(Intensity intensity, const core::DrawSource& source, std::uint64_t stream)
        : m_intensity(std::move(intensity)), m_gaps(source, stream, core::Law::exponential(1.0)) {}

    // The next arrival; kNeverNanos: none before the window closes.
    Nanos next() {
        const double gap = m_gaps.at(m_count++); // of the integrated rate
        const Intensity::Piece& piece = m_intensity.piece();
        const double ahead = gap * piece.flat + 0.5;
        if (!(ahead < static_cast<double>(piece.end - m_at))) return bent(gap);
        return m_at += static_cast<Nanos>(ahead);
    }

  private:
    Nanos bent(double gap);

    Intensity m_intensity;
    Draws m_gaps;
    std::uint64_t m_count = 0;
    Nanos m_at = 0;
};

// How many users there are: the curve, rounded.
class Population {
  public:
    explicit Population(Intensity intensity) : m_intensity(std::move(intensity)) {}

    struct Change {
        Nanos time = kNeverNanos;
        std::uint32_t users = 0; // from then on
    };
    // The first change after `now`, when there were `users`; the first call: users = 0, now = 0.
    Change next(Nanos now, std::uint32_t users);

  private:
    Intensity m_intensity;
};

} // namespace nueves::methods::requests
