// Demand that nobody could serve, work that nobody asks for, and scaling that cannot do what it is told.
#include "sim/core/short_number.hpp"
#include "sim/scenario/reach.hpp"
#include "sim/scenario/validation.hpp"

#include <algorithm>

namespace nueves::scenario {

using core::shortNumber;

namespace {

constexpr double kShortestWork = 1e-9, kLongestWork = 1e9; // s
constexpr double kShortestThink = 1e-3;                    // s: who is refused would ask without end

Mark below(const Mark& mark, const char* key) {
    return {mark.place, mark.path + "." + key};
}

using Reached = std::vector<bool>; // per service

// Who is asked must be able to serve. `from`: what asks it.
void checkAsked(Validation& validation, const Selector& to, const Mark& from) {
    const int service = serviceOf(validation.scenario(), to);
    if (service < 0) return; // another thing, or nothing: reported with the names
    const Thing& keys = validation.scenario().services[static_cast<std::size_t>(service)];
    if (!keys.work && !validation.isFaulty(keys.mark.path + ".work"))
        validation.error(
            "missing-work", keys.mark,
            {{"service", keys.id}, {"other", from.path}, {"example", R"("work": {"takes": "50 ms"})"}});
    if (keys.on.empty())
        validation.error("demand-on-nothing", keys.mark, {{"service", keys.id}, {"other", from.path}});
}

void idle(Validation& validation, const Mark& mark, const char* key) {
    validation.warning("without-demand", below(mark, key), {{"found", key}});
}

// A request that costs nothing is answered before it comes, one without a mean never ends; between a
// nanosecond, the tick of the replay, and thirty years.
void checkTakes(Validation& validation, const Mark& mark, const char* key, const core::Law& law,
                double least) {
    const double mean = law.mean();
    if (mean >= least && mean <= kLongestWork) return;
    validation.error(
        "out-of-range", below(mark, key),
        {{"found", "mean " + shortNumber(mean) + " s"},
         {"expected", "mean " + shortNumber(least) + " s .. " + shortNumber(kLongestWork) + " s"}});
}

void checkService(Validation& validation, const Thing& service, bool reached) {
    if (service.work) checkTakes(validation, service.work->mark, "takes", service.work->takes, kShortestWork);
    for (const Call& call : service.calls) checkAsked(validation, call.to, call.mark);
    if (!service.calls.empty() && !service.work && !reached &&
        !validation.isFaulty(service.mark.path + ".work"))
        validation.error("missing-work", service.mark,
                         {{"service", service.id},
                          {"other", service.calls.front().mark.path},
                          {"example", R"("work": {"takes": "50 ms"})"}});
    else if (!reached && service.work)
        idle(validation, service.mark, "work");
    if (!reached && service.shed) idle(validation, service.mark, "shed");
    if (!reached && service.limit) idle(validation, service.mark, "limit");
    if (!reached && service.cost.lostPerRequest) idle(validation, service.mark, "cost.lost");
}

// Weights and the policy that heeds them go together; with the first alone nobody's share can grow.
void checkWeights(Validation& validation, const Thing& thing) {
    const bool weighted = thing.policy == Policy::weighted;
    if (weighted && thing.weights.empty())
        validation.error("missing-key", thing.mark,
                         {{"key", "weights"}, {"example", R"({"web[1]": 3, "host[2]": 1})"}});
    if (!weighted && !thing.weights.empty())
        validation.error("key-of-another-kind", below(thing.mark, "weights"),
                         {{"found", "weights"}, {"kind", "a policy that is not weighted"}});
    if (thing.policy == Policy::first && thing.slowStart > 0.0)
        validation.error("key-of-another-kind", below(thing.mark, "slowStart"),
                         {{"found", "slowStart"}, {"kind", "policy first"}});
}

// A balancer's way of choosing shows only in front of a service that is asked for something.
void checkPolicies(Validation& validation, const Reached& reached) {
    const Inventory& inventory = validation.inventory();
    std::set<const Thing*> last;
    for (std::size_t s = 0; s < validation.scenario().services.size(); ++s) {
        const Thing& service = validation.scenario().services[s];
        if (!reached[s] || service.behind.empty()) continue;
        const auto& replicas = inventory.replicasOf(static_cast<int>(s));
        const Resolution found =
            inventory.resolve(service.behind.back(), replicas.empty() ? kNobody : replicas.front());
        for (const int at : found.instances) last.insert(inventory[at].thing);
    }
    eachThing(validation, [&](const Thing& thing, int) {
        const bool old = thing.policy == Policy::roundRobin || thing.policy == Policy::first ||
                         thing.policy == Policy::weighted; // weights show in what is delivered, too
        if (!old && !last.contains(&thing)) idle(validation, thing.mark, "policy");
        if (thing.eject && !last.contains(&thing)) idle(validation, thing.mark, "eject");
        if (thing.slowStart > 0.0 && !last.contains(&thing)) idle(validation, thing.mark, "slowStart");
        checkWeights(validation, thing);
    });
}

// A limit per user needs users who come by themselves, and knows those of a rate by their number only.
void checkUsers(Validation& validation) {
    for (std::size_t s = 0; s < validation.scenario().services.size(); ++s) {
        const Thing& service = validation.scenario().services[s];
        const bool perUser = service.limit && service.limit->perUser;
        bool known = false;
        for (const Demand& demand : validation.scenario().demand) {
            if (!demand.to || serviceOf(validation.scenario(), *demand.to) != static_cast<int>(s)) continue;
            known = known || demand.isUsers() || demand.clients;
            if (demand.clients && !perUser)
                validation.error("missing-key", demand.mark,
                                 {{"key", service.mark.path + ".limit.perUser"}, {"example", "\"5 req/s\""}});
        }
        if (perUser && !known) idle(validation, service.limit->mark, "perUser");
    }
}

void checkTargets(Validation& validation, const Reached& reached) {
    for (const Target& target : validation.scenario().targets) {
        const int service = serviceOf(validation.scenario(), target.of);
        if (service < 0 || reached[static_cast<std::size_t>(service)]) continue;
        if (target.latency) idle(validation, target.mark, "latency");
        if (target.weight != Weight::time) idle(validation, target.mark, "weight");
    }
}

void checkBounds(Validation& validation, const Thing& thing, const Scaling& scaling, int at) {
    const int least = scaling.min.value_or(1), most = scaling.max.value_or(std::max(1, least));
    const int now = thing.kind == Kind::service ? thing.replicas : membersAtStart(validation.inventory(), at);
    if (scaling.by == ScalingBy::nodes && scaling.quota && *scaling.quota < std::max(now, least))
        validation.error("out-of-range", below(scaling.mark, "quota"),
                         {{"found", std::to_string(*scaling.quota)},
                          {"expected", "at least " + std::to_string(std::max(now, least))}});
    const bool bounded =
        scaling.by == ScalingBy::hpa || scaling.by == ScalingBy::forecast || scaling.by == ScalingBy::nodes;
    if (bounded && !(least <= now && now <= most))
        validation.error("outside-scaling", scaling.mark,
                         {{"thing", thing.id},
                          {"replicas", std::to_string(now)},
                          {"min", std::to_string(least)},
                          {"max", std::to_string(most)}});
}

// A size that no machine of the service has would never be given.
void checkSizes(Validation& validation, const Thing& service, const Scaling& scaling, int at) {
    const Inventory& inventory = validation.inventory();
    if (scaling.by != ScalingBy::vertical || scaling.sizes.empty()) return;
    double most = 0.0; // cores of the largest machine; one that states none gives any size
    std::string name;
    for (const int replica : inventory.replicasOf(inventory[at].service)) {
        const int carrier =
            inventory.dealt(inventory[replica].thing->on, replica, std::max(inventory[replica].member, 1));
        if (carrier == kNobody || inventory[carrier].thing->cpu <= 0.0) return;
        if (inventory[carrier].thing->cpu <= most) continue;
        most = inventory[carrier].thing->cpu;
        name = inventory[carrier].name;
    }
    if (const double largest = scaling.sizes.back(); most > 0.0 && largest > most) // ascending
        validation.error("requests-above-capacity", below(scaling.mark, "sizes"),
                         {{"thing", service.id},
                          {"asked", shortNumber(largest)},
                          {"what", "cpu"},
                          {"holds", shortNumber(most) + " (" + name + ")"}});
}

void checkScaling(Validation& validation, const Thing& thing, bool reached, int at) {
    const Scaling& scaling = *thing.scaling;
    const bool service = thing.kind == Kind::service;
    if (service == (scaling.by == ScalingBy::nodes))
        return validation.error(
            "kind-does-not-fit", below(scaling.mark, "by"),
            {{"found", service ? "nodes" : "by"},
             {"expected", service ? "schedule | manual | hpa | forecast | vertical" : "nodes"}});
    checkBounds(validation, thing, scaling, at);
    if (service) checkSizes(validation, thing, scaling, at);
    const bool share = scaling.metrics && scaling.metrics->cpu;
    if (share && !thing.requests.cpu && !validation.isFaulty(thing.mark.path + ".requests"))
        validation.error("missing-request", below(scaling.mark, "metrics"),
                         {{"thing", thing.id}, {"example", R"("requests": {"cpu": 1})"}});
    if (service && !reached) idle(validation, thing.mark, "scaling");
}

// What happens on a date has no long run.
void checkSteady(Validation& validation, const Demand& demand) {
    if (validation.scenario().run.measure != Measure::steady) return;
    const auto dated = [&](const char* key) {
        validation.error("steady-with-dates", below(demand.mark, key),
                         {{"key", key}, {"example", R"("measure": "horizon")"}});
    };
    if (!demand.events.empty()) dated("events");
    if (demand.growth && demand.growth->perYear > 0.0) dated("growth");
    if (demand.trace && demand.trace->repeat == Repeat::no) dated("trace");
    for (const auto* profile : {&demand.users, &demand.rate})
        if (*profile && std::any_of((*profile)->days.begin(), (*profile)->days.end(),
                                    [](const DayProfile& day) { return day.date.has_value(); }))
            dated(profile == &demand.users ? "users" : "rate");
}

} // namespace

void Validation::checkTraffic() {
    const Reached reached = reachedServices(m_scenario);
    for (const Demand& demand : m_scenario.demand)
        if (demand.to) checkAsked(*this, *demand.to, demand.mark);
    for (const Demand& demand : m_scenario.demand)
        if (demand.think) checkTakes(*this, demand.mark, "think", *demand.think, kShortestThink);
    for (std::size_t s = 0; s < m_scenario.services.size(); ++s)
        checkService(*this, m_scenario.services[s], reached[s]);
    checkQueues();
    checkPolicies(*this, reached);
    checkUsers(*this);
    checkTargets(*this, reached);
    Validation& validation = *this;
    eachThing(*this, [&](const Thing& thing, int at) {
        const int service = m_inventory[at].service;
        if (thing.lifetime && !(thing.scaling && thing.scaling->by == ScalingBy::nodes))
            validation.error("missing-key", below(thing.mark, "lifetime"),
                             {{"key", "scaling"},
                              {"example", R"("scaling": {"by": "nodes", "max": 3, "provision": "2 min"})"}});
        if (thing.scaling)
            checkScaling(*this, thing, service >= 0 && reached[static_cast<std::size_t>(service)], at);
    });
    for (const Demand& demand : m_scenario.demand) checkSteady(*this, demand);
}

} // namespace nueves::scenario
