#include "app/report/svg_charts.hpp"

#include "app/report/estimate_text.hpp"
#include "app/report/svg_draw.hpp"
#include "app/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nueves::report {

using analysis::Estimate;
using analysis::Method;

namespace {

constexpr double kRow = 30.0; // height of a row in charts of rows
constexpr double kLabelWidth = 235.0;
constexpr double kRight = 24.0; // free at the right

struct Extremes {
    double worst = 0.0, best = 1.0;
    void take(double u) {
        if (!std::isfinite(u) || u <= 0.0) return;
        worst = std::max(worst, std::min(u, 1.0));
        best = std::min(best, u);
    }
    void take(const Estimate& e) {
        take(e.method == Method::bound ? e.high : e.value);
        if (e.method == Method::simulated) {
            take(e.high);
            if (e.low > 0.0) take(e.low);
        }
    }
};

NinesScale scaleOf(const Extremes& seen, double from, double to) {
    if (seen.worst <= 0.0) return {0.1, 1e-5, from, to}; // nothing but perfect
    return {seen.worst, seen.best, from, to};
}

// Vertical hairlines, one a nine, with percentage below and time below that.
void ninesRuler(SvgPen& pen, const NinesScale& scale, double top, double bottom, Language language) {
    const int step = (scale.lastDecade() - scale.firstDecade()) > 7 ? 2 : 1;
    for (int nines = scale.firstDecade(); nines <= scale.lastDecade(); nines += step) {
        const double x = scale.at(std::pow(10.0, -nines));
        pen.line(x, top, x, bottom, "grid");
        pen.text(x, bottom + 15.0, decadeLabel(nines, language), Anchor::middle, "t axis");
        pen.text(x, bottom + 29.0, decadeTime(nines, language), Anchor::middle, "t axis");
    }
}

std::string diamond(double x, double y, double r) {
    return fmt::format("M{} {}L{} {}L{} {}L{} {}Z", coordinate(x), coordinate(y - r), coordinate(x + r),
                       coordinate(y), coordinate(x), coordinate(y + r), coordinate(x - r), coordinate(y));
}

// The mark of an estimate with its whisker; a bound points to where the truth may be.
void ninesMark(SvgPen& pen, const NinesScale& scale, const Estimate& u, double y, std::string_view cls) {
    if (u.method == Method::bound) {
        const double x = scale.at(u.high);
        pen.line(x, y - 6.0, x, y + 6.0, "whisker");
        pen.path(fmt::format("M{0} {1}h22m-6 -4l6 4l-6 4", coordinate(x), coordinate(y)), "whisker open");
        return;
    }
    if (u.method == Method::simulated) {
        pen.line(scale.at(u.high), y, scale.at(std::max(u.low, 0.0)), y, "whisker");
        for (const double end : {u.high, std::max(u.low, 0.0)})
            pen.line(scale.at(end), y - 4.0, scale.at(end), y + 4.0, "whisker");
    }
    pen.circle(scale.at(u.value), y, 5.0, cls);
}

std::string_view dotClass(NinesRow::State state) {
    switch (state) {
    case NinesRow::State::met: return "dot up";
    case NinesRow::State::missed: return "dot down";
    case NinesRow::State::open: return "dot unknown";
    case NinesRow::State::none: break;
    }
    return "dot ink";
}

void ninesLegend(SvgPen& pen, double y, bool hasNaive, bool hasTarget, Language language) {
    double x = 20.0;
    const auto entry = [&](std::string_view key) {
        const std::string shown = word(key, language);
        pen.text(x + 12.0, y + 4.0, shown, Anchor::start, "t axis");
        x += textWidth(shown) + 34.0;
    };
    pen.circle(x + 3.0, y, 4.5, "dot ink");
    entry("chart.true");
    if (hasNaive) {
        pen.path(diamond(x + 3.0, y, 5.0), "naive");
        entry("chart.naive");
    }
    if (hasTarget) {
        pen.line(x + 3.0, y - 7.0, x + 3.0, y + 7.0, "target");
        entry("chart.target");
    }
}

} // namespace

std::string ninesChart(const std::vector<NinesRow>& rows, const std::string& title, Language language) {
    Extremes seen;
    bool hasNaive = false, hasTarget = false;
    for (const NinesRow& row : rows) {
        seen.take(row.unavailability);
        for (const double uptime : row.targets) seen.take(1.0 - uptime);
        if (row.naive) seen.take(*row.naive);
        hasNaive = hasNaive || row.naive;
        hasTarget = hasTarget || !row.targets.empty();
    }
    const double top = 26.0, bottom = top + kRow * static_cast<double>(rows.size());
    const NinesScale scale = scaleOf(seen, kLabelWidth + 30.0, kChartWidth - kRight - 16.0);
    SvgPen pen(kChartWidth, bottom + 52.0, title);
    ninesLegend(pen, 10.0, hasNaive, hasTarget, language);
    ninesRuler(pen, scale, top, bottom, language);
    pen.text(kChartWidth - kRight, bottom + 46.0, word("chart.logNines", language), Anchor::end,
             "t axis quiet");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double y = top + kRow * (static_cast<double>(i) + 0.5);
        pen.elided(kLabelWidth - 4.0, y + 4.0, rows[i].label, kLabelWidth - 8.0, Anchor::end);
        for (const double uptime : rows[i].targets)
            pen.line(scale.at(1.0 - uptime), y - 11.0, scale.at(1.0 - uptime), y + 11.0, "target");
        if (rows[i].naive) pen.path(diamond(scale.at(*rows[i].naive), y, 5.5), "naive");
        ninesMark(pen, scale, rows[i].unavailability, y, dotClass(rows[i].state));
    }
    return pen.finish();
}

