// What names mean, looked up once: thousands of members share the key in which a name is written.
#pragma once

#include "sim/scenario/names.hpp"

#include <map>
#include <utility>
#include <vector>

namespace nueves::model::compiling {

using scenario::kNobody;

class References {
  public:
    explicit References(const scenario::Inventory& inventory) : m_inventory(inventory) {}

    // As Inventory::resolve; the selector must live as long as this.
    const scenario::Resolution& resolve(const scenario::Selector& selector, int from);
    // As Inventory::dealt.
    int dealt(const std::vector<scenario::Selector>& list, int from, int member);

  private:
    const scenario::Inventory& m_inventory;
    std::map<std::pair<const scenario::Selector*, int>, scenario::Resolution> m_known;
};

} // namespace nueves::model::compiling
