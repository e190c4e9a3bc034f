// Ids that clash, names that name nothing, and names of the wrong sort of thing.
#include "sim/scenario/validation.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace nueves::scenario {

namespace {

std::string lowered(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// Ids that share one namespace; the second of two equal ones is the mistake.
class Names {
  public:
    explicit Names(Validation& validation) : m_validation(validation) {}
    void add(const std::string& id, const Mark& mark) {
        if (id == kInternet || id == kNoCrew)
            return m_validation.error("reserved-name", mark, {{"found", id}});
        const auto [known, fresh] = m_known.emplace(lowered(id), std::make_pair(id, mark));
        if (fresh) return;
        const auto& [first, where] = known->second;
        m_validation.error(first == id ? "doubled-name" : "case-twin", mark,
                           {{"found", id}, {"other", where.path}});
    }

  private:
    Validation& m_validation;
    std::map<std::string, std::pair<std::string, Mark>> m_known;
};

void checkInside(Validation& validation, const Thing& box) {
    Names names(validation);
    for (const Thing& layer : box.layers) names.add(layer.id, layer.mark);
    for (const Thing& part : box.parts) names.add(part.id, part.mark);
    for (const Thing& part : box.parts) checkInside(validation, part);
}

bool isNetwork(Kind kind) {
    return kind != Kind::grid && kind != Kind::ups && kind != Kind::generator && kind != Kind::pdu &&
           kind != Kind::os && kind != Kind::hypervisor && kind != Kind::runtime;
}

bool supplies(Kind kind) {
    return kind == Kind::grid || kind == Kind::ups || kind == Kind::generator || kind == Kind::pdu ||
           kind == Kind::psu || kind == Kind::component || kind == Kind::group || kind == Kind::provider;
}

bool carries(Kind kind) {
    return kind == Kind::host || kind == Kind::vm || kind == Kind::component || kind == Kind::standby ||
           kind == Kind::group;
}

// What a role may name, in words of the language; empty: it may name this.
std::string wanted(Role role, const Resolution& found, const Inventory& inventory) {
    if (found.internet)
        return role == Role::neighbour || role == Role::origin || role == Role::need ? "" : "a part";
    const Instance& named = inventory[found.instances.front()];
    const Kind kind = named.thing->kind;
    const bool service = named.service >= 0;
    switch (role) {
    case Role::place: return isPlace(kind) ? "" : "a place: region zone site room rack";
    case Role::carrier: return !service && carries(kind) ? "" : "a carrier: host vm standby component";
    case Role::supply: return !service && supplies(kind) ? "" : "a supply: grid generator ups pdu";
    case Role::neighbour:
    case Role::end: return !service && isNetwork(kind) ? "" : "a part of the network";
    case Role::origin: return !service && isNetwork(kind) ? "" : "a part of the network, or internet";
    case Role::member: return service ? "parts" : "";
    case Role::target: return found.service >= 0 ? "" : "a service";
    default: return "";
    }
}

template <class T> std::vector<std::string> idsOf(const std::vector<T>& list) {
    std::vector<std::string> ids;
    for (const T& item : list) ids.push_back(item.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

// Crews and spares are named by their id alone.
void checkShared(Validation& validation, const Selector& selector, const std::vector<std::string>& ids,
                 const char* code) { // ids: ascending
    const Selector::Step& step = selector.steps.front();
    const bool known = std::binary_search(ids.begin(), ids.end(), step.id);
    if (!known || selector.steps.size() > 1 || step.first != 0)
        validation.unknown(code, selector.mark, toString(selector), ids);
}

class References {
  public:
    References(Validation& validation)
        : m_validation(validation), m_paths(validation.inventory().paths()),
          m_crews(idsOf(validation.scenario().crews)), m_spares(idsOf(validation.scenario().spares)) {
        m_paths.emplace_back(kInternet);
        m_crews.insert(std::upper_bound(m_crews.begin(), m_crews.end(), kNoCrew), std::string(kNoCrew));
    }
    void check(const Selector& selector, Role role, int from);

  private:
    void noSuchMember(const Selector& selector, const Resolution& found, int from);
    Validation& m_validation;
    std::vector<std::string> m_paths, m_crews, m_spares;
};

void References::noSuchMember(const Selector& selector, const Resolution& found, int from) {
    Selector all = selector;
    all.steps.resize(found.failedStep + 1);
    all.steps.back().first = all.steps.back().last = 0;
    int most = 0;
    const Inventory& inventory = m_validation.inventory();
    for (const int at : inventory.resolve(all, from).instances) most = std::max(most, inventory[at].member);
    m_validation.error("no-such-member", selector.mark,
                       {{"found", toString(selector)}, {"expected", "1.." + std::to_string(most)}});
}

void References::check(const Selector& selector, Role role, int from) {
    if (selector.steps.empty()) return; // could not be read: reported
    if (role == Role::crew) return checkShared(m_validation, selector, m_crews, "unknown-crew");
    if (role == Role::spare) return checkShared(m_validation, selector, m_spares, "unknown-spare");
    const Resolution found = m_validation.inventory().resolve(selector, from);
    if (found.failure == Resolution::Failure::noSuchMember) return noSuchMember(selector, found, from);
    if (!found) return m_validation.unknown("unknown-name", selector.mark, toString(selector), m_paths);
    const std::string expected = wanted(role, found, m_validation.inventory());
    if (!expected.empty())
        m_validation.error("wrong-reference", selector.mark,
                           {{"found", toString(selector)}, {"expected", expected}});
}

using Op = Expression::Op;

// Gates that make no sense for the key: `net` is connected to each, `of` and `hits` are lists of names.
void checkGates(Validation& validation, const Expression& expression, std::initializer_list<Op> refused,
                const char* key) {
    if (std::find(refused.begin(), refused.end(), expression.op) != refused.end())
        return validation.error("gate-not-allowed", expression.mark, {{"key", key}});
    for (const Expression& part : expression.of) checkGates(validation, part, refused, key);
}

void checkGates(Validation& validation, const Thing& thing) {
    if (thing.net)
        checkGates(validation, *thing.net, {Op::any, Op::atLeast, Op::most, Op::none, Op::path}, "net");
    if (thing.power) checkGates(validation, *thing.power, {Op::none, Op::path, Op::most}, "power");
    if (thing.of)
        checkGates(validation, *thing.of, {Op::any, Op::atLeast, Op::most, Op::none, Op::path, Op::turn},
                   "of");
}

} // namespace

void Validation::checkIds() {
    Names names(*this);
    for (const Thing& part : m_scenario.parts) names.add(part.id, part.mark);
    for (const Thing& service : m_scenario.services) names.add(service.id, service.mark);
    for (const Demand& demand : m_scenario.demand) names.add(demand.id, demand.mark);
    for (const CommonCause& cause : m_scenario.commonCauses) names.add(cause.id, cause.mark);
    for (const Crew& crew : m_scenario.crews) names.add(crew.id, crew.mark);
    for (const Spare& spare : m_scenario.spares) names.add(spare.id, spare.mark);
    for (const Thing& part : m_scenario.parts) checkInside(*this, part);
}

void Validation::checkReferences() {
    References references(*this);
    eachThing(*this, [&](const Thing& thing, int at) {
        eachName(thing, [&](const Selector& selector, Role role) { references.check(selector, role, at); });
        checkGates(*this, thing);
    });
    for (const CommonCause& cause : m_scenario.commonCauses) {
        const auto check = [&](const Selector& selector, Role role) {
            references.check(selector, role, kNobody);
        };
        if (cause.hits) {
            eachName(*cause.hits, Role::victim, check);
            checkGates(*this, *cause.hits, {Op::any, Op::atLeast, Op::most, Op::none, Op::path, Op::turn},
                       "hits");
        }
        if (cause.repair) eachName(*cause.repair, check);
    }
    for (const Demand& demand : m_scenario.demand)
        if (demand.to) references.check(*demand.to, Role::target, kNobody);
    for (const Target& target : m_scenario.targets) references.check(target.of, Role::target, kNobody);
    for (const ScriptAction& action : m_scenario.script) references.check(action.on, Role::action, kNobody);
}

} // namespace nueves::scenario
