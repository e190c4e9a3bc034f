// Chains that move one step up or down, and the machine repairman on them (M/M/c with K machines).
//
// State = number of failed units. Stationary by detailed balance; in time by the eigenvalues of the chain
// made symmetric, which a birth-death chain always can be. Rates per any unit of time, answers in the same
// unit. Source: Karlin & McGregor, "The classification of birth and death processes", Trans. Amer. Math. Soc.
// 86 (1957); Kleinrock, Queueing Systems I, 1975, 3.8 (finite population); Trivedi, Probability and
// Statistics with Reliability, Queuing, and Computer Science Applications, 2nd ed. 2002, 8.2.
#pragma once

#include <cstddef>
#include <vector>

namespace nueves::analysis {

struct BirthDeath {
    std::vector<double> up;   // rate i -> i + 1, i = 0 .. n - 1, > 0
    std::vector<double> down; // rate i + 1 -> i, > 0

    std::size_t states() const { return up.size() + 1; }
    std::vector<double> stationary() const;
    double meanFirstPassage(std::size_t level) const;        // from 0 to `level`, 1 <= level < states()
    double notReached(std::size_t level, double time) const; // P(level not reached in [0, time] from 0)
    double reached(std::size_t level, double time) const;    // 1 - notReached, with its own digits; time > 0
    double firstPassageQuantile(std::size_t level,
                                double p) const;        // time by which it is reached with chance p
    std::vector<double> at(double time) const;          // P(state at `time`) from state 0
    std::vector<double> averageOver(double time) const; // mean share of [0, time] in each state, time > 0
};

// K like machines that fail whatever the state of the others, and c crews, one machine each.
struct MachineRepairman {
    std::size_t machines = 1;
    std::size_t crews = 1;
    double failureRate = 0.0; // of one machine
    double repairRate = 0.0;  // of one crew

    BirthDeath chain() const;
    double unavailability(std::size_t needed) const; // P(fewer than `needed` machines up)
    double meanFailed() const;
    double crewUtilisation() const; // busy crews over crews
    double failuresPerTime() const;
    double meanRestoration() const;                    // failure to return, waiting included (Little's law)
    double meanTimeToOutage(std::size_t needed) const; // from all up
};

} // namespace nueves::analysis
