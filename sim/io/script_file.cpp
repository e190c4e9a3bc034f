#include "sim/io/script_file.hpp"

#include "sim/io/merge.hpp"
#include "sim/io/read_sections.hpp"
#include "sim/io/scenario_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nueves::io {

using core::SimSpan;
using Json = nlohmann::ordered_json;
using scenario::LoggedAction;
using scenario::Owner;
using scenario::ScriptLog;
using scenario::Unsaid;

namespace {

void readHead(Reading& reading, const Node& file, ScriptFile& script) {
    reading.checkKeys(file, "", {Owner::scriptFile});
    checkVersion(reading, file);
    if (const Node* alone = file.find("alone")) {
        const std::string path = "alone";
        std::string word;
        readValue(reading, {*alone, path, *findParameter(Owner::scriptFile, "alone")}, word);
        script.alone = word == "yes";
        script.alonePlace = alone->place;
    }
    const Node* actions = file.find("script");
    if (actions == nullptr) return;
    if (actions->isArray())
        script.actions = *actions;
    else
        reading.report("wrong-type", *actions, "script",
                       {{"found", textOfNode(*actions)}, {"expected", "a list"}});
}

std::string dated(const core::CivilTime& date, const std::string& what, bool open) {
    return toString(date) + (what.empty() ? "" : ": " + what) +
           (open ? ", not over when the history ended" : "");
}

Json json(const LoggedAction& action) {
    Json out = {{"at", spanText(action.at.time_since_epoch())}, {"do", action.verb}, {"on", action.on}};
    if (action.lasts) out["for"] = spanText(*action.lasts);
    out["notes"] = dated(action.date, action.what, action.open);
    return out;
}

Json json(const Unsaid& unsaid) {
    Json out = {{"at", spanText(unsaid.at.time_since_epoch())}, {"on", unsaid.on}};
    if (unsaid.lasts && unsaid.lasts->count() > 0) out["for"] = spanText(*unsaid.lasts);
    out["why"] = unsaid.why;
    out["notes"] = dated(unsaid.date, unsaid.what, false);
    return out;
}

// One line an item, as people write scripts.
template <class Item> std::string lines(const std::vector<Item>& items) {
    std::string out;
    for (const Item& item : items)
        out += (out.empty() ? "\n    " : ",\n    ") +
               json(item).dump(-1, ' ', false, Json::error_handler_t::replace);
    return "[" + out + (items.empty() ? "]" : "\n  ]");
}

} // namespace

ScriptFile readScriptFile(const std::string& path, const Catalogue& catalogue,
                          std::vector<core::Issue>& issues) {
    ScriptFile script;
    script.given = true;
    script.actions.type = Node::Type::array;
    const Node file = parseDocument(readFile(path), path, issues);
    if (core::hasError(issues)) return script;
    scenario::Scenario nobody; // a script has no currency, calendar or defaults of its own
    const CatalogueRecords records(catalogue, {});
    Reading reading(catalogue, records, nobody, issues);
    if (isObject(reading, file, "")) readHead(reading, file, script);
    return script;
}

void join(const ScriptFile& script, Node& file) {
    if (!script.given) return;
    Node* own = file.find("script");
    if (own == nullptr || script.alone)
        put(file, "script", script.actions);
    else
        own->items.insert(own->items.end(), script.actions.items.begin(), script.actions.items.end());
}

// Exact to the microsecond: "12 d 3 h 4 min 5.000001 s".
std::string spanText(SimSpan span) {
    constexpr std::int64_t kSecond = 1'000'000;
    constexpr std::array kSteps{std::pair{86400 * kSecond, "d"}, std::pair{3600 * kSecond, "h"},
                                std::pair{60 * kSecond, "min"}};
    std::string out;
    std::int64_t left = span.count();
    for (const auto& [size, unit] : kSteps) {
        if (left >= size) out += (out.empty() ? "" : " ") + std::to_string(left / size) + " " + unit;
        left %= size;
    }
    if (left == 0 && !out.empty()) return out;
    std::string number = std::to_string(left / kSecond);
    if (std::string micros = std::to_string(kSecond + left % kSecond).substr(1); left % kSecond != 0) {
        micros.erase(micros.find_last_not_of('0') + 1);
        number += "." + micros;
    }
    return out + (out.empty() ? "" : " ") + number + " s";
}

std::string scriptToJson(const ScriptLog& log) {
    Json recorded = {{"scenario", log.scenario},
                     {"seed", log.seed},
                     {"history", log.history},
                     {"horizon", spanText(log.horizon)},
                     {"version", log.version}};
    if (!log.design.empty()) recorded["design"] = log.design;
    return "{\n  \"nueves\": 1,\n  \"recorded\": " +
           recorded.dump(-1, ' ', false, Json::error_handler_t::replace) +
           ",\n  \"alone\": \"yes\",\n  \"script\": " + lines(log.actions) +
           ",\n  \"unsaid\": " + lines(log.unsaid) + "\n}\n";
}

} // namespace nueves::io
