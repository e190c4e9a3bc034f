#include "sim/scenario/names.hpp"

#include "sim/scenario/reach.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace nueves::scenario {

struct Inventory::Frame {
    int parent = kNobody;
    int replica = kNobody;
    int service = -1;
};

Inventory::Inventory(const Scenario& scenario) : m_scenario(&scenario) {
    addParts(scenario.parts, {});
    m_replicas.resize(scenario.services.size());
    m_lodger.resize(scenario.services.size(), false);
    const std::vector<bool> reached = reachedServices(scenario);
    for (std::size_t i = 0; i < scenario.services.size(); ++i)
        addService(scenario.services[i], static_cast<int>(i), mostReplicas(scenario.services[i], reached[i]));
}

void Inventory::addParts(const std::vector<Thing>& parts, const Frame& frame) {
    for (const Thing& part : parts) {
        if (group(frame.parent, part.id)) continue; // a doubled name is reported by validate()
        for (int member = 1; member <= mostMembers(part); ++member) {
            const auto exception = part.except.find(member);
            const Thing& thing = exception == part.except.end() ? part : exception->second;
            const Frame inner{add(thing, member, -1, frame), frame.replica, frame.service};
            addLayers(thing.layers, inner);
            addParts(thing.parts, inner);
        }
    }
}

void Inventory::addLayers(const std::vector<Thing>& layers, const Frame& frame) {
    int place = 0;
    for (const Thing& layer : layers) {
        if (group(frame.parent, layer.id)) continue;
        const Frame inner{add(layer, 0, place++, frame), frame.replica, frame.service};
        addLayers(layer.layers, inner);
    }
}

void Inventory::addService(const Thing& service, int index, int replicas) {
    if (group(kNobody, service.id)) return;
    if (const int places = placesOf(service, replicas); places > 0) {
        m_lodger[static_cast<std::size_t>(index)] = true;
        replicas = places;
    }
    for (int member = 1; member <= replicas; ++member) {
        const int self = add(service, member, -1, {kNobody, size(), index});
        m_replicas[static_cast<std::size_t>(index)].push_back(self);
        addLayers(service.inside, {self, self, index});
    }
}

namespace {

constexpr int kMostPlaces = 100'000;

// Replicas that find room on a machine: at most `most`.
int fitting(const Thing& machine, const Thing& service, int most) {
    double room = most;
    const auto bound = [&](double holds, std::optional<double> asks) {
        if (holds > 0.0 && asks && *asks > 0.0) room = std::min(room, std::floor(holds / *asks + 1e-9));
    };
    bound(machine.cpu, service.requests.cpu);
    bound(machine.memory, service.requests.memory);
    bound(machine.disk, service.requests.disk);
    return std::max(1, static_cast<int>(room));
}

} // namespace

int Inventory::scaledMachine(int at) const {
    for (int level = 0; at != kNobody && level != 64; ++level) { // circles are reported elsewhere
        const Instance& here = (*this)[at];
        if (here.thing->scaling && here.thing->scaling->by == ScalingBy::nodes) return at;
        at = here.parent != kNobody ? here.parent : dealt(here.thing->on, at, std::max(1, here.member));
    }
    return kNobody;
}

// Dealt in turn to all machines that it names, enough for each to be full. 0: none of them is scaled.
int Inventory::placesOf(const Thing& service, int most) const {
    bool scaled = false;
    double each = 1.0;
    for (const Selector& item : service.on) {
        const std::vector<int> machines = resolve(item).instances;
        int largest = 1;
        for (const int machine : machines) {
            scaled = scaled || scaledMachine(machine) != kNobody;
            largest = std::max(largest, fitting(*(*this)[machine].thing, service, most));
        }
        each = std::max(each, static_cast<double>(machines.size()) * largest);
    }
    const double places = each * static_cast<double>(service.on.size());
    return scaled ? std::max(most, static_cast<int>(std::min<double>(places, kMostPlaces))) : 0;
}

int Inventory::add(const Thing& thing, int member, int layer, const Frame& frame) {
    const int self = size();
    Instance instance;
    instance.name = member > 0 ? thing.id + "[" + std::to_string(member) + "]" : thing.id;
    instance.path = thing.id;
    if (frame.parent != kNobody) {
        Instance& box = m_instances[static_cast<std::size_t>(frame.parent)];
        instance.name.insert(0, box.name + ".");
        instance.path.insert(0, box.path + ".");
        box.children.push_back(self);
    }
    instance.thing = &thing;
    instance.parent = frame.parent;
    instance.replica = frame.replica;
    instance.service = frame.service;
    instance.member = member;
    instance.layer = layer;
    m_groups[{frame.parent, thing.id}].push_back(self);
    m_byName.emplace(instance.name, self);
    m_instances.push_back(std::move(instance));
    return self;
}

