#include "sim/io/read_sections.hpp"

#include "sim/io/holidays.hpp"
#include "sim/io/read_traffic.hpp"
#include "sim/io/time_zone.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::io {

using scenario::Owner;

namespace {

const scenario::Parameter& rowOf(Owner owner, std::string_view key) {
    return *findParameter(owner, key);
}

// One shock or a share of the members' own; one repair for all or each victim's own mode.
void checkCause(Reading& reading, const Node& node, const std::string& path) {
    const auto has = [&](const char* key) { return node.find(key) != nullptr; };
    const auto choose = [&](const char* one, const char* other) {
        if (has(one) != has(other)) return;
        const std::string both = std::string(one) + " " + other;
        reading.report("exactly-one", node, path,
                       {{"found", has(one) ? both : ""}, {"expected", std::string(one) + " | " + other}});
    };
    choose("every", "beta");
    choose("repair", "mode");
    if (has("beta") && has("repair"))
        reading.report("key-of-another-kind", *node.find("repair"), path + ".repair",
                       {{"found", "repair"}, {"kind", "beta"}});
    if (has("mode") && has("effect"))
        reading.report("key-of-another-kind", *node.find("effect"), path + ".effect",
                       {{"found", "effect"}, {"kind", "mode"}});
}

// Sections that are maps of things: sorted by id, each with its mark.
template <class S>
void readSection(Reading& reading, const Node& file, const char* key, Owner owner, std::vector<S>& out) {
    const Node* section = file.find(key);
    if (section == nullptr || !isObject(reading, *section, key)) return;
    for (const auto& [id, node, place] : section->members) {
        if (id.starts_with("x-")) continue;
        const std::string path = std::string(key) + "." + id;
        checkId(reading, id, place, path);
        S thing;
        thing.id = id;
        thing.mark = {node.place, path};
        if (isObject(reading, node, path)) readFields(reading, node, path, {owner}, thing);
        if (owner == Owner::cause && node.isObject()) checkCause(reading, node, path);
        if (owner == Owner::target && node.isObject()) checkPromises(reading, node, path);
        if constexpr (std::is_same_v<S, scenario::Demand>)
            if (node.isObject()) checkDemand(reading, node, path, thing);
        out.push_back(std::move(thing));
    }
    std::sort(out.begin(), out.end(), [](const S& x, const S& y) { return x.id < y.id; });
}

void readThings(Reading& reading, const Node& file, const char* key, scenario::Standing standing,
                scenario::Kind kind, std::vector<scenario::Thing>& out) {
    const Node* section = file.find(key);
    if (section == nullptr || !isObject(reading, *section, key)) return;
    for (const auto& [id, node, place] : section->members) {
        if (id.starts_with("x-")) continue;
        const std::string path = std::string(key) + "." + id;
        checkId(reading, id, place, path);
        out.push_back(readThing(reading, node, path, id, standing, kind));
    }
    std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.id < y.id; });
}

// A section that is one object.
template <class S> void readSingle(Reading& reading, const Node& file, const char* key, Owner owner, S& out) {
    const Node* section = file.find(key);
    if (section != nullptr && isObject(reading, *section, key))
        readFields(reading, *section, key, {owner}, out);
}

std::optional<core::CivilTime> dateOf(Reading& reading, const Node& node, const std::string& path) {
    const auto date = node.isString() ? core::parseCivilTime(node.text) : std::nullopt;
    if (!date)
        reading.report("malformed-date", node, path,
                       {{"found", textOfNode(node)}, {"expected", "a date, such as 2027-03-02"}});
    return date;
}

std::set<core::CivilDate> holidaysOf(Reading& reading, const Node& node, int fromYear, int toYear) {
    std::set<core::CivilDate> days;
    if (node.isString()) {
        if (auto list = holidayList(node.text, fromYear, toYear)) return *list;
        reading.reportNearest("unknown-holidays", node, node.place, "calendar.holidays",
                              {{"found", excerpt(node.text)}}, holidayListNames());
        return days;
    }
    if (!node.isArray())
        reading.report("wrong-type", node, "calendar.holidays",
                       {{"found", textOfNode(node)}, {"expected", "the name of a list, or a list of dates"}});
    for (const Node& item : node.items)
        if (const auto date = dateOf(reading, item, "calendar.holidays")) days.insert(date->date);
    return days;
}

// Years for which changes of the zone and holidays are worked out: beyond any run that a person asks for by
// the hour.
constexpr int kYearsAhead = 60;
constexpr int kMostYears = 400;

void readCalendar(Reading& reading, const Node& file) {
    core::CivilTime start{{2027, 1, 1}, 0};
    core::ZoneRules zone;
    std::set<core::CivilDate> holidays;
    const Node* section = file.find("calendar");
    if (section == nullptr || !isObject(reading, *section, "calendar")) return;
    reading.checkKeys(*section, "calendar", {Owner::calendar});
    if (const Node* node = section->find("start"))
        if (const auto date = dateOf(reading, *node, "calendar.start")) start = *date;
    const double horizon = std::ceil(core::seconds(reading.scenario().run.horizon) / core::kSecondsPerYear);
    const int from = start.date.year - 1;
    const int to = start.date.year +
                   static_cast<int>(std::clamp(horizon + 2.0, double{kYearsAhead}, double{kMostYears}));
    if (const Node* node = section->find("timeZone")) {
        const auto rules = node->isString() ? readZone(node->text, from, to) : std::nullopt;
        if (rules)
            zone = *rules;
        else
            reading.reportNearest("unknown-zone", *node, node->place, "calendar.timeZone",
                                  {{"found", textOfNode(*node)}}, zoneNames());
    }
    if (const Node* node = section->find("holidays")) holidays = holidaysOf(reading, *node, from, to);
    reading.scenario().calendar = core::Calendar(start, std::move(zone), std::move(holidays));
}

