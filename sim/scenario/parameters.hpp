// Every key of the scenario language, declared once: where it may stand, what kind of value it takes, in
// which unit and range, what it is if absent, and the help in both languages. The reader, the JSON Schema,
// `explain` and the forms are made from these tables; fields.hpp says which member of which struct a key
// fills. Meaning: scenario-language.md.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::scenario {

// The object in which a key stands.
enum class Owner {
    scenario,
    calendar,
    thing,
    failure,
    attempt,
    detect,
    maintenance,
    check,
    amounts,
    overhead,
    cost,
    cause,
    crew,
    spare,
    target,
    action,
    money,
    rate,
    run,
    demand,
    event,
    retries,
    burst,
    trace,
    work,
    call,
    cache,
    breaker,
    eject,
    limit,
    image,
    scaling,
    metrics,
    pace,
    policy,
    latency,
    credits,
    creditStep,
    design,
    preset,
    scriptFile, // a document of its own
};

// What a value looks like in the file.
enum class Shape {
    text,     // a string, or {"es", "en"}
    anything, // kept, never read: notes, view
    string,   // free text that is read: a path, a zone
    strings,  // a string or a list of them
    word,     // one of `words`
    words,    // one or more of `words`
    id,       // a name of the author
    count,    // whole number
    number,   // plain factor
    quantity, // a number with a unit
    law,      // of durations
    clock,    // law that must say what it is: a bare duration is refused
    callLaw,  // law or "no"
    date,     // a day
    dateTime, // a date, with or without hours
    moment,   // a date-time, or a time since the start
    holidays, // name of a list, or a list of dates
    window,   // "Mon-Fri 09:00-14:00", or a list of such
    selector,
    selectors,
    pair, // names of things
    expression,
    attempts,  // one attempt (law or object), a list of them, or "never"
    effect,    // a word, or {word: size}
    required,  // a count or a share
    reserve,   // cold, hot or a share
    points,    // "lat, lon", or a list
    inside,    // own layers, outside first
    layer,     // a preset or a thing
    detection, // law or {inspect, hidden, after, falseAlarm}
    thing,     // object of `child`
    things,    // map of ids to `child`
    members,   // map of member numbers to patches
    list,      // array of `child`
    profile,   // a value, by clock times, by days and clock times
    retries,   // a count, or object of `child`
    growth,    // a share per time: "20 %/a"
    dates,     // a day, or a list of days
    clockTime, // "20:45"
    peak,      // law of users or of requests per time
    numbers,   // list of numbers
    planned,   // map of windows or dates to counts
    weights,   // map of names to numbers
};

enum class Unit {
    plain,
    time,
    length,
    bytes,
    bytesPerTime,
    power,
    money,
    moneyPerTime,
    moneyPerEnergy,
    share,
    hoursPerYear,
    requestRate,
    moneyPerRequest,
};

// Where a thing stands: a key may be for parts only.
enum Standing : std::uint8_t { kPart = 1, kService = 2, kLayer = 4, kAnywhere = 7 };

using KindSet = std::uint64_t;
constexpr KindSet kindBit(Kind kind) {
    return KindSet{1} << static_cast<unsigned>(kind);
}
constexpr KindSet kinds(std::initializer_list<Kind> list) {
    KindSet set = 0;
    for (const Kind kind : list) set |= kindBit(kind);
    return set;
}
inline constexpr KindSet kAllKinds = ~KindSet{0};

struct Parameter {
    std::string_view key = {};
    Shape shape = Shape::anything;
    std::string_view es = {}, en = {}; // help, one line
    std::string_view example = {};     // as JSON
    std::string_view fallback = {};    // value if absent, as written; empty: nothing happens, or see `needed`
    Unit unit = Unit::plain;           // quantity
    double low = -std::numeric_limits<double>::infinity(); // range in base units, ends allowed
    double high = std::numeric_limits<double>::infinity();
    std::string_view words = {};   // word, words: separated by blanks
    Owner child = Owner::scenario; // thing, things, list
    KindSet kinds = kAllKinds;     // thing: the kinds that have it
    std::uint8_t standing = kAnywhere;
    bool needed = false; // must be given
    bool physics = true; // counts for the fingerprint
    bool late = false;   // younger than the first files: absent, it leaves no trace in their fingerprint
    int order = 1;       // work order that brings it; above 1: known, not in this version
};

std::string_view ownerName(Owner owner); // "crew": for help and messages
const std::vector<Owner>& owners();
std::span<const Parameter> parameters(Owner owner); // in the order of the documentation
const Parameter* findParameter(Owner owner, std::string_view key);
std::vector<std::string> keysOf(Owner owner); // for "did you mean"
std::vector<std::string_view> wordsOf(const Parameter& parameter);

// Kinds of later work orders: "cluster" 4, "registry" 4, "lan" 6, "scaling" 2. 0: no such kind.
int orderOfKind(std::string_view kind);
std::vector<std::string> kindNames();
std::vector<std::string> effectNames();
int orderOfEffect(std::string_view effect);
int orderOfVerb(std::string_view verb);

// May a thing of this kind that stands so have this key?
inline bool applies(const Parameter& parameter, Kind kind, Standing standing) {
    return (parameter.standing & standing) != 0 && (parameter.kinds & kindBit(kind)) != 0;
}

} // namespace nueves::scenario
