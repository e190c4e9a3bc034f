// Who says what feeds a thing and what it is connected to: itself, or the nearest of its place, box and
// carrier that does (semantics.md, sections 4, 7 and 8). One answer for the compiler and for the topology.
#pragma once

#include "sim/model/compile/standing.hpp"

namespace nueves::model::compiling {

struct Inheritance {
    const scenario::Inventory& inventory;
    References& references;
    const Standing& standing;

    // The instance whose `power` feeds this one; kNobody: nothing does, power is not modelled for it.
    int power(int instance) const;
    // The instance whose `net` connects this one; kNobody. A place's own is what its contents state, and what
    // users who sit in it are connected to.
    int net(int instance) const;
    // Whose turn it is, from 1, in what `from` deals to this one.
    int turn(int instance, int from) const;

  private:
    bool isNamed(const scenario::Expression& expression, int from, int instance) const;
};

} // namespace nueves::model::compiling
