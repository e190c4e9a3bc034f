#include "sim/analysis/cost/cost.hpp"

#include "sim/scenario/reach.hpp"

#include <algorithm>
#include <numeric>

namespace nueves::analysis {

using scenario::Instance;
using scenario::Inventory;
using scenario::kNobody;
using scenario::Selector;
using scenario::Thing;

namespace {

constexpr double kMicro = 1e-6;
constexpr int kDeepest = 64; // boxes within boxes; deeper is a circle of `in` or `on`, reported elsewhere

double spread(const scenario::Cost& cost) {
    if (!cost.buy) return 0.0;
    const double years = cost.life ? core::seconds(*cost.life) / core::kSecondsPerYear : 1.0;
    return years > 0.0 ? *cost.buy / years : *cost.buy;
}

bool isSource(scenario::Kind kind) {
    using enum scenario::Kind;
    return kind == grid || kind == generator || kind == isp || kind == dns || kind == provider;
}

int crewNamed(const scenario::Scenario& scenario, const Selector& selector) {
    if (scenario::namesNobody(selector)) return kNobodyNeeded;
    if (selector.steps.size() != 1) return -1;
    for (std::size_t i = 0; i != scenario.crews.size(); ++i)
        if (scenario.crews[i].id == selector.steps.front().id) return static_cast<int>(i);
    return -1;
}

// Depth first: place, box, carrier, as the compiler looks for it.
int nearestCrew(const Inventory& inventory, int at, int depth) {
    if (at == kNobody || depth > kDeepest) return -1;
    const Instance& instance = inventory[at];
    const Thing& thing = *instance.thing;
    if (thing.crew) return crewNamed(inventory.scenario(), *thing.crew);
    const int member = std::max(1, instance.member);
    const auto through = [&](int next) { return nearestCrew(inventory, next, depth + 1); };
    for (int next :
         {inventory.dealt(thing.in, at, member), instance.parent, inventory.dealt(thing.on, at, member)})
        if (const int crew = through(next); crew != -1) return crew;
    return -1;
}

// Price of an hour of whoever does the upkeep of an instance; 0: nobody is paid.
double priceOfUpkeep(const Inventory& inventory, int instance) {
    const int crew = crewOf(inventory, instance);
    return crew < 0 ? 0.0 : inventory.scenario().crews[static_cast<std::size_t>(crew)].costPerHour;
}

double weighted(const std::vector<double>& amounts, const std::vector<double>& prices) {
    const std::size_t n = std::min(amounts.size(), prices.size());
    return std::inner_product(amounts.begin(), amounts.begin() + static_cast<std::ptrdiff_t>(n),
                              prices.begin(), 0.0);
}

} // namespace

int crewOf(const Inventory& inventory, int index) {
    const Thing& thing = *inventory[index].thing;
    if (!thing.crew && isSource(thing.kind)) return -1;
    return nearestCrew(inventory, index, 0);
}

std::vector<int> unpaidUpkeep(const Inventory& inventory) {
    std::vector<int> unpaid;
    for (int i = 0; i != inventory.size(); ++i)
        if (inventory[i].thing->cost.upkeepHoursPerYear > 0.0 && priceOfUpkeep(inventory, i) <= 0.0)
            unpaid.push_back(i);
    return unpaid;
}

CostModel::CostModel(const Inventory& inventory) {
    const auto& scenario = inventory.scenario();
    for (int i = 0; i != inventory.size(); ++i) {
        const Amounts owned = ownedBy(inventory, i);
        for (std::size_t kind = 0; kind != kinds; ++kind) m_standing[kind] += owned[kind];
        m_running.push_back(runningOf(inventory, i));
    }
    for (const auto& crew : scenario.crews) m_perCrewHour.push_back(crew.costPerHour);
    for (const auto& spare : scenario.spares) {
        m_perPiece.push_back(spare.cost.buy.value_or(0.0));
        if (spare.stock && spare.cost.life) m_standing[parts] += *spare.stock * spread(spare.cost);
        m_standing[rent] += spare.cost.rentPerHour * core::kHoursPerYear;
    }
    for (const auto& service : scenario.services) {
        m_perDownHour.push_back(service.cost.downPerHour);
        m_perLost.push_back(service.cost.lostPerRequest.value_or(0.0));
    }
}

// Whether it is there or not. Of all places that replicas could be put at, only so many are ever taken at once.
CostModel::Amounts CostModel::ownedBy(const Inventory& inventory, int instance) {
    const Thing& thing = *inventory[instance].thing;
    double taken = 1.0;
    if (const int replica = inventory[instance].replica; replica != kNobody)
        if (const int service = inventory[replica].service; inventory.isLodger(service))
            taken = std::min(1.0, scenario::mostReplicas(*inventory[replica].thing, true) /
                                      static_cast<double>(inventory.replicasOf(service).size()));
    Amounts sums{};
    const bool soft = scenario::isSoft(thing.kind) || inventory[instance].isReplica();
    sums[soft ? licences : purchase] = taken * spread(thing.cost);
    if (thing.cost.reserved)
        sums[scenario::isPlace(thing.kind) ? housing : rent] =
            taken * thing.cost.rentPerHour * core::kHoursPerYear;
    return sums;
}

CostModel::Amounts CostModel::runningOf(const Inventory& inventory, int instance) {
    const Thing& thing = *inventory[instance].thing;
    const scenario::Cost& cost = thing.cost;
    const auto& money = inventory.scenario().money;
    Amounts sums{};
    if (!cost.reserved)
        sums[scenario::isPlace(thing.kind) ? housing : rent] = cost.rentPerHour * core::kHoursPerYear;
    sums[licences] = cost.licencePerHour * core::kHoursPerYear;
    sums[energy] = thing.draw / 1000.0 * core::kHoursPerYear * money.pue * money.energyPerKwh;
    if (cost.upkeepHoursPerYear > 0.0)
        sums[people] = cost.upkeepHoursPerYear * priceOfUpkeep(inventory, instance);
    return sums;
}

CostModel::Amounts CostModel::amounts(const Usage& usage) const {
    Amounts sums = m_standing;
    for (std::size_t i = 0; i != m_running.size(); ++i) {
        const double there = usage.existed.empty() ? 1.0 : usage.existed[i];
        for (std::size_t kind = 0; kind != kinds; ++kind) sums[kind] += there * m_running[i][kind];
    }
    sums[people] += weighted(usage.crewHours, m_perCrewHour);
    sums[parts] += weighted(usage.pieces, m_perPiece);
    sums[downtime] += weighted(usage.downHours, m_perDownHour);
    sums[credits] += usage.credits;
    sums[lost] += weighted(usage.lost, m_perLost);
    return sums;
}

std::vector<CostPart> CostModel::perYear(const Usage& usage) const {
    constexpr const char* kNames[] = {"purchase", "energy", "housing", "licences",
                                      "rent",     "people", "parts",   "downtime", "lost",   "credits"};
    static_assert(std::size(kNames) == kinds);
    const Amounts sums = amounts(usage);
    std::vector<CostPart> list;
    for (std::size_t kind = 0; kind != sums.size(); ++kind)
        if (sums[kind] > 0.0) list.push_back({kNames[kind], sums[kind] * kMicro});
    std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.perYear > b.perYear; });
    return list;
}

double CostModel::totalPerYear(const Usage& usage) const {
    const Amounts sums = amounts(usage);
    return std::accumulate(sums.begin(), sums.end(), 0.0) * kMicro;
}

double pricePerHour(const Inventory& inventory, int instance) {
    const Thing& thing = *inventory[instance].thing;
    const auto& money = inventory.scenario().money;
    double price = (spread(thing.cost) + thing.cost.upkeepHoursPerYear * priceOfUpkeep(inventory, instance)) /
                       core::kHoursPerYear +
                   thing.cost.rentPerHour + thing.cost.licencePerHour +
                   thing.draw / 1000.0 * money.pue * money.energyPerKwh;
    for (const int child : inventory[instance].children) price += pricePerHour(inventory, child);
    return price;
}

std::vector<CostPart> costPerYear(const Inventory& inventory, const Usage& usage) {
    return CostModel(inventory).perYear(usage);
}

double total(const std::vector<CostPart>& parts) {
    double sum = 0.0;
    for (const auto& part : parts) sum += part.perYear;
    return sum;
}

} // namespace nueves::analysis
