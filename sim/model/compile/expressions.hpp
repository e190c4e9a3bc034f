// Dependency expressions -> wires (scenario-language.md, section 3).
#pragma once

#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

class Expressions {
  public:
    explicit Expressions(Wiring& wiring) : m_wiring(wiring) {}

    // `from`: where it is written. `member`: whose turn it is in {"turn": ...}, from 1.
    Value of(const scenario::Expression& expression, int from, int member);
    Value name(const scenario::Selector& name, int from);
    // What a turn deals to a member: the expression, or one instance of the one name that is dealt.
    struct Dealt {
        const scenario::Expression* expression = nullptr;
        int instance = kNobody;
    };
    Dealt dealt(const scenario::Expression& turn, int from, int member);

  private:
    std::vector<Value> votes(const scenario::Expression& expression, int from, int member);
    Value most(const scenario::Expression& expression, int from, int member);
    Value path(const scenario::Expression& expression, int from);
    std::vector<int> voters(const scenario::Expression& expression, int from);

    Wiring& m_wiring;
};

bool hasTurn(const scenario::Expression& expression);

} // namespace nueves::model::compiling
