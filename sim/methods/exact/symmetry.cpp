#include "sim/methods/exact/symmetry.hpp"

#include "sim/methods/exact/swap.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace nueves::methods {

using model::System;
using Block = std::vector<std::uint32_t>; // things

namespace {

constexpr std::size_t kMostWork = 50'000'000; // members x gates: larger Systems have too many states anyway

// All members "x[1]", "x[2]" ... of one name, with what stands below each and what that carries or holds.
struct Family {
    std::string parent, base;
    std::map<unsigned long, Block> members; // by number
};

class Finder {
  public:
    explicit Finder(const System& system) : m_system(system), m_test(system) {}

    std::vector<InterchangeableGroup> find() {
        std::vector<Family> families = familiesOf();
        std::map<std::string, Family> failed; // by parent: what does not stand alone, as one block per number
        for (const Family& family : families) {
            if (classes(family)) continue;
            const auto [known, isNew] = failed.try_emplace(family.parent, family);
            if (!isNew) join(known->second, family);
        }
        for (const auto& [parent, family] : failed) classes(family);
        std::stable_sort(m_groups.begin(), m_groups.end(), [](const auto& a, const auto& b) {
            return a.members.front().things.size() < b.members.front().things.size();
        });
        return std::move(m_groups);
    }

  private:
    std::vector<Family> familiesOf() const;
    Block blockOf(std::string_view prefix) const;
    static void join(Family& into, const Family& other);
    bool classes(const Family& family);

    const System& m_system;
    SwapTest m_test;
    std::vector<InterchangeableGroup> m_groups;
};

std::vector<Family> Finder::familiesOf() const {
    std::map<std::string, Family> families;
    for (const auto& thing : m_system.things) {
        const std::string& name = thing.name;
        for (std::size_t end = name.find(']'); end != std::string::npos; end = name.find(']', end + 1)) {
            const std::size_t open = name.rfind('[', end);
            if (open == std::string::npos) continue;
            Family& family = families[name.substr(0, open)];
            const auto number = std::stoul(name.substr(open + 1, end - open - 1));
            if (family.members.count(number) != 0) continue;
            family.base = name.substr(0, open);
            const std::size_t dot = family.base.rfind('.');
            family.parent = dot == std::string::npos ? "" : family.base.substr(0, dot);
            family.members[number] = blockOf(std::string_view(name).substr(0, end + 1));
        }
    }
    std::vector<Family> found;
    for (auto& [base, family] : families)
        if (family.members.size() > 1) found.push_back(std::move(family));
    return found;
}

// By path, then by name: the same order in every block.
Block Finder::blockOf(std::string_view prefix) const {
    const auto& things = m_system.things.raw();
    std::vector<std::uint8_t> inside(things.size(), 0);
    for (std::size_t i = 0; i != things.size(); ++i) {
        const std::string_view name = things[i].name;
        inside[i] = name.substr(0, prefix.size()) == prefix &&
                    (name.size() == prefix.size() || name[prefix.size()] == '.');
    }
    const auto isInside = [&](model::ThingId thing) { return thing && inside[thing.value] != 0; };
    for (bool grows = true; grows;) {
        grows = false;
        for (std::size_t i = 0; i != things.size(); ++i)
            if (!inside[i] &&
                (isInside(things[i].carrier) || isInside(things[i].box) || isInside(things[i].place)))
                inside[i] = 1, grows = true;
    }
    Block block;
    for (std::uint32_t i = 0; i != things.size(); ++i)
        if (inside[i]) block.push_back(i);
    std::stable_sort(block.begin(), block.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return things[a].path < things[b].path; });
    return block;
}

void Finder::join(Family& into, const Family& other) {
    for (auto member = into.members.begin(); member != into.members.end();) {
        const auto fellow = other.members.find(member->first);
        if (fellow == other.members.end()) {
            member = into.members.erase(member);
            continue;
        }
        for (std::uint32_t thing : fellow->second)
            if (std::find(member->second.begin(), member->second.end(), thing) == member->second.end())
                member->second.push_back(thing);
        ++member;
    }
}

// Splits the members into sets of interchangeable ones. False: nobody is like another.
bool Finder::classes(const Family& family) {
    if (family.members.size() * m_system.circuit.gates.size() > kMostWork) return false;
    std::vector<std::pair<Block, InterchangeableGroup>> found; // with the block of the first member
    for (const auto& [number, block] : family.members) {
        bool placed = false;
        for (auto& [first, group] : found) {
            auto slots = m_test.exchange(first, block);
            if (!slots) continue;
            if (group.members.empty()) group.members.push_back(std::move(slots->first));
            group.members.push_back(std::move(slots->second));
            placed = true;
            break;
        }
        if (!placed) found.emplace_back(block, InterchangeableGroup{});
    }
    bool any = false;
    for (auto& [first, group] : found) {
        if (group.members.size() < 2) continue;
        m_groups.push_back(std::move(group));
        any = true;
    }
    return any;
}

} // namespace

// What is refused by the lister in any case is not looked at.
Symmetry findSymmetry(const System& system) {
    const bool refused = !system.works.empty() || !system.batteries.empty() || !system.rotations.empty() ||
                         !system.actions.empty();
    return Symmetry(refused ? std::vector<InterchangeableGroup>{} : Finder(system).find());
}

std::vector<std::vector<model::RootId>> Symmetry::alikeRoots() const {
    std::map<std::uint32_t, std::uint32_t> leader; // union of sets, by their smallest
    const auto find = [&](std::uint32_t root) {
        while (leader.try_emplace(root, root).first->second != root) root = leader[root];
        return root;
    };
    for (const auto& group : m_groups)
        for (const auto& member : group.members)
            for (std::size_t i = 0; i != member.roots.size(); ++i) {
                const std::uint32_t a = find(group.members.front().roots[i]), b = find(member.roots[i]);
                leader[std::max(a, b)] = std::min(a, b);
            }
    std::map<std::uint32_t, std::vector<model::RootId>> sets;
    for (const auto& [root, above] : leader) sets[find(root)].push_back(model::RootId{root});
    std::vector<std::vector<model::RootId>> alike;
    for (auto& [first, roots] : sets)
        if (roots.size() > 1) alike.push_back(std::move(roots));
    return alike;
}

} // namespace nueves::methods
