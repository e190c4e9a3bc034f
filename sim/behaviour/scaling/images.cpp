// Images: brought to a machine before the first start there, one at a time (kubelet: serializeImagePulls,
// record time.k8s.image_pull_serial).
#include "sim/behaviour/dynamics.hpp"

#include <algorithm>

namespace nueves::behaviour {

// Whoever runs from the beginning has its image.
void Dynamics::beginImages() {
    for (const model::Pull& pull : m_system.fleet.pulls)
        if (isTrue(m_system.things[pull.thing].supplied)) m_state.fleet.imageHere[pull.image] = 1;
}

// False: it is there. Two that need the same image wait for one pull.
bool Dynamics::pullImage(ThingId thing) {
    const auto& number = m_system.things[thing].pull;
    if (!number) return false;
    const model::Pull& pull = m_system.fleet.pulls[*number];
    model::FleetState& state = m_state.fleet;
    if (state.imageHere[pull.image]) return false;
    const model::Image& image = m_system.fleet.images[pull.image];
    core::SimTime& comes = state.imageComes[pull.image];
    if (comes > core::kStart && comes <= m_doors.now()) { // came while nobody waited for it
        state.imageHere[pull.image] = 1;
        return false;
    }
    if (comes == core::kStart) {
        core::SimTime& free = state.pullerFree[image.puller];
        free = comes = std::max(free, m_doors.now()) + image.takes;
    }
    m_doors.at(pull.clock, comes);
    return true;
}

// True: it was waiting for its image.
bool Dynamics::dropPull(ThingId thing) {
    const auto& number = m_system.things[thing].pull;
    if (!number) return false;
    const ClockId clock = m_system.fleet.pulls[*number].clock;
    if (m_state.clocks[clock.value].status != engine::ClockStatus::running) return false;
    stopClock(clock);
    return true;
}

void Dynamics::pulled(std::uint32_t number) {
    const model::Pull& pull = m_system.fleet.pulls[number];
    m_state.fleet.imageHere[pull.image] = 1;
    m_root = m_state.signals.root[m_system.things[pull.thing].notStarting.value];
    startProcess(pull.thing);
}

} // namespace nueves::behaviour
