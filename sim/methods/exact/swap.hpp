// One exchange of two blocks of things, tried on every array of the System.
#pragma once

#include "sim/methods/exact/gate_numbers.hpp"
#include "sim/methods/exact/symmetry.hpp"

#include <optional>

namespace nueves::methods {

// Per array: which slot each goes to. Without a swap: itself.
struct SlotMap {
    std::vector<std::uint32_t> things, modes, jobs, clocks, leaves, roots, causes;
};

class SwapTest {
  public:
    explicit SwapTest(const model::System& system);

    // The slots of both blocks, pair by pair, if exchanging them changes nothing; else none.
    // Blocks: things in corresponding order.
    std::optional<std::pair<MemberSlots, MemberSlots>> exchange(const std::vector<std::uint32_t>& a,
                                                                const std::vector<std::uint32_t>& b);

  private:
    bool pairUp(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b);
    bool pairThings(std::uint32_t a, std::uint32_t b);
    bool pairModes(std::uint32_t a, std::uint32_t b);
    bool pairJobs(model::JobId a, model::JobId b);
    bool pairCauses();
    bool pairCause(std::uint32_t a, std::uint32_t b);
    template <class I>
    bool pair(std::vector<std::uint32_t>& map, std::vector<std::pair<std::uint32_t, std::uint32_t>>& list,
              I a, I b);
    bool unchanged();
    bool sameThing(std::uint32_t a) const;
    bool sameMode(std::uint32_t a) const;
    bool sameJob(std::uint32_t a) const;
    bool sameCause(std::uint32_t a) const;
    bool samePair(const model::Pair& pair) const;
    bool sameService(const model::Service& service) const;
    bool sameGenerator(const model::Generator& generator) const;
    bool namesBreakNoTie() const;
    bool same(model::GateId a, model::GateId b) const;
    template <class I> bool maps(const std::vector<std::uint32_t>& map, I a, I b) const {
        return static_cast<bool>(a) == static_cast<bool>(b) && (!a || map[a.value] == b.value);
    }
    std::vector<std::uint32_t> victims(const model::Cause& cause, bool mapped) const;

    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    const model::System& m_system;
    GateNumbers m_gates;
    std::vector<std::uint32_t> m_plain;                // gate numbers without a swap
    std::vector<std::uint32_t> m_swapped;              // with the present one
    std::vector<std::vector<std::uint32_t>> m_modesOf; // per thing: modes whose clocks run on it
    SlotMap m_identity, m_map;
    Pairs m_things, m_modes, m_jobs, m_clocks, m_leaves, m_roots, m_causes;
};

} // namespace nueves::methods
