// From the merged tree of one design to the structs of scenario.hpp: what all readers of values share.
//
// Each key's row of the parameter table says what its value must look like; the type of the member it fills
// picks the reader. Every number that the author did not write is noted with its source.
#pragma once

#include "sim/io/catalogue.hpp"
#include "sim/io/values.hpp"
#include "sim/scenario/fields.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nueves::io {

using Arguments = std::vector<std::pair<std::string, std::string>>;

// One value to be read: where it is, its path, what its key wants.
struct Slot {
    const Node& node;
    const std::string& path;
    const scenario::Parameter& parameter;
};

// What is known when an object's keys are judged.
struct Whose {
    scenario::Owner owner;
    scenario::Kind kind = scenario::Kind::component;
    scenario::Standing standing = scenario::kPart;
    std::string kindText = {}; // as written, for messages
};

class Reading {
  public:
    Reading(const Catalogue& catalogue, const Records& records, scenario::Scenario& scenario,
            std::vector<core::Issue>& issues)
        : m_catalogue(catalogue), m_records(records), m_scenario(scenario), m_issues(issues) {}

    const Records& records() const { return m_records; }
    scenario::Scenario& scenario() { return m_scenario; }
    std::vector<core::Issue>& issues() { return m_issues; }

    void report(const char* code, const Node& node, const std::string& path, Arguments arguments = {},
                core::Severity severity = core::Severity::error);
    void report(const char* code, const core::Place& place, const std::string& path, Arguments arguments);
    void report(const ValueError& error, const Slot& slot);
    // "nearest" is added if a known name is near what was found.
    void reportNearest(const char* code, const Node& node, const core::Place& place, const std::string& path,
                       Arguments arguments, const std::vector<std::string>& known);

    // A number was read: noted if a preset, a record or a default gave it.
    void note(const Slot& slot);
    void noteDefault(const std::string& path, const std::string& value);
    void noteUnused(const Node& node, const std::string& path); // a preset's key that this thing does not use

    // Sources are nested: the nearest one above a number is its own.
    void pushSource(const Node& object);
    void popSource() { m_sources.pop_back(); }

    // Units of the scenario's currency for one unit of `currency`; empty: no dated rate, reported.
    std::optional<double> rateOf(const std::string& currency, const Slot& slot);
    void setRate(const std::string& currency, double value) { m_rates[currency] = value; }

    // Keys that may not stand here. What a preset brought along is noted instead.
    void checkKeys(const Node& object, const std::string& path, const Whose& whose);
    static bool usable(const scenario::Parameter& parameter, const Whose& whose);

  private:
    void checkKey(const Node::Member& member, const std::string& path, const Whose& whose);
    std::string valueText(const Node& node) const;

    const Catalogue& m_catalogue;
    const Records& m_records;
    scenario::Scenario& m_scenario;
    std::vector<core::Issue>& m_issues;
    std::map<std::string, double> m_rates;
    std::vector<std::string> m_sources;
    std::size_t m_compared = 0; // for "did you mean"
};

std::string typeOf(const Node& node);     // "a number", for messages
std::string textOfNode(const Node& node); // for messages: the literal, or what it is

