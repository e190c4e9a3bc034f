// Builds the circuit: constants folded, gates of one input left out, equal gates shared, then numbered.
//
// While building, gates have provisional numbers (inputs before what they feed). finish() numbers them for
// good, level by level: leaves by their key, everything above by its inputs. So an unrelated machine added to
// a scenario changes no order among the others.
#pragma once

#include "sim/model/compile/wire.hpp"
#include "sim/model/system.hpp"

#include <map>
#include <vector>

namespace nueves::model::compiling {

class GateBuilder {
  public:
    // `key` orders the leaves; equal keys: as created.
    Wire leaf(std::uint64_t key);
    Wire all(std::vector<Wire> wires);
    Wire any(std::vector<Wire> wires);
    Wire atLeast(std::size_t k, std::vector<Wire> wires);
    // Gates that are more than counting: `payload` counts Circuit's array of that kind, `wires` make them
    // look again.
    Wire special(GateKind kind, std::uint32_t payload, const std::vector<Wire>& wires, std::uint32_t k = 0);

    GateId field(Wire wire); // as stored in a System: none for true
    GateId solid(Wire wire); // never none
    bool isReal(Wire wire) const;
    Circuit& circuit() { return m_circuit; } // for the rules: nets, pools, speeds, fractions ...

    // Gates below `gate` (leaves and others), itself included, ascending. Provisional numbers.
    std::vector<std::uint32_t> cone(Wire wire) const;

    // Drops gates that nobody reads, numbers the rest, hands the circuit to the system. Every GateId in it is
    // renewed, and those of `others`.
    void finish(System& system, std::vector<GateId>& others);

  private:
    struct Draft {
        GateKind kind = GateKind::leaf;
        std::uint32_t k = 0;
        std::uint32_t payload = 0;
        std::uint64_t key = 0;
        Range inputs{}; // of m_inputs
    };
    Wire threshold(std::uint32_t k, const std::vector<Wire>& wires);
    Wire add(Draft draft, const std::vector<Wire>& wires);
    std::vector<std::uint32_t> levels() const;
    std::vector<std::uint8_t> used(System& system, std::vector<GateId>& others);
    std::vector<std::uint32_t>
    order(const std::vector<std::uint8_t>& used) const; // provisional numbers in final order
    void layOut(const std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& renumbered);

    std::vector<Draft> m_drafts;
    std::vector<Wire> m_inputs;
    std::map<std::vector<std::uint32_t>, Wire> m_shared; // k, then input codes
    Circuit m_circuit;
};

} // namespace nueves::model::compiling
