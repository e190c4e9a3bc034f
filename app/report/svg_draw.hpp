// Small pens for SVG: coordinates with one decimal, text escaped, marks and rulers that several charts share.
#pragma once

#include "app/report/numbers.hpp"

#include <string>
#include <string_view>

namespace nueves::report {

inline constexpr double kChartWidth = 720.0;
enum class Anchor { start, middle, end };

class SvgPen {
  public:
    SvgPen(double width, double height, std::string_view title); // title is read aloud instead of the drawing
    void line(double x1, double y1, double x2, double y2, std::string_view cls);
    void rect(double x, double y, double width, double height, std::string_view cls);
    void circle(double x, double y, double r, std::string_view cls);
    void path(std::string_view d, std::string_view cls);
    void text(double x, double y, std::string_view shown, Anchor anchor, std::string_view cls = "t");
    // The text cut in the middle to fit `width`, whole in a tooltip.
    void elided(double x, double y, std::string_view shown, double width, Anchor anchor,
                std::string_view cls = "t");
    std::string finish();

  private:
    std::string m_out;
};

std::string coordinate(double value);    // "12.5", "12"
double textWidth(std::string_view text); // generous guess at the chart's type size

// Unavailability on a ruler of nines: better to the right, one decade a nine.
class NinesScale {
  public:
    // Holds every value given; whole decades; at least one decade wide.
    NinesScale(double worst, double best, double from, double to);
    double at(double unavailability) const; // clamped to the ruler
    int firstDecade() const { return m_first; }
    int lastDecade() const { return m_last; }

  private:
    int m_first, m_last; // exponents: 10^-first at the left
    double m_from, m_to;
};

std::string decadeLabel(int nines, Language language); // 3 -> "99.9 %"
std::string decadeTime(int nines, Language language);  // 3 -> "8 h 46 min"

} // namespace nueves::report