// One overload for each type of member. They report what is wrong and leave the member as it was.
std::optional<double> readQuantity(Reading& reading, const Slot& slot);
void readValue(Reading& reading, const Slot& slot, core::Text& out);
void readValue(Reading& reading, const Slot& slot, std::string& out);
void readValue(Reading& reading, const Slot& slot, int& out);
void readValue(Reading& reading, const Slot& slot, std::uint64_t& out);
void readValue(Reading& reading, const Slot& slot, double& out);
void readValue(Reading& reading, const Slot& slot, bool& out);
void readValue(Reading& reading, const Slot& slot, core::SimSpan& out);
void readValue(Reading& reading, const Slot& slot, core::SimTime& out);
void readValue(Reading& reading, const Slot& slot, core::Law& out);
void readValue(Reading& reading, const Slot& slot, core::Window& out);
void readValue(Reading& reading, const Slot& slot, scenario::Selector& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Selector>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Expression& out);
void readValue(Reading& reading, const Slot& slot, scenario::Attempts& out);
void readValue(Reading& reading, const Slot& slot, scenario::Detect& out);
void readValue(Reading& reading, const Slot& slot, scenario::Check& out);
void readValue(Reading& reading, const Slot& slot, scenario::Amounts& out);
void readValue(Reading& reading, const Slot& slot, scenario::Cost& out);
void readValue(Reading& reading, const Slot& slot, scenario::Required& out);
void readValue(Reading& reading, const Slot& slot, scenario::Policy& out);
void readValue(Reading& reading, const Slot& slot, scenario::Measure& out);
void readValue(Reading& reading, const Slot& slot, scenario::Start& out);
void readValue(Reading& reading, const Slot& slot, scenario::Kind& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::GeoPoint>& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::FailureMode>& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Maintenance>& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Thing>& out);
void readValue(Reading& reading, const Slot& slot, std::map<int, scenario::Thing>& out);
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::EffectFields<S> out);
void readEffect(Reading& reading, const Slot& slot, scenario::Effect& effect, double& size, core::Law* flap);
void readLayer(Reading& reading, const Slot& slot, std::vector<scenario::Thing>& out, scenario::Kind kind);
void readOverhead(Reading& reading, const Slot& slot, scenario::Thing& out);
void readEnds(Reading& reading, const Slot& slot, std::optional<scenario::Selector> (&ends)[2]);
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::EffectFields<S> out) {
    readEffect(reading, slot, out.effect, out.size, out.flap);
}
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::LayerField<S> out) {
    readLayer(reading, slot, out.layers, out.kind);
}
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::OverheadFields<S> out) {
    readOverhead(reading, slot, out.thing);
}
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::Ends<S> out) {
    readEnds(reading, slot, out.ends);
}
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::OnePoint<S> out) {
    std::vector<scenario::GeoPoint> points;
    readValue(reading, slot, points);
    if (points.size() == 1)
        out.point = points.front();
    else if (points.size() > 1)
        reading.report("wrong-type", slot.node, slot.path, {{"expected", "\"latitude, longitude\""}});
}
template <class T> void readValue(Reading& reading, const Slot& slot, std::optional<T>& out) {
    const std::size_t before = reading.issues().size();
    T value{};
    readValue(reading, slot, value);
    if (reading.issues().size() == before) out = std::move(value);
}
// onCall: "no" is no law.
void readCallLaw(Reading& reading, const Slot& slot, std::optional<core::Law>& out);

// All keys of one object into one struct.
template <class S>
void readFields(Reading& reading, const Node& object, const std::string& path, const Whose& whose, S& out) {
    reading.pushSource(object);
    reading.checkKeys(object, path, whose);
    eachField(out, [&](std::string_view key, auto&& member) {
        const scenario::Parameter* parameter = findParameter(whose.owner, key);
        const Node* value = object.find(key);
        if (value == nullptr || parameter == nullptr || !Reading::usable(*parameter, whose)) return;
        const std::string at = path + "." + std::string(key);
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, std::optional<core::Law>>) {
            if (parameter->shape == scenario::Shape::callLaw)
                return readCallLaw(reading, {*value, at, *parameter}, member);
        }
        readValue(reading, {*value, at, *parameter}, member);
    });
    reading.popSource();
}

// The object itself must be one; otherwise an issue.
bool isObject(Reading& reading, const Node& node, const std::string& path);

// A letter, then letters, digits, - and _; otherwise an issue.
void checkId(Reading& reading, const std::string& id, const core::Place& place, const std::string& path);

scenario::Thing readThing(Reading& reading, const Node& node, const std::string& path, std::string id,
                          scenario::Standing standing, scenario::Kind fallback);

} // namespace nueves::io
