// Downtime of one unit in [0, T], up at 0: its law, not only its mean.
//
// Takacs: the unit is down for at most x of [0, T] iff, in T - x of up time, its repairs add up to at most x;
// with exponential lives their number is Poisson(rate (T - x)). Source: L. Takacs, "On certain sojourn time
// problems in the theory of stochastic processes", Acta Math. Acad. Sci. Hung. 8 (1957) 169-191; Rausand &
// Hoyland, System Reliability Theory, 2nd ed., 9.4 (availability in time).
#pragma once

namespace nueves::analysis {

// Exponential lives and repairs. All three > 0 and in one unit of time.
struct ExponentialUnit {
    double meanUp = 1.0;
    double meanDown = 1.0;
    double horizon = 1.0;

    double downtimeAtMost(double x) const;   // P(D <= x); D = 0 has a chance of its own
    double downtimeQuantile(double p) const; // least x with P(D <= x) >= p, 0 < p < 1
    double meanDowntime() const;
    double noFailure() const;            // P(D = 0)
    double pointAvailability() const;    // P(up at the horizon)
    double intervalAvailability() const; // mean share of [0, horizon] up
    double meanFailures() const;         // in [0, horizon]
};

// The same with repairs that all take `down`: P(D <= x).
double fixedRepairDowntimeAtMost(double meanUp, double down, double horizon, double x);

} // namespace nueves::analysis
