// What works when: a circuit of gates over leaves, kept up to date as leaves change.
//
// Leaves are the facts of a state ("this fault is absent", "not starting up", "this member is the active one"); gates
// derive from them what runs, works and delivers. A false leaf carries the root fault that made it false. Gates are
// numbered in topological order, so a change spreads upwards once, through what it really changes: a failure in a
// fleet costs the depth of its tree. The same code answers "what if this root were removed?" for blame: set its
// leaves, look, undo (Journal).
#pragma once

#include "sim/model/ids.hpp"

#include <cstdint>
#include <vector>

namespace nueves::model {

enum class GateKind : std::uint8_t {
    leaf,
    threshold, // true while at least k inputs are true (an inverted input counts when false)
    net,       // labels of the connected parts of a net graph; announces any change
    reach,     // two vertices of a net carry the same label
    most,      // a majority of all members work and reach one another
    speed,     // real: what share of its speed a replica has
    pool,      // real: what consumers of a machine's CPU get
    fraction,  // real: what a service delivers
    atLeast,   // real input >= a bound
};

// gate number * 2, + 1 if the input is inverted.
struct Input {
    std::uint32_t code = 0;
    Input() = default;
    Input(GateId gate, bool inverted = false) : code(gate.value * 2 + (inverted ? 1 : 0)) {}
    GateId gate() const { return GateId{code / 2}; }
    bool inverted() const { return code % 2 != 0; }
};

struct Gate {
    GateKind kind = GateKind::leaf;
    bool watched = false;       // a change of value is reported
    std::uint32_t k = 0;        // threshold; most: the majority
    std::uint32_t payload = 0;  // which net, replica, pool, service; watched things: see System::watchers
    Range inputs, fans;         // of Circuit::inputs, Circuit::fans
};

// Undirected. A conducting vertex joins its neighbours while its gate is true; an end (host, vm) joins nobody and is
// reached over any conducting neighbour. Every edge stands in the lists of both its vertices.
struct NetGraph {
    static constexpr std::uint32_t kAlways = 0xffffffffU; // conducts whatever happens (internet), or an edge without link
    static constexpr std::uint32_t kEnd = 0xfffffffeU;
    struct Edge {
        std::uint32_t to = 0;           // vertex
        std::uint32_t link = kAlways;   // gate number
    };
    std::vector<std::uint32_t> conducts; // per vertex: gate number, kAlways or kEnd
    std::vector<Range> neighbours;       // per vertex: of `edges`
    std::vector<Edge> edges;
};
struct ReachPair {
    std::uint32_t net = 0, from = 0, to = 0;
};
struct MostMembers { // works gate and net vertex of each member
    std::vector<std::pair<GateId, std::uint32_t>> members;
    std::uint32_t net = 0;
};

// CPU of a machine, or of a vm with a limit. Consumers are replicas or vms with pools of their own.
struct Pool {
    double cores = 0.0;         // after overhead; > 0
    struct Hog {
        GateId absent;          // the fault's leaf
        double cores = 0.0;     // what it takes of this pool while present
    };
    struct Consumer {
        GateId runs;
        double requests = 0.0;  // 0: none stated
        double limit = 0.0;     // most it can take, hogs and all; 0: none
        std::vector<Hog> hogs;  // inside it: while it runs and one is present it takes first
    };
    std::vector<Hog> hogs;      // of the machine itself and its systems
    std::vector<Consumer> consumers;
};
struct SpeedRule { // of one replica
    GateId works, reachable;                       // reachable: may be none
    std::vector<std::pair<GateId, double>> slows;  // leaf, share that remains
    struct Share {
        std::uint32_t consumer = 0; // number in Signals::poolSpeeds
        GateId via;                 // counts while the way over a pair is this one; none: always
    };
    std::vector<Share> pools;                      // outwards
    std::vector<GateId> starved;                   // leaves: false = memory is exhausted below it
};
struct FractionRule { // of one service
    GateId needs;                                  // none: true
    std::vector<GateId> tiers;                     // fraction or works gates of `behind`, each a factor
    std::vector<GateId> speeds;                    // one per replica
    std::vector<GateId> rotation;                  // in rotation: one per replica; empty: nobody rotates
    std::vector<double> weights;                   // of what is sent, one per replica; empty: all alike
    bool first = false;                            // policy first: all users on the first set
    GateId counter; // of many replicas that are plain truths, all users on all: the threshold that counts them
};

class Circuit;

// What is known about the gates in one state. Part of the run's state value.
struct Signals {
    std::vector<std::uint8_t> value;
    std::vector<std::int32_t> count;   // thresholds: true inputs
    std::vector<double> real;
    std::vector<RootId> root;          // leaves: who made it false
    std::vector<std::uint32_t> falseLeaves, position; // set of leaves that are false, and where each is in it
    std::vector<std::vector<std::uint32_t>> labels;   // per net, per vertex
    std::vector<double> poolSpeeds;    // per consumer of all pools
};

// Built by model/compile; afterwards read only.
class Circuit {
  public:
    std::vector<Gate> gates;
    std::vector<Input> inputs;
    std::vector<std::uint32_t> fans;   // gate * 2 + inverted
    std::vector<NetGraph> nets;
    std::vector<ReachPair> pairs;
    std::vector<MostMembers> mosts;
    std::vector<Pool> pools;
    std::vector<std::uint32_t> poolFirst; // first consumer of each pool in Signals::poolSpeeds
    std::vector<SpeedRule> speeds;
    std::vector<FractionRule> fractions;
    std::vector<std::pair<GateId, double>> bounds; // atLeast: real gate, bound

