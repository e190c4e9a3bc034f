#include "sim/methods/what_if.hpp"

#include <algorithm>

namespace nueves::methods {

using model::GateId;
using model::System;

WhatIf::WhatIf(const System& system)
    : m_system(system), m_spreader(system.circuit), m_signals(system.circuit.initial()) {
    for (const model::Mode& mode : system.modes)
        if (mode.probability >= 1.0 && mode.absent) m_spreader.set(m_signals, mode.absent, false, mode.root);
    m_spreader.spread(m_signals);
    follow();
    m_struck.clear(); // what was so from the start stays
    m_touched.clear();
    for (const model::Service& service : system.services) m_upBefore.push_back(isTrue(service.up));
}

bool WhatIf::fell(GateId leaf) {
    if (!leaf || !isTrue(leaf)) return false;
    m_spreader.set(m_signals, leaf, false, {});
    m_struck.push_back(leaf);
    return true;
}

// True: something more has fallen.
bool WhatIf::react(const System::Watch& watch) {
    using Kind = System::Watch::Kind;
    if (watch.kind == Kind::service) m_touched.push_back(watch.subject);
    if (watch.kind == Kind::battery) {
        const model::Battery& battery = m_system.batteries[watch.subject];
        return !isTrue(battery.input) && fell(battery.charged);
    }
    if (watch.kind == Kind::rotation) {
        const model::Rotation& rotation = m_system.rotations[model::RotationId{watch.subject}];
        return isTrue(rotation.holder) && !isTrue(rotation.healthy) && fell(rotation.in);
    }
    return false;
}

void WhatIf::follow() {
    for (bool more = true; more;) {
        m_spreader.spread(m_signals);
        const std::vector<std::uint32_t> changed = m_spreader.changed();
        m_spreader.forgetChanges();
        more = false;
        for (const std::uint32_t gate : changed)
            for (std::uint32_t w = m_system.watchers[gate].first; w != m_system.watchers[gate].last; ++w)
                more = react(m_system.watching[w]) || more;
    }
}

void WhatIf::strike(const std::vector<GateId>& leaves) {
    for (const GateId leaf : leaves) fell(leaf);
    follow();
}

void WhatIf::undo() {
    for (const GateId leaf : m_struck) m_spreader.set(m_signals, leaf, true, {});
    m_spreader.spread(m_signals);
    m_spreader.forgetChanges();
    m_struck.clear();
    m_touched.clear();
}

double WhatIf::value(GateId gate) const {
    if (!gate) return 1.0;
    const model::GateKind kind = m_system.circuit.gates[gate.value].kind;
    const bool real = kind == model::GateKind::speed || kind == model::GateKind::pool ||
                      kind == model::GateKind::fraction;
    return real ? m_signals.real[gate.value] : static_cast<double>(isTrue(gate));
}

std::vector<std::uint32_t> WhatIf::fallenServices() const {
    std::vector<std::uint32_t> fallen;
    for (const std::uint32_t service : m_touched)
        if (m_upBefore[service] && !isTrue(m_system.services.raw()[service].up)) fallen.push_back(service);
    std::sort(fallen.begin(), fallen.end());
    fallen.erase(std::unique(fallen.begin(), fallen.end()), fallen.end());
    return fallen;
}

bool WhatIf::isLost(std::size_t service, std::size_t replica) const {
    const model::Service& spec = m_system.services.raw()[service];
    if (spec.fraction) {
        const auto& rule = m_system.circuit.fractions[m_system.circuit.gates[spec.fraction.value].payload];
        if (replica < rule.speeds.size()) return !isTrue(rule.speeds[replica]);
    }
    return replica < spec.replicas.size() && !isTrue(m_system.things[spec.replicas[replica]].works);
}

std::vector<GateId> harmOf(const System& system, model::ModeId id) {
    const model::Mode& mode = system.modes[id];
    const auto strikes = [&](const model::Cause& cause) {
        return std::find(cause.modes.begin(), cause.modes.end(), id) != cause.modes.end();
    };
    if (!mode.every && mode.probability <= 0.0 &&
        std::none_of(system.causes.begin(), system.causes.end(), strikes))
        return {};
    std::vector<GateId> leaves;
    if (mode.absent) leaves.push_back(mode.absent);
    if (mode.starved) leaves.push_back(mode.starved);
    const GateId starting = system.things[mode.victim].notStarting; // a leak that meets its limit is killed
    if (mode.leakKills && starting) leaves.push_back(starting);
    return leaves;
}

} // namespace nueves::methods
