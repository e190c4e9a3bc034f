// Services that stay down although what they are asked and what they stand on would do: held there by their
// own backlog, retries and cold caches.
//
// A metastable failure: it outlives its trigger, because the overloaded state sustains itself (Bronson,
// Aghayev, Charapko & Zhu, "Metastable Failures in Distributed Systems", HotOS 2021; Huang et al.,
// "Metastable Failures in the Wild", OSDI 2022). The trigger is gone from the first instant at which a copy
// with nobody waiting, nobody repeating and warm caches would answer enough under the same structure and
// demand. The history must have stayed down since then for kHeld, and a copy of it must stay down when
// structure and demand are held as they are: a backlog that only takes its time to drain is none. Nothing of
// it feeds back into the history.
#pragma once

#include "sim/behaviour/traffic/flow.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <optional>
#include <vector>

namespace nueves::methods {

inline constexpr double kHeld = 900.0;        // s (assumed)
inline constexpr double kCalm = 3600.0;       // s that the emptied copy is followed (assumed)
inline constexpr double kDrains = 6 * 3600.0; // s that the other may take to come back (assumed)

// Share of what is asked of a station below which it counts as down: what it requires; where it counts
// replicas and users ask it, what it promises them (assumed where it promises nothing). None: it counts
// replicas, and only others call it.
struct Standard {
    double share = 0.0;
    bool assumed = false;
};
std::optional<Standard> standardOf(const model::System& system, std::size_t station);

struct HeldDown { // of one station; the first time in a history
    bool found = false;
    double since = 0.0;  // s: when the trigger was gone
    double seen = 0.0;   // s: when it was certain
    double lasted = 0.0; // s from `since` to its end, or that of the history
    double share = 1.0;  // answered when it was certain
    double calm = 1.0;   // by the emptied copy
};

class Lingering : public Auditor {
  public:
    explicit Lingering(const model::System& system);
    // Is there anything that could hold a service down: repeats, or caches?
    static bool isPossible(const model::System& system);

    void begin(double measuredFrom); // a new history; what is certain before that, s, does not count
    void look(const model::State& state, behaviour::Dynamics& dynamics) override;
    void finish(core::SimTime end) override;
    const std::vector<HeldDown>& found() const { return m_found; } // per station

  private:
    struct Watched {
        double downSince = -1.0, freeSince = -1.0; // s; < 0: not
        double next = 0.0;                         // s: when to look again
        bool open = false;                         // found, and not over
    };
    bool isUp(std::size_t station, const model::State& state, double t);
    void examine(std::size_t station, const model::State& state, double t);
    bool mayBeFree(std::size_t station, const model::TrafficLevels& levels, double t);
    void end(std::size_t station, double t);

    const model::System& m_system;
    behaviour::traffic::Flow m_flow;
    std::vector<std::optional<Standard>> m_standards; // per station
    std::vector<Watched> m_watched;
    std::vector<HeldDown> m_found;
    double m_from = 0.0;
};

} // namespace nueves::methods
