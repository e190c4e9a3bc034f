#include "app/report/zoom_table.hpp"

#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::report {

using namespace analysis;

namespace {

class ZoomPrinter {
  public:
    ZoomPrinter(const ZoomResult& result, Language language, const TerminalStyle& style)
        : m_result(result), m_language(language), m_style(style) {
        for (const ZoomView& view : result.services) m_indent = std::max(m_indent, columns(nameOf(view)));
        for (const char* key : {"zoom.seam", "zoom.decisions"})
            m_indent = std::max(m_indent, columns(word(key, language)));
        m_indent = std::min(m_indent, std::size_t{24}) + 4;
    }
    std::string print();

  private:
    std::string text(std::string_view key, const Arguments& arguments = {}) const {
        return say(key, m_language, arguments);
    }
    void line(std::string_view label, const std::string& content) {
        if (!content.empty()) m_out += paragraph("  " + std::string(label), m_indent, content, m_style);
    }
    std::string nameOf(const ZoomView& view) const {
        if (view.service.empty()) return text("zoom.all");
        const std::string& title = view.title.in(m_language);
        return withoutControls(title.empty() ? view.service : title);
    }
    std::string time(double seconds) const {
        return std::isfinite(seconds) ? shortTime(seconds, m_language) : "?";
    }
    std::string share(double value) const {
        return value == 0.0 ? percent(0.0, 0, m_language)
                            : percent(value, decimalsForDigits(100.0 * value, 2), m_language);
    }
    void head();
    void view(const ZoomView& view);
    std::string seam(const ZoomView& view) const;
    void decisions();

    const ZoomResult& m_result;
    Language m_language;
    const TerminalStyle& m_style;
    std::size_t m_indent = 2;
    std::string m_out;
};

void ZoomPrinter::head() {
    const std::string& title = m_result.title.in(m_language);
    m_out += paintedText(withoutControls(title.empty() ? m_result.scenario : title), Paint::bold, m_style);
    if (!m_result.design.empty()) m_out += " · " + withoutControls(m_result.design);
    m_out += "\n";
    line("", text("zoom.window", {{"history", std::to_string(m_result.history)},
                                  {"date", m_result.date},
                                  {"time", duration(m_result.lasts, 0.0, m_language)},
                                  {"from", duration(m_result.from, 0.0, m_language)}}));
    line("",
         text("zoom.asked", {{"n", whole(static_cast<std::uint64_t>(m_result.whole.asked + 0.5), m_language)},
                             {"replays", whole(m_result.replays, m_language)}}));
}

void ZoomPrinter::view(const ZoomView& view) {
    std::vector<std::string> times;
    for (const auto& [p, seconds] : view.latency)
        if (std::isfinite(seconds.value))
            times.push_back(
                text("traffic.within", {{"p", targetPercent(p, m_language)}, {"time", time(seconds.value)}}));
    std::vector<std::string> parts;
    if (!times.empty()) parts.push_back(text("traffic.latency", {{"list", joined(times, ", ")}}));
    parts.push_back(text("zoom.lost", {{"share", shareText(view.lost, m_language)}}));
    line(nameOf(view), joined(parts, "; "));
    line(text("zoom.seam"), seam(view));
}

std::string ZoomPrinter::seam(const ZoomView& view) const {
    const auto bound = [&](const SeamFigure& figure, const std::string& shown) {
        return std::isfinite(figure.bound) ? text("zoom.bound", {{"bound", shown}}) : text("zoom.noBound");
    };
    std::vector<std::string> parts;
    if (std::isfinite(view.p95.request))
        parts.push_back(text("zoom.p95", {{"rate", time(view.p95.rate)},
                                          {"request", time(view.p95.request)},
                                          {"bound", bound(view.p95, time(view.p95.bound))}}));
    parts.push_back(text("zoom.lostSeam", {{"rate", share(view.lostSeam.rate)},
                                           {"request", share(view.lostSeam.request)},
                                           {"bound", bound(view.lostSeam, share(view.lostSeam.bound))}}));
    return joined(parts, "; ");
}

void ZoomPrinter::decisions() {
    std::vector<std::string> parts;
    for (const SeamDecisions& decision : m_result.decisions)
        if (decision.otherwise > 0.0)
            parts.push_back(text("zoom.decision", {{"kind", codeWord("zoom.kind", decision.kind, m_language)},
                                                   {"of", withoutControls(decision.of)},
                                                   {"n", significant(decision.otherwise, 2, m_language)},
                                                   {"taken", significant(decision.taken, 3, m_language)}}));
    line(text("zoom.decisions"), parts.empty() ? text("zoom.noneOtherwise") : joined(parts, "; "));
}

std::string ZoomPrinter::print() {
    head();
    for (const ZoomView& service : m_result.services) view(service);
    if (m_result.services.size() > 1) view(m_result.whole);
    decisions();
    line("", text("zoom.judged", {{"n", std::to_string(m_result.otherWindows)}}));
    return forTerminal(m_out, m_style);
}

} // namespace

std::string zoomTable(const ZoomResult& result, Language language, const TerminalStyle& style) {
    return ZoomPrinter(result, language, style).print();
}

} // namespace nueves::report
