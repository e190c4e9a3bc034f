// Parts, services and layers with all that is written inside them.
#include "sim/io/read_traffic.hpp"

#include <algorithm>
#include <charconv>

namespace nueves::io {

using scenario::Effect;
using scenario::Kind;
using scenario::Owner;
using scenario::Standing;
using scenario::Thing;

namespace {

// Members of a map of things, sorted by id. `one` reads one of them.
template <class F> void eachThing(Reading& reading, const Slot& slot, F&& one) {
    if (!isObject(reading, slot.node, slot.path)) return;
    std::vector<const Node::Member*> sorted;
    for (const auto& member : slot.node.members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const auto* x, const auto* y) { return x->key < y->key; });
    for (const Node::Member* member : sorted) {
        const std::string path = slot.path + "." + member->key;
        checkId(reading, member->key, member->keyPlace, path);
        if (!member->key.starts_with("x-") && isObject(reading, member->value, path)) one(*member, path);
    }
}

template <class S> void readSmall(Reading& reading, const Slot& slot, Owner owner, S& out) {
    if (isObject(reading, slot.node, slot.path)) readFields(reading, slot.node, slot.path, {owner}, out);
}

// What the thing is: said by itself or its preset, else by where it stands.
Kind kindIn(Reading& reading, const Node& node, const std::string& path, Standing standing, Kind fallback) {
    const Node* word = node.find("kind");
    if (word == nullptr) return fallback;
    const auto kind = word->isString() ? scenario::kindOf(word->text) : std::nullopt;
    const int later = word->isString() ? scenario::orderOfKind(word->text) : 0;
    if (later > 0) {
        reading.report("not-in-this-version", *word, path + ".kind",
                       {{"found", word->text}, {"order", std::to_string(later)}});
        return fallback;
    }
    if (!kind || *kind == Kind::service) {
        reading.reportNearest("unknown-kind", *word, word->place, path + ".kind",
                              {{"found", textOfNode(*word)}}, scenario::kindNames());
        return fallback;
    }
    const bool serves =
        *kind == Kind::balancer || *kind == Kind::proxy || *kind == Kind::dns || *kind == Kind::component;
    const bool fits = standing == scenario::kPart || (standing == scenario::kService && serves) ||
                      (standing == scenario::kLayer && (*kind == fallback || fallback == Kind::component));
    if (!fits)
        reading.report("kind-does-not-fit", *word, path + ".kind",
                       {{"found", word->text}, {"expected", std::string(kindName(fallback))}});
    return standing == scenario::kPart ? *kind : fallback;
}

// Numbers that matter although nobody wrote them.
void noteDefaults(Reading& reading, const Node& node, const std::string& path, const Thing& thing) {
    const bool carried = !thing.on.empty() || thing.kind == Kind::host || scenario::isSoft(thing.kind);
    if (thing.kind == Kind::ups && !thing.recharge) reading.noteDefault(path + ".recharge", "0 s");
    if (thing.kind == Kind::generator && thing.fuel) reading.noteDefault(path + ".refill", "0 s");
    if (carried && node.find("startup") == nullptr && thing.kind != Kind::service)
        reading.noteDefault(path + ".startup", "0 s");
    if (thing.kind == Kind::service && thing.replicas > 1 && node.find("required") == nullptr)
        reading.noteDefault(path + ".required", "1");
}

void checkMode(Reading& reading, const Node& node, const std::string& path,
               const scenario::FailureMode& mode) {
    const bool every = node.find("every") != nullptr;
    const bool chance = node.find("probability") != nullptr;
    const bool promise = mode.name == "promise" && !every && !chance; // its clock comes from `sla`
    if (every && chance)
        reading.report("exactly-one", node, path,
                       {{"found", "every probability"}, {"expected", "every | probability"}});
    if (!every && !chance && !promise)
        reading.report("exactly-one", node, path, {{"found", ""}, {"expected", "every | probability"}});
    if (chance)
        for (const char* key : {"detect", "repair", "during"})
            if (const Node* found = node.find(key))
                reading.report("key-of-another-kind", *found, path + "." + key,
                               {{"found", key}, {"kind", "probability"}});
    if (!chance && node.find("repair") == nullptr)
        reading.report("missing-repair", node, path, {{"example", R"j("repair": "Exp(4 h)")j"}});
}

} // namespace

