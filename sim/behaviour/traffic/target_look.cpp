#include "sim/behaviour/traffic/target_look.hpp"

namespace nueves::behaviour::traffic {

using model::Conduct;
using model::GateKind;
using model::Signals;

namespace {

bool isReal(const model::System& system, model::GateId gate) {
    const GateKind kind = system.circuit.gates[gate.value].kind;
    return kind == GateKind::speed || kind == GateKind::pool || kind == GateKind::fraction;
}

// A process that is gone is refused by its machine; one that hangs, or that nobody reaches, says nothing.
Conduct conductOf(const model::System& system, const Signals& signals, const model::Target& target,
                  double speed) {
    if (speed > 0.0) return Conduct::serves;
    if (system.isTrue(signals, system.things[target.thing].runs)) return Conduct::silent;
    return system.isTrue(signals, target.answers) ? Conduct::refuses : Conduct::silent;
}

} // namespace

double valueOf(const model::System& system, const Signals& signals, model::GateId gate) {
    if (!gate) return 1.0;
    return isReal(system, gate) ? signals.real[gate.value]
                                : static_cast<double>(system.isTrue(signals, gate));
}

TargetLook lookOf(const model::System& system, const Signals& signals, const model::Target& target) {
    TargetLook look;
    look.speed = valueOf(system, signals, target.speed);
    look.conduct = conductOf(system, signals, target, look.speed);
    look.wanted = system.isTrue(signals, target.wanted);
    look.inRotation = system.isTrue(signals, target.inRotation);
    look.wrong = 1.0 - valueOf(system, signals, target.right);
    return look;
}

double enteringOf(const model::System& system, const Signals& signals, const model::Station& station) {
    double entering = system.isTrue(signals, station.needs) ? 1.0 : 0.0;
    for (const model::GateId tier : station.tiers) entering *= valueOf(system, signals, tier);
    return entering;
}

} // namespace nueves::behaviour::traffic
