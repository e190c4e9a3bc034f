// Levels that fall while something is missing: batteries and fuel (semantics.md, section 8).
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

// The input of a ups went or came. Full at once when it comes back, unless `recharge` is given.
void Dynamics::reviewBattery(std::uint32_t n) {
    const model::Battery& battery = m_system.batteries[n];
    const bool input = isTrue(battery.input);
    const bool draining = m_state.clocks[battery.clock.value].status == engine::ClockStatus::running;
    auto& charge = m_state.charge[n];
    const bool empty = !isTrue(battery.charged);
    if (!input && !draining && !empty) {
        if (battery.recharge.count() > 0) { // what it regained since the input came back
            const double regained = core::seconds(m_doors.now() - m_state.chargedAt[n]) *
                                    core::seconds(battery.bridges) / core::seconds(battery.recharge);
            charge = std::min(battery.bridges, charge + core::spanFromSeconds(regained));
        }
        m_state.supplyRoot[n] = m_root;
        if (charge.count() > 0) m_doors.reaches(battery.clock, charge);
        else setLeaf(battery.charged, false, m_root);
        return;
    }
    if (!input || (!draining && !empty)) return;
    charge = draining ? m_doors.left(battery.clock) : core::SimSpan{};
    stopClock(battery.clock);
    if (battery.recharge.count() == 0) charge = battery.bridges;
    m_state.chargedAt[n] = m_doors.now();
    m_state.supplyRoot[n] = {};
    setLeaf(battery.charged, true, {});
}

void Dynamics::batteryEmpty(std::uint32_t n) {
    m_root = m_state.supplyRoot[n];
    m_state.charge[n] = {};
    setLeaf(m_system.batteries[n].charged, false, m_root);
}

// Fuel burns while the generator runs; the tank is full again when it is released.
void Dynamics::reviewGenerator(std::uint32_t n) {
    const model::Generator& generator = m_system.generators[n];
    if (generator.fuel.count() == 0) return;
    const bool burning = m_state.clocks[generator.fuelClock.value].status == engine::ClockStatus::running;
    if (!isTrue(generator.asked)) {
        stopClock(generator.fuelClock);
        setLeaf(generator.fuelled, true, {});
        return;
    }
    const bool runs = isTrue(m_system.things[generator.thing].runs);
    if (!burning && runs && isTrue(generator.fuelled)) {
        m_state.fuelRoot[n] = m_root;
        m_doors.reaches(generator.fuelClock, generator.fuel);
    } else if (burning) m_doors.setSpeed(generator.fuelClock, runs ? 1.0 : 0.0);
}

void Dynamics::fuelEmpty(std::uint32_t n) {
    m_root = m_state.fuelRoot[n];
    setLeaf(m_system.generators[n].fuelled, false, m_root);
}

} // namespace nueves::behaviour
