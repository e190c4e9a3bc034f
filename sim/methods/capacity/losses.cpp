#include "sim/methods/capacity/losses.hpp"

#include "sim/methods/facts_names.hpp"
#include "sim/methods/what_if.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nueves::methods {

using model::GateId;
using model::System;
using model::ThingId;

namespace {

using Marks = std::vector<double>;

// What traffic meets once the dust has settled. Equal for structures that differ by names alone: targets are
// known by what they give and by whom they share a machine with.
class Sight {
  public:
    explicit Sight(const System& system) : m_system(system), m_plan(system.traffic) {}

    std::vector<Marks> of(const WhatIf& now) const {
        std::vector<Marks> all;
        std::set<std::pair<std::uint32_t, std::uint32_t>> housed;
        for (const model::Machine& machine : m_plan.machines) {
            Marks marks{machine.cores};
            std::vector<Marks> users;
            for (const auto& user : machine.users) {
                users.push_back(target(now, user.station, user.target));
                housed.insert({user.station, user.target});
            }
            append(marks, users);
            all.push_back(std::move(marks));
        }
        for (std::uint32_t s = 0; s != m_plan.stations.size(); ++s)
            for (std::uint32_t t = 0; t != m_plan.stations[s].targets.size(); ++t)
                if (!housed.contains({s, t})) all.push_back(target(now, s, t));
        std::sort(all.begin(), all.end());
        for (const model::Station& station : m_plan.stations) {
            Marks marks{now.value(station.needs)};
            for (const GateId tier : station.tiers) marks.push_back(now.value(tier));
            all.push_back(std::move(marks));
        }
        return all;
    }

  private:
    Marks target(const WhatIf& now, std::uint32_t s, std::uint32_t t) const {
        const model::Target& target = m_plan.stations[s].targets[t];
        const bool runs = now.isTrue(m_system.things[target.thing].runs);
        Marks marks{static_cast<double>(s), now.value(target.speed), now.value(target.inRotation),
                    now.value(target.answers), runs ? 1.0 : 0.0};
        // Which of them serves matters where there is an order among them.
        if (m_plan.stations[s].choice == model::Choice::first || scaled(s)) marks.push_back(t);
        return marks;
    }
    bool scaled(std::uint32_t s) const {
        return std::any_of(m_plan.scalings.begin(), m_plan.scalings.end(),
                           [&](const model::Scaling& scaling) { return scaling.station == s; });
    }
    static void append(Marks& marks, std::vector<Marks>& lists) {
        std::sort(lists.begin(), lists.end());
        for (const Marks& list : lists) marks.insert(marks.end(), list.begin(), list.end());
    }

    const System& m_system;
    const model::Traffic& m_plan;
};

// The outermost machine or part that has stopped with it: what people say was lost.
std::string nameOf(const System& system, const scenario::Inventory& inventory, const WhatIf& now,
                   ThingId thing) {
    ThingId outermost = thing;
    for (ThingId box = system.things[thing].box; box; box = system.things[box].box) {
        const model::Thing& spec = system.things[box];
        if (scenario::isPlace(spec.kind) || now.isTrue(spec.runs)) break;
        outermost = box;
    }
    const int instance = inventory.find(system.things[outermost].name);
    return instance < 0 ? system.things[outermost].name : nameForPeople(inventory, instance);
}

class Search {
  public:
    explicit Search(const System& system)
        : m_system(system), m_inventory(*system.scenario), m_now(system),
          m_sight(system), m_known{m_sight.of(m_now)} {}

    void ask(const std::vector<GateId>& leaves, Loss loss, ThingId thing) {
        if (leaves.empty()) return;
        ++m_losses.tried;
        m_now.strike(leaves);
        if (m_known.insert(m_sight.of(m_now)).second) {
            if (loss.name.empty()) loss.name = nameOf(m_system, m_inventory, m_now, thing);
            m_losses.different.push_back(std::move(loss));
        }
        m_now.undo();
    }
    Losses take() { return std::move(m_losses); }

  private:
    const System& m_system;
    scenario::Inventory m_inventory;
    WhatIf m_now;
    Sight m_sight;
    std::set<std::vector<Marks>> m_known; // the sound structure among them
    Losses m_losses;
};

} // namespace

Losses singleLosses(const System& system) {
    Search search(system);
    for (std::size_t m = 0; m != system.modes.size(); ++m) {
        const auto leaves = harmOf(system, model::ModeId{m});
        search.ask(leaves, {"", {model::ModeId{m}}, leaves}, system.modes.raw()[m].victim);
    }
    for (const model::Cause& cause : system.causes) {
        Loss loss{cause.name, cause.modes, {}};
        if (cause.absent) loss.absences.push_back(cause.absent);
        for (const model::ModeId mode : cause.modes)
            for (const GateId leaf : harmOf(system, mode)) loss.absences.push_back(leaf);
        const std::vector<GateId> leaves = loss.absences;
        search.ask(leaves, std::move(loss), ThingId{});
    }
    return search.take();
}

} // namespace nueves::methods
