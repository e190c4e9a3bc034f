// What a kind of part is to the compiler.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace nueves::model::compiling {

// Always run, whatever happens to the place or the supply they are drawn in.
inline bool isOutside(scenario::Kind kind) {
    using enum scenario::Kind;
    return kind == grid || kind == isp || kind == dns || kind == provider || kind == ups;
}

// Inherit no power, net or crew from where they stand.
inline bool isSource(scenario::Kind kind) {
    using enum scenario::Kind;
    return kind == grid || kind == generator || kind == isp || kind == dns || kind == provider;
}

// State their members' state and have no place of their own.
inline bool isAbstract(scenario::Kind kind) {
    return kind == scenario::Kind::group || kind == scenario::Kind::standby;
}

// Machines: ends of the network, which pass nothing on.
inline bool isEnd(scenario::Kind kind) {
    return kind == scenario::Kind::host || kind == scenario::Kind::vm;
}

// Boxes of the network: without any `net`, and with no isp in the file, the internet touches them.
inline bool isNetworkBox(scenario::Kind kind) {
    using enum scenario::Kind;
    return kind == switchKind || kind == router || kind == firewall || kind == balancer || kind == proxy;
}

// Sit inside a machine and have no connection of their own to the network.
inline bool isInnerKind(scenario::Kind kind) {
    using enum scenario::Kind;
    return kind == disk || kind == psu || kind == nic || kind == memory || kind == fan || kind == board;
}

} // namespace nueves::model::compiling
