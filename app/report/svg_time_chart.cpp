#include "app/report/svg_time_chart.hpp"

#include "app/report/svg_draw.hpp"
#include "app/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nueves::report {

namespace {

constexpr double kLeft = 58.0, kRightEdge = kChartWidth - 14.0;
constexpr double kTitle = 34.0;   // above each panel: what it counts, and whose curves these are
constexpr double kHeight = 104.0; // of a panel
constexpr double kGap = 12.0;
constexpr double kFoot = 24.0;
constexpr double kTop = 14.0; // numbers of the bands
constexpr double kLeastBand = 2.0;

struct Frame {
    double span = 1.0; // s
    double x(double seconds) const {
        return kLeft + std::clamp(seconds / span, 0.0, 1.0) * (kRightEdge - kLeft);
    }
};

double niceTop(double most) {
    if (!(most > 0.0)) return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(most)));
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (most <= factor * power * (1.0 + 1e-9)) return factor * power;
    return 10.0 * power;
}

// With as few decimals as say it.
std::string tick(double value, Language language) {
    int decimals = 0;
    for (double scaled = value; decimals < 6 && std::fabs(scaled - std::round(scaled)) > 1e-6 * scaled;
         scaled *= 10.0)
        ++decimals;
    return number(value, decimals, language);
}

double largestOf(const TimePanel& panel) {
    double most = 0.0;
    for (const TimeCurve& curve : panel.curves)
        for (const double value : curve.values)
            if (std::isfinite(value)) most = std::max(most, value);
    return most;
}

// Each slice is a mean: drawn at its middle.
void drawCurve(SvgPen& pen, const Frame& frame, const TimeCurve& curve, double step, double bottom,
               double full) {
    std::string path;
    bool isDown = false;
    for (std::size_t i = 0; i != curve.values.size(); ++i) {
        const double value = curve.values[i];
        if (!std::isfinite(value)) {
            isDown = false;
            continue;
        }
        path += fmt::format("{}{} {}", isDown ? "L" : "M",
                            coordinate(frame.x((static_cast<double>(i) + 0.5) * step)),
                            coordinate(bottom - value / full * kHeight));
        isDown = true;
    }
    if (!path.empty()) pen.path(path, "curve " + curve.cls);
}

void drawLegend(SvgPen& pen, const TimePanel& panel, double y) {
    pen.text(kLeft, y - 17.0, panel.title, Anchor::start, "t axis");
    double x = kLeft;
    for (const TimeCurve& curve : panel.curves) {
        pen.line(x, y - 1.0, x + 18.0, y - 1.0, "curve " + curve.cls);
        pen.text(x + 23.0, y + 3.0, curve.label, Anchor::start, "t axis");
        x += 41.0 + textWidth(curve.label);
    }
}

void drawBands(SvgPen& pen, const Frame& frame, const std::vector<TimeBand>& bands, double top,
               double bottom) {
    for (const TimeBand& band : bands) {
        const double from = frame.x(band.from), width = std::max(frame.x(band.until) - from, kLeastBand);
        pen.rect(from, top, width, bottom - top, "band");
    }
}

// Numbers at the top; one that would touch the one before is left to the list below the chart.
void numberBands(SvgPen& pen, const Frame& frame, const std::vector<TimeBand>& bands) {
    double free = kLeft;
    for (const TimeBand& band : bands) {
        const double x = frame.x(band.from);
        if (x < free) continue;
        pen.text(x, kTop - 3.0, band.number, Anchor::start, "t axis");
        free = x + textWidth(band.number) + 6.0;
    }
}

void drawTimes(SvgPen& pen, const Frame& frame, const TimeChart& chart, double top, double bottom,
               Language language, bool isLast) {
    constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr double kShort = 8.0 * 3600.0; // s: there is room for every hour
    const int hours = chart.isWeek ? 24 : frame.span > kShort ? 3 : 1;
    const double every = hours * 3600.0;
    for (int i = 0; i * every <= frame.span * (1.0 + 1e-9); ++i) {
        const double x = frame.x(i * every);
        pen.line(x, top, x, bottom, "grid");
        if (!isLast) continue;
        if (!chart.isWeek) // the last one ends where the chart does
            pen.text(x, bottom + 15.0, fmt::format("{:02}:00", (chart.startHour + hours * i) % 24),
                     x > kRightEdge - 1.0 ? Anchor::end : Anchor::middle, "t axis");
        else if (i < 7)
            pen.text(frame.x((i + 0.5) * every), bottom + 15.0,
                     word(std::string("day.") + kDays[i], language), Anchor::middle, "t axis");
    }
}

void drawPanel(SvgPen& pen, const Frame& frame, const TimeChart& chart, const TimePanel& panel, double top,
               Language language) {
    const double bottom = top + kHeight;
    const double full = niceTop(largestOf(panel));
    drawBands(pen, frame, chart.bands, top, bottom);
    drawTimes(pen, frame, chart, top, bottom, language, &panel == &chart.panels.back());
    for (const double part : {0.5, 1.0}) {
        const double y = bottom - part * kHeight;
        pen.line(kLeft, y, kRightEdge, y, "grid");
        pen.text(kLeft - 6.0, y + 4.0, tick(part * full, language), Anchor::end, "t axis");
    }
    pen.text(kLeft - 6.0, bottom + 4.0, "0", Anchor::end, "t axis");
    for (const TimeCurve& curve : panel.curves) drawCurve(pen, frame, curve, chart.step, bottom, full);
    pen.line(kLeft, bottom, kRightEdge, bottom, "axis");
    drawLegend(pen, panel, top - 6.0);
}

} // namespace

std::string timeChart(const TimeChart& chart, const std::string& title, Language language) {
    if (chart.panels.empty() || chart.panels.front().curves.empty() ||
        chart.panels.front().curves.front().values.empty())
        return {};
    const auto slices = static_cast<double>(chart.panels.front().curves.front().values.size());
    const Frame frame{chart.step * slices};
    const double panels = static_cast<double>(chart.panels.size());
    SvgPen pen(kChartWidth, kTop + panels * (kTitle + kHeight + kGap) - kGap + kFoot, title);
    numberBands(pen, frame, chart.bands);
    double top = kTop;
    for (const TimePanel& panel : chart.panels) {
        drawPanel(pen, frame, chart, panel, top + kTitle, language);
        top += kTitle + kHeight + kGap;
    }
    return pen.finish();
}

} // namespace nueves::report
