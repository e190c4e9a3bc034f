#include "sim/model/forecast.hpp"

#include "sim/core/assert.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <type_traits>
#include <utility>

namespace nueves::model {

namespace {

constexpr double kDay = 86'400.0;
constexpr double kUnknown = std::numeric_limits<double>::infinity();

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

double days(core::SimSpan span) {
    return core::seconds(span) / kDay;
}

// Level, trend in years, then cosine and sine of each wave of the week; daily waves that the weekly ones
// contain are not repeated.
Vector termsAt(const ForecastShape& shape, core::SimTime first, core::SimTime time) {
    Vector terms(static_cast<Eigen::Index>(shape.terms()));
    Eigen::Index next = 0;
    terms(next++) = 1.0;
    if (shape.trend) terms(next++) = days(time - first) / 365.25;
    // Each wave from the one before it, by the sum of angles: a cosine and a sine in all, not one each.
    const double week = 2.0 * std::numbers::pi * days(time.time_since_epoch()) / 7.0;
    const auto waves = [&](int from, int to, int perWeek) {
        const std::complex<double> turn = std::polar(1.0, perWeek * week);
        std::complex<double> wave = std::polar(1.0, (from - 1) * perWeek * week);
        for (int k = from; k <= to; ++k) {
            wave *= turn;
            terms(next++) = wave.real();
            terms(next++) = wave.imag();
        }
    };
    waves(1, shape.weeklyWaves, 1);
    waves(shape.weeklyWaves / 7 + 1, shape.dailyWaves, 7);
    return terms;
}

template <class Values> auto asMatrix(Values& values, std::size_t terms) {
    using Mapped = std::conditional_t<std::is_const_v<Values>, const Matrix, Matrix>;
    const auto n = static_cast<Eigen::Index>(terms);
    return Eigen::Map<Mapped>(values.data(), n, n);
}

template <class Values> auto asVector(Values& values) {
    using Mapped = std::conditional_t<std::is_const_v<Values>, const Vector, Vector>;
    return Eigen::Map<Mapped>(values.data(), static_cast<Eigen::Index>(values.size()));
}

} // namespace

std::size_t ForecastShape::terms() const {
    const int daily = std::max(0, dailyWaves - weeklyWaves / 7);
    return static_cast<std::size_t>(1 + (trend ? 1 : 0) + 2 * (weeklyWaves + daily));
}

Forecast::Forecast(const ForecastShape& shape)
    : m_shape(shape), m_products(shape.terms() * shape.terms(), 0.0), m_targets(shape.terms(), 0.0) {
    NUEVES_ASSERT(shape.weeklyWaves >= 0 && shape.dailyWaves >= 0, "numbers of waves");
    NUEVES_ASSERT(shape.halfLifeDays > 0.0 && shape.ridge > 0.0, "half-life and ridge are positive");
}

void Forecast::add(core::SimTime at, double demand) {
    NUEVES_ASSERT(std::isfinite(demand), "a demand is a number");
    if (m_weight == 0.0) m_first = m_last = at;
    NUEVES_ASSERT(at >= m_last, "samples come in order of time");
    const double kept = std::exp2(-days(at - m_last) / m_shape.halfLifeDays);
    if (m_cycleSeen) learnError(at, demand - waves(at), kept);
    const Vector terms = termsAt(m_shape, m_first, at);
    auto products = asMatrix(m_products, m_shape.terms());
    products.triangularView<Eigen::Lower>() *= kept;
    products.selfadjointView<Eigen::Lower>().rankUpdate(terms);
    asVector(m_targets) = kept * asVector(m_targets) + demand * terms;
    m_weight = kept * m_weight + 1.0;
    m_squares = kept * m_squares + demand * demand;
    m_last = at;
}

// Neighbours farther apart than the others, across a gap, say nothing about the others.
void Forecast::learnError(core::SimTime at, double error, double kept) {
    const double gap = days(at - m_last);
    for (double* sum : {&m_errorSquares, &m_errorPairs, &m_pairs, &m_gaps}) *sum *= kept;
    if (gap > 0.0 && (m_pairs == 0.0 || gap <= 2.0 * m_gaps / m_pairs)) {
        m_errorSquares += (error * error + m_error * m_error) / 2.0;
        m_errorPairs += error * m_error;
        m_pairs += 1.0;
        m_gaps += gap;
    }
    m_error = error;
}

double Forecast::persistence(core::SimSpan span) const {
    if (m_errorPairs <= 0.0 || m_errorPairs >= m_errorSquares) return span == core::SimSpan{} ? 1.0 : 0.0;
    return std::pow(m_errorPairs / m_errorSquares, days(span) * m_pairs / m_gaps);
}

// The level is free; the ridge holds the rest near 0, in units of one sample.
void Forecast::fit() {
    if (m_weight == 0.0) return;
    const std::size_t n = m_shape.terms();
    Matrix normal = asMatrix(std::as_const(m_products), n).selfadjointView<Eigen::Lower>();
    normal.diagonal().tail(static_cast<Eigen::Index>(n) - 1).array() += m_shape.ridge;
    const Eigen::LDLT<Matrix> factors(normal);
    const auto targets = asVector(std::as_const(m_targets));
    const Vector fitted = factors.solve(targets);
    // The least of squares and penalty together: as the prior pays for the waves, only the level costs a
    // sample.
    const double loss = std::max(0.0, m_squares - fitted.dot(targets));
    m_residual = m_weight > 1.0 ? std::sqrt(loss / (m_weight - 1.0)) : kUnknown;
    m_cycleSeen = days(m_last - m_first) >= (m_shape.weeklyWaves > 0 ? 7.0 : 1.0);
    m_terms.assign(fitted.data(), fitted.data() + fitted.size());
    m_uncertainty.resize(n * n);
    asMatrix(m_uncertainty, n) = factors.solve(Matrix::Identity(normal.rows(), normal.cols()));
}

double Forecast::waves(core::SimTime time) const {
    return termsAt(m_shape, m_first, time).dot(asVector(m_terms));
}

double Forecast::alike(core::SimTime time) const {
    NUEVES_ASSERT(time >= m_last, "a forecast looks ahead");
    return m_pairs > 0.0 ? persistence(time - m_last) : 0.0;
}

std::optional<double> Forecast::mean(core::SimTime time) const {
    if (m_terms.empty() || !std::isfinite(m_residual)) return std::nullopt;
    return std::max(0.0, waves(time) + alike(time) * m_error);
}

Forecast::Value Forecast::at(core::SimTime time) const {
    if (m_terms.empty()) return {0.0, kUnknown};
    const Vector terms = termsAt(m_shape, m_first, time);
    const double doubt = std::max(0.0, terms.dot(asMatrix(m_uncertainty, m_shape.terms()) * terms));
    const double same = alike(time);
    return {std::max(0.0, terms.dot(asVector(m_terms)) + same * m_error),
            m_residual * std::sqrt(1.0 - same * same + doubt)};
}

} // namespace nueves::model
