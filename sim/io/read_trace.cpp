// A demand's `trace`: its keys, then the file that they name.
#include "sim/io/read_traffic.hpp"
#include "sim/io/trace.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

namespace nueves::io {

namespace {

constexpr double kDay = 86'400.0;

// In the folder of the scenario or below it; empty: reported.
std::string beside(Reading& reading, const Slot& slot, const std::string& file) {
    const std::filesystem::path relative(file);
    const bool leaves =
        relative.is_absolute() || file.find('\\') != std::string::npos ||
        std::any_of(relative.begin(), relative.end(), [](const auto& step) { return step == ".."; });
    if (!leaves) return (std::filesystem::path(reading.scenario().file).parent_path() / relative).string();
    const Node* node = slot.node.find("file");
    reading.report(
        "path-leaves-folder", *node, slot.path + ".file",
        {{"found", excerpt(file)}, {"expected", "a file in the folder of the scenario or below it"}});
    return {};
}

std::string dateText(double wall) {
    const std::chrono::sys_days day{std::chrono::days{static_cast<int>(std::floor(wall / kDay))}};
    const std::chrono::year_month_day date{day};
    return core::toString(
        core::CivilTime{{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                         static_cast<int>(static_cast<unsigned>(date.day()))},
                        static_cast<int>(wall - std::floor(wall / kDay) * kDay)});
}

std::optional<core::SimTime> instantOf(const core::Calendar& calendar, double wall) {
    const auto time = core::parseCivilTime(dateText(wall));
    return time ? std::optional(calendar.toSim(*time)) : std::nullopt;
}

// Whole days or weeks to be repeated; or dates that the run meets.
void checkSpan(Reading& reading, const Slot& slot, const scenario::Trace& trace) {
    const double first = trace.points->front().wall, last = trace.points->back().wall;
    const double wanted = trace.repeat == scenario::Repeat::day    ? kDay
                          : trace.repeat == scenario::Repeat::week ? 7.0 * kDay
                                                                   : 0.0;
    const std::string found = dateText(first) + " .. " + dateText(last);
    const double step =
        (last - first) / static_cast<double>(trace.points->size() - 1); // a sample stands for its stretch
    if (last - first + 1.5 * step < wanted)
        return reading.report("trace-too-short", slot.node, slot.path,
                              {{"found", found}, {"expected", wanted > kDay ? "7 d" : "1 d"}});
    if (wanted > 0.0) return;
    const auto& calendar = reading.scenario().calendar;
    const core::SimTime end = core::after(core::kStart, reading.scenario().run.horizon);
    const auto from = instantOf(calendar, first), to = instantOf(calendar, last);
    if (!from || !to || *from >= end || *to <= core::kStart)
        reading.report("trace-outside-run", slot.node, slot.path,
                       {{"found", found}, {"example", R"("repeat": "week")"}});
}

} // namespace

void loadTrace(Reading& reading, const Slot& slot, scenario::Trace& trace) {
    const auto unit = traceUnit(trace.unit);
    if (!unit)
        return reading.report(
            "unknown-unit", *slot.node.find("unit"), slot.path + ".unit",
            {{"found", excerpt(trace.unit)}, {"expected", "users | req/s | req/h | req/5 min ..."}});
    trace.users = trace.unit == "users";
    TraceWish wish;
    wish.path = beside(reading, slot, trace.file);
    if (wish.path.empty()) return;
    wish.time = trace.time;
    wish.value = trace.value;
    wish.factor = *unit * trace.scale;
    wish.most = trace.users ? 1e10 : 1e9;
    wish.zone = reading.scenario().calendar.zone().name;
    auto read = [&]() -> Parsed<TraceRead> {
        try {
            return readTrace(wish);
        } catch (const IoError& error) {
            reading.issues().push_back(unreadable(error, slot.node.find("file")->place, slot.path + ".file"));
            return TraceRead{};
        }
    }();
    if (!read)
        return reading.report(read.error().code.c_str(), slot.node, slot.path,
                              {{"found", read.error().found}, {"expected", read.error().expected}});
    if (read->points.empty()) return; // reported: the file is not there
    for (const auto& [what, amount] : read->repairs)
        reading.scenario().assumptions.push_back(
            {slot.path + "." + what, amount, "repair", trace.file, false});
    trace.points = std::make_shared<const std::vector<scenario::TracePoint>>(std::move(read->points));
    checkSpan(reading, slot, trace);
}

void readValue(Reading& reading, const Slot& slot, scenario::Trace& out) {
    out.mark = {slot.node.place, slot.path};
    const std::size_t before = reading.issues().size();
    if (!readObject(reading, slot, scenario::Owner::trace, out) || reading.issues().size() != before) return;
    loadTrace(reading, slot, out);
}

} // namespace nueves::io