const std::vector<int>* Inventory::group(int parent, const std::string& id) const {
    const auto found = m_groups.find({parent, id});
    return found == m_groups.end() ? nullptr : &found->second;
}

// Own parts and layers first, then those beside it, then outwards.
const std::vector<int>* Inventory::lookUp(int from, const std::string& id) const {
    for (int box = from; box != kNobody; box = (*this)[box].parent)
        if (const auto* found = group(box, id)) return found;
    return group(kNobody, id);
}

// Narrows `result` to the members that the step names; `groups` are all that bear its id.
void Inventory::follow(const Selector::Step& step, const std::vector<const std::vector<int>*>& groups,
                       Resolution& result) const {
    result.instances.clear();
    bool first = step.first == 0;
    bool last = step.first == 0;
    for (const auto* members : groups)
        for (const int at : *members) {
            const int number = (*this)[at].member;
            if (step.first != 0 && (number < step.first || number > step.last)) continue;
            first = first || number == step.first;
            last = last || number == step.last;
            result.instances.push_back(at);
        }
    // Members are asked for by number: one that no box has is a mistake, not a shorter list.
    if (result.instances.empty()) result.failure = Resolution::Failure::unknown;
    if (!first || !last) result.failure = Resolution::Failure::noSuchMember;
}

Resolution Inventory::resolve(const Selector& selector, int from) const {
    Resolution result;
    const std::vector<Selector::Step>& steps = selector.steps;
    result.internet = steps.size() == 1 && steps[0].id == kInternet;
    if (result.internet) return result;
    if (steps.empty()) result.failure = Resolution::Failure::unknown;
    for (std::size_t i = 0; i < steps.size() && result; ++i) {
        std::vector<const std::vector<int>*> groups;
        if (i == 0) groups.push_back(lookUp(from, steps[i].id));
        for (const int box : result.instances) groups.push_back(group(box, steps[i].id));
        std::erase(groups, nullptr);
        follow(steps[i], groups, result);
        result.failedStep = i;
    }
    if (!result) {
        result.instances.clear();
        return result;
    }
    const Instance& any = (*this)[result.instances.front()];
    if (steps.size() == 1 && steps[0].first == 0 && !selector.starred && any.isReplica())
        result.service = any.service;
    if (steps.size() > 1) sortForDealing(result.instances); // one group is in the order of its members
    return result;
}

// By the member numbers from the thing itself to its outermost box: that deals the outermost box first.
void Inventory::sortForDealing(std::vector<int>& instances) const {
    std::vector<std::pair<std::vector<int>, int>> keyed;
    for (const int index : instances) {
        std::vector<int> numbers;
        for (int at = index; at != kNobody; at = (*this)[at].parent) numbers.push_back((*this)[at].member);
        keyed.emplace_back(std::move(numbers), index);
    }
    std::sort(keyed.begin(), keyed.end());
    for (std::size_t i = 0; i < keyed.size(); ++i) instances[i] = keyed[i].second;
}

// All members of a group share what they are dealt from: it is resolved once for them.
const std::vector<int>& Inventory::deck(const Selector& selector, int from) const {
    static const std::vector<int> kNone;
    if (selector.steps.empty()) return kNone;
    const std::vector<int>* first = lookUp(from, selector.steps.front().id);
    if (first == nullptr) return kNone;
    const auto [known, fresh] = m_decks.try_emplace({first, toString(selector)});
    if (fresh) known->second = resolve(selector, from).instances;
    return known->second;
}

int Inventory::dealt(const std::vector<Selector>& list, int from, int member) const {
    if (list.empty()) return kNobody;
    const std::size_t turn = static_cast<std::size_t>(member) - 1;
    const std::vector<int>& instances = deck(list[turn % list.size()], from);
    if (instances.empty()) return kNobody;
    return instances[(turn / list.size()) % instances.size()];
}

int Inventory::find(std::string_view fullName) const {
    const auto found = m_byName.find(fullName);
    return found == m_byName.end() ? kNobody : found->second;
}

int Inventory::layerOf(int index, Kind kind) const {
    for (const int child : (*this)[index].children)
        if ((*this)[child].layer >= 0 && (*this)[child].thing->kind == kind) return child;
    return kNobody;
}

const std::vector<int>& Inventory::replicasOf(int service) const {
    return m_replicas[static_cast<std::size_t>(service)];
}

std::vector<std::string> Inventory::paths() const {
    std::set<std::string> distinct;
    for (const Instance& instance : m_instances) distinct.insert(instance.path);
    return {distinct.begin(), distinct.end()};
}

} // namespace nueves::scenario
