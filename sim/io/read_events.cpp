// Great days of a demand: which dates, at what time, how many come.
#include "sim/io/read_traffic.hpp"

#include <algorithm>

namespace nueves::io {

using scenario::Owner;

void readValue(Reading& reading, const Slot& slot, std::vector<core::CivilDate>& out) {
    const auto one = [&](const Node& item) {
        const auto day = item.isString() ? dayOf(item.text) : std::nullopt;
        if (!day)
            return reading.report("malformed-date", item, slot.path,
                                  {{"found", textOfNode(item)}, {"expected", "a day, such as 2027-03-20"}});
        out.push_back(*day);
    };
    if (!slot.node.isArray()) return one(slot.node);
    for (const Node& item : slot.node.items) one(item);
    if (slot.node.items.empty())
        reading.report("malformed-date", slot.node, slot.path,
                       {{"found", "[]"}, {"expected", "a day, or a list of days"}});
    std::sort(out.begin(), out.end());
    if (const auto twice = std::adjacent_find(out.begin(), out.end()); twice != out.end())
        reading.report(
            "malformed-date", slot.node, slot.path,
            {{"found", core::toString(core::CivilTime{*twice, 0})}, {"expected", "each day once"}});
}

void readClock(Reading& reading, const Slot& slot, int& second) {
    const auto clock = slot.node.isString() ? clockOf(slot.node.text) : std::nullopt;
    if (clock)
        second = *clock;
    else
        reading.report("wrong-type", slot.node, slot.path,
                       {{"found", textOfNode(slot.node)}, {"expected", "a clock time, such as 20:45"}});
}

void readPeak(Reading& reading, const Slot& slot, core::Law& law, bool& isRate) {
    const auto users = parseLawOf(slot.node, kPlain, reading.records());
    const auto rate = users ? users : parseLawOf(slot.node, kRequestRate, reading.records());
    isRate = !users && rate;
    if (!users && !rate) {
        const bool meant = slot.node.text.find("req") != std::string::npos;
        return reading.report(meant ? rate.error() : users.error(), slot);
    }
    law = *rate;
    if (law.mean() > slot.parameter.high)
        return reading.report("out-of-range", slot.node, slot.path,
                              {{"found", textOfNode(slot.node)}, {"expected", "at most 1e10 on average"}});
    reading.note(slot);
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Event>& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [name, node, place] : slot.node.members) {
        if (name.starts_with("x-")) continue;
        const std::string path = slot.path + "." + name;
        checkId(reading, name, place, path);
        scenario::Event event;
        event.name = name;
        event.mark = {node.place, path};
        if (readObject(reading, {node, path, slot.parameter}, Owner::event, event))
            out.push_back(std::move(event));
    }
    std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.name < y.name; });
}

namespace {

// Days that cannot be met: before the run begins; after its end they do nothing.
void checkDates(Reading& reading, const scenario::Event& event) {
    const auto& calendar = reading.scenario().calendar;
    const core::SimTime end = core::after(core::kStart, reading.scenario().run.horizon);
    for (const core::CivilDate& day : event.on) {
        const core::SimTime begins = calendar.toSim({day, event.at});
        const std::string found = core::toString(core::CivilTime{day, event.at});
        const auto say = [&](const char* code, core::SimTime limit, core::Severity severity) {
            reading.issues().push_back(
                {code,
                 severity,
                 event.mark.place,
                 event.mark.path + ".on",
                 {{"found", found}, {"expected", core::toString(calendar.toLocal(limit))}}});
        };
        if (begins < core::kStart) say("before-start", core::kStart, core::Severity::error);
        if (begins >= end) say("after-the-end", end, core::Severity::warning);
    }
}

} // namespace

void checkEvent(Reading& reading, const scenario::Event& event, bool users) {
    const scenario::Mark& mark = event.mark;
    if (event.peakIsRate == users && (event.peakIsRate || !event.peak.isZero()))
        reading.report("wrong-dimension", mark.place, mark.path + ".peak",
                       {{"found", users ? "requests per time" : "a plain number"},
                        {"expected", users ? "a number of users, such as 3000"
                                           : "requests per time, such as 250 req/s"}});
    if (event.rise + event.lasts + event.fades <= 0.0)
        reading.report("missing-key", mark.place, mark.path, {{"key", "lasts"}, {"example", "\"2 h\""}});
    checkDates(reading, event);
}

} // namespace nueves::io
