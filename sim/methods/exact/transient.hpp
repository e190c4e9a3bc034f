// A Markov chain over a stretch of time: where it is at the end, and how it spent the time.
//
// Two ways, both of sums without a subtraction; the cheaper is taken by a count of operations, so that the
// choice does not depend on the machine. Uniformisation: jumps at one rate for all states, Poisson in number
// (W. K. Grassmann, "Transient solutions in Markovian queueing systems", Computers & Operations Research 4,
// 1977). What is cut off has less than kPoissonLoss of the probability. Once every probability is within
// kSteady (relative) of its long-run value it stays so, and the rest of the time is spent there. Doubling: a
// short step by uniformisation as a matrix, squared again and again; for few states with fast and slow rates.
// Rows are brought back to sum 1 each time, which keeps small probabilities exact (J. Xue, Q. Ye, "Computing
// exponentials of essentially non-negative matrices entrywise to high relative accuracy", Math. Comp. 82,
// 2013).
#pragma once

#include "sim/core/expected.hpp"
#include "sim/engine/doors.hpp"
#include "sim/methods/exact/rates.hpp"

namespace nueves::methods {

using SolveFailure = engine::Refusal;

inline constexpr double kSteady = 1e-13;
inline constexpr double kMostWork = 4e10; // additions and multiplications; beyond: refused as "work"

struct Course {
    Distribution end;   // at the end of the stretch
    Distribution share; // of the stretch, in each state; sums to 1
};
core::Expected<Course, SolveFailure> courseOver(const Rates& rates, const Distribution& start,
                                                double seconds);

// The chain looked at after each jump of uniformisation at `rate` (>= fastest exit).
class Jumps {
  public:
    Jumps(const Rates& rates, double rate, Distribution start)
        : m_rates(rates), m_rate(rate), m_now(std::move(start)), m_next(m_now.size()) {}
    const Distribution& now() const { return m_now; }
    void jump();

  private:
    const Rates& m_rates;
    double m_rate;
    Distribution m_now, m_next;
};

} // namespace nueves::methods
