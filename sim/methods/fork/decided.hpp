// What was decided in a stretch of a history, or of a fork of it: by those who scale, and by those who check.
#pragma once

#include "sim/analysis/statistics/moments.hpp"
#include "sim/methods/sampling/sampler.hpp"

#include <cstdint>
#include <vector>

namespace nueves::methods::fork {

struct Decided {
    // The first row is the stretch's beginning, each other the next multiple of a row's length since the
    // history's; after what happens then.
    std::vector<std::vector<int>> wanted;      // row by row, per scaling: replicas, or which size
    std::vector<std::vector<std::uint8_t>> up; // row by row, per service
    std::vector<std::uint32_t> changes;        // per scaling: times that another number was wanted
    std::vector<double> down;                  // s, per service
    std::vector<std::uint32_t> outages;        // per service: times that it went down
    std::vector<std::uint32_t> ejections;      // per station: of its targets
    friend bool operator==(const Decided&, const Decided&) = default;
};

core::SimTime rowAfter(core::SimTime row, core::SimSpan every);

// Sees it happen.
class Witness final : public Onlooker {
  public:
    Witness(const model::System& system, core::SimTime from, core::SimTime to, core::SimSpan every);
    void before(core::SimTime time, const model::State& state) override;
    Decided take() { return std::move(m_decided); }

  private:
    void compare(const model::State& state);
    void addRow();

    const model::System& m_system;
    core::SimTime m_from, m_to, m_seenTo, m_nextRow;
    core::SimSpan m_every;
    bool m_begun = false;
    std::vector<int> m_wanted; // as last seen
    std::vector<std::uint8_t> m_up;
    std::vector<std::vector<double>> m_outUntil;
    Decided m_decided;
};

// The same of several forks.
struct DecidedTotals {
    struct Number {
        double sum = 0.0;
        int least = 0, most = 0;
    };
    std::uint64_t count = 0;
    std::vector<std::vector<Number>> wanted;    // as Decided
    std::vector<std::vector<std::uint64_t>> up; // forks in which it was
    std::vector<analysis::Moments> changes, down, outages, ejections;
    std::vector<double> otherwise; // per scaling: rows of all forks with another number than the history's
    void add(const Decided& one, const Decided& history);
};

} // namespace nueves::methods::fork
