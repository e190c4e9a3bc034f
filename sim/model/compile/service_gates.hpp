// What a service delivers and when it is up (semantics.md, section 7).
#pragma once

#include "sim/model/compile/network.hpp"
#include "sim/model/compile/wiring.hpp"

#include <map>
#include <optional>

namespace nueves::model::compiling {

class ServiceGates {
  public:
    explicit ServiceGates(Wiring& wiring);

    // How requests come to a service, replica by replica.
    struct Way {
        struct Replica {
            int instance = kNobody;
            Wire speed; // works, is reached, share of its speed
            Wire right; // share of its answers that is right; true: all
            Wire reached;
            std::optional<Wire> bit; // in rotation; none: nobody rotates
            double weight = 1.0;     // of what is sent, over that of the others
        };
        Wire needs;
        std::vector<Wire> answered; // leaves; none: the service counts replicas
        std::vector<Wire> tiers;
        std::vector<Replica> replicas;
        const scenario::Thing* last =
            nullptr; // element of `behind`, the one next to the replicas; none: no such
    };

    Value up(int service);
    const Way& way(int service); // of a service that requests reach
    void store();                // services and rotations; before the gates are numbered
    std::vector<GateId>& legs() { return m_legGates; } // to be renumbered with the others
    void checkPaths();                                 // after: every way that must exist while all is well

  private:
    enum class Stage : std::uint8_t { open, busy, done };
    struct Target { // something that users may be sent to
        std::string name;
        Wire alive;     // works and the users reach it: what a probe sees that asks no real question
        NetSpots spots; // empty: no place in the net
        Wire reached = {};
        int instance = kNobody;
        Wire right = {};    // share of its answers
        Wire delivers = {}; // what users get of it
    };
    struct Holder { // whoever keeps a bit for each target of what comes after it
        std::string name;
        Wire works;
        const scenario::Thing* keys = nullptr;
    };
    struct Walk {               // the way of the users, element by element
        std::vector<Target> at; // where they have got to: the last that have a place in the net
        std::string lastName;
        std::optional<Holder> holder;
        std::vector<Wire> up;    // every element of `behind` is
        std::vector<Wire> tiers; // what each delivers
        const scenario::Thing* last = nullptr;
    };
    struct Made {
        Stage stage = Stage::open;
        Value up;
        Wire whole, fraction; // fraction true: needs alone
        std::vector<Wire> tiers;
        std::vector<Wire> able, serving; // what any answer at all takes: all of these, one of those
        std::optional<Way> way;          // of a station
    };
    struct Shares { // what a fraction is made of
        Wire needs;
        std::vector<Wire> tiers, speeds, bits;
        std::vector<double> weights; // empty: all alike
        bool first = false;
    };
    struct Leg {
        std::string from, to;
        int service = 0;
        bool never = false;
    };

    int firstReplica(int service) const;
    void make(int service);
    Walk walk(int service);
    void pass(Walk& walk, int service, const scenario::Selector& element);
    Wire addTier(Walk& walk, int through, const std::vector<Target>& targets);
    std::vector<Target> parts(Walk& walk, int service, const std::vector<int>& instances);
    std::vector<Target> replicas(Walk& walk, int service, int through);
    Wire reached(const Walk& walk, int service, const std::string& name, const NetSpots& spots);
    std::vector<Wire> bits(const Walk& walk, const std::vector<Target>& targets);
    Wire bit(const Holder& holder, const Target& target);
    Wire seen(const Holder& holder, const Target& target);
    std::vector<double> weights(const Walk& walk, const std::vector<Target>& targets) const;
    Wire able(int service);
    void addCalls(int service, std::vector<Wire>& all);
    std::vector<Target> addReplicas(Walk& walk, int service, Shares& shares);
    std::vector<Wire> delivering(const std::vector<Target>& targets, const Shares& shares);
    void onlyWanted(const std::vector<Target>& targets, Shares& shares);
    void keepWay(Made& made, const Walk& walk, int service, const Shares& shares,
                 const std::vector<Target>& targets);
    Wire wholeOf(int service, const Made& made, const Shares& shares);
    Wire counterOf(const Shares& shares);
    Wire fraction(const Shares& shares);
    Wire enough(Wire fraction, double share);
    Wire countForm(int service, const std::vector<Wire>& delivering);
    void storeOne(int service);
    std::optional<TargetRule> ruleOf(const scenario::Target& target, bool reached);
    void storeRotations();
    void findModesBelow();

    Wiring& m_wiring;
    std::vector<Made> m_made;
    std::map<std::pair<std::string, std::string>, std::pair<Wire, Rotation>> m_bits;
    std::vector<Leg> m_legs;
    std::vector<GateId> m_legGates; // none: always joined
};

} // namespace nueves::model::compiling
