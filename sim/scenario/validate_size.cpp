// Scenarios that nobody could work out: too many members, too many connections by name, too high a pile of
// boxes. Counts multiply, so a file of ten lines may ask for more than any machine holds; it is refused
// before its members are made.
#include "sim/scenario/reach.hpp"
#include "sim/scenario/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <sstream>

namespace nueves::scenario {

namespace {

constexpr double kMostMembers = 200'000; // things, layers, replicas and pieces in stock
constexpr double kMostModes = 1'000'000; // failure modes, attempts and maintenance of all of them
constexpr double kMostTies = 2'000'000;  // members that name, times members that are named
constexpr int kMostLevels = 64;          // things one on or in another
// With traffic a history takes at least a step an hour and one for each burst, some 20 us for each demand and
// service: with all of these at their limits together a run is long, with one of them minutes.
constexpr double kMostYears = 200, kMostDemands = 1000, kMostServices = 1000, kMostBursts = 2e6;
// Each that scaling may ask for is looked at, at each look of whoever scales. The largest cluster that
// Kubernetes is tested with has half as many nodes (kubernetes.io, Considerations for large clusters).
constexpr double kMostScaled = 10'000; // assumed

std::string wholeNumber(double value) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    if (value < 1e15) text.precision(15);
    text << value;
    return text.str();
}

std::string atMost(double most, const char* what) {
    return "at most " + wholeNumber(most) + " " + what;
}

struct Size { // doubles: a product of counts may pass every integer
    double members = 0.0, modes = 0.0;
    Size& operator+=(const Size& more) {
        members += more.members;
        modes += more.modes;
        return *this;
    }
    Size times(double count) const { return {members * count, modes * count}; }
};

Size sizeOf(const Thing& thing);

Size sizeOfOne(const Thing& thing) {
    Size size{1.0, static_cast<double>(thing.failures.size() + thing.maintenance.size())};
    eachAttempts(thing,
                 [&](const Attempts& attempts) { size.modes += static_cast<double>(attempts.list.size()); });
    for (const auto* inner : {&thing.layers, &thing.inside, &thing.parts})
        for (const Thing& one : *inner) size += sizeOf(one);
    return size;
}

Size sizeOf(const Thing& thing) {
    int alike = thing.kind == Kind::service ? mostReplicas(thing, true) : mostMembers(thing);
    Size size;
    for (const auto& [number, member] : thing.except) {
        if (number > thing.count) continue; // reported elsewhere
        size += sizeOfOne(member);
        --alike;
    }
    size += sizeOfOne(thing).times(alike);
    return size;
}

// The mark of whatever adds most, with the key that multiplies it.
struct Largest {
    double members = -1.0;
    Mark mark;
    void add(double more, const Mark& where, const char* key) {
        if (more <= members) return;
        members = more;
        mark = {where.place, where.path + "." + key};
    }
};

// Traffic looks at every demand and service at each of its steps, and begins a new one with each burst.
bool isTrafficWithinSize(const Scenario& scenario, std::vector<core::Issue>& issues) {
    const auto refuse = [&](const Mark& mark, const char* key, double found, double most, const char* what) {
        issues.push_back({"too-large",
                          core::Severity::error,
                          mark.place,
                          mark.path + key,
                          {{"found", wholeNumber(found)}, {"expected", atMost(most, what)}}});
        return false;
    };
    if (scenario.demand.empty()) return true;
    const double years = core::seconds(scenario.run.horizon) / core::kSecondsPerYear;
    if (years > kMostYears)
        return refuse({scenario.demand.front().mark.place, "run"}, ".horizon", std::round(years), kMostYears,
                      "years with `demand`");
    if (const std::size_t found = scenario.demand.size(); static_cast<double>(found) > kMostDemands)
        return refuse(scenario.demand.back().mark, "", static_cast<double>(found), kMostDemands, "demands");
    if (const std::size_t found = scenario.services.size(); static_cast<double>(found) > kMostServices)
        return refuse(scenario.services.back().mark, "", static_cast<double>(found), kMostServices,
                      "services with `demand`");
    for (const auto* things : {&scenario.parts, &scenario.services})
        for (const Thing& thing : *things)
            if (thing.scaling && thing.scaling->max.value_or(0) > kMostScaled)
                return refuse(thing.mark, ".scaling.max", *thing.scaling->max, kMostScaled,
                              "replicas or machines to scale to with `demand`");
    for (const Demand& demand : scenario.demand) {
        const double bursts = demand.burst ? core::seconds(scenario.run.horizon) / demand.burst->holds : 0.0;
        if (bursts > kMostBursts)
            return refuse(demand.mark, ".burst.holds", std::round(bursts), kMostBursts,
                          "bursts in the horizon");
    }
    return true;
}

} // namespace

