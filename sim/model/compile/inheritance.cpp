#include "sim/model/compile/inheritance.hpp"

#include "sim/model/compile/kinds.hpp"

#include <algorithm>

namespace nueves::model::compiling {

using scenario::Instance;
using scenario::Kind;

// Does the expression, written in `from`, name this instance?
bool Inheritance::isNamed(const scenario::Expression& expression, int from, int instance) const {
    if (!expression.name.steps.empty()) {
        const auto& found = references.resolve(expression.name, from).instances;
        if (std::find(found.begin(), found.end(), instance) != found.end()) return true;
    }
    return std::any_of(expression.of.begin(), expression.of.end(),
                       [&](const scenario::Expression& inner) { return isNamed(inner, from, instance); });
}

// Sources feed others; the software of a powered machine asks its carrier. What feeds a place may stand in it
// and is not fed by itself.
int Inheritance::power(int i) const {
    const Instance& instance = inventory[i];
    const Kind kind = instance.thing->kind;
    if (scenario::isPlace(kind)) return kNobody;
    if (instance.thing->power) return i;
    const bool inherits = instance.replica == kNobody && !isSource(kind) && !isAbstract(kind) &&
                          !scenario::isSoft(kind) && (standing[i].ownPlace || standing[i].isPart);
    if (!inherits) return kNobody;
    return standing.nearest(i, [&](int at) {
        const auto& power = inventory[at].thing->power;
        return power && !isNamed(*power, at, i);
    });
}

// Machines and boxes of the network are connected as their place is; what is inside them, or feeds them, is
// not. What connects a place may stand in it.
int Inheritance::net(int i) const {
    const Instance& instance = inventory[i];
    const Kind kind = instance.thing->kind;
    if (instance.thing->net) return i;
    if (instance.replica != kNobody || instance.layer >= 0 || standing[i].isPart) return kNobody;
    if (!isEnd(kind) && !isNetworkBox(kind) && kind != Kind::component) return kNobody;
    return standing.nearest(i, [&](int at) {
        const auto& net = inventory[at].thing->net;
        return net && !isNamed(*net, at, i);
    });
}

// The supplies of one machine are numbered through, whatever their ids: each gets the next feed.
int Inheritance::turn(int i, int from) const {
    const auto isSupply = [&](int at) {
        return inventory[at].thing->kind == Kind::psu && standing[at].isPart;
    };
    if (from == i || !isSupply(i)) return std::max(inventory[i].member, 1);
    const auto& inside = inventory[inventory[i].parent].children;
    const auto self = std::find(inside.begin(), inside.end(), i);
    return 1 + static_cast<int>(std::count_if(inside.begin(), self, isSupply));
}

} // namespace nueves::model::compiling
