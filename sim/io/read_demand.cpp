// Demand: profiles over clock and calendar, growth, retries.
#include "sim/io/read_traffic.hpp"
#include "sim/io/units.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::io {

using scenario::DayProfile;
using scenario::Owner;
using scenario::Parameter;
using scenario::Profile;
using scenario::ProfileKnot;
using scenario::Shape;

namespace {

constexpr int kDay = 86'400;
constexpr const char* kDayForms = "HH:MM; or days, such as Mon-Fri, holidays, or a date, such as 2027-03-20";

bool isPlainValue(const Node& node) {
    return !node.isObject() || node.find("value") != nullptr;
}

// Values by clock times of one kind of day, or one value for all of it.
class ProfileReader {
  public:
    ProfileReader(Reading& reading, const Slot& slot)
        : m_reading(reading), m_slot(slot), m_value(slot.parameter) {
        m_value.shape = m_value.unit == scenario::Unit::plain ? Shape::number : Shape::quantity;
    }
    void read(Profile& out);

  private:
    std::optional<double> value(const Node& node, const std::string& path) {
        return readQuantity(m_reading, {node, path, m_value});
    }
    std::vector<ProfileKnot> knots(const Node& node, const std::string& path);
    std::optional<DayProfile> day(std::string_view key);
    void days(Profile& out);
    void refuse(const core::Place& place, const std::string& path, std::string_view found,
                const char* expected) {
        m_reading.report("malformed-profile", place, path,
                         {{"found", excerpt(found)}, {"expected", expected}});
    }

    Reading& m_reading;
    const Slot& m_slot;
    Parameter m_value;
};

std::vector<ProfileKnot> ProfileReader::knots(const Node& node, const std::string& path) {
    std::vector<ProfileKnot> knots;
    if (isPlainValue(node)) {
        if (const auto constant = value(node, path)) knots = {{0, *constant}, {kDay, *constant}};
        return knots;
    }
    for (const auto& [key, item, place] : node.members) {
        const auto second = clockOf(key);
        if (!second) refuse(place, path, key, "HH:MM");
        const auto read = second ? value(item, path + "." + key) : std::nullopt;
        if (read) knots.push_back({*second, *read});
    }
    std::sort(knots.begin(), knots.end(), [](auto x, auto y) { return x.second < y.second; });
    if (node.members.empty()) refuse(node.place, path, "{}", "HH:MM");
    return knots;
}

std::optional<DayProfile> ProfileReader::day(std::string_view key) {
    DayProfile day;
    if (key == "holidays") {
        day.holidays = true;
        return day;
    }
    if (const auto date = dayOf(key)) {
        day.date = date;
        return day;
    }
    const auto week = core::parseWindow(std::string(key) + " 00:00-24:00");
    if (!week) return std::nullopt;
    day.days = week->rules.front().days;
    return day;
}

void ProfileReader::days(Profile& out) {
    unsigned covered = 0;
    for (const auto& [key, item, place] : m_slot.node.members) {
        const std::string path = m_slot.path + "." + key;
        auto one = day(key);
        if (!one) {
            refuse(place, path, key, kDayForms);
            continue;
        }
        if ((covered & one->days) != 0U) refuse(place, path, key, "each day of the week once");
        covered |= one->days;
        const auto& calendar = m_reading.scenario().calendar;
        if (one->date && calendar.toSim({*one->date, kDay}) <= core::kStart)
            m_reading.report("before-start", place, path,
                             {{"found", key}, {"expected", core::toString(calendar.toLocal(core::kStart))}});
        if (one->holidays && calendar.holidays().empty())
            m_reading.report("no-holidays", place, path,
                             {{"found", key}, {"example", R"("holidays": "es")"}});
        one->knots = knots(item, path);
        if (!one->knots.empty()) out.days.push_back(std::move(*one));
    }
    if (covered != 0x7FU) {
        const core::Window missing{
            {{.days = static_cast<std::uint8_t>(~covered & 0x7FU), .from = 0, .to = kDay}}};
        const std::string text = core::toString(missing);
        m_reading.report("days-without-demand", m_slot.node, m_slot.path,
                         {{"found", text.substr(0, text.find(' '))}});
    }
}

void ProfileReader::read(Profile& out) {
    const Node& node = m_slot.node;
    const bool hours =
        !isPlainValue(node) && std::all_of(node.members.begin(), node.members.end(),
                                           [](const auto& m) { return clockOf(m.key).has_value(); });
    out.constant = isPlainValue(node);
    if (out.constant || hours) {
        DayProfile every;
        every.days = 0x7F;
        every.knots = knots(node, m_slot.path);
        if (!every.knots.empty()) out.days = {std::move(every)};
        return;
    }
    days(out);
    const auto rank = [](const DayProfile& day) {
        return std::tuple(!day.date, day.date.value_or(core::CivilDate{}), !day.holidays, day.days);
    };
    std::sort(out.days.begin(), out.days.end(),
              [&](const DayProfile& x, const DayProfile& y) { return rank(x) < rank(y); });
}

} // namespace

