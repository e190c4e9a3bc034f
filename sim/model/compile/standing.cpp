#include "sim/model/compile/standing.hpp"

#include "sim/model/compile/kinds.hpp"

namespace nueves::model::compiling {

using scenario::Instance;
using scenario::Kind;

Standing::Standing(const scenario::Inventory& inventory, References& references) : m_inventory(inventory) {
    const auto n = static_cast<std::size_t>(inventory.size());
    m_stands.resize(n);
    m_in.resize(n, kNobody);
    m_carried.resize(n);
    m_seen.resize(n);
    for (int i = 0; i != inventory.size(); ++i) {
        const Instance& instance = inventory[i];
        m_in[static_cast<std::size_t>(i)] = references.dealt(instance.thing->in, i, instance.member);
        m_stands[static_cast<std::size_t>(i)] = standOf(i, references);
    }
    for (int i = 0; i != inventory.size(); ++i) {
        findPlace(i);
        const Stand& stand = (*this)[i];
        const int below = stand.pair != kNobody ? stand.pair : stand.carrier;
        if (below != kNobody) m_carried[static_cast<std::size_t>(below)].push_back(i);
    }
}

int Standing::layerFor(int base, Kind kind) const {
    const auto first = [&](std::initializer_list<Kind> layers) {
        for (Kind layer : layers)
            if (const int at = m_inventory.layerOf(base, layer); at != kNobody) return at;
        return base;
    };
    switch (kind) {
    case Kind::vm: return first({Kind::hypervisor, Kind::os});
    case Kind::container: return first({Kind::runtime, Kind::os});
    case Kind::service:
    case Kind::hypervisor: return first({Kind::os});
    case Kind::runtime: return first({Kind::os, Kind::hypervisor});
    default: return base;
    }
}

// Own layers of a replica stand one on the other; the outermost, or a bare replica, on what `on` names.
Stand Standing::standOf(int i, References& references) const {
    const Instance& instance = m_inventory[i];
    const scenario::Thing& thing = *instance.thing;
    Stand stand;
    int base = kNobody;
    Kind kind = instance.isReplica() ? Kind::service : thing.kind;
    if (instance.layer >= 0 && !m_inventory[instance.parent].isReplica()) {
        base = instance.parent;
    } else if (instance.layer > 0) {
        for (const int sibling : m_inventory[instance.parent].children)
            if (m_inventory[sibling].layer == instance.layer - 1) base = sibling;
    } else if (instance.isReplica() && !thing.inside.empty()) {
        for (const int layer : instance.children)
            if (m_inventory[layer].layer >= 0) base = layer; // the last: the innermost
    } else {
        const int stated = instance.layer == 0 ? instance.parent : i;
        base = references.dealt(m_inventory[stated].thing->on, stated, m_inventory[stated].member);
    }
    if (base == kNobody && instance.layer < 0 && instance.parent != kNobody && !instance.isReplica()) {
        const Kind box = m_inventory[instance.parent].thing->kind;
        if (scenario::isSoft(thing.kind) && !scenario::isPlace(box))
            base = instance.parent; // a vm drawn inside its host
        else
            stand.isPart = !scenario::isPlace(box) && !isAbstract(box) && !isAbstract(thing.kind);
    }
    if (base == kNobody) return stand;
    if (m_inventory[base].thing->kind == Kind::standby && !m_inventory[base].isReplica())
        stand.pair = base;
    else
        stand.carrier = layerFor(base, kind);
    return stand;
}

void Standing::findPlace(int i) {
    Stand& stand = m_stands[static_cast<std::size_t>(i)];
    const auto isPlaceAt = [&](int at) { return at != i && scenario::isPlace(m_inventory[at].thing->kind); };
    if (inPlace(i) != kNobody) {
        stand.place = inPlace(i);
        stand.ownPlace = true;
        return;
    }
    stand.place = nearest(i, isPlaceAt);
    const int box = m_inventory[i].parent;
    stand.ownPlace = (stand.carrier == kNobody && stand.pair == kNobody) ||
                     (box != kNobody && scenario::isPlace(m_inventory[box].thing->kind));
}

} // namespace nueves::model::compiling
