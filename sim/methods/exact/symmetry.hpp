// Members that are interchangeable, verified: swapping two of them maps the System onto itself.
//
// `count` makes members alike on paper; whether they are depends on everything that names them. A member is a
// block: all things below its name, and all they carry or hold. Two of a group are swapped on every array of
// the System (see swap.hpp); only if nothing changes may states that differ by the order of the members be
// taken as one. Members of several names that belong together (a server and its power strip) are tried as one
// block.
#pragma once

#include "sim/model/state.hpp"

#include <string>
#include <vector>

namespace nueves::methods {

// The slots of one member, in the same order for every member of its group.
struct MemberSlots {
    std::string name;
    std::vector<std::uint32_t> things, modes, jobs, clocks, leaves, roots;
};
struct InterchangeableGroup {
    std::vector<MemberSlots> members;
};

class Symmetry {
  public:
    explicit Symmetry(std::vector<InterchangeableGroup> groups) : m_groups(std::move(groups)) {}
    // Small blocks before those that hold them.
    const std::vector<InterchangeableGroup>& groups() const { return m_groups; }
    // Relabels members so that states that differ only by their order become one.
    void normalise(const model::System& system, model::State& state, bool withRoots) const;
    // Roots of the same fault on interchangeable members: their parts in any blame are equal.
    std::vector<std::vector<model::RootId>> alikeRoots() const;

  private:
    std::vector<InterchangeableGroup> m_groups;
};

Symmetry findSymmetry(const model::System& system);

} // namespace nueves::methods
