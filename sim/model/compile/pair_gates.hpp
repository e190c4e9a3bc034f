// Standby: members, roles, and what stands on the pair (semantics.md, section 5).
#pragma once

#include "sim/model/compile/wiring.hpp"

namespace nueves::model::compiling {

class PairGates {
  public:
    explicit PairGates(Wiring& wiring);

    Value works(int standby);
    // What carries `instance` on the active member.
    Value carries(int standby, int instance, bool worksToo);
    struct Role {
        int member = kNobody; // instance; none: a service
        Wire active;
    };
    // Of an instance of kind standby: who may be the active one.
    std::vector<Role> roles(int standby) const;
    // Pairs that have this instance as a member, with its role there.
    const std::vector<std::pair<int, Wire>>& membershipsOf(int instance) const;
    void store(); // after the things

  private:
    struct Member {
        int instance = kNobody;
        int service = -1;
        Wire active;
    };
    struct Made {
        int instance = kNobody;
        std::vector<Member> members;
        Wire notSwitching;
    };
    void addMembers(const scenario::Expression& of, Made& pair);
    void addPair(int instance);
    const Made& made(int standby) const;
    Value memberWorks(const Member& member);
    Pair::Member record(const Member& member);
    void gather(int instance, bool alsoCarried, std::vector<std::uint8_t>& seen,
                std::vector<ThingId>& things) const;
    std::vector<ThingId> belonging(const Member& member, bool alsoCarried) const;
    void tellModes();

    Wiring& m_wiring;
    std::vector<Made> m_pairs;
    std::map<int, std::size_t> m_at; // by instance
    std::map<int, std::vector<std::pair<int, Wire>>> m_memberships;
};

} // namespace nueves::model::compiling
