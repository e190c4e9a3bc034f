// Where everything stands: in which place, on what, inside which box (semantics.md, section 4: chain of
// carriers).
#pragma once

#include "sim/model/compile/references.hpp"

#include <cstdint>
#include <vector>

namespace nueves::model::compiling {

struct Stand {
    int place = kNobody;   // nearest place that encloses it or that it is `in`; of carried things: where the
                           // carrier stands
    bool ownPlace = false; // by nesting or `in`, not only by its carrier
    int carrier = kNobody; // carries it directly
    int pair = kNobody;    // the standby it stands on; its members' layers carry it
    bool isPart = false;   // an inner part: under its box, not on it
};

class Standing {
  public:
    Standing(const scenario::Inventory& inventory, References& references);

    const Stand& operator[](int instance) const { return m_stands[static_cast<std::size_t>(instance)]; }
    // The layer of `base` that carries a thing of this kind: a vm its hypervisor, a container its runtime ...
    int layerFor(int base, scenario::Kind kind) const;
    // What is directly on an instance or on a pair.
    const std::vector<int>& carriedBy(int instance) const {
        return m_carried[static_cast<std::size_t>(instance)];
    }

    // The nearest of an instance, its place, its box and its carrier that satisfies `test`; kNobody.
    template <class Test> int nearest(int instance, Test&& test) const {
        int found = kNobody;
        ++m_walk; // a replica's layers are inside it and carry it: walk each thing once
        search(instance, test, found);
        return found;
    }

  private:
    Stand standOf(int instance, References& references) const;
    int inPlace(int instance) const { return m_in[static_cast<std::size_t>(instance)]; }
    template <class Test> bool search(int at, Test& test, int& found) const {
        if (at == kNobody || m_seen[static_cast<std::size_t>(at)] == m_walk) return false;
        m_seen[static_cast<std::size_t>(at)] = m_walk;
        if (test(at)) {
            found = at;
            return true;
        }
        const Stand& stand = (*this)[at];
        return search(inPlace(at), test, found) || search(m_inventory[at].parent, test, found) ||
               search(stand.carrier, test, found) || search(stand.pair, test, found);
    }
    void findPlace(int instance);

    const scenario::Inventory& m_inventory;
    std::vector<Stand> m_stands;
    std::vector<int> m_in;                     // `in` of each, dealt
    mutable std::vector<std::uint64_t> m_seen; // number of the last walk that came by
    mutable std::uint64_t m_walk = 0;
    std::vector<std::vector<int>> m_carried;
};

} // namespace nueves::model::compiling
