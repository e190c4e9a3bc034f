#include "sim/analysis/cost/cost.hpp"

#include <algorithm>
#include <map>

namespace nueves::analysis {

using scenario::Instance;
using scenario::Inventory;
using scenario::kNobody;
using scenario::Selector;
using scenario::Thing;

namespace {

constexpr double kMicro = 1e-6;

double spread(const scenario::Cost& cost) { // bought once, worn down over its life; without a life, in a year
    if (!cost.buy) return 0.0;
    const double years = cost.life ? core::seconds(*cost.life) / core::kSecondsPerYear : 1.0;
    return years > 0.0 ? *cost.buy / years : *cost.buy;
}

int crewNamed(const scenario::Scenario& scenario, const Selector& selector) {
    if (selector.steps.size() != 1) return -1;
    for (std::size_t i = 0; i != scenario.crews.size(); ++i)
        if (scenario.crews[i].id == selector.steps.front().id) return static_cast<int>(i);
    return -1;
}

int firstPlaceOf(const Inventory& inventory, int index, const std::vector<Selector>& list) {
    const Instance& instance = inventory[index];
    return list.empty() ? kNobody : inventory.dealt(list, index, std::max(1, instance.member));
}

} // namespace

int crewOf(const Inventory& inventory, int index) {
    for (int at = index, steps = 0; at != kNobody && steps < 100; ++steps) {
        const Thing& thing = *inventory[at].thing;
        if (thing.crew) return crewNamed(inventory.scenario(), *thing.crew);
        int next = inventory[at].parent;
        if (next == kNobody) next = firstPlaceOf(inventory, at, thing.in);
        if (next == kNobody) next = firstPlaceOf(inventory, at, thing.on);
        at = next;
    }
    return -1;
}

std::vector<CostPart> costPerYear(const Inventory& inventory, const Usage& usage) {
    const auto& scenario = inventory.scenario();
    std::map<std::string, double> sums;
    for (int i = 0; i != inventory.size(); ++i) {
        const Thing& thing = *inventory[i].thing;
        sums["purchase"] += spread(thing.cost);
        sums["rent"] += thing.cost.rentPerHour * core::kHoursPerYear;
        sums["licences"] += thing.cost.licencePerHour * core::kHoursPerYear;
        sums["energy"] += thing.draw / 1000.0 * core::kHoursPerYear * scenario.money.pue * scenario.money.energyPerKwh;
        const int crew = thing.cost.upkeepHoursPerYear > 0.0 ? crewOf(inventory, i) : -1;
        if (crew >= 0)
            sums["people"] += thing.cost.upkeepHoursPerYear * scenario.crews[static_cast<std::size_t>(crew)].costPerHour;
    }
    for (std::size_t c = 0; c != scenario.crews.size() && c < usage.crewHours.size(); ++c)
        sums["people"] += usage.crewHours[c] * scenario.crews[c].costPerHour;
    for (std::size_t s = 0; s != scenario.spares.size() && s < usage.pieces.size(); ++s)
        sums["parts"] += usage.pieces[s] * scenario.spares[s].cost.buy.value_or(0.0);
    for (std::size_t s = 0; s != scenario.services.size() && s < usage.downHours.size(); ++s)
        sums["downtime"] += usage.downHours[s] * scenario.services[s].cost.downPerHour;
    std::vector<CostPart> parts;
    for (const auto& [kind, amount] : sums)
        if (amount > 0.0) parts.push_back({kind, amount * kMicro});
    std::stable_sort(parts.begin(), parts.end(), [](auto& a, auto& b) { return a.perYear > b.perYear; });
    return parts;
}

double total(const std::vector<CostPart>& parts) {
    double sum = 0.0;
    for (const auto& part : parts) sum += part.perYear;
    return sum;
}

} // namespace nueves::analysis
