// Power: who is fed by what, batteries, and when a generator is asked (semantics.md, section 8).
#pragma once

#include "sim/model/compile/wiring.hpp"

#include <map>
#include <set>

namespace nueves::model::compiling {

class Supplies {
  public:
    explicit Supplies(Wiring& wiring);

    Value power(int instance);  // is it powered?
    Value fed(int ups);         // input, or charge in its battery
    Value asked(int generator); // and there is fuel
    void store();               // batteries and generators, in order of name

  private:
    struct Statement { // a power expression as one user reads it
        const scenario::Expression* expression = nullptr;
        int from = kNobody;
        int member = 0; // whose turn; 0: it deals no turns
        friend auto operator<=>(const Statement&, const Statement&) = default;
    };
    struct Alternative {
        const scenario::Expression* expression;
        Statement in;
    };
    struct BatteryGates {
        Value input;
        Wire charged;
    };
    struct GeneratorGates {
        std::vector<std::vector<Alternative>> askers; // each: all that must fail before
        Wire asked, fuelled;
    };
    Statement statementOf(int instance) const;
    Value value(const Statement& statement);
    void findGenerators();
    void seek(const scenario::Expression& expression, const Statement& in, std::vector<Alternative>& before);
    void seekBehind(int instance, const Statement& in, std::vector<Alternative>& before);

    Wiring& m_wiring;
    std::map<Statement, Value> m_known;
    std::map<ThingId, BatteryGates> m_batteries;
    std::map<ThingId, GeneratorGates> m_generators;
    std::set<std::pair<int, const scenario::Expression*>> m_seeking;
};

} // namespace nueves::model::compiling