std::optional<int> clockOf(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return std::nullopt;
    const int hour = (text[0] - '0') * 10 + (text[1] - '0'), minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
    return hour * 3600 + minute * 60;
}

std::optional<core::CivilDate> dayOf(std::string_view text) {
    const auto time = core::parseCivilTime(text);
    if (!time || text.size() != std::string_view("2027-03-20").size()) return std::nullopt;
    return time->date;
}

void readValue(Reading& reading, const Slot& slot, Profile& out) {
    ProfileReader(reading, slot).read(out);
}

// "20 %/a": so much more each year; "1 %/d": so much more each day, and the day after that much more of it.
void readValue(Reading& reading, const Slot& slot, scenario::Growth& out) {
    const std::string& text = slot.node.text;
    const std::size_t slash = text.find('/');
    const auto share = slot.node.isString() ? parseQuantity(text) : Parsed<Quantity>(Quantity{});
    const auto period = slash == std::string::npos ? Parsed<Quantity>(Quantity{})
                                                   : parseQuantity("1 " + text.substr(slash + 1));
    const bool good = slot.node.isString() && share && period && share->dimension == kPerTime &&
                      period->dimension == kTime && text.find('%') != std::string::npos;
    if (!good)
        return reading.report("malformed-quantity", slot.node, slot.path,
                              {{"found", textOfNode(slot.node)}, {"expected", "20 %/a | 1 %/d"}});
    out.perYear =
        std::expm1(std::log1p(share->value * period->value) * core::kSecondsPerYear / period->value);
    if (!(out.perYear <= slot.parameter.high))
        return reading.report(
            "out-of-range", slot.node, slot.path,
            {{"found", excerpt(text)}, {"expected", "at most 100 times as much after a year"}});
    reading.note(slot);
}

void readValue(Reading& reading, const Slot& slot, scenario::Retries& out) {
    out.mark = {slot.node.place, slot.path};
    readObject(reading, slot, Owner::retries, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Jitter& out) {
    readWord(reading, slot, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::Burst& out) {
    if (!readObject(reading, slot, Owner::burst, out)) return;
    if (const Node* index = slot.node.find("index"); index != nullptr && out.index == 1.0)
        reading.report(
            "out-of-range", *index, slot.path + ".index",
            {{"found", textOfNode(*index)}, {"expected", "more than 1: 1 is Poisson, without burst"}});
}

void checkDemand(Reading& reading, const Node& node, const std::string& path,
                 const scenario::Demand& demand) {
    std::string found;
    for (const char* key : {"users", "rate", "trace"})
        if (node.find(key) != nullptr) found += (found.empty() ? "" : " ") + std::string(key);
    if (found.empty() || found.find(' ') != std::string::npos)
        return reading.report("exactly-one", node, path,
                              {{"found", found}, {"expected", "users | rate | trace"}});
    if (found == "trace" && !demand.trace) return; // could not be read: reported
    const bool users = node.find("users") != nullptr || demand.isUsers();
    const Node* think = node.find("think");
    if (users && think == nullptr)
        reading.report("missing-key", node, path, {{"key", "think"}, {"example", "\"Exp(7 s)\""}});
    if (!users && think != nullptr)
        reading.report("key-of-another-kind", *think, path + ".think", {{"found", "think"}, {"kind", found}});
    if (const Node* clients = node.find("clients"); users && clients != nullptr)
        reading.report("key-of-another-kind", *clients, path + ".clients",
                       {{"found", "clients"}, {"kind", found}});
    for (const scenario::Event& event : demand.events) checkEvent(reading, event, users);
}

} // namespace nueves::io
