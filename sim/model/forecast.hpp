// A forecast of demand from its own past: level, trend, waves of a day and of a week, and what is unusual
// now.
//
// Harmonic regression with a ridge, on samples whose weight halves with age, plus errors that stay alike for
// a while (autoregressive of first order). Kept are the sums of the normal equations: adding a sample costs
// one small matrix and never looks back, and a gap does no harm. Times as people's clocks show them, if the
// demand follows those. Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed.
// 2021, 7.4 (Fourier terms), 10 (regression with ARIMA errors); Hoerl & Kennard, "Ridge regression",
// Technometrics 12 (1970); the spread, as of a normal prior on the waves: Bishop, Pattern Recognition and
// Machine Learning, 2006, 3.3.2.
#pragma once

#include "sim/core/time.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace nueves::model {

struct ForecastShape {
    int weeklyWaves = 28; // of 7, 7/2 ... 7/28 days: weekdays differ, down to a quarter of a day; >= 0
    int dailyWaves = 12;  // of 1, 1/2 ... 1/12 day, the same every day; >= 0
    bool trend = true;
    double halfLifeDays = 28.0; // a sample this old counts half; > 0
    double ridge = 1.0;         // > 0: samples' worth of belief that there is no wave and no trend

    std::size_t terms() const;
};

// Plain data, copied with the state of a run: some 40 KiB each for two matrices of the default shape.
class Forecast {
  public:
    explicit Forecast(const ForecastShape& shape);

    // Adds what was seen. Times go on from call to call; demand is finite. Cost: terms^2.
    void add(core::SimTime at, double demand);
    // Fits to all that was added; what is added later is only held against the fit. Cost: terms^3.
    void fit();

    struct Value {
        double mean = 0.0;   // >= 0
        double spread = 0.0; // standard deviation of what will be seen then; infinity: nothing is known
    };
    Value at(core::SimTime time) const; // by the last fit; time not before the last sample. Cost: terms^2
    std::optional<double> mean(core::SimTime time) const; // of at(); none: nothing is known. Cost: terms
    double residualSpread() const { return m_residual; } // of the past around the waves; per fit
    double persistence(core::SimSpan span) const;        // correlation of errors so far apart, 0 to 1

  private:
    double waves(core::SimTime time) const;
    double alike(core::SimTime time) const; // share of the last error that is expected to be there still
    void learnError(core::SimTime at, double error, double kept);

    ForecastShape m_shape;
    core::SimTime m_first{}, m_last{};
    double m_weight = 0.0, m_squares = 0.0;     // of samples; of their demand
    std::vector<double> m_products, m_targets;  // normal equations: terms x terms (lower half), terms
    std::vector<double> m_terms, m_uncertainty; // fitted; its covariance over the residual variance
    double m_residual = 0.0;
    bool m_cycleSeen = false; // the fit knows a whole one: its errors are those of the demand, not its own
    double m_error = 0.0;     // of the last sample, against the fit before it
    double m_errorSquares = 0.0, m_errorPairs = 0.0; // sums over neighbours in time
    double m_pairs = 0.0, m_gaps = 0.0;              // their weight, and their distances in days
};

} // namespace nueves::model
