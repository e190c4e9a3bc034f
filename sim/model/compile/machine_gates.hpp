// What replicas on one machine do to one another: CPU, memory, disk (semantics.md, section 6).
#pragma once

#include "sim/model/compile/wiring.hpp"

#include <map>
#include <set>

namespace nueves::model::compiling {

class MachineGates {
  public:
    explicit MachineGates(Wiring& wiring);

    // Full disks of neighbours, if this replica has no disk of its own.
    std::vector<Wire> neighboursFilling(int replica);
    // What share of its speed a replica has, if users reach it. A plain truth where nothing can slow it.
    Wire speed(int replica, Wire works, Wire reachable);
    // What share of its answers is right: a real gate; true where no fault makes them wrong. And what users
    // get of it: its speed times that.
    Wire rightness(int replica);
    Wire delivered(int replica, Wire works, Wire reachable);

    // What requests find (machine_traffic.cpp): whether the machine below a replica says at once that nobody
    // listens there; the machines whose CPU it shares, nearest first; the most cores that it can have, 0:
    // nobody says.
    Wire refuses(int replica, Wire reached);
    std::vector<int> machinesOf(int replica) const;
    double coresFor(int replica) const;
    double coresOf(int node) const;
    // Beside all that is there without scaling, replicas that scaling asks for find room in the order of
    // their numbers; one for which there is none never runs.
    bool hasRoom(int replica);

    // The nearest machine below a replica; kNobody. What it holds, and what is on it whoever comes and goes.
    int nodeOf(int replica) const;
    Resources holds(int node) const;
    Resources taken(int node) const;

    // Requests above what a machine, or a vm with a limit, holds.
    void checkCapacity();

  private:
    struct Load {
        double cpu = 0.0, memory = 0.0, disk = 0.0;
    };
    Load loadOf(int node) const;
    Load roomOf(int node) const; // 0: nobody says
    static bool exceeds(double asked, double holds);
    void findRoom();
    std::vector<int> nodesBelow(int replica) const;
    struct Below { // something that a thing stands on; over a pair: while that member is the active one
        int instance = kNobody;
        Wire via;
    };
    struct Taking { // of a pool's CPU
        int node = kNobody;
        Wire via;
        double cap = 0.0; // smallest limit on the way; 0: none
    };
    struct Consumer {
        int instance = kNobody; // replica, or vm with a limit
        Wire via;
    };
    struct Hog {             // in a pool
        int taker = kNobody; // who takes there: itself, or the vm that it is in
        int hog = kNobody;
        Wire leaf, via;
        double cores = 0.0;
    };
    struct Made {                // pool of a machine
        std::uint32_t first = 0; // its first consumer among all
        std::vector<int> consumers;
        Wire gate;
    };

    void goDown(int instance, Wire via, std::vector<Below>& found) const;
    std::vector<Below> below(int instance) const; // itself first
    template <class Stop>
    void walk(int instance, Wire via, double cap, Stop&& stop, std::vector<Taking>& found) const;
    std::vector<Taking> pools(int instance) const; // the nearest
    std::vector<Taking> disks(int instance) const; // whose disk it fills; none: its own
    bool isNode(int instance) const;               // a machine, or a vm with a limit
    double limitOf(int vm) const;
    void findHogs();
    void noteHog(int instance);
    void noteAround(int hog, int vm, Wire via);
    void findFilled();
    void findStarved();
    void addStarved(const std::vector<Below>& stack, std::vector<Wire>& truths) const;
    void addPools(int consumer, Wire via, SpeedRule& rule, std::vector<Wire>& inputs);
    Wire speedOf(int replica, Wire works, Wire reachable, bool rightOnly);
    void addErrors(int replica, SpeedRule& rule, std::vector<Wire>& inputs) const;
    Wire realGate(SpeedRule rule, Wire truth, std::vector<Wire> inputs);
    std::vector<Consumer> consumers(int node) const;
    void collectConsumers(int at, Wire via, std::vector<Consumer>& found) const;
    double requestsOf(int consumer) const;
    const Made& pool(int node);
    void fillPool(int node, Pool& pool, Made& made, std::vector<Wire>& inputs);
    Wire through(Wire leaf, Wire via) const; // false while leaf is and the way over the pair is this one

    Wiring& m_wiring;
    std::map<int, std::vector<Hog>> m_hogs;               // by node
    std::map<int, std::vector<Wire>> m_filled, m_starved; // by machine
    std::map<int, Made> m_pools;
    std::uint32_t m_consumers = 0;
    std::set<int> m_noRoom; // replicas
    bool m_roomKnown = false;
};

} // namespace nueves::model::compiling
