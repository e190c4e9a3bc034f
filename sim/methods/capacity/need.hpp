// How many instances a demand needs, hour by hour, and what the rate clock and single requests say to it.
#pragma once

#include "sim/analysis/capacity.hpp"
#include "sim/analysis/formulas/staffing.hpp"
#include "sim/methods/capacity/objective.hpp"
#include "sim/methods/capacity/offered.hpp"
#include "sim/methods/capacity/resized.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace nueves::methods {

// A station as the formulas see it: its instances alike, its calls a fixed time.
analysis::ReplicaQueue queueOf(const model::System& system, const Intents& intents, std::size_t station,
                               double cores);
analysis::StaffingGoal goalOf(const model::System& system, std::size_t station);

// What every station needs in one hour, by formula.
struct Staffed {
    std::optional<Size> size; // none: no number is enough
    double carried = 0.0;     // by today's instances, 1/s
};
std::vector<Staffed> staff(const model::System& system, const Intents& intents, const Offered& offered,
                           std::size_t hour);

// Whom the station waits for first when demand grows: itself, or one that is called on its behalf.
std::size_t bottleneckOf(const model::System& system, const Offered& offered, std::size_t hour,
                         const std::vector<Staffed>& staffed, std::size_t station);

// Fewest instances of a station for which the rate clock keeps the promise; all others as staffed.
class NeedCheck {
  public:
    struct Options {
        std::uint64_t seed = 1;
        double busyHour = 0.0; // s
        const std::atomic<bool>* givenUp = nullptr;
        bool isGivenUp() const { return givenUp != nullptr && givenUp->load(std::memory_order_relaxed); }
    };
    NeedCheck(const model::System& system, const std::vector<Staffed>& staffed, const Options& options)
        : m_system(system), m_staffed(staffed), m_options(options) {}
    // Fills simulated, answered, withOneLess, replayed.
    void check(std::size_t station, analysis::ScalingNeed& need);

  private:
    struct Seen {
        bool met = false;
        double answered = 0.0;
        std::optional<analysis::Estimate> replayed;
    };
    std::vector<Size> sizes(std::size_t station, int instances) const;
    std::optional<Seen> run(std::size_t station, int instances, bool replay) const;

    const model::System& m_system;
    const std::vector<Staffed>& m_staffed;
    Options m_options;
};

} // namespace nueves::methods