bool isWithinSize(const Scenario& scenario, std::vector<core::Issue>& issues) {
    if (!isTrafficWithinSize(scenario, issues)) return false;
    Size total;
    Largest largest;
    const auto count = [&](const Thing& thing, const char* key) {
        const Size size = sizeOf(thing);
        total += size;
        largest.add(std::max(size.members, size.modes), thing.mark, key);
    };
    for (const Thing& part : scenario.parts) count(part, "count");
    for (const Thing& service : scenario.services) count(service, "replicas");
    for (const Spare& spare : scenario.spares) {
        total.members += spare.stock.value_or(0);
        largest.add(spare.stock.value_or(0), spare.mark, "stock");
    }
    const auto refuse = [&](double found, double most, const char* what) {
        issues.push_back({"too-large",
                          core::Severity::error,
                          largest.mark.place,
                          largest.mark.path,
                          {{"found", wholeNumber(found)}, {"expected", atMost(most, what)}}});
        return false;
    };
    if (total.members > kMostMembers) return refuse(total.members, kMostMembers, "members in the whole file");
    if (total.modes > kMostModes)
        return refuse(total.modes, kMostModes, "failure modes and attempts of all members");
    return true;
}

namespace {

// What each instance stands on or in: in, on and its box; kNobody where there is none.
class Piles {
  public:
    explicit Piles(const Inventory& inventory) {
        m_below.reserve(static_cast<std::size_t>(inventory.size()));
        for (int at = 0; at < inventory.size(); ++at) {
            const Instance& instance = inventory[at];
            const int member = std::max(instance.member, 1);
            m_below.push_back({inventory.dealt(instance.thing->in, at, member), instance.parent,
                               inventory.dealt(instance.thing->on, at, member)});
        }
    }

    // An instance with too many below it; kNobody: there is none. Circles pass for it: they are reported.
    int tooHigh() const {
        std::vector<int> level(m_below.size(), 1);
        int top = kNobody;
        for (int round = 0; round <= kMostLevels; ++round) {
            top = kNobody;
            for (std::size_t at = 0; at < m_below.size(); ++at)
                for (const int below : m_below[at])
                    if (below != kNobody && level[static_cast<std::size_t>(below)] >= level[at]) {
                        level[at] = level[static_cast<std::size_t>(below)] + 1;
                        top = static_cast<int>(at);
                    }
            if (top == kNobody) return kNobody;
            if (level[static_cast<std::size_t>(top)] > kMostLevels) return top;
        }
        return top;
    }

    // How many stand in or on each instance, itself among them, over their nearest box.
    std::vector<double> held() const {
        std::vector<double> held(m_below.size(), 0.0);
        for (std::size_t at = 0; at < m_below.size(); ++at) {
            auto up = static_cast<int>(at);
            for (int steps = 0; up != kNobody && steps <= kMostLevels; ++steps) {
                held[static_cast<std::size_t>(up)] += 1.0;
                const auto& below = m_below[static_cast<std::size_t>(up)];
                const auto next =
                    std::find_if(below.begin(), below.end(), [](int b) { return b != kNobody; });
                up = next == below.end() ? kNobody : *next;
            }
        }
        return held;
    }

  private:
    std::vector<std::array<int, 3>> m_below;
};

// Adds up what names lead to; stops as soon as it is too much, since looking up costs as much.
class Ties {
  public:
    explicit Ties(Validation& validation) : m_validation(validation) {}

    // `users` members read the name, each as `from` does. False: too much by now.
    bool add(const Selector& selector, int from, double users) {
        if (m_sum > kMostTies) return false;
        if (selector.steps.empty()) return true;
        m_sum +=
            users * static_cast<double>(m_validation.inventory().resolve(selector, from).instances.size());
        if (m_sum <= kMostTies) return true;
        m_validation.error(
            "too-large", selector.mark,
            {{"found", wholeNumber(m_sum)}, {"expected", atMost(kMostTies, "connections by name")}});
        return false;
    }

  private:
    Validation& m_validation;
    double m_sum = 0.0;
};

} // namespace

bool Validation::checkSize() {
    const Piles piles(m_inventory);
    if (const int top = piles.tooHigh(); top != kNobody) {
        const std::size_t before = m_issues.size();
        checkCircles();
        if (m_issues.size() == before)
            error("too-deep", m_inventory[top].thing->mark,
                  {{"expected", "at most 64 things one on or in another"}});
        return false;
    }
    const std::vector<double> held = piles.held();
    std::map<const Thing*, double> alike, within;
    for (int at = 0; at < m_inventory.size(); ++at) {
        alike[m_inventory[at].thing] += 1.0;
        within[m_inventory[at].thing] += held[static_cast<std::size_t>(at)];
    }
    Ties ties(*this);
    bool good = true;
    eachThing(*this, [&](const Thing& thing, int at) {
        if (!good) return;
        eachName(thing, [&](const Selector& selector, Role role) {
            if (role == Role::crew || role == Role::spare || role == Role::place || role == Role::carrier)
                return;
            // Connections that a place states are those of each thing within.
            const double users = role == Role::neighbour ? within[&thing] : alike[&thing];
            good = good && ties.add(selector, at, users);
        });
    });
    for (const CommonCause& cause : m_scenario.commonCauses)
        if (cause.hits)
            eachName(*cause.hits, Role::victim, [&](const Selector& selector, Role) {
                good = good && ties.add(selector, kNobody, 1.0);
            });
    for (const ScriptAction& action : m_scenario.script) good = good && ties.add(action.on, kNobody, 1.0);
    return good;
}

} // namespace nueves::scenario
