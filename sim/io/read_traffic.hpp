// Readers of demand, work, calls and scaling: one overload for each type of member, as in reading.hpp.
#pragma once

#include "sim/io/reading.hpp"
#include "sim/scenario/fields_traffic.hpp"

namespace nueves::io {

void readValue(Reading& reading, const Slot& slot, scenario::Profile& out);
void readValue(Reading& reading, const Slot& slot, scenario::Growth& out);
void readValue(Reading& reading, const Slot& slot, scenario::Retries& out);
void readValue(Reading& reading, const Slot& slot, scenario::Jitter& out);
void readValue(Reading& reading, const Slot& slot, scenario::Burst& out);
void readValue(Reading& reading, const Slot& slot, scenario::Trace& out);
void readValue(Reading& reading, const Slot& slot, scenario::Repeat& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Event>& out);
void readValue(Reading& reading, const Slot& slot, std::vector<core::CivilDate>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Work& out);
void readValue(Reading& reading, const Slot& slot, scenario::QueueOrder& out);
void readValue(Reading& reading, const Slot& slot, scenario::CallOrder& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Call>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Cache& out);
void readValue(Reading& reading, const Slot& slot, scenario::Breaker& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::TargetWeight>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Ejection& out);
void readValue(Reading& reading, const Slot& slot, scenario::Limit& out);
void readValue(Reading& reading, const Slot& slot, scenario::Latency& out);
void readValue(Reading& reading, const Slot& slot, scenario::Weight& out);
void readValue(Reading& reading, const Slot& slot, scenario::Credits& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::CreditStep>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Image& out);
void readValue(Reading& reading, const Slot& slot, scenario::Scaling& out);
void readValue(Reading& reading, const Slot& slot, scenario::ScalingBy& out);
void readValue(Reading& reading, const Slot& slot, scenario::ScalingMetrics& out);
void readValue(Reading& reading, const Slot& slot, scenario::Pace& out);
void readValue(Reading& reading, const Slot& slot, scenario::PaceSelect& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::PacePolicy>& out);
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::PlannedSize>& out);
void readValue(Reading& reading, const Slot& slot, scenario::Season& out);
void readValue(Reading& reading, const Slot& slot, std::vector<double>& out);
void readClock(Reading& reading, const Slot& slot, int& second);
void readPeak(Reading& reading, const Slot& slot, core::Law& law, bool& isRate);
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::ClockField<S> out) {
    readClock(reading, slot, out.second);
}
template <class S> void readValue(Reading& reading, const Slot& slot, scenario::PeakField<S> out) {
    readPeak(reading, slot, out.law, out.isRate);
}

// An object of this owner into a struct; false: it is none.
template <class S> bool readObject(Reading& reading, const Slot& slot, scenario::Owner owner, S& out) {
    if (!isObject(reading, slot.node, slot.path)) return false;
    readFields(reading, slot.node, slot.path, {owner}, out);
    return true;
}

// One of the row's words, by its place among them; empty: reported.
std::optional<int> placeOfWord(Reading& reading, const Slot& slot);
template <class E> void readWord(Reading& reading, const Slot& slot, E& out) {
    if (const auto place = placeOfWord(reading, slot)) out = static_cast<E>(*place);
}

// "20:45" as seconds from midnight; 24:00 is the day's end.
std::optional<int> clockOf(std::string_view text);
// "2027-03-20", without hours.
std::optional<core::CivilDate> dayOf(std::string_view text);

// What the keys of one demand, of one event must be to each other. users: else requests.
void checkDemand(Reading& reading, const Node& node, const std::string& path, const scenario::Demand& demand);
void checkEvent(Reading& reading, const scenario::Event& event, bool users);
// A promise of something.
void checkPromises(Reading& reading, const Node& node, const std::string& path);
// The file of a trace, read into its points; what had to be mended is listed with the assumptions.
void loadTrace(Reading& reading, const Slot& slot, scenario::Trace& trace);

} // namespace nueves::io