namespace {

// A tick stands where its label says: a decimal where whole percents would not.
std::string shareTick(double share, Language language) {
    const double inPercent = 100.0 * share;
    return percent(share, std::fabs(inPercent - std::round(inPercent)) < 0.05 ? 0 : 1, language);
}

} // namespace

std::string histogramChart(const HistogramData& data, const std::string& title, Language language) {
    if (data.bins.empty()) return {};
    const double left = 46.0, right = kChartWidth - kRight, top = 24.0, bottom = 170.0;
    double tallest = 0.0;
    for (const auto& bin : data.bins) tallest = std::max(tallest, bin.second);
    const double step = (right - left) / static_cast<double>(data.bins.size());
    const auto heightOf = [&](double share) {
        return tallest > 0.0 ? share / tallest * (bottom - top) : 0.0;
    };
    SvgPen pen(kChartWidth, bottom + 44.0, title);
    for (const double part : {0.5, 1.0}) {
        const double y = bottom - part * (bottom - top);
        pen.line(left, y, right, y, "grid");
        pen.text(left - 6.0, y + 4.0, shareTick(part * tallest, language), Anchor::end, "t axis");
    }
    const std::size_t every = data.bins.size() > 12 ? (data.bins.size() + 11) / 12 : 1;
    for (std::size_t i = 0; i < data.bins.size(); ++i) {
        const auto& [edge, share] = data.bins[i];
        const bool isMet = !data.allowedHours || edge <= *data.allowedHours * (1.0 + 1e-9);
        const double x = left + step * static_cast<double>(i);
        const std::string cls = std::string("bar ") + (data.allowedHours ? (isMet ? "up" : "down") : "ink") +
                                (data.few ? " few" : "");
        pen.rect(x + 1.5, bottom - heightOf(share), step - 3.0, heightOf(share), cls);
        if ((i + 1) % every == 0)
            pen.text(x + step, bottom + 15.0, duration(edge * 3600.0, edge * 360.0, language), Anchor::middle,
                     "t axis");
    }
    pen.line(left, bottom, right, bottom, "axis");
    pen.text(left - 6.0, bottom + 15.0, "0", Anchor::middle, "t axis");
    pen.text(right, bottom + 36.0, word("chart.histogramAxis", language), Anchor::end, "t axis quiet");
    return pen.finish();
}

std::string barChart(const std::vector<Bar>& bars, const std::string& title) {
    if (bars.empty()) return {};
    constexpr double kBarRow = 26.0, kWidth = 720.0, kLabels = 250.0, kFigures = 130.0;
    double longest = 0.0;
    for (const Bar& bar : bars) longest = std::max(longest, bar.share);
    SvgPen pen(kWidth, kBarRow * static_cast<double>(bars.size()) + 4.0, title);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double y = kBarRow * static_cast<double>(i);
        const double length = longest > 0.0 ? bars[i].share / longest * (kWidth - kLabels - kFigures) : 0.0;
        pen.elided(kLabels - 8.0, y + 17.0, bars[i].label, kLabels - 12.0, Anchor::end);
        pen.rect(kLabels, y + 5.0, length, 16.0, "bar ink");
        pen.text(kLabels + length + 6.0, y + 17.0, bars[i].figure, Anchor::start);
    }
    return pen.finish();
}

std::string stackChart(const std::vector<StackRow>& rows, const std::string& title) {
    if (rows.empty()) return {};
    constexpr double kBarRow = 28.0, kLabels = 190.0, kFigures = 150.0;
    const double full = kChartWidth - kLabels - kFigures;
    SvgPen pen(kChartWidth, kBarRow * static_cast<double>(rows.size()) + 4.0, title);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double y = kBarRow * static_cast<double>(i);
        pen.elided(kLabels - 8.0, y + 18.0, rows[i].label, kLabels - 12.0, Anchor::end);
        double x = kLabels;
        for (const auto& [share, cls] :
             {std::pair{rows[i].used, "bar used"}, std::pair{rows[i].free, "bar free"},
              std::pair{rows[i].overhead, "bar overhead"}}) {
            const double length = std::clamp(share, 0.0, 1.0) * full;
            pen.rect(x, y + 5.0, length, 18.0, cls);
            x += length;
        }
        pen.text(kLabels + full + 8.0, y + 18.0, rows[i].figure, Anchor::start, "t axis");
    }
    return pen.finish();
}

} // namespace nueves::report