void readRate(Reading& reading, const Node& node, const std::string& currency, const std::string& path) {
    if (!isObject(reading, node, path)) return;
    reading.checkKeys(node, path, {Owner::rate});
    if (const Node* on = node.find("on")) dateOf(reading, *on, path + ".on");
    const Node* value = node.find("value");
    if (value == nullptr) return;
    const auto worth = readQuantity(reading, {*value, path + ".value", rowOf(Owner::rate, "value")});
    if (worth) reading.setRate(currency, *worth * 1e-6); // micro-units
}

// Currency and rates first: every amount below is converted by them.
void readMoney(Reading& reading, const Node& file) {
    const Node* section = file.find("money");
    if (section == nullptr || !isObject(reading, *section, "money")) return;
    std::string& currency = reading.scenario().money.currency;
    if (const Node* word = section->find("currency"); word != nullptr && word->isString()) {
        const auto amount = parseQuantity("1 " + word->text);
        if (amount && amount->dimension == kMoney)
            currency = amount->currency;
        else
            reading.report(
                "unknown-currency", *word, "money.currency",
                {{"found", excerpt(word->text)}, {"expected", "a code of three letters, such as EUR"}});
    }
    if (const Node* rates = section->find("rates");
        rates != nullptr && isObject(reading, *rates, "money.rates"))
        for (const auto& [code, node, place] : rates->members)
            if (!code.starts_with("x-")) readRate(reading, node, code, "money.rates." + code);
    readSingle(reading, file, "money", Owner::money, reading.scenario().money);
}

void readAction(Reading& reading, const Node& item, const std::string& path) {
    if (!isObject(reading, item, path)) return;
    Node node = item;
    scenario::ScriptAction action;
    action.mark = {item.place, path};
    Node* verb = node.find("do");
    const int later = verb == nullptr ? 0 : scenario::orderOfVerb(verb->text);
    if (later > 0) {
        reading.report("not-in-this-version", *verb, path + ".do",
                       {{"found", verb->text}, {"order", std::to_string(later)}});
        return;
    }
    constexpr std::string_view kMaintain = "maintain ";
    if (verb != nullptr && verb->text.starts_with(kMaintain)) { // "maintain patching"
        action.mode = verb->text.substr(kMaintain.size());
        verb->text = "maintain";
    }
    readFields(reading, node, path, {Owner::action}, action);
    reading.scenario().script.push_back(std::move(action));
}

void readScript(Reading& reading, const Node& file) {
    const Node* script = file.find("script");
    if (script == nullptr) return;
    if (!script->isArray())
        return reading.report("wrong-type", *script, "script",
                              {{"found", textOfNode(*script)}, {"expected", "a list"}});
    std::size_t first = 0; // a script file's actions stand behind, and are counted as they stand there
    for (std::size_t i = 0; i < script->items.size(); ++i) {
        if (script->items[i].place.file != script->items[first].place.file) first = i;
        readAction(reading, script->items[i], "script[" + std::to_string(i - first + 1) + "]");
    }
    auto& actions = reading.scenario().script;
    std::stable_sort(actions.begin(), actions.end(),
                     [](const auto& x, const auto& y) { return x.at < y.at; });
}

void readHead(Reading& reading, const Merged& merged) {
    const Node& file = merged.file;
    reading.checkKeys(file, "", {Owner::scenario});
    scenario::Scenario& scenario = reading.scenario();
    scenario.design = merged.design;
    checkVersion(reading, file);
    if (const Node* title = file.find("title"))
        readValue(reading, {*title, "title", rowOf(Owner::scenario, "title")}, scenario.title);
    if (!merged.designTitle.isNull())
        readValue(
            reading,
            {merged.designTitle, "designs." + merged.design + ".title", rowOf(Owner::scenario, "title")},
            scenario.designTitle);
}

} // namespace

void checkVersion(Reading& reading, const Node& file) {
    const Node* version = file.find("nueves");
    if (version == nullptr || (version->isNumber() && version->number == 1.0)) return;
    reading.report("wrong-version", *version, "nueves", {{"found", textOfNode(*version)}, {"expected", "1"}});
}

void readSections(Reading& reading, const Merged& merged) {
    const Node& file = merged.file;
    scenario::Scenario& scenario = reading.scenario();
    readHead(reading, merged);
    readSingle(reading, file, "run", Owner::run, scenario.run);
    readCalendar(reading, file);
    readMoney(reading, file);
    readThings(reading, file, "parts", scenario::kPart, scenario::Kind::component, scenario.parts);
    readThings(reading, file, "services", scenario::kService, scenario::Kind::service, scenario.services);
    readSection(reading, file, "demand", Owner::demand, scenario.demand);
    readSection(reading, file, "commonCauses", Owner::cause, scenario.commonCauses);
    readSection(reading, file, "crews", Owner::crew, scenario.crews);
    readSection(reading, file, "spares", Owner::spare, scenario.spares);
    readSection(reading, file, "targets", Owner::target, scenario.targets);
    readScript(reading, file);
}

} // namespace nueves::io
