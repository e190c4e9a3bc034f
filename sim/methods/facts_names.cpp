#include "sim/methods/facts_names.hpp"

namespace nueves::methods {

std::string nameForPeople(const scenario::Inventory& inventory, int instance) {
    const scenario::Instance& self = inventory[instance];
    const bool outer = self.parent == scenario::kNobody;
    std::string name = self.thing->id;
    if (self.member > 0) {
        const std::string before = outer ? "" : inventory[self.parent].name + ".";
        const bool alone = self.member == 1 && inventory.find(before + name + "[2]") == scenario::kNobody;
        if (!alone) name += "[" + std::to_string(self.member) + "]";
    }
    return outer ? name : nameForPeople(inventory, self.parent) + "." + name;
}

} // namespace nueves::methods