Thing readThing(Reading& reading, const Node& node, const std::string& path, std::string id,
                Standing standing, Kind fallback) {
    Thing thing;
    thing.id = std::move(id);
    thing.mark = {node.place, path};
    if (!isObject(reading, node, path)) return thing;
    thing.kind = kindIn(reading, node, path, standing, fallback);
    const Node* said = node.find("kind");
    const std::string kindText = standing == scenario::kService ? "service"
                                 : said != nullptr              ? said->text
                                                                : std::string(kindName(thing.kind));
    if (thing.kind == Kind::service) thing.required.count = 1;
    readFields(reading, node, path, {Owner::thing, thing.kind, standing, kindText}, thing);
    std::sort(thing.layers.begin(), thing.layers.end(),
              [](const Thing& x, const Thing& y) { return x.kind < y.kind; });
    for (auto& [number, member] : thing.except) member.id = thing.id;
    noteDefaults(reading, node, path, thing);
    return thing;
}

void readValue(Reading& reading, const Slot& slot, std::vector<Thing>& out) {
    if (slot.parameter.shape != scenario::Shape::inside) {
        eachThing(reading, slot, [&](const Node::Member& member, const std::string& path) {
            out.push_back(
                readThing(reading, member.value, path, member.key, scenario::kPart, Kind::component));
        });
        return;
    }
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [key, layer, place] : slot.node.members) { // in the order of the file: outside first
        const auto kind = scenario::kindOf(key);
        if (kind == Kind::vm || kind == Kind::container)
            out.push_back(readThing(reading, layer, slot.path + "." + key, key, scenario::kLayer, *kind));
        else if (!key.starts_with("x-"))
            reading.reportNearest("kind-does-not-fit", layer, place, slot.path + "." + key,
                                  {{"found", key}, {"expected", "vm | container"}}, {"vm", "container"});
    }
}

void readLayer(Reading& reading, const Slot& slot, std::vector<Thing>& out, Kind kind) {
    out.push_back(
        readThing(reading, slot.node, slot.path, std::string(kindName(kind)), scenario::kLayer, kind));
}

void readValue(Reading& reading, const Slot& slot, std::map<int, Thing>& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [key, value, place] : slot.node.members) {
        int number = 0;
        const auto end = std::from_chars(key.data(), key.data() + key.size(), number);
        const std::string path = slot.path + "." + key;
        if (end.ec != std::errc{} || end.ptr != key.data() + key.size() || number < 1) {
            reading.report("no-such-member", place, path,
                           {{"found", excerpt(key)}, {"expected", "1 or more"}});
            continue;
        }
        for (const char* only : {"count", "except", "need"}) // of the group, not of one member
            if (const Node* found = value.find(only))
                reading.report("key-of-another-kind", *found, path + "." + only,
                               {{"found", only}, {"kind", "except"}});
        Thing member = readThing(reading, value, path, "", scenario::kPart, Kind::component);
        out.emplace(number, std::move(member));
    }
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::FailureMode>& out) {
    eachThing(reading, slot, [&](const Node::Member& member, const std::string& path) {
        scenario::FailureMode mode;
        mode.name = member.key;
        mode.mark = {member.value.place, path};
        readFields(reading, member.value, path, {Owner::failure}, mode);
        checkMode(reading, member.value, path, mode);
        out.push_back(std::move(mode));
    });
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Maintenance>& out) {
    eachThing(reading, slot, [&](const Node::Member& member, const std::string& path) {
        scenario::Maintenance work;
        work.name = member.key;
        work.mark = {member.value.place, path};
        readFields(reading, member.value, path, {Owner::maintenance}, work);
        if (work.every && member.value.find("takes") == nullptr)
            reading.report("missing-key", member.value, path, {{"key", "takes"}, {"example", "\"15 min\""}});
        if (!work.every && !work.window)
            reading.report("missing-key", member.value, path, {{"key", "every"}, {"example", "\"30 d\""}});
        if (!work.every && member.value.find("takes") != nullptr)
            reading.report("missing-key", member.value, path, {{"key", "every"}, {"example", "\"30 d\""}});
        out.push_back(std::move(work));
    });
}

