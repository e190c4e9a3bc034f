#include "app/report/svg_draw.hpp"

#include "app/report/html_text.hpp"
#include "app/report/terminal_text.hpp"
#include "sim/core/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nueves::report {

namespace {

constexpr double kCharacterWidth = 6.7; // of 12 px text, on average and generous
constexpr int kMostNines = 15;

std::string_view anchorName(Anchor anchor) {
    return anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
}

// The first `count` characters, or the last ones.
std::string_view leading(std::string_view text, std::size_t count) {
    std::size_t i = 0;
    for (; i < text.size() && count > 0; --count) {
        ++i;
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U) ++i;
    }
    return text.substr(0, i);
}

std::string_view trailing(std::string_view text, std::size_t count) {
    const std::size_t all = columns(text);
    return count >= all ? text : text.substr(leading(text, all - count).size());
}

} // namespace

std::string coordinate(double value) {
    std::string out = fmt::format("{:.1f}", std::isfinite(value) ? value : 0.0);
    if (out.ends_with(".0")) out.resize(out.size() - 2);
    return out == "-0" ? "0" : out;
}

double textWidth(std::string_view text) {
    return kCharacterWidth * static_cast<double>(columns(text));
}

SvgPen::SvgPen(double width, double height, std::string_view title) {
    m_out = fmt::format("<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n",
                        coordinate(width), coordinate(height), escaped(title));
}

void SvgPen::line(double x1, double y1, double x2, double y2, std::string_view cls) {
    m_out += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>\n", coordinate(x1),
                         coordinate(y1), coordinate(x2), coordinate(y2), cls);
}

void SvgPen::rect(double x, double y, double width, double height, std::string_view cls) {
    m_out +=
        fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"/>\n", coordinate(x),
                    coordinate(y), coordinate(std::max(width, 0.0)), coordinate(std::max(height, 0.0)), cls);
}

void SvgPen::circle(double x, double y, double r, std::string_view cls) {
    m_out += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}\"/>\n", coordinate(x),
                         coordinate(y), coordinate(r), cls);
}

void SvgPen::path(std::string_view d, std::string_view cls) {
    m_out += fmt::format("<path d=\"{}\" class=\"{}\"/>\n", d, cls);
}

void SvgPen::text(double x, double y, std::string_view shown, Anchor anchor, std::string_view cls) {
    m_out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n", coordinate(x),
                         coordinate(y), anchorName(anchor), cls, escaped(shown));
}

void SvgPen::elided(double x, double y, std::string_view shown, double width, Anchor anchor,
                    std::string_view cls) {
    if (textWidth(shown) <= width) return text(x, y, shown, anchor, cls);
    const auto room = static_cast<std::size_t>(std::max(width / kCharacterWidth - 1.0, 2.0));
    const std::string cut =
        std::string(leading(shown, room - room / 2)) + "…" + std::string(trailing(shown, room / 2));
    m_out +=
        fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\"><title>{}</title>{}</text>\n",
                    coordinate(x), coordinate(y), anchorName(anchor), cls, escaped(shown), escaped(cut));
}

std::string SvgPen::finish() {
    return m_out + "</svg>\n";
}

NinesScale::NinesScale(double worst, double best, double from, double to) : m_from(from), m_to(to) {
    const auto decade = [](double u) { return -std::log10(std::clamp(u, std::pow(10.0, -kMostNines), 1.0)); };
    m_first = static_cast<int>(std::floor(decade(worst) + 1e-9));
    m_last = std::max(static_cast<int>(std::ceil(decade(best) - 1e-9)), m_first + 1);
}

double NinesScale::at(double unavailability) const {
    const double worst = std::pow(10.0, -m_first), best = std::pow(10.0, -m_last);
    const double nines = -std::log10(std::clamp(unavailability, best, worst));
    return m_from + (nines - m_first) / (m_last - m_first) * (m_to - m_from);
}

std::string decadeLabel(int nines, Language language) {
    return availabilityPercent(std::pow(10.0, -nines), std::max(nines - 2, 0), language);
}

std::string decadeTime(int nines, Language language) {
    return duration(std::pow(10.0, -nines) * core::kSecondsPerYear, 0.0, language);
}

} // namespace nueves::report
