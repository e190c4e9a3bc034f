// Money against nines: up is better, left is cheaper. Names stand in a column at the right,
// each led to by a line, and keep clear of one another and of the axis.
#include "app/report/estimate_text.hpp"
#include "app/report/svg_charts.hpp"
#include "app/report/svg_draw.hpp"
#include "app/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nueves::report {

using analysis::Estimate;
using analysis::Method;

namespace {

constexpr double kLeft = 96.0, kRightEdge = 480.0, kTop = 16.0, kBottom = 250.0;

// The next number of the form 1, 2, 2.5, 5 times a power of ten.
double roundStep(double raw) {
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (raw <= factor * power * (1.0 + 1e-9)) return factor * power;
    return 10.0 * power;
}

double shownValue(const Estimate& u) {
    return u.method == Method::bound ? u.high : u.value;
}

struct Placed {
    const CostPoint* point;
    double x, y, labelY;
};

// From the top down: a label that would touch the one above moves below it; then from the bottom up, so that none
// falls below the axis (unless they are more than the chart has lines).
void spreadLabels(std::vector<Placed>& placed) {
    constexpr double kLine = 16.0;
    if (placed.empty()) return;
    std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
    for (std::size_t i = 0; i < placed.size(); ++i) {
        placed[i].labelY = placed[i].y;
        if (i > 0) placed[i].labelY = std::max(placed[i].labelY, placed[i - 1].labelY + kLine);
    }
    placed.back().labelY = std::min(placed.back().labelY, kBottom - 4.0);
    for (std::size_t i = placed.size() - 1; i-- > 0;)
        placed[i].labelY = std::min(placed[i].labelY, placed[i + 1].labelY - kLine);
}

NinesScale verticalScale(const std::vector<CostPoint>& points) {
    double worst = 0.0, best = 1.0;
    for (const CostPoint& point : points) {
        for (const double u :
             {shownValue(point.unavailability), point.unavailability.high, point.unavailability.low}) {
            if (!(u > 0.0) || !std::isfinite(u)) continue;
            worst = std::max(worst, u);
            best = std::min(best, u);
        }
    }
    if (worst <= 0.0) return {0.1, 1e-3, kBottom, kTop};
    return {worst, best, kBottom, kTop};
}

} // namespace

std::string costChart(const std::vector<CostPoint>& points, const std::string& currency,
                      const std::string& title, Language language) {
    double dearest = 0.0;
    for (const CostPoint& point : points) dearest = std::max(dearest, point.costPerYear);
    if (points.empty() || !(dearest > 0.0)) return {};
    const double step = roundStep(dearest / 4.0);
    const double top = std::ceil(dearest / step - 1e-9) * step;
    const auto xOf = [&](double cost) { return kLeft + std::max(cost, 0.0) / top * (kRightEdge - kLeft); };
    const NinesScale scale = verticalScale(points);

    SvgPen pen(kChartWidth, kBottom + 46.0, title);
    for (int nines = scale.firstDecade(); nines <= scale.lastDecade(); ++nines) {
        const double y = scale.at(std::pow(10.0, -nines));
        pen.line(kLeft, y, kRightEdge, y, "grid");
        pen.text(kLeft - 8.0, y + 4.0, decadeLabel(nines, language), Anchor::end, "t axis");
    }
    for (double cost = 0.0; cost <= top * (1.0 + 1e-9); cost += step)
        pen.text(xOf(cost), kBottom + 17.0, money(cost, currency, language), Anchor::middle, "t axis");
    pen.line(kLeft, kBottom, kRightEdge, kBottom, "axis");
    pen.text(kRightEdge, kBottom + 38.0, word("chart.costAxis", language), Anchor::end, "t axis quiet");

    std::vector<Placed> placed;
    for (const CostPoint& point : points)
        placed.push_back({&point, xOf(point.costPerYear), scale.at(shownValue(point.unavailability)), 0.0});
    spreadLabels(placed);
    for (const Placed& p : placed) {
        const Estimate& u = p.point->unavailability;
        if (u.method == Method::simulated)
            pen.line(p.x, scale.at(u.high), p.x, scale.at(std::max(u.low, 0.0)), "whisker");
        pen.circle(p.x, p.y, 5.0, "dot ink");
        pen.path(fmt::format("M{} {}L{} {}L{} {}", coordinate(p.x + 7.0), coordinate(p.y),
                             coordinate(kRightEdge + 8.0), coordinate(p.y), coordinate(kRightEdge + 20.0),
                             coordinate(p.labelY)),
                 "leader");
        pen.elided(kRightEdge + 24.0, p.labelY + 4.0, p.point->label, kChartWidth - kRightEdge - 26.0,
                   Anchor::start);
    }
    return pen.finish();
}

} // namespace nueves::report
