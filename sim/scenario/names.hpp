// Everything that stands in a scenario, member by member, and what a name means from where it is written.
//
// One instance for each member of each part (zone[2].server[1]), each shared layer (zone[2].server[1].os),
// each replica (web[2]) and each of its own layers (web[2].vm.os). A lone thing is member 1: its instance is
// "pc[1]", so growing from one to two renames nothing. Rules of lookup: scenario-language.md, section 3
// "Counts and members".
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::scenario {

inline constexpr int kNobody = -1;                        // no instance: the top of the file
inline constexpr std::string_view kInternet = "internet"; // reserved: where the users come from
inline constexpr std::string_view kNoCrew = "nobody";     // reserved: a `crew` that says no people are needed

// crew: nobody, said by the key itself: the crew of the thing or its place is not asked either.
inline bool namesNobody(const Selector& crew) {
    return crew.steps.size() == 1 && crew.steps.front().first == 0 && crew.steps.front().id == kNoCrew;
}

struct Instance {
    std::string name;             // "zone[2].server[1].os"; keys the random draws
    std::string path;             // without numbers, the same for all alike: "zone.server.os"
    const Thing* thing = nullptr; // its keys, exceptions of this member already merged
    int parent = kNobody;         // the box, machine, vm or replica whose part or layer it is
    int replica =
        kNobody;      // the replica that it belongs to; itself for a replica; kNobody: a part or shared layer
    int service = -1; // index in Scenario::services of that replica
    int member = 0;   // 1 .. count; 0: a layer
    int layer = -1;   // place among the layers of `parent`, nearest to the hardware first; -1: no layer
    std::vector<int> children; // parts and layers, ascending

    bool isReplica() const { return service >= 0 && layer < 0; }
};

// What a selector names.
struct Resolution {
    std::vector<int> instances; // in the order in which they are dealt: outermost box first
    int service = -1;      // the bare name of a service ("web"): index in Scenario::services; instances then
                           // holds all its replicas. "web[*]" and "web[2]": -1
    bool internet = false; // the reserved name
    enum class Failure { none, unknown, noSuchMember } failure = Failure::none;
    std::size_t failedStep = 0; // the step that names nothing

    explicit operator bool() const { return failure == Failure::none; }
};

// For one thread: what is dealt is remembered.
class Inventory {
  public:
    // The scenario must outlive the inventory. Instances are numbered in the order of their names: ids by
    // bytes, members by number, boxes before what they hold, parts before services. Equal ids: the first
    // wins.
    explicit Inventory(const Scenario& scenario);
    Inventory(const Inventory&) = delete;
    Inventory& operator=(const Inventory&) = delete;
    Inventory(Inventory&&) = default;
    Inventory& operator=(Inventory&&) = default;
    ~Inventory() = default;

    const std::vector<Instance>& instances() const { return m_instances; }
    const Instance& operator[](int index) const { return m_instances[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(m_instances.size()); }
    const Scenario& scenario() const { return *m_scenario; }

    // A name as written in a key of `from`: looked up among its own parts and layers, then beside it, then
    // outwards. kNobody: as written at the top of the file (crews, targets, script). Whole members follow
    // each step.
    Resolution resolve(const Selector& selector, int from = kNobody) const;

    // Placement (`in`, `on`): where member `member` (from 1) of what is written in `from` goes. The list is
    // dealt in turn, one item to each member, round and round; each time an item comes round, its next
    // instance is taken. kNobody: an item names nothing, or the list is empty.
    int dealt(const std::vector<Selector>& list, int from, int member) const;

    // The instance that has exactly this full name ("web[2].container"), or kNobody.
    int find(std::string_view fullName) const;
    // The layer of this kind directly on `index`, or kNobody.
    int layerOf(int index, Kind kind) const;
    // All replicas of a service, in order. Where machines come and go: a replica for each place that one of
    // them could ever take.
    const std::vector<int>& replicasOf(int service) const;
    // Its replicas are put where there is room, since some of the machines that it names are scaled.
    bool isLodger(int service) const { return m_lodger[static_cast<std::size_t>(service)]; }
    // The scaled machine that an instance is, is inside of or stands on; kNobody.
    int scaledMachine(int instance) const;
    // Each distinct path once ("zone.server.disk"), for "did you mean".
    std::vector<std::string> paths() const;

  private:
    struct Frame; // where the next instances go
    void addParts(const std::vector<Thing>& parts, const Frame& frame);
    void addLayers(const std::vector<Thing>& layers, const Frame& frame);
    void addService(const Thing& service, int index, int replicas);
    int placesOf(const Thing& service, int most) const;
    int add(const Thing& thing, int member, int layer, const Frame& frame);
    const std::vector<int>* group(int parent, const std::string& id) const;
    const std::vector<int>* lookUp(int from, const std::string& id) const;
    void follow(const Selector::Step& step, const std::vector<const std::vector<int>*>& groups,
                Resolution& result) const;
    void sortForDealing(std::vector<int>& instances) const;
    const std::vector<int>& deck(const Selector& selector, int from) const;

    const Scenario* m_scenario;
    std::vector<Instance> m_instances;
    std::map<std::pair<int, std::string>, std::vector<int>> m_groups; // (parent, id): its members
    std::map<std::string, int, std::less<>> m_byName;
    std::vector<std::vector<int>> m_replicas;
    std::vector<bool> m_lodger; // per service
    mutable std::map<std::pair<const std::vector<int>*, std::string>, std::vector<int>>
        m_decks; // filled by dealt()
};

} // namespace nueves::scenario
