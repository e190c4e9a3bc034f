// Rounds between what lines answer and what callers ask, brought to rest where plain repetition would swing.
//
// A closed crowd at a full service asks less when it waits longer, and by more than the wait has grown:
// rounds that take over each new answer whole never settle. Each is taken over by the share that Aitken's
// extrapolation from the last two rounds gives (Irons & Tuck, A version of the Aitken accelerator for
// computer iteration, Int. J. Numer. Meth. Engng 1, 1969), edge by edge.
#pragma once

#include "sim/behaviour/traffic/coupling.hpp"

#include <array>
#include <vector>

namespace nueves::behaviour::traffic {

class Relaxation {
  public:
    explicit Relaxation(std::size_t edges) : m_edges(edges) {}

    void begin(); // of a stage
    void beginRound() { m_rest = 0.0; }
    // odds, duration: as worked out from the lines; replaced by what callers are to reckon with.
    void take(std::size_t edge, Odds& odds, double& duration);
    // By how much the answers of this round differed from what callers reckoned with: of odds, the
    // difference; of a duration, as a share of it.
    double rest() const { return m_rest; }

  private:
    static constexpr std::size_t kValues = 5; // four odds and the duration
    struct Edge {
        int rounds = 0;
        double share = 1.0;
        std::array<double, kValues> value{}, difference{};
    };
    std::vector<Edge> m_edges;
    double m_rest = 0.0;
};

// Rounds between the CPU time that machines give and the lines that want it. Where load is close to what a
// machine can do they are taken over with more than their difference: plainly they would creep.
class Squeezing {
  public:
    void begin(const std::vector<double>& given); // per machine: what the lines have now
    // squeeze: per machine, as the lines leave it that had what was given last; replaced by what is to be
    // tried next. True: it is what they had.
    bool take(std::vector<double>& squeeze);

  private:
    struct Machine { // in logarithms
        double share = 1.0, value = 0.0, difference = 0.0;
    };
    std::vector<Machine> m_machines;
    int m_rounds = 0;
};

} // namespace nueves::behaviour::traffic
