#include "sim/scenario/parameter_tables.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nueves::scenario {

namespace {

struct Table {
    Owner owner;
    std::string_view name;
    std::span<const Parameter> (*rows)();
};

// A design is a patch of the whole file, so its rows are the file's; a preset may become any thing.
constexpr std::array kTables{
    Table{Owner::scenario, "scenario", tables::head},
    Table{Owner::calendar, "calendar", tables::calendar},
    Table{Owner::thing, "thing", tables::thing},
    Table{Owner::failure, "failure", tables::failure},
    Table{Owner::attempt, "attempt", tables::attempt},
    Table{Owner::detect, "detect", tables::detect},
    Table{Owner::maintenance, "maintenance", tables::maintenance},
    Table{Owner::check, "check", tables::check},
    Table{Owner::amounts, "amounts", tables::amounts},
    Table{Owner::overhead, "overhead", tables::overhead},
    Table{Owner::cost, "cost", tables::cost},
    Table{Owner::cause, "commonCause", tables::cause},
    Table{Owner::crew, "crew", tables::crew},
    Table{Owner::spare, "spare", tables::spare},
    Table{Owner::target, "target", tables::target},
    Table{Owner::action, "action", tables::action},
    Table{Owner::money, "money", tables::money},
    Table{Owner::rate, "rate", tables::rate},
    Table{Owner::run, "run", tables::run},
    Table{Owner::demand, "demand", tables::demand},
    Table{Owner::event, "event", tables::event},
    Table{Owner::retries, "retries", tables::retries},
    Table{Owner::burst, "burst", tables::burst},
    Table{Owner::trace, "trace", tables::trace},
    Table{Owner::work, "work", tables::work},
    Table{Owner::call, "call", tables::call},
    Table{Owner::cache, "cache", tables::cache},
    Table{Owner::breaker, "breaker", tables::breaker},
    Table{Owner::eject, "eject", tables::eject},
    Table{Owner::limit, "limit", tables::limit},
    Table{Owner::image, "image", tables::image},
    Table{Owner::scaling, "scaling", tables::scaling},
    Table{Owner::metrics, "metrics", tables::metrics},
    Table{Owner::pace, "pace", tables::pace},
    Table{Owner::policy, "pacePolicy", tables::policy},
    Table{Owner::latency, "latency", tables::latency},
    Table{Owner::credits, "credits", tables::credits},
    Table{Owner::creditStep, "creditStep", tables::creditStep},
    Table{Owner::design, "design", tables::head},
    Table{Owner::preset, "preset", tables::thing},
    Table{Owner::scriptFile, "scriptFile", tables::scriptFile},
};

struct Later {
    std::string_view word;
    int order;
};
constexpr std::array kLaterKinds{Later{"scaling", 2}, Later{"cluster", 4}, Later{"registry", 4},
                                 Later{"lan", 6}};
constexpr std::array kLaterEffects{Later{"corrupt", 5}, Later{"delete", 5}, Later{"compromise", 6}};
constexpr std::array kLaterVerbs{Later{"spike", 2},   Later{"strike", 3},  Later{"fire", 3},
                                 Later{"drain", 4},   Later{"cordon", 4},  Later{"scale", 4},
                                 Later{"release", 6}, Later{"rollback", 6}};

template <std::size_t n> int orderIn(const std::array<Later, n>& list, std::string_view word) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Later& later) { return later.word == word; });
    return found == list.end() ? 0 : found->order;
}

const Table& tableOf(Owner owner) {
    return *std::find_if(kTables.begin(), kTables.end(),
                         [&](const Table& table) { return table.owner == owner; });
}

} // namespace

std::string_view ownerName(Owner owner) {
    return tableOf(owner).name;
}

const std::vector<Owner>& owners() {
    static const std::vector<Owner> kAll = [] {
        std::vector<Owner> all;
        for (const Table& table : kTables) all.push_back(table.owner);
        return all;
    }();
    return kAll;
}

std::span<const Parameter> parameters(Owner owner) {
    return tableOf(owner).rows();
}

const Parameter* findParameter(Owner owner, std::string_view key) {
    for (const Parameter& parameter : parameters(owner))
        if (parameter.key == key) return &parameter;
    return nullptr;
}

std::vector<std::string> keysOf(Owner owner) {
    std::vector<std::string> keys;
    for (const Parameter& parameter : parameters(owner))
        if (parameter.order == 1) keys.emplace_back(parameter.key);
    return keys;
}

std::vector<std::string_view> wordsOf(const Parameter& parameter) {
    std::vector<std::string_view> words;
    std::string_view rest = parameter.words;
    while (!rest.empty()) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        words.push_back(rest.substr(0, blank));
        rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    return words;
}

int orderOfKind(std::string_view kind) {
    return orderIn(kLaterKinds, kind);
}
int orderOfEffect(std::string_view effect) {
    return orderIn(kLaterEffects, effect);
}
int orderOfVerb(std::string_view verb) {
    return orderIn(kLaterVerbs, verb);
}

std::vector<std::string> kindNames() {
    std::vector<std::string> names;
    for (int i = 0; i < static_cast<int>(Kind::service); ++i)
        names.emplace_back(kindName(static_cast<Kind>(i)));
    return names;
}

std::vector<std::string> effectNames() {
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(Effect::errors); ++i)
        names.emplace_back(effectName(static_cast<Effect>(i)));
    return names;
}

} // namespace nueves::scenario
