// What was promised to those who ask, step of traffic by step: by the request, by the user, by the clock.
#pragma once

#include "sim/behaviour/traffic/passage.hpp"
#include "sim/measure/credits.hpp"
#include "sim/measure/traffic_tally.hpp"
#include "sim/model/system.hpp"

#include <utility>
#include <vector>

namespace nueves::measure {

// Where the blocks of a history end.
struct Blocks {
    core::SimTime from{}, to{};
    core::SimSpan block{};
    std::size_t count = 1;
    std::size_t at(core::SimTime t) const;
    core::SimTime endOf(std::size_t block) const;
};

// What passed over a part of a step: so much of what its beginning and its end stand for.
struct Part {
    core::SimTime from{}, to{};
    double early = 0.0, late = 0.0;
    double of(double first, double second) const { return early * first + late * second; }
};

class Promises {
  public:
    // The contracts take what is counted by the request and the user.
    Promises(const model::System& system, Credits& credits);

    void begin(const Blocks& blocks);
    // From now on the service is down, and that does not count, as planned work may be agreed not to.
    void see(std::size_t service, bool down, bool excluded) { m_seen[service] = {down, excluded}; }
    void step(const behaviour::traffic::Passed& step);
    void add(const Part& part); // of the present step, within one slice and one block
    void closeSlice();
    const std::vector<PromiseTally>& tally() const { return m_tally; }

  private:
    struct Seen {
        bool down = false, excluded = false;
    };
    struct Half { // of one promise, in half a step
        double asked = 0.0, all = 0.0, bad = 0.0;
        std::vector<double> late; // per bound
    };
    struct Promised {
        std::size_t service = 0, target = 0;
        std::vector<std::size_t> demands; // on its station
        const model::TargetRule* rule = nullptr;
        Half early, late;
        double all = 0.0, bad = 0.0;                 // so far
        std::vector<std::pair<double, double>> ring; // these at the end of each slice of the longest window
        std::array<bool, kBurnWindows> alerted{};
    };
    void look(const Promised& promised, const behaviour::traffic::TrafficSums& sums, Half& half) const;
    double inside(const model::TargetRule& rule, const Part& part) const;
    void burn(Promised& promised, PromiseTally& tally) const;

    const model::System& m_system;
    Credits& m_credits;
    std::vector<Promised> m_promised;
    std::vector<Seen> m_seen; // per service
    Blocks m_blocks;
    std::size_t m_slices = 0; // closed in this history
    std::vector<PromiseTally> m_tally;
};

// Of answers counted by time (behaviour/traffic/sums.hpp): how many took no longer, s.
double answeredWithin(const std::vector<double>& responses, double seconds);

} // namespace nueves::measure