void readValue(Reading& reading, const Slot& slot, scenario::Attempts& out) {
    if (slot.node.isString() && slot.node.text == "never") {
        out.never = true;
        return;
    }
    const auto one = [&](const Node& node, const std::string& path) {
        scenario::Attempt attempt;
        attempt.mark = {node.place, path};
        if (isObject(reading, node, path)) readFields(reading, node, path, {Owner::attempt}, attempt);
        out.list.push_back(std::move(attempt));
    };
    if (!slot.node.isArray()) return one(slot.node, slot.path);
    for (std::size_t i = 0; i < slot.node.items.size(); ++i) {
        const Node& item = slot.node.items[i];
        const bool last = i + 1 == slot.node.items.size();
        if (item.isString() && item.text == "never") {
            out.never = true;
            if (!last) reading.report("attempt-after-never", item, slot.path, {});
        } else
            one(item, slot.path + "[" + std::to_string(i + 1) + "]");
    }
    if (out.list.empty() && !out.never)
        reading.report("wrong-type", slot.node, slot.path,
                       {{"found", "[]"}, {"expected", "an attempt, a list of attempts, or \"never\""}});
}

void readEffect(Reading& reading, const Slot& slot, Effect& effect, double& size, core::Law* flap) {
    const bool sized = slot.node.isObject() && slot.node.members.size() == 1;
    const std::string word = sized ? slot.node.members[0].key : slot.node.isString() ? slot.node.text : "";
    const int later = scenario::orderOfEffect(word);
    if (later > 0)
        return reading.report("not-in-this-version", slot.node, slot.path,
                              {{"found", word}, {"order", std::to_string(later)}});
    const auto known = scenario::effectOf(word);
    if (!known)
        return reading.reportNearest("unknown-effect", slot.node, slot.node.place, slot.path,
                                     {{"found", word.empty() ? textOfNode(slot.node) : excerpt(word)}},
                                     scenario::effectNames());
    effect = *known;
    const bool needs = effect == Effect::slow || effect == Effect::flap || effect == Effect::memoryLeak;
    const bool takes = needs || effect == Effect::cpuHog || effect == Effect::errors;
    if (needs && !sized)
        return reading.report("missing-size", slot.node, slot.path,
                              {{"found", word},
                               {"example", word == "slow"   ? R"({"slow": "30 %"})"
                                           : word == "flap" ? R"j({"flap": "Exp(5 min)"})j"
                                                            : R"({"memory-leak": "100 MiB/h"})"}});
    if (sized && !takes)
        return reading.report("key-of-another-kind", slot.node, slot.path,
                              {{"found", "size"}, {"kind", word}});
    if (!sized) return;
    const Node& value = slot.node.members[0].value;
    const std::string path = slot.path + "." + word;
    scenario::Parameter parameter = slot.parameter;
    parameter.shape = scenario::Shape::law;
    if (effect == Effect::flap) {
        if (flap != nullptr) return readValue(reading, {value, path, parameter}, *flap);
        return reading.report("key-of-another-kind", value, path,
                              {{"found", "flap"}, {"kind", "commonCauses"}});
    }
    parameter.shape = scenario::Shape::quantity;
    parameter.low = 0.0;
    parameter.unit = effect == Effect::memoryLeak ? scenario::Unit::bytesPerTime : scenario::Unit::share;
    parameter.high = effect == Effect::memoryLeak ? 1e18 : 1.0;
    if (const auto read = readQuantity(reading, {value, path, parameter})) size = *read;
}

void readValue(Reading& reading, const Slot& slot, scenario::Detect& out) {
    readSmall(reading, slot, Owner::detect, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Check& out) {
    readSmall(reading, slot, Owner::check, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Amounts& out) {
    readSmall(reading, slot, Owner::amounts, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::Cost& out) {
    out.mark = {slot.node.place, slot.path};
    if (!isObject(reading, slot.node, slot.path)) return;
    const bool service =
        slot.path.starts_with("services.") && std::count(slot.path.begin(), slot.path.end(), '.') == 2;
    const Standing standing = service ? scenario::kService : scenario::kPart;
    readFields(
        reading, slot.node, slot.path,
        {Owner::cost, service ? Kind::service : Kind::component, standing, service ? "service" : "part"},
        out);
}

void readOverhead(Reading& reading, const Slot& slot, Thing& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    reading.pushSource(slot.node);
    reading.checkKeys(slot.node, slot.path, {Owner::overhead});
    eachOverheadField(scenario::OverheadFields<Thing>{out}, [&](std::string_view key, double& member) {
        const scenario::Parameter* parameter = findParameter(Owner::overhead, key);
        const Node* value = slot.node.find(key);
        if (value != nullptr)
            readValue(reading, {*value, slot.path + "." + std::string(key), *parameter}, member);
    });
    reading.popSource();
}

} // namespace nueves::io