    // All leaves true; every other gate from them.
    Signals initial() const;
    // Every gate from the leaves as they are.
    void derive(Signals& s) const;
};

// Changes that are spread but not yet undone or kept.
struct Journal {
    struct Entry {
        std::uint32_t gate;
        std::uint8_t value;
        std::int32_t count;
        double real;
    };
    std::vector<Entry> entries;
    std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> labels;
    std::vector<std::pair<std::uint32_t, double>> poolSpeeds;
};

// Spreads changes of leaves. Holds scratch memory only: the state is in Signals.
class Spreader {
  public:
    explicit Spreader(const Circuit& circuit);

    // Sets a leaf; `root` is kept while it is false.
    void set(Signals& s, GateId leaf, bool value, RootId root);
    void spread(Signals& s);
    // Watched gates whose value changed since the last forgetChanges, each once, in the order they changed.
    const std::vector<std::uint32_t>& changed() const { return m_changed; }
    void forgetChanges();
    bool pending() const { return !m_heap.empty(); }

    // What if: every false leaf whose root is in `removed` were true. Undo with `restore`.
    void suppose(Signals& s, const std::vector<RootId>& removed);
    void restore(Signals& s);
    // Monotone counter: grows whenever a leaf changes its value or root.
    std::uint64_t epoch() const { return m_epoch; }

  private:
    void touch(std::uint32_t gate);
    void flip(Signals& s, std::uint32_t gate, bool value);
    void report(std::uint32_t gate);
    void announce(std::uint32_t gate);
    void evaluate(Signals& s, std::uint32_t gate);
    void settleReal(Signals& s, std::uint32_t gate, double real);
    void settleNet(Signals& s, std::uint32_t gate);
    void settlePool(Signals& s, std::uint32_t gate);
    void record(const Signals& s, std::uint32_t gate);

    const Circuit& m_circuit;
    std::vector<std::uint32_t> m_heap;      // gates to evaluate, lowest first
    std::vector<std::uint8_t> m_queued, m_reported;
    std::vector<std::uint32_t> m_changed;
    std::vector<std::uint32_t> m_supposed;  // leaves set by suppose, to put back
    Journal m_journal;
    bool m_supposing = false;
    std::uint64_t m_epoch = 1;
};

} // namespace nueves::model
