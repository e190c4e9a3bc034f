// What would fall if this stopped, all else being well? Asked of the compiled circuit, without any clock.
//
// The answer is the state some time later: those who can switch have switched (all members of a pair may
// serve), a balancer has noticed who is dead, batteries without input are empty, a generator that is asked
// runs.
#pragma once

#include "sim/model/system.hpp"

#include <vector>

namespace nueves::methods {

class WhatIf {
  public:
    // Faults that are certain (`probability: 100 %`) are there from the start.
    explicit WhatIf(const model::System& system);

    // Makes these leaves false and lets follow what follows. One question at a time: undo before the next.
    void strike(const std::vector<model::GateId>& leaves);
    void undo();

    bool isTrue(model::GateId gate) const { return m_system.isTrue(m_signals, gate); }
    // Of a gate with a share; 0 or 1 of one without. None: 1.
    double value(model::GateId gate) const;
    // Services that were up before the strike and are down now, ascending.
    std::vector<std::uint32_t> fallenServices() const;
    // Whether a replica of a service (by its place among them) serves nobody: dead, frozen, starved or out of
    // reach.
    bool isLost(std::size_t service, std::size_t replica) const;

  private:
    void follow();
    bool react(const model::System::Watch& watch);
    bool fell(model::GateId leaf);

    const model::System& m_system;
    model::Spreader m_spreader;
    model::Signals m_signals;
    std::vector<std::uint8_t> m_upBefore;
    std::vector<model::GateId> m_struck;
    std::vector<std::uint32_t> m_touched; // services
};

// Leaves by which a mode does its harm; none if nothing ever sets it off.
std::vector<model::GateId> harmOf(const model::System& system, model::ModeId mode);

} // namespace nueves::methods
